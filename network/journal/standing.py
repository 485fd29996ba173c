"""Whether the database knows all that the journal says: after a restore it does not."""

from __future__ import annotations

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


# What this process has found: how far the file is known to the database, and which file holds all
# that the database has written. A database is restored while the portal is stopped
# (docs/operations.md), so what was found once stays true.
_known: tuple[Path, int] | None = None
_complete: Path | None = None


def is_behind() -> bool:
    """Whether the file holds what the database does not know.

    It looks at what was added since the last time; the database is not asked while nothing was.
    """
    global _known
    path = journal_path()
    size = _size_of(path)
    if not size or _known == (path, size):
        return False
    grew = _known is not None and _known[0] == path and _known[1] < size
    found = {line.identity for line in read(start=_known[1] if grew and _known else 0)}
    known = JournalEntry.objects.filter(identity__in=found).values_list("identity", flat=True)
    if found - set(known):
        return True
    _known = path, size
    return False


def standing() -> Standing:
    """The whole answer, for those who send mail and for health."""
    global _complete
    if is_behind():
        return Standing.BEHIND
    path = journal_path()
    if _complete != path:
        held = [line.identity for line in read()]
        written = JournalEntry.objects.filter(written_at__isnull=False)
        if written.exclude(identity__in=held).exists():
            return Standing.MISSING
        _complete = path
    return Standing.CURRENT


def must_wait() -> bool:
    """Whether nothing may be sent until the journal was replayed."""
    return standing() is not Standing.CURRENT


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
