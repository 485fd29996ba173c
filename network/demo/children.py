"""The processes that the demo keeps running."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from typing import Protocol

from network.demo.embedded.errors import EmbeddedError
from network.demo.embedded.home import PROJECT
from network.demo.embedded.processes import spawn, stop, tail

# Set for our children only: the next start finds those of a killed run by it.
MARK = "PORTAL_DEMO_OF"
_TOO_OFTEN = 5
_WITHIN = 60.0


class GivingUpError(Exception):
    """A process dies again and again; the sentence names it and quotes the end of its log."""


class Runnable(Protocol):
    """What `RestartedProcess` keeps running: a child of ours, or an embedded server."""

    log: Path

    def start(self) -> None: ...
    def alive(self) -> bool: ...
    def stop(self) -> None: ...


@dataclass
class Child:
    """A program of the portal, started from the project's folder."""

    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    patience: float = 10
    death_signal: int = signal.SIGTERM
    process: Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program; what it says goes to its log."""
        self.process = spawn(
            self.command,
            log=self.log,
            env=self.environment,
            death_signal=self.death_signal,
            cwd=PROJECT,
        )

    def alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask it to finish, and end it with all its own children if it does not."""
        if self.process is not None:
            stop(self.process, ask=signal.SIGTERM, patience=self.patience)
            self.process = None


@dataclass
class RestartedProcess:
    """A process that is restarted when it dies, with growing pauses, and not for ever."""

    name: str
    runs: Runnable
    say: Callable[[str], None]
    _deaths: list[float] = field(default_factory=list)
    _start_at: float | None = None

    def look(self, *, now: float, allowed: int = _TOO_OFTEN) -> None:
        """Start it again if it has died and its time has come; `now` is monotonic.

        Raises GivingUpError when it died `allowed` times within a minute.
        """
        if self._start_at is None:
            if self.runs.alive():
                return
            self._deaths = [death for death in self._deaths if now - death < _WITHIN] + [now]
            if len(self._deaths) >= allowed:
                raise GivingUpError(
                    f"{self.name} does not stay up. The end of {self.runs.log}:\n"
                    f"{tail(self.runs.log)}"
                )
            pause = 2 ** (len(self._deaths) - 1)
            self._start_at = now + pause
            self.say(f"{self.name} ended unexpectedly; starting it again in {pause} s.")
        if now >= self._start_at:
            self._start_at = None
            # A server that refuses to start counts as one more death at the next look.
            with contextlib.suppress(EmbeddedError):
                self.runs.start()


def end_leftovers(data: Path) -> int:
    """Kill what an earlier demo on this data folder left running; how many there were.

    Only the owner of the folder's lock may call it: while it is held, no other demo's
    children can be about.
    """
    mark = f"{MARK}={data}".encode()
    found = 0
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                os.kill(int(entry.name), signal.SIGKILL)
                found += 1
    if found:
        time.sleep(0.1)
    return found


def fresh_log(log: Path, *, limit: int = 5_000_000) -> Path:
    """`log`; its old content is moved aside once it has more than `limit` bytes."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > limit:
            log.replace(log.with_name(f"{log.name}.1"))
    return log
