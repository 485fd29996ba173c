"""Sweeps by beat, which find the work of lost tasks, however many beats run."""

from __future__ import annotations

import datetime

from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from network.jobs.models import SweepTurn

_KEPT = datetime.timedelta(hours=1)


def once_per_slot(job: str, seconds: int) -> bool:
    """Whether the caller has the turn of `job` in this slot of `seconds`; True for one caller.

    Slots are counted by the database's clock, and a unique row per job and slot marks the turn. So
    two beats, or a beat that starts it twice, do no harm. Call it outside a transaction, or the
    others wait for its end.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO network_sweepturn (job, slot, taken_at)
            VALUES (%s, floor(extract(epoch FROM clock_timestamp()) / %s)::bigint, now())
            ON CONFLICT (job, slot) DO NOTHING
            """,
            [job, seconds],
        )
        return bool(cursor.rowcount == 1)


def forget_old_turns() -> int:
    """Delete turns of past slots; return how many.

    The latest of each job stays, for its slot may be of any length.
    """
    later = SweepTurn.objects.filter(job=OuterRef("job"), taken_at__gt=OuterRef("taken_at"))
    past = SweepTurn.objects.filter(Exists(later), taken_at__lt=Now() - _KEPT)
    deleted, _by_model = past.delete()
    return deleted
