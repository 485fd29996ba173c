"""How fresh an entry or a record is: the one rule of desk, register, map and admin.

Green for a year from its last confirmation, amber (*stale*) for another, red after that. What no
member has ever confirmed has no colour. A record of somebody whom mail does not reach is amber at
least. Colours are shown with a word each (templates/components/freshness.html).
"""

from __future__ import annotations

import calendar
import datetime

from django.db.models import Case, CharField, Q, Value, When

from network import clock


def is_stale(at: datetime.datetime | datetime.date | None, day: datetime.date) -> bool:
    """Whether what was last confirmed `at` counts as stale on `day`; what never was, does."""
    return at is None or _day(at) < _years_before(day)


def stale_on(day: datetime.date) -> Q:
    """The same question of the column `confirmed_at`.

    A sample or a fact from public sources that no member has ever confirmed is stale too.
    """
    return Q(confirmed_at__lt=clock.start_of(_years_before(day))) | Q(confirmed_at=None)


def tone_of(
    at: datetime.datetime | datetime.date | None, day: datetime.date, *, is_reached: bool = True
) -> str:
    """The tone of its badge: quiet if never confirmed, warn if stale, bad after two years."""
    if at is None:
        return "quiet" if is_reached else "warn"
    if not is_stale(at, day):
        return "ok" if is_reached else "warn"
    return "bad" if _day(at) < _years_before(day, 2) else "warn"


def tone_in_sql(column: str, day: datetime.date, *, is_reached: Q | None = None) -> Case:
    """The same of the moment in `column`; `is_reached` says of which rows mail arrives."""
    is_old = Q(**{f"{column}__lt": clock.start_of(_years_before(day, 2))})
    is_ageing = Q(**{f"{column}__lt": clock.start_of(_years_before(day))})
    if is_reached is not None:
        is_ageing |= ~is_reached
    return Case(
        When(is_old, then=Value("bad")),
        When(is_ageing, then=Value("warn")),
        When(Q(**{column: None}), then=Value("quiet")),
        default=Value("ok"),
        output_field=CharField(),
    )


def _day(at: datetime.datetime | datetime.date) -> datetime.date:
    return clock.day_of(at) if isinstance(at, datetime.datetime) else at


def _years_before(day: datetime.date, years: int = 1) -> datetime.date:
    """The same day of an earlier year; of 29 February the day before."""
    year = day.year - years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))
