"""Dates known to the year, the month or the day: the value, its column and its form field."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import total_ordering
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    # What a PartialDateField reads and writes, for the type checker only.
    PartialDateColumn = models.CharField[Any, Any]
else:
    PartialDateColumn = models.CharField

_PARTS = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date known to the year, the month or the day (ISO 8601 reduced precision).

    `2017`, `2017-09` and `2017-09-23` are all values; the precision is what was written.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("A day needs its month.")
        if not 1000 <= self.year <= 9999:
            raise ValueError("A year has four digits.")
        if not 1 <= (self.month or 1) <= 12 or not 1 <= (self.day or 1) <= 31:
            # Python's dates overflow at a number of many digits before they find it too large.
            raise ValueError("There is no such month or day.")
        datetime.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; raise ValueError on anything else."""
        found = _PARTS.match(text.strip())
        if found is None:
            raise ValueError(f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD.")
        return cls(*(int(part) for part in found.groups() if part))

    @classmethod
    def of(cls, day: datetime.date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @property
    def precision(self) -> str:
        """`year`, `month` or `day`."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def earliest(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def isoformat(self) -> str:
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text

    @property
    def localized(self) -> str:
        """The date in the active language, as precise as it is known."""
        if self.day:
            return date_format(self.earliest, "DATE_FORMAT")
        if self.month:
            return date_format(self.earliest, "YEAR_MONTH_FORMAT")
        return f"{self.year}"

    def __str__(self) -> str:
        return self.isoformat

    def __lt__(self, other: PartialDate) -> bool:
        return self.isoformat < other.isoformat


def _coerced(value: Any) -> PartialDate | None:
    if value is None or value == "":
        return None
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, datetime.datetime):
        return PartialDate.of(value.date())
    if isinstance(value, datetime.date):
        return PartialDate.of(value)
    return PartialDate.parse(str(value))


class PartialDateWidget(forms.MultiWidget):
    """Year, month and day side by side; what is not known is left empty."""

    template_name = "components/partial_date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        months = [("", _("Month")), *((str(number), name) for number, name in MONTHS.items())]
        super().__init__(
            {
                "year": forms.NumberInput(
                    {"min": 1900, "max": 2100, "placeholder": _("Year"), "aria-label": _("Year")}
                ),
                "month": forms.Select({"aria-label": _("Month")}, choices=months),
                "day": forms.NumberInput(
                    {"min": 1, "max": 31, "placeholder": _("Day"), "aria-label": _("Day")}
                ),
            },
            attrs,
        )

    def decompress(self, value: Any) -> list[Any]:
        try:
            date = _coerced(value)
        except ValueError:
            date = None
        return [date.year, date.month, date.day] if date else [None, None, None]


class PartialDateFormField(forms.MultiValueField):
    """A form field for a date known in part."""

    widget = PartialDateWidget

    def __init__(self, **kwargs: Any) -> None:
        for unused in ("max_length", "empty_value", "strip"):
            kwargs.pop(unused, None)
        fields = (
            forms.IntegerField(required=False),
            forms.IntegerField(required=False),
            forms.IntegerField(required=False),
        )
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> PartialDate | None:
        year, month, day = [*data_list, None, None, None][:3]
        if not any((year, month, day)):
            return None
        if not year:
            raise ValidationError(_("Enter at least the year."), code="no_year")
        if day and not month:
            raise ValidationError(_("A day needs its month."), code="no_month")
        try:
            return PartialDate(year, month or None, day or None)
        except ValueError as error:
            raise ValidationError(_("This date does not exist."), code="no_such_date") from error


class PartialDateField(PartialDateColumn):
    """A `PartialDate`, kept as its ISO text in the C collation.

    Text order is date order: `starts_on__lte=day` asks "has begun by that day at the
    earliest reading", and `ends_on__latest__gte=day` asks "is not over before that day at the
    latest reading" (a `~` sorts after `-`, so `2022~` lies behind every day of 2022).
    """

    description = _("Date known to the year, the month or the day")
    empty_strings_allowed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs["db_collation"] = "C"
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"], kwargs["db_collation"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else PartialDate.parse(value)

    def to_python(self, value: Any) -> Any:
        try:
            return _coerced(value)
        except ValueError as error:
            raise ValidationError(
                _("Enter the date as 2017, 2017-09 or 2017-09-23."), code="invalid"
            ) from error

    def get_prep_value(self, value: Any) -> Any:
        if hasattr(value, "resolve_expression"):
            return value
        date = _coerced(value)
        return None if date is None else date.isoformat

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{**kwargs, "form_class": PartialDateFormField})

    def run_validators(self, value: Any) -> None:
        """Nothing to add: a PartialDate is valid once it exists."""


@PartialDateField.register_lookup
class Latest(models.Transform):
    """The upper edge of a date known in part, for comparisons in SQL."""

    lookup_name = "latest"
    output_field = models.CharField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        lhs, params = compiler.compile(self.lhs)
        return f"({lhs} || '~')", params


# A year, a month of it, a day of that month; the 29th of February in leap years alone.
_LEAP_YEAR = r"([1-9]\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)"
_ISO_DATE = (
    r"^[1-9]\d{3}(-(0[1-9]|1[0-2]))?$"
    r"|^[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$"
    r"|^[1-9]\d{3}-(0[13-9]|1[0-2])-(29|30)$"
    r"|^[1-9]\d{3}-(0[13578]|1[02])-31$"
    rf"|^{_LEAP_YEAR}-02-29$"
)


def partial_dates_valid(*names: str) -> models.Q:
    """The condition that the named partial-date columns hold days that exist, for a check.

    What it let through could not be read: a row with the 31st of June would break its pages.
    """
    condition = models.Q()
    for name in names:
        condition &= models.Q(**{f"{name}__isnull": True}) | models.Q(
            **{f"{name}__regex": _ISO_DATE}
        )
    return condition


def period_in_order(start: str, end: str) -> models.Q:
    """The condition that the period `start`..`end`, each perhaps unknown, does not end first."""
    return (
        models.Q(**{f"{start}__isnull": True})
        | models.Q(**{f"{end}__isnull": True})
        | models.Q(**{f"{end}__latest__gte": models.F(start)})
    )
