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


def replay_journal(
    *, accepts_missing: bool = False, accepts_unreadable: bool = False
) -> Iterator[str]:
    """Do again each line that the database does not know, in order; yields a sentence for each.

    Each is a transaction of its own, so that it may be interrupted and run again. Raises
    CannotReplay where a line is of a kind that is not known here, and where the file lacks what the
    database knows, unless `accepts_missing`: then that is written into it again.

    Of a line whose addresses were hashed with a key that is not known here, what its number leads
    to is erased all the same. It stays open, and CannotReplay names it at the end, unless
    `accepts_unreadable`: then what only the address leads to stays.
    """
    lines = list({line.identity: line for line in read()}.values())
    known = set(JournalEntry.objects.values_list("identity", flat=True))
    _require_file(lines, accepts_missing=accepts_missing)
    unread = []
    for line in lines:
        if line.identity in known:
            continue
        is_settled = line.is_readable or accepts_unreadable
        if not is_settled:
            unread.append(f"{line.kind} {line.key}")
        yield _again(line, is_settled=is_settled)
    write_waiting()
    if unread:
        raise CannotReplay(
            "The addresses of these lines were hashed with another key, and could not be compared: "
            f"{', '.join(unread)}. What their numbers lead to is erased. Set JOURNAL_KEY to the "
            "key that was used, or run manage.py replay_erasures --accept-unreadable."
        )
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


def _again(line: Line, *, is_settled: bool) -> str:
    kind = registry.named(JournalKind, line.kind)
    if kind is None:
        raise CannotReplay(f"No app of this portal knows erasures of the kind {line.kind!r}.")
    with transaction.atomic():
        said = kind.replay(line)
        if is_settled:
            JournalEntry.objects.create(
                identity=line.identity,
                kind=line.kind,
                key=line.key,
                said=line.said,
                happened_at=line.happened_at,
                written_at=clock.now(),
            )
    if not line.is_readable:
        said += "; its addresses could not be compared"
    return f"{line.kind} {line.key}: {said}"
