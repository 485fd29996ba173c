"""Whether the database knows all that the journal says: after a restore it does not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from network.journal.lines import journal_path, read
from network.journal.models import JournalEntry


class Standing(Enum):
    """How the database stands to the file."""

    CURRENT = "The database knows every erasure of the journal."
    BEHIND = (
        "The journal holds erasures that this database does not know, as after a restore. "
        "Run manage.py replay_erasures."
    )
    MISSING = (
        "The database knows erasures that the journal does not hold: its file is missing, or an "
        "older copy. Bring the newest copy back, or run manage.py replay_erasures --accept-missing."
    )


# What this process has seen of the file: when the database knew all its lines, and when it held all
# that the database had written. A database is restored while the portal is stopped
# (docs/operations.md), so what was found of a file stays true until the file is another.
_known: _Seen | None = None
_complete: _Seen | None = None


@dataclass(frozen=True)
class _Seen:
    """Which file a process has seen, and how much of it."""

    path: Path
    number: tuple[int, int] | None  # of the disk and of the file on it; None for no file
    size: int
    changed_at: int
    # Its last bytes, so that a copy that was written over it in place does not pass for more of it.
    end: bytes = field(default=b"", compare=False)

    @classmethod
    def now(cls) -> _Seen:
        path = journal_path()
        try:
            stat = path.stat()
        except FileNotFoundError:
            return cls(path, None, 0, 0)
        return cls(path, (stat.st_dev, stat.st_ino), stat.st_size, stat.st_mtime_ns)

    def with_end(self) -> _Seen:
        return replace(self, end=_bytes_before(self.path, self.size)) if self.size else self

    def is_begun_by(self, earlier: _Seen | None) -> bool:
        """Whether this is what was seen `earlier`, to which whole lines were added since."""
        return (
            earlier is not None
            and (earlier.path, earlier.number) == (self.path, self.number)
            and 0 < earlier.size <= self.size
            and earlier.end.endswith(b"\n")
            and _bytes_before(self.path, earlier.size) == earlier.end
        )


def _bytes_before(path: Path, position: int, length: int = 256) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, position - length))
        return file.read(min(length, position))


def is_behind() -> bool:
    """Whether the file holds what the database does not know.

    It looks at what was added since the last time, and at all of a file that was replaced or cut;
    the database is not asked while the file is as it was.
    """
    global _known
    seen = _Seen.now()
    if not seen.size or seen == _known:
        return False
    start = _known.size if _known is not None and seen.is_begun_by(_known) else 0
    # Before the lines are read: what is added meanwhile is looked at the next time.
    seen = seen.with_end()
    # A row is committed before its line is written, so that one that is read here is known.
    found = {line.identity for line in read(start=start)}
    known = JournalEntry.objects.filter(identity__in=found).values_list("identity", flat=True)
    if found - set(known):
        return True
    _known = seen
    return False


def standing() -> Standing:
    """The whole answer, for those who send mail and for health."""
    global _complete
    if is_behind():
        return Standing.BEHIND
    seen = _Seen.now()
    if seen != _complete:
        is_longer = seen.is_begun_by(_complete)
        seen = seen.with_end()
        if not is_longer and not _holds_all_that_was_written():
            return Standing.MISSING
        _complete = seen
    return Standing.CURRENT


def _holds_all_that_was_written() -> bool:
    written = JournalEntry.objects.filter(written_at__isnull=False)
    # The rows first: what is marked as written while the file is read may not be in what was read.
    wanted = set(written.values_list("identity", flat=True))
    return wanted <= {line.identity for line in read()}


def must_wait() -> bool:
    """Whether nothing may be sent until the journal was replayed."""
    return standing() is not Standing.CURRENT
