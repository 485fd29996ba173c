"""Doing again, on a restored database, what the journal says was erased since."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from network import clock, registry
from network.journal.kinds import JournalKind
from network.journal.lines import Line, append, read
from network.journal.models import JournalEntry
from network.journal.recording import line_of, write_waiting
from network.journal.standing import Standing, standing


class CannotReplay(Exception):  # noqa: N818 - what it is, not what went wrong
    """Why the journal cannot be replayed; the sentence is for the administrator."""


def replay_journal(*, accepts_missing: bool = False) -> Iterator[str]:
    """Do again each line that the database does not know, in order; yields a sentence for each.

    Each is a transaction of its own, so that it may be interrupted and run again. Raises
    CannotReplay where a line is of a kind or a key that is not known here, and where the file lacks
    what the database knows, unless `accepts_missing`: then that is written into it again.
    """
    lines = list({line.identity: line for line in read()}.values())
    known = set(JournalEntry.objects.values_list("identity", flat=True))
    _require_file(lines, accepts_missing=accepts_missing)
    for line in lines:
        if line.identity not in known:
            yield _again(line)
    write_waiting()
    if standing() is not Standing.CURRENT:
        raise CannotReplay(standing().value)


def _require_file(lines: list[Line], *, accepts_missing: bool) -> None:
    held = [line.identity for line in lines]
    lost = JournalEntry.objects.filter(written_at__isnull=False).exclude(identity__in=held)
    rows = list(lost.order_by("pk"))
    if not rows:
        return
    if not accepts_missing:
        raise CannotReplay(Standing.MISSING.value)
    append(line_of(row) for row in rows)


def _again(line: Line) -> str:
    kind = registry.named(JournalKind, line.kind)
    if kind is None:
        raise CannotReplay(f"No app of this portal knows erasures of the kind {line.kind!r}.")
    if not line.is_readable:
        raise CannotReplay(
            "The addresses of the journal were hashed with another key. Set JOURNAL_KEY to the one "
            "that was used."
        )
    with transaction.atomic():
        said = kind.replay(line)
        JournalEntry.objects.create(
            identity=line.identity,
            kind=line.kind,
            key=line.key,
            said=line.said,
            happened_at=line.happened_at,
            written_at=clock.now(),
        )
    return f"{line.kind} {line.key}: {said}"
