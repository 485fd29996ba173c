"""Dates as people write them in spreadsheets, known to the year, the month or the day.

`2017`, `2017-09`, `2017-09-23`, `09/2017`, `23.09.2017`, `23 September 2017`, `sept. 2017`,
`1er octobre 2017`, `23 de septiembre de 2017`, `2017年9月23日`, `2017-09-23T05:00:00.000Z`.
What can be two dates is none: `03/04/2017` is refused, and so is a number for which only a
spreadsheet program knows the day.
"""

from __future__ import annotations

import datetime
import re
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT
from django.utils.translation import gettext as _
from django.utils.translation import override

from network.values.folding import folded
from network.values.partial_dates import PartialDate

# Spreadsheet programs count days from 1900; nothing in the Network is older.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100

# With the time of a day and its zone, as programs write them: the day is the one that stands there,
# wherever it is read.
_TIME = r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)? ?(?:Z|[+-]\d{2}(?::?\d{2})?)?"
_ISO = re.compile(rf"^(\d{{4}})(?:[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}})(?:{_TIME})?)?)?$")
_MONTH_AND_YEAR = re.compile(r"^(\d{1,2})[-/.](\d{4})$")
_NUMBERS = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$")
_CHINESE = re.compile(r"^(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?$")
_FILLERS = {"de", "del", "of", "the", "г", "года"}
_ORDINAL = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|er|o)?$")


def read_date(value: Any) -> PartialDate:
    """The date that a cell says; raises ValidationError with what to write instead."""
    if isinstance(value, datetime.date):
        return _of(value.year, value.month, value.day, value.isoformat())
    if isinstance(value, datetime.time):
        # A workbook's day 0, the eve of 1900, is read as a time without a day.
        raise ValidationError(_too_far(str(value)))
    if isinstance(value, bool):
        raise ValidationError(_unknown(str(value)))
    if isinstance(value, int | float):
        return _of_number(value)
    text = " ".join(str(value).split())
    if found := _ISO.match(text) or _CHINESE.match(text):
        return _of(*_numbers(found), text)
    if found := _MONTH_AND_YEAR.match(text):
        return _of(int(found[2]), int(found[1]), None, text)
    if found := _NUMBERS.match(text):
        return _of_three(found, text)
    return _in_words(text)


def _numbers(found: re.Match[str]) -> tuple[int, int | None, int | None]:
    year, month, day = found.groups()
    return int(year), int(month) if month else None, int(day) if day else None


def _of_number(value: float) -> PartialDate:
    if value == int(value) and FIRST_YEAR <= value <= LAST_YEAR:
        return PartialDate(int(value))
    raise ValidationError(
        _(
            "“{value}” is the number of a day as a spreadsheet counts them. Format the column as "
            "a date, or write 2017-09-23."
        ).format(value=f"{value:g}")
    )


def _of_three(found: re.Match[str], text: str) -> PartialDate:
    """Day and month in either order; only a dot, or a day after the 12th, says in which."""
    first, sign, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
    if sign == "." or first > 12 or first == second:
        return _of(year, second, first, text)
    if second > 12:
        return _of(year, first, second, text)
    day_first, month_first = PartialDate(year, second, first), PartialDate(year, first, second)
    raise ValidationError(
        _("“{text}” can be {one} or {other}. Write {iso} or {other_iso}.").format(
            text=text,
            one=day_first.localized,
            other=month_first.localized,
            iso=day_first.isoformat,
            other_iso=month_first.isoformat,
        )
    )


def _in_words(text: str) -> PartialDate:
    words = [word for word in folded(text.replace(",", " ")).split() if word not in _FILLERS]
    months = [_months()[word] for word in words if word in _months()]
    years = [int(word) for word in words if re.fullmatch(r"\d{4}", word)]
    days = [int(found[1]) for word in words if (found := _ORDINAL.match(word))]
    is_whole = len(words) == len(months) + len(years) + len(days)
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or not is_whole:
        raise ValidationError(_unknown(text))
    return _of(years[0], months[0], days[0] if days else None, text)


def _of(year: int, month: int | None, day: int | None, text: str) -> PartialDate:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(_too_far(text))
    try:
        return PartialDate(year, month, day)
    except ValueError as error:
        raise ValidationError(_("“{text}” is no day that exists.").format(text=text)) from error


def _too_far(text: str) -> str:
    return _(
        "“{text}” lies before {first} or after {last}: spreadsheets cannot keep such dates, so it "
        "is likely to be an error."
    ).format(text=text, first=FIRST_YEAR, last=LAST_YEAR)


def _unknown(text: str) -> str:
    return _("“{text}” is no date. Write 2017, 2017-09 or 2017-09-23.").format(text=text)


@cache
def _months() -> dict[str, int]:
    """The months by their folded names and abbreviations, in all languages of the portal."""
    found: dict[str, int] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for names in (MONTHS, MONTHS_ALT, MONTHS_3):
                for number, name in names.items():
                    found.setdefault(folded(str(name)), number)
    found["sept"] = 9
    return found
