"""When a row was written first, by the trail."""

from __future__ import annotations

import datetime

from django.db.models import Model

from network.audit.erasure import events_of


def inserted_at(row: Model) -> datetime.datetime | None:
    """When what has the key of `row` now was inserted; None where the trail does not say.

    By the last insertion under this key: a sequence that a restore has set back gives a key again.
    """
    inserted = events_of(type(row)).filter(pgh_obj_id=row.pk, pgh_label="insert")
    found: datetime.datetime | None = (
        inserted.order_by("-pgh_id").values_list("pgh_created_at", flat=True).first()
    )
    return found
