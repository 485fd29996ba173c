"""The portal's own processes, to be killed: workers and beat over the test's servers."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import connection

from network.demo.embedded.home import PROJECT
from network.demo.embedded.processes import spawn, tail
from tests.mailserver import MailServer


def database_url() -> str:
    """The test database as the workers' environment names it."""
    known = connection.settings_dict
    return (
        f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}"
        f"/{known['NAME']}"
    )


class Background:
    """A Celery worker with two processes, and beat, as `scripts/serve` runs them."""

    def __init__(self, folder: Path, mail_port: int, *, hurried: bool = False) -> None:
        self.folder = folder
        self._hurried = hurried
        self.kills = 0
        self._environment = {
            **os.environ,
            "PORTAL_MODE": "test",
            "PORTAL_PYTHON": sys.executable,
            "PORTAL_DATA_DIR": str(settings.DATA_DIR),
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        }
        self._running: dict[str, Popen[bytes]] = {}

    def start(self, *names: str) -> None:
        """Start `worker` or `beat`; by default both."""
        for name in names or ("worker", "beat"):
            self._running[name] = spawn(
                self._command(name),
                log=self.folder / f"{name}.log",
                env=self._environment,
                death_signal=signal.SIGKILL,
                cwd=PROJECT,
            )

    def _command(self, name: str) -> list[Any]:
        if self._hurried and name == "worker":
            celery = [sys.executable, "-m", "celery", "-A", "tests.faults.hurried"]
            return [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"]
        return [PROJECT / "scripts" / "serve", name]

    def kill(self) -> None:
        """End the worker, with all its processes, as a lost power supply would."""
        self.kills += 1
        self._end("worker")

    def stop(self) -> None:
        for what in list(self._running):
            self._end(what)

    def _end(self, what: str) -> None:
        process = self._running.pop(what, None)
        if process is not None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def wait_for_worker(self, broker: redis.Redis) -> None:
        """Wait for the first pulse: beat rings, and the worker answers."""
        self.wait_for("a pulse", lambda: bool(broker.keys("*pulse*")), seconds=60)

    def wait_for(self, what: str, true: Callable[[], bool], *, seconds: float) -> float:
        """Wait until `true()`, and return how long that took; fail with the logs otherwise."""
        begun = time.monotonic()
        while not true():
            if time.monotonic() - begun > seconds:
                logs = "\n".join(
                    f"--- {name}\n{tail(self.folder / f'{name}.log', lines=40)}"
                    for name in ("worker", "beat")
                )
                pytest.fail(f"{what} did not happen within {seconds} s.\n{logs}")
            time.sleep(0.05)
        return time.monotonic() - begun


@pytest.fixture
def slow_mail_server() -> Iterator[MailServer]:
    """A mail server so slow that a worker is always killed in the middle of something."""
    server = MailServer()
    server.pause = 0.1
    server.start()
    yield server
    server.stop()


@pytest.fixture
def broker(transactional_db: None) -> Iterator[redis.Redis]:
    """The tests' Redis, emptied (its own database only) before and after."""
    with redis.Redis.from_url(settings.REDIS_URL) as link:
        link.flushdb()
        yield link
        link.flushdb()


@pytest.fixture
def background(
    transactional_db: None, broker: redis.Redis, slow_mail_server: MailServer, tmp_path: Path
) -> Iterator[Background]:
    """Running workers and beat; whatever is left of them is killed at the end."""
    running = Background(tmp_path, slow_mail_server.port)
    running.start()
    yield running
    running.stop()
