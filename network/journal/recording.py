"""Recording an erasure: with it in the database, in the file once that is committed."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from network import clock
from network.journal.lines import Line, append, hash_of, names_of_keys
from network.journal.models import JournalEntry

log = logging.getLogger(__name__)

# The pulse of the worker comes every 10 s (network.settings).
WRITTEN_WITHIN = datetime.timedelta(minutes=1)


def record(kind: str, key: object, *, addresses: Collection[str] = (), **said: Any) -> JournalEntry:
    """Note that `key` of a `kind` was erased, as `record_all` notes several."""
    [entry] = record_all(kind, {key: addresses}, **said)
    return entry


def record_all(
    kind: str, addresses: Mapping[Any, Collection[str]], **said: Any
) -> list[JournalEntry]:
    """Note that the keys of `addresses`, of a `kind`, were erased, in the caller's transaction.

    Of the addresses of each keyed hashes are kept, so that the file names nobody. `said` is what
    the kind needs to do it again. One statement writes all of them.
    """
    entries = JournalEntry.objects.bulk_create(
        JournalEntry(kind=kind, key=str(key), said=said | _hashed(own))
        for key, own in addresses.items()
    )
    # A disk that is full does not take back what was erased: the sweep writes what is left.
    transaction.on_commit(write_waiting, robust=True)
    return entries


def _hashed(addresses: Collection[str]) -> dict[str, Any]:
    if not addresses:
        return {}
    return {
        "addresses": sorted(hash_of(address) for address in addresses),
        "hashed_by": names_of_keys()[0],
    }


def write_waiting() -> int:
    """Write into the file what is not there yet; return how much. Raises OSError for a full disk.

    A process that dies between the file and the mark writes a line twice, which does no harm.
    """
    with transaction.atomic():
        waiting = JournalEntry.objects.filter(written_at=None).select_for_update(skip_locked=True)
        rows = list(waiting.order_by("pk"))
        if rows:
            append(line_of(row) for row in rows)
            keys = [row.pk for row in rows]
            JournalEntry.objects.filter(pk__in=keys).update(written_at=clock.now())
    return len(rows)


def is_late() -> bool:
    """Whether something has waited to be written for longer than several pulses."""
    before = clock.now() - WRITTEN_WITHIN
    return JournalEntry.objects.filter(written_at=None, happened_at__lt=before).exists()


def line_of(row: JournalEntry) -> Line:
    return Line(row.identity, row.kind, row.key, row.said, row.happened_at)
