"""Ask a portal on this machine how it is: exit 0 when /health/ answers 200.

For container and service managers: `python scripts/probe_health.py [PORT]`. The pages answer
only to their own name, hence the Host header from SITE_URL.
"""

from __future__ import annotations

import http.client
import os
import sys
from urllib.parse import urlsplit


def main() -> int:
    """The exit code; the answer of the portal goes to standard output."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    host = urlsplit(os.environ.get("SITE_URL", "http://localhost")).hostname or "localhost"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/health/", headers={"Host": host})
        answer = connection.getresponse()
        print(answer.read().decode("utf-8", "replace"))
    except OSError as error:
        print(f"The portal does not answer on port {port}: {error}")
        return 1
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
