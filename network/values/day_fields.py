"""Days as people type them: the same field, widget and message in every form."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

EXAMPLE = "2026-12-31"

_YEAR_FIRST = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_YEAR_LAST = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$")
# 31 December 2026, 31. Dezember 2026, 1er juin 2026, 31 de diciembre de 2026, December 31, 2026
_DAY_AND_NAME = re.compile(r"^(\d{1,2})(?:er|º|ª|st|nd|rd|th|\.)? (?:de )?(\D+?) (?:de )?(\d{4})$")
_NAME_AND_DAY = re.compile(r"^([^\d\s]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})$")
_CHINESE = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日?$")


class AmbiguousDayError(ValueError):
    """`03/04/2026`: the third of April to some, the fourth of March to others."""

    def __init__(self, one: datetime.date, other: datetime.date) -> None:
        self.readings = (one, other)
        super().__init__(f"{one} or {other}")


def parse_day(text: str) -> datetime.date:
    """Read a day as it is written in UN documents, with month names of the active language.

    ISO 8601 and everything else that has one reading. Raise AmbiguousDayError for two readings,
    ValueError for none.
    """
    plain = "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text.strip()
    )
    plain = " ".join(plain.replace(",", " ").replace("،", " ").split())
    for pattern in (_YEAR_FIRST, _CHINESE):
        if found := pattern.match(plain):
            year, month, day = (int(part) for part in found.groups())
            return datetime.date(year, month, day)
    if found := _YEAR_LAST.match(plain):
        return _year_last(int(found[1]), int(found[3]), int(found[4]), dotted=found[2] == ".")
    if found := _DAY_AND_NAME.match(plain):
        return datetime.date(int(found[3]), _month(found[2]), int(found[1]))
    if found := _NAME_AND_DAY.match(plain):
        return datetime.date(int(found[3]), _month(found[1]), int(found[2]))
    raise ValueError(f"{text!r} is no day")


def _year_last(first: int, second: int, year: int, *, dotted: bool) -> datetime.date:
    # Dots stand only where the day comes first.
    if dotted or first > 12 or first == second:
        return datetime.date(year, second, first)
    if second > 12:
        return datetime.date(year, first, second)
    raise AmbiguousDayError(datetime.date(year, second, first), datetime.date(year, first, second))


def _month(name: str) -> int:
    wanted = name.strip(" .").casefold()
    for number in range(1, 13):
        names = (MONTHS[number], MONTHS_3[number], MONTHS_ALT[number])
        if wanted in {str(each).strip(" .").casefold() for each in names} | {_ENGLISH[number]}:
            return number
    raise ValueError(f"{name!r} is no month")


_ENGLISH = {
    1: "january",
    2: "february",
    3: "march",
    4: "april",
    5: "may",
    6: "june",
    7: "july",
    8: "august",
    9: "september",
    10: "october",
    11: "november",
    12: "december",
}


class DayInput(forms.DateInput):
    """A text input: what was typed stays, even if it is no day.

    A date input of the browser drops what it cannot read, and shows days in the browser's
    language, whatever the page's: 03/04/2026 on one machine, 04/03/2026 on another.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, format: str | None = None) -> None:
        super().__init__(
            {"placeholder": EXAMPLE, "autocomplete": "off", "size": 12, **(attrs or {})},
            format or "%Y-%m-%d",
        )


class DayField(forms.DateField):
    """A day, typed in any form that has one reading."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("Enter the date as year-month-day, for example 2026-12-31."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.help_text = self.help_text or _("Year-month-day, for example 2026-12-31.")

    def to_python(self, value: Any) -> datetime.date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return parse_day(value)
        except AmbiguousDayError as ambiguous:
            one, other = (formats.date_format(day, "DATE_FORMAT") for day in ambiguous.readings)
            raise ValidationError(
                gettext(
                    "This can be {one} or {other}. Enter the date as year-month-day, for example "
                    "{example}."
                ).format(one=one, other=other, example=ambiguous.readings[0].isoformat()),
                code="ambiguous",
            ) from ambiguous
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
