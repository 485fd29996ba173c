"""The two servers of one data folder, and who may start them.

One process owns a data folder at a time: it holds a lock on `servers.lock` (the kernel releases it
when the process dies, in whatever way) and writes `servers.json`, from which other commands read
the addresses while it runs.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from network.demo.embedded.errors import EmbeddedError
from network.demo.embedded.home import (
    LOCK,
    erase,
    find_home,
    make_data_folder,
    secret_key,
    write_private,
)
from network.demo.embedded.postgres import Postgres
from network.demo.embedded.redis import Redis

_TEMPORARY = "portal-scratch-"


class AlreadyRunningError(EmbeddedError):
    """Another process owns the data folder."""


def no_output(_sentence: str) -> None:
    """Show nothing of what is said here."""


@dataclass
class Servers:
    """The servers of `data`; None where the environment names another one instead."""

    data: Path
    postgres: Postgres | None = None
    redis: Redis | None = None
    given: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """The variables by which the portal's settings find the servers and the data."""
        known = {"PORTAL_DATA_DIR": str(self.data), **self.given}
        if self.postgres:
            known["DATABASE_URL"] = self.postgres.url
        if self.redis:
            known["REDIS_URL"] = self.redis.url
        return known

    def publish(self, **more: str) -> None:
        """Let other commands on this data folder find the servers, and `more` variables."""
        self.given |= more
        write_private(self.data / "servers.json", json.dumps(self.environment(), indent=1))

    def wait_for_guests(self, say: Callable[[str], None]) -> None:
        """Return when no other command uses these servers any more."""
        with _open_lock(self.data, "servers.guests") as guests:
            if not _take(guests, fcntl.LOCK_EX):
                say("Another command still uses these servers; they stop when it ends.")
                fcntl.flock(guests, fcntl.LOCK_EX)


@contextlib.contextmanager
def serve(
    data: Path,
    *,
    what: str,
    durable: bool = True,
    say: Callable[[str], None] = no_output,
    environ: Mapping[str, str] = os.environ,
) -> Iterator[Servers]:
    """Run the servers that `environ` does not name, for as long as the context lasts.

    Call it from the main thread: they die with the thread that started them. `what` says what the
    process does, for the sentence that refuses a second one. Raises AlreadyRunningError when
    another process owns the folder, EmbeddedError when a server cannot run.
    """
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not _is_named(name, environ)]
    if missing and environ.get("PORTAL_MODE") == "production":
        raise EmbeddedError(
            f"Production names its own servers: set {' and '.join(missing)}. See "
            "docs/operations.md."
        )
    make_data_folder(data)
    with _owning(data, what), contextlib.ExitStack() as stack:
        record = data / "servers.json"
        record.unlink(missing_ok=True)  # of a run that was killed
        servers = Servers(data)
        # External addresses are handed on as they came, so that others can attach to them too.
        servers.given |= {
            name: environ[name] for name in ("DATABASE_URL", "REDIS_URL") if environ.get(name)
        }
        if missing:
            home = find_home(data, say=say)
            if "DATABASE_URL" in missing:
                servers.postgres = Postgres(
                    home, log=data / "log" / "postgres.log", durable=durable, say=say
                )
                stack.callback(servers.postgres.stop)
                servers.postgres.start()
            if "REDIS_URL" in missing:
                servers.redis = Redis(home, log=data / "log" / "redis.log", say=say)
                stack.callback(servers.redis.stop)
                servers.redis.start()
        if environ.get("PORTAL_MODE") == "demo" and not _is_named("SECRET_KEY", environ):
            servers.given["SECRET_KEY"] = secret_key(data)
        servers.publish()
        stack.callback(record.unlink, missing_ok=True)
        yield servers


@contextlib.contextmanager
def attached(data: Path, *, patience: float = 90) -> Iterator[dict[str, str]]:
    """The variables of the servers that another process runs on `data`.

    The owner of a `run` waits for whoever is inside this context before it stops them. Raises
    EmbeddedError when there is no such process, or it does not get ready in `patience` seconds.
    """
    with _open_lock(data, "servers.guests") as guests:
        fcntl.flock(guests, fcntl.LOCK_SH)
        deadline = time.monotonic() + patience
        while owner := owner_of(data):
            with contextlib.suppress(FileNotFoundError):
                known: dict[str, str] = json.loads((data / "servers.json").read_text())
                yield known
                return
            if time.monotonic() > deadline:
                raise EmbeddedError(f"{owner} is starting the servers of {data}, but not done yet.")
            time.sleep(0.1)
    raise EmbeddedError(f"No servers run on {data}. Start them with `make demo`.")


def owner_of(data: Path) -> str | None:
    """The process that runs the servers of `data`, as words for a sentence; None without one."""
    if not (data / LOCK).exists():
        return None
    with _open_lock(data, LOCK) as lock:
        if _take(lock, fcntl.LOCK_SH):
            return None
        os.lseek(lock, 0, os.SEEK_SET)
        return os.read(lock, 4096).decode("utf-8", "replace").strip() or "Another process"


@contextlib.contextmanager
def temporary_data() -> Iterator[Path]:
    """A data folder that is removed afterwards, for servers that nobody needs to keep.

    What killed runs left of such folders is removed first.
    """
    place = Path(tempfile.gettempdir()).resolve()
    for left in place.glob(f"{_TEMPORARY}*"):
        with contextlib.suppress(OSError):
            # A minute old, so that a folder that is just being made is left alone.
            ours = left.stat().st_uid == os.geteuid() and time.time() - left.stat().st_mtime > 60
            if ours and (left / LOCK).exists() and not owner_of(left):
                _remove(left)
    folder = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=place))
    # The servers' account has to pass through, but nobody may list the names inside.
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    if erase(folder):
        shutil.rmtree(folder)  # it is our own, with all that a command put there


@contextlib.contextmanager
def _owning(data: Path, what: str) -> Iterator[None]:
    with _open_lock(data, LOCK) as lock:
        # Again for a moment: someone who only asks `owner_of` holds it as well.
        for _attempt in range(20):
            if _take(lock, fcntl.LOCK_EX):
                break
            time.sleep(0.05)
        else:
            owner = os.pread(lock, 4096, 0).decode("utf-8", "replace").strip()
            raise AlreadyRunningError(
                f"{owner or 'Another process'} already uses {data}. Stop it first, or set "
                "PORTAL_DATA_DIR to another folder."
            )
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"Process {os.getpid()} ({what})".encode(), 0)
        yield


@contextlib.contextmanager
def _open_lock(data: Path, name: str) -> Iterator[int]:
    descriptor = os.open(data / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _take(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_named(name: str, environ: Mapping[str, str]) -> bool:
    """Whether the environment names it, itself or in a file, as the settings read it."""
    return bool(environ.get(name) or environ.get(f"{name}_FILE"))
