"""Periods in words: one way of writing them, in pages, mails and documents."""

from __future__ import annotations

import datetime
import re
from typing import Protocol

from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from network.values.partial_dates import PartialDate

Day = PartialDate | datetime.date | None


class HasPeriod(Protocol):
    """Anything that begins and ends, each perhaps unknown."""

    @property
    def starts_on(self) -> Day: ...
    @property
    def ends_on(self) -> Day: ...


def period_text(start: Day, end: Day) -> str:
    """From `start` to `end` in the active language, each as precisely as it is known.

    `2021–2031`, `May 2021 – June 2023`, `9–10 April 2018`; one of them alone: `since 2021`,
    `until 2031`; empty if neither is known. The Network's meetings on one day pass it twice.
    """
    first, last = _partial(start), _partial(end)
    if first is None or last is None:
        if first:
            return _("since %(start)s") % {"start": first.localized}
        return _("until %(end)s") % {"end": last.localized} if last else ""
    if first == last:
        return first.localized
    if first.day and last.day and (first.year, first.month) == (last.year, last.month):
        return _days_of_one_month(first, last)
    # Years are joined without spaces, longer dates with spaces.
    dash = "–" if {first.precision, last.precision} == {"year"} else " – "
    return f"{first.localized}{dash}{last.localized}"


def period(entry: HasPeriod) -> str:
    """`starts_on` to `ends_on` of an entry; the filter `|period` of templates."""
    return period_text(entry.starts_on, entry.ends_on)


def _partial(day: Day) -> PartialDate | None:
    return PartialDate.of(day) if isinstance(day, datetime.date) else day


def _days_of_one_month(first: PartialDate, last: PartialDate) -> str:
    """`9–10 April 2018`, in the language's own order of day, month and year.

    Both days are put into the language's date format; the backslashes keep the format's reader
    off the inserted digits.
    """
    begins = first.earliest

    def days(found: re.Match[str]) -> str:
        # The first day keeps its ordinal, if the language writes one: `1er–3 juin 2026`.
        return "".join(f"\\{letter}" for letter in f"{date_format(begins, found[0])}–{last.day}")

    return date_format(begins, re.sub(r"(?<!\\)jS?", days, get_format("DATE_FORMAT")))
