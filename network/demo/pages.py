"""Whether the portal's pages answer."""

from __future__ import annotations

import http.client


def status_of(port: int, path: str, *, timeout: float = 30) -> int | None:
    """The HTTP status of a page on this machine, or None when nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
