"""The file: one JSON object a line, appended under a lock and flushed to the disk."""

from __future__ import annotations

import datetime
import fcntl
import hashlib
import hmac
import json
import logging
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """One line of the file."""

    identity: uuid.UUID
    kind: str
    key: str
    said: dict[str, Any]
    happened_at: datetime.datetime

    def names(self, address: str) -> bool:
        """Whether `address` is one of those that the line holds the keyed hashes of."""
        held = set(self.said.get("addresses", ()))
        return bool(held) and not held.isdisjoint(hashes_of(address))

    @property
    def is_readable(self) -> bool:
        """Whether a key of this portal made the hashes of the line, if it has any."""
        return not self.said.get("addresses") or self.said.get("hashed_by") in names_of_keys()


def journal_path() -> Path:
    return Path(settings.ERASURE_JOURNAL)


def _derived(secret: str) -> bytes:
    """The key of the hashes: derived, so that a hash tells nothing about the secret itself."""
    return hmac.new(secret.encode(), b"network.journal addresses", hashlib.sha256).digest()


def _hash(key: bytes, address: str) -> str:
    return hmac.new(key, address.lower().encode(), hashlib.sha256).hexdigest()


def hash_of(address: str) -> str:
    """The keyed hash that stands for an address of email, by today's key."""
    return _hash(_derived(settings.JOURNAL_KEYS[0]), address)


def hashes_of(address: str) -> set[str]:
    """The same by each of the keys, today's and earlier ones."""
    return {_hash(_derived(secret), address) for secret in settings.JOURNAL_KEYS}


def names_of_keys() -> list[str]:
    """What the keys are called in the file, today's first: never the keys themselves."""
    return [
        _hash(_derived(secret), "the name of this key")[:12] for secret in settings.JOURNAL_KEYS
    ]


def append(lines: Iterable[Line]) -> None:
    """Add these lines, on the disk when it returns. Raises OSError where they cannot be written."""
    path = journal_path()
    is_new = not path.exists()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+b", buffering=0) as file:
        # One writer at a time, whichever process it is in; the lock ends with the file.
        fcntl.flock(file, fcntl.LOCK_EX)
        size = file.seek(0, os.SEEK_END)
        data = b"".join(_encoded(line) for line in lines)
        if size:
            file.seek(size - 1)
            if file.read(1) != b"\n":
                data = b"\n" + data  # after a line that a power cut left half written
        while data:
            data = data[file.write(data) :]
        os.fsync(file.fileno())
    if is_new:
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _encoded(line: Line) -> bytes:
    said = {
        "identity": str(line.identity),
        "kind": line.kind,
        "key": line.key,
        "said": line.said,
        "happened_at": line.happened_at.isoformat(),
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def read(*, start: int = 0) -> Iterator[Line]:
    """The lines from byte `start` on. A line that is half written is passed over, and logged."""
    path = journal_path()
    if not path.exists():
        return
    with path.open("rb") as file:
        file.seek(start)
        for number, raw in enumerate(file, start=1):
            if not raw.strip():
                continue
            try:
                said = json.loads(raw)
                yield Line(
                    identity=uuid.UUID(said["identity"]),
                    kind=said["kind"],
                    key=said["key"],
                    said=said["said"],
                    happened_at=datetime.datetime.fromisoformat(said["happened_at"]),
                )
            except (ValueError, KeyError, TypeError):
                # Its entry is not marked as written, so that the sweep writes it again.
                log.error("Line %s from byte %s of %s cannot be read", number, start, path)
