"""When an entry counts as stale: its member has not confirmed it for twelve months."""

from __future__ import annotations

import datetime

from django.db.models import Q

from network import clock

STALE_AFTER_DAYS = 365


def stale_before(day: datetime.date) -> Q:
    """Entries whose last confirmation lies more than a year before `day`, or never was.

    A sample or a fact from public sources that no member has ever confirmed is stale too.
    """
    edge = clock.start_of(day - datetime.timedelta(days=STALE_AFTER_DAYS))
    return Q(confirmed_at__lt=edge) | Q(confirmed_at=None)
