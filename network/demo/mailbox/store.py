"""Messages as files: one per recipient, written completely or not at all.

The layout is Maildir's (`tmp`, then renamed into `new`). The name of a file is
`<nanoseconds>-<number>-<recipient>`: a list and a search by recipient open no file.
"""

from __future__ import annotations

import itertools
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote, unquote

from django.conf import settings

_KEY = re.compile(r"\d{19}-\d{1,12}-\d{1,9}")
_NAME = re.compile(r"(\d{19}-\d{1,12}-\d{1,9})-(.+)")
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Letter:
    """A message that arrived: its key in addresses, and the recipient of the envelope."""

    key: str
    recipient: str
    path: Path

    @property
    def arrived_at(self) -> datetime:
        return datetime.fromtimestamp(int(self.key.split("-")[0]) / 1e9, UTC)

    def raw(self) -> bytes:
        """The bytes as they came over SMTP. Raises FileNotFoundError when it was removed."""
        return self.path.read_bytes()

    def read(self) -> EmailMessage:
        message = message_from_bytes(self.raw(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message


class Mailbox:
    """All messages of the demo, in `folder`."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or settings.DATA_DIR / "mailbox"

    def keep(self, recipient: str, content: bytes) -> None:
        """Store one message for one recipient; when this returns it survives a crash."""
        for name in ("tmp", "new"):
            (self.folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        # The process number keeps two servers on one folder apart.
        key = f"{time.time_ns():019d}-{os.getpid()}-{next(_NUMBERS)}"
        name = f"{key}-{quote(recipient, safe='@+')[:180]}"
        draft = self.folder / "tmp" / name
        try:
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            draft.unlink(missing_ok=True)  # on a full disk each attempt would leave a part
            raise
        draft.rename(self.folder / "new" / name)

    def letters(self, recipient: str = "") -> list[Letter]:
        """The messages, newest first; `recipient` narrows to addresses that contain it."""
        wanted = recipient.strip().lower()
        return [
            letter for letter in self._all() if not wanted or wanted in letter.recipient.lower()
        ]

    def letter(self, key: str) -> Letter | None:
        """The message of this key, None when there is none; any text may be asked for."""
        if not _KEY.fullmatch(key):
            return None
        for path in (self.folder / "new").glob(f"{key}-*"):
            return Letter(key, unquote(path.name[len(key) + 1 :]), path)
        return None

    def _all(self) -> Iterator[Letter]:
        try:
            paths = sorted((self.folder / "new").iterdir(), reverse=True)
        except FileNotFoundError:
            return
        for path in paths:
            if found := _NAME.fullmatch(path.name):
                yield Letter(found[1], unquote(found[2]), path)
