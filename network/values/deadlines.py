"""Deadlines in words: each names its time zone, because its readers live in all of them."""

from __future__ import annotations

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network import clock
from network.values.partial_dates import PartialDate


def deadline(value: datetime.datetime | datetime.date | PartialDate | None) -> str:
    """A deadline in the active language and the Network's time zone; empty for none.

    A moment: `24 September 2026, 12:00 EDT (UTC−04:00)`. A day, also one known in part, lasts
    until its end there: `24 September 2026, until the end of the day, EDT (UTC−04:00)`.
    """
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        moment = value.astimezone(clock.zone())
        written = date_format(moment, "DATETIME_FORMAT")
        offset = _offset(moment)
        # A zone without letters of its own is written as its offset, and UTC needs none.
        return written if offset in written or offset == "UTC" else f"{written} ({offset})"
    last = value.latest if isinstance(value, PartialDate) else value
    day = value.localized if isinstance(value, PartialDate) else date_format(value)
    zone = zone_of(clock.start_of(last + datetime.timedelta(days=1)))
    if isinstance(value, PartialDate) and value.day is None:
        # Translators: a deadline of which the month or the year is known, and a time zone.
        return _("%(period)s, until its last day ends, %(zone)s") % {"period": day, "zone": zone}
    # Translators: the day of a deadline, and a time zone, as in EST (UTC−05:00).
    return _("%(day)s, until the end of the day, %(zone)s") % {"day": day, "zone": zone}


def until(last: datetime.date | None) -> str:
    """The end of a last day, for a sentence that says `until`: `1 March 2027, 23:59 EST (…)`."""
    if last is None:
        return ""
    return deadline(
        clock.start_of(last + datetime.timedelta(days=1)) - datetime.timedelta(minutes=1)
    )


def zone_of(moment: datetime.datetime) -> str:
    """The Network's time zone at a moment: `EST (UTC−05:00)`."""
    local = moment.astimezone(clock.zone())
    name, offset = local.strftime("%Z"), _offset(local)
    return offset if not name.isalpha() or name == offset else f"{name} ({offset})"


def _offset(local: datetime.datetime) -> str:
    """`UTC−05:00`, with the sign that is a minus and not a hyphen; plain `UTC` for none."""
    away = local.utcoffset() or datetime.timedelta()
    minutes = abs(int(away.total_seconds())) // 60
    if not minutes:
        return "UTC"
    sign = "−" if away < datetime.timedelta() else "+"
    return f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}"
