"""Periods in words: one way of writing them on every page."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext as _

from network.values.partial_dates import PartialDate


class Period(Protocol):
    """Anything that begins and ends, each perhaps unknown."""

    @property
    def starts_on(self) -> PartialDate | None: ...
    @property
    def ends_on(self) -> PartialDate | None: ...


def period(entry: Period) -> str:
    """`starts_on` to `ends_on` of an entry; empty if neither is known.

    Years are joined closely, longer dates with air: `2021–2031`, `May 2021 – June 2023`.
    """
    start, end = entry.starts_on, entry.ends_on
    if start and end:
        if start == end:
            return start.localized
        dash = "–" if {start.precision, end.precision} == {"year"} else " – "
        return f"{start.localized}{dash}{end.localized}"
    if start:
        return _("since %(start)s") % {"start": start.localized}
    return _("until %(end)s") % {"end": end.localized} if end else ""
