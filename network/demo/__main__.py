"""`python -m network.demo`: run the demo until Ctrl-C. See the package's docstring."""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from network.demo.embedded.home import data_folder
from network.demo.embedded.processes import die_with_parent
from network.demo.embedded.servers import owner_of
from network.demo.supervisor import Demo


def main() -> int:
    """Run the demo as the environment says (PORT, PORTAL_DATA_DIR); the exit code."""
    if "--with-parent" in sys.argv[1:]:
        # `make` may be killed without a chance to tell us.
        die_with_parent(os.getppid(), signal.SIGTERM)()
    mode = os.environ.setdefault("PORTAL_MODE", "demo")
    if mode != "demo":
        return _refuse(
            f"PORTAL_MODE is {mode}, and the demo makes sample accounts that everyone knows. "
            "Unset PORTAL_MODE to run the demo; docs/operations.md tells how to run production."
        )
    given = os.environ.setdefault("PORT", "8000")
    if not (given.isdecimal() and 0 < int(given) < 65536):
        return _refuse(f"PORT is {given!r}; it must be a number from 1 to 65535.")
    data = data_folder()
    if owner := owner_of(data):
        return _refuse(
            f"{owner} already uses {data}. Stop it first; or, for a second demo, give it a "
            "folder and a port: `PORTAL_DATA_DIR=var-2 PORT=8001 make demo`."
        )
    return Demo(data, port=int(given), say=_say).run()


def _say(sentence: str) -> None:
    with contextlib.suppress(OSError):  # the terminal was closed; everything is still stopped
        sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
