"""Children that never outlive the process that started them.

A parent that is killed with SIGKILL can do nothing more, so the kernel is asked to signal the
child when its parent dies (`PR_SET_PDEATHSIG`; Linux only, elsewhere a child has to be stopped).
The kernel means the *thread* that started the child: start children from the main thread.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from network.demo.embedded.accounts import Account

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None


def die_with_parent(parent: int, death_signal: int) -> Callable[[], None]:
    """A function for the child to call before its program starts.

    `subprocess` changes user before it calls it; the other order would undo the request,
    since the kernel forgets it when a process changes its user.
    """

    def ask() -> None:
        if _LIBC is None:
            return
        _LIBC.prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:  # the parent died between the fork and the request
            os._exit(1)

    return ask


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str],
    death_signal: int,
    account: Account | None = None,
    stdin: bytes | None = None,
    cwd: Path | str = "/",
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, writing to the end of `log`.

    Its own session shields it from the terminal's Ctrl-C: whoever started it decides when it stops.
    `stdin` is given to it and closed, for what must not stand in a command line.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - programs of the portal's own choice
            [str(part) for part in command],
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(os.getpid(), death_signal),
            **(account.as_popen() if account else {}),
        )
    if stdin is not None and process.stdin is not None:
        with contextlib.suppress(BrokenPipeError), process.stdin as pipe:
            pipe.write(stdin)
    return process


def stop(process: subprocess.Popen[bytes], *, ask: int, patience: float) -> None:
    """Ask `process` to stop, wait `patience` seconds, then kill it and its whole group."""
    if process.poll() is None:
        process.send_signal(ask)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    # What it left in its group goes too: a stopped master may leave a busy pool behind.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def working_in(folder: Path, names: Iterable[str]) -> list[int]:
    """The processes of these names that work in `folder`, lowest number first.

    Both servers change into their data folder, so this finds them without trusting a number
    in a file, which may belong to another process by now.
    """
    wanted = tuple(names)
    place = os.path.realpath(folder)
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if str((entry / "cwd").readlink()) != place:
                continue
            if (entry / "comm").read_text().strip().startswith(wanted):
                found.append(int(entry.name))
        except OSError:  # ended meanwhile, or somebody else's
            continue
    return sorted(found)


def clear_folder(
    folder: Path, names: Iterable[str], *, ask: int, insist: int, patience: float = 20
) -> bool:
    """End the servers that an earlier, killed run left in `folder`; True when none is left.

    They are asked with the signal `ask`, and half of `patience` (seconds) later with `insist`.
    """
    wanted = tuple(names)
    begun = time.monotonic()
    asked: set[tuple[int, int]] = set()
    while left := working_in(folder, wanted):
        waited = time.monotonic() - begun
        if waited > patience:
            return False
        which = ask if waited < patience / 2 else insist
        for pid in left:
            if (pid, which) not in asked:
                asked.add((pid, which))
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, which)
        time.sleep(0.05)
    return True


def tail(log: Path, *, lines: int = 12, since: int = 0) -> str:
    """The last lines of `log`, from byte `since` on; empty when there is none."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(since, size - 64 * 1024))
            text = file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
