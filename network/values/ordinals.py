"""The ordinal suffix of a day of the month, `S` in a format, in the active language.

Django knows the English suffixes alone (1st, 2nd). Every date passes through its `DateFormat`:
the filters, the admin, `date_format` and the localisation of plain values; so the rule of French,
the ordinal for the first day only (1er juin, 2 juin), is put there.
"""

from __future__ import annotations

from django.utils.dateformat import DateFormat
from django.utils.translation import get_language

_english = DateFormat.S


def _suffix(day: DateFormat) -> str:
    if (get_language() or "").split("-")[0] == "fr":
        return "er" if day.j() == 1 else ""
    return _english(day)


def install() -> None:
    """Let every format write the ordinal of the active language; may be called twice."""
    DateFormat.S = _suffix  # type: ignore[method-assign,assignment]
