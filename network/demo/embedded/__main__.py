"""Run a command with the embedded servers: `python -m network.demo.embedded run -- CMD ...`."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten
from types import FrameType

from network.demo.embedded.errors import EmbeddedError
from network.demo.embedded.home import LOCK, data_folder, erase
from network.demo.embedded.processes import die_with_parent
from network.demo.embedded.servers import (
    AlreadyRunningError,
    attached,
    owner_of,
    serve,
    temporary_data,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """What the command line asks for; the exit code of the command that was run."""
    parser = argparse.ArgumentParser(prog="python -m network.demo.embedded", description=__doc__)
    commands = parser.add_subparsers(dest="what", required=True)
    run = commands.add_parser("run", help="start the servers, or use the running ones, for a CMD")
    run.add_argument(
        "--temporary",
        action="store_true",
        help="with empty servers that are thrown away, beside any that run",
    )
    run.add_argument("command", nargs="+", metavar="CMD")
    commands.add_parser("status", help="say whether servers run on the data folder")
    commands.add_parser("erase", help="remove the data folder with everything in it")
    options = parser.parse_args(arguments)
    os.environ.setdefault("PORTAL_MODE", "demo")
    # As an exception, so that the servers are stopped in order while the stack unwinds.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        if options.what == "run":
            return _run(options.command, temporary=options.temporary)
        return _status() if options.what == "status" else _erase()
    except EmbeddedError as refusal:
        _say(str(refusal))
        return 1


def _run(command: Sequence[str], *, temporary: bool) -> int:
    if temporary:
        with temporary_data() as data, serve(data, what=command[0], durable=False) as servers:
            return _wait_for(command, servers.environment())
    data = data_folder()
    try:
        with serve(data, what=shorten(" ".join(command), 60), say=_say) as servers:
            code = _wait_for(command, servers.environment())
            servers.wait_for_guests(_say)
            return code
    except AlreadyRunningError:
        with attached(data) as environment:
            return _wait_for(command, environment)


def _wait_for(command: Sequence[str], environment: dict[str, str]) -> int:
    """Run `command` on our terminal and return its exit code.

    Ctrl-C reaches it by itself, being in our group; we outlast it to stop the servers.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - running what it was given is its purpose
            command,
            env={**os.environ, **environment},
            preexec_fn=die_with_parent(os.getpid(), signal.SIGTERM),
        )
    except OSError as error:
        raise EmbeddedError(f"{command[0]} cannot be run: {error.strerror}.") from error

    def forward_signal(number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGINT:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(number)

    # A handler, not SIG_IGN, which programs that we start would inherit.
    before = {
        number: signal.signal(number, forward_signal)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def _status() -> int:
    data = data_folder()
    owner = owner_of(data)
    _say(f"{owner} runs the servers of {data}." if owner else f"No servers run on {data}.")
    return 0 if owner else 1


def _erase() -> int:
    data = data_folder()
    if not data.exists():
        _say(f"{data} does not exist: there is nothing to remove.")
        return 0
    if owner := owner_of(data):
        raise EmbeddedError(f"{owner} uses {data}. Stop it first.")
    if not _is_ours(data):
        raise EmbeddedError(
            f"{data} does not look like a data folder of the portal, so it is left alone."
        )
    if left := erase(data):
        _say(
            f"The portal's data in {data} were removed; {', '.join(left[:5])} is not the portal's."
        )
    else:
        _say(f"{data} was removed.")
    return 0


def _is_ours(data: Path) -> bool:
    return (data / LOCK).exists()


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _say(sentence: str) -> None:
    """Tell the person, beside the command's own output."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
