"""When an entry counts as stale: its member has not confirmed it for twelve months."""

from __future__ import annotations

import calendar
import datetime

from django.db.models import Q

from network import clock


def is_stale(at: datetime.datetime | datetime.date | None, day: datetime.date) -> bool:
    """Whether what was last confirmed `at` counts as stale on `day`; what never was, does."""
    return at is None or _day(at) < _years_before(day)


def stale_on(day: datetime.date) -> Q:
    """The same question of the column `confirmed_at`.

    A sample or a fact from public sources that no member has ever confirmed is stale too.
    """
    return Q(confirmed_at__lt=clock.start_of(_years_before(day))) | Q(confirmed_at=None)


def tone_of(at: datetime.datetime | datetime.date | None, day: datetime.date) -> str:
    """The tone of its badge: quiet if never confirmed, warn if stale, bad after two years."""
    if at is None:
        return "quiet"
    if not is_stale(at, day):
        return "ok"
    return "bad" if _day(at) < _years_before(day, 2) else "warn"


def _day(at: datetime.datetime | datetime.date) -> datetime.date:
    return clock.day_of(at) if isinstance(at, datetime.datetime) else at


def _years_before(day: datetime.date, years: int = 1) -> datetime.date:
    """The same day of an earlier year; of 29 February the day before."""
    year = day.year - years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))
