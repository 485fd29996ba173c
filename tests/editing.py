"""Change every field of a row that people may change, each to another valid value."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, connection, models, transaction

from network.values.partial_dates import PartialDate, PartialDateField


def edit_every_field(
    rows: Iterable[models.Model], *, but: Collection[str] = ()
) -> tuple[set[str], set[str]]:
    """Change each editable field of `rows` but those named, one by one, past all forms.

    Returns the fields that were changed in a row or more, and those that the database refused
    to change or that have no other value in every row; each as `app.Model.field`.
    """
    changed: set[str] = set()
    unedited: set[str] = set()
    for row in rows:
        for field in row._meta.concrete_fields:
            if field.primary_key or not field.editable:
                continue
            name = f"{row._meta.label}.{field.name}"
            if name in but:
                continue
            done = any(_written(row, field, value) for value in _others(row, field))
            (changed if done else unedited).add(name)
    return changed, unedited - changed


def _written(row: models.Model, field: Any, value: Any) -> bool:
    rows = type(row)._base_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            rows.update(**{field.attname: value})
            connection.check_constraints()  # also those that wait for the transaction's end
    except DatabaseError:
        return False  # a constraint or a frozen row
    return True


def _others(row: models.Model, field: Any) -> list[Any]:
    """Other values for `field` of `row`, the likeliest first."""
    now = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey):
        others = field.related_model._base_manager.exclude(pk=now).order_by("pk")
        keys = list(others.values_list("pk", flat=True)[:3])
        return [*keys, None] if field.null and now is not None else keys
    if isinstance(field, ArrayField):
        values = [value for value, _label in field.base_field.flatchoices]
        return [[value] for value in values if [value] != now]
    if field.choices:
        return [value for value, _label in field.flatchoices if value != now]
    if isinstance(field, PartialDateField):
        year = now.earliest.year if now else 2031
        return [PartialDate(year + 1), PartialDate(year - 1), None]
    return _plain_others(field, now)


def _plain_others(field: Any, now: Any) -> list[Any]:
    match field:
        case models.BooleanField():
            return [not now]
        case models.DateTimeField():
            return [now + datetime.timedelta(hours=1)] if now else []
        case models.DateField():
            day = datetime.timedelta(days=1)
            return [now + day, now - day, None] if now else [datetime.date(2031, 1, 1)]
        case models.IntegerField() | models.FloatField():
            return [(now or 0) + 100, (now or 0) + 1, None]
        case models.URLField():
            return ["https://elsewhere.example.org/"]
        case models.EmailField():
            return [f"other-{now}"] if now else ["other@example.org"]
        case models.FileField():
            return []  # a file has its own tests
        case models.CharField() | models.TextField():
            length = field.max_length or 1000
            return [f"x{now}"[:length], f"{now}x"[-length:], "ZZZ"[:length], "QQQ"[:length]]
    return []
