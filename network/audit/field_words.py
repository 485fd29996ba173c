"""Columns of a tracked row in words: labels, and values with related rows by name."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from network.values.lists import listed
from network.values.partial_dates import PartialDate

NOTHING = "–"


def existing_rows(model: type[models.Model], keys: Iterable[Any]) -> dict[str, models.Model]:
    """The rows that still exist, by key as text, with the relations that their names may use."""
    ones = [field.name for field in model._meta.concrete_fields if field.is_relation]
    found = model._base_manager.select_related(*ones).filter(pk__in=keys)
    return {str(row.pk): row for row in found}


def label_of(field: Any) -> str:
    """The label of the column: its own, or that of the related model."""
    name = field.verbose_name
    if not isinstance(name, Promise) and field.related_model is not None:
        name = field.related_model._meta.verbose_name
    return capfirst(str(name))


class RelatedNames:
    """Names of the rows that events refer to, fetched in one query for each model."""

    def __init__(self) -> None:
        self._wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        self._found: dict[type[models.Model], dict[str, models.Model]] = {}

    def collect(self, events: Iterable[Any], fields: Iterable[Any]) -> None:
        """Note the rows that `events` refer to in `fields`; called before the first name."""
        relations = [field for field in fields if field.related_model is not None]
        for event in events:
            for field in relations:
                key = getattr(event, field.attname)
                if key is not None:
                    self._wanted[field.related_model].add(key)

    def name(self, model: type[models.Model], key: Any) -> str:
        if model not in self._found:
            self._found[model] = existing_rows(model, self._wanted[model] | {key})
        found = self._found[model].get(str(key))
        # The row is gone, and its name with it: the trail keeps keys, not names.
        return str(found) if found is not None else _("deleted ({key})").format(key=key)


def value_in_words(field: Any, value: Any, names: RelatedNames) -> str:
    """A column's value as a page shows it."""
    if value is None or value == "":
        return NOTHING
    if field.related_model is not None:
        return names.name(field.related_model, value)
    if isinstance(field, models.FileField):
        return PurePath(str(value)).name
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, PartialDate):
        return value.localized
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, list):
        words = dict(getattr(getattr(field, "base_field", None), "flatchoices", []))
        return listed(str(words.get(item, item)) for item in value) or NOTHING
    if isinstance(value, dict):
        return listed(f"{name}: {text}" for name, text in value.items()) or NOTHING
    return str(dict(field.flatchoices).get(value, value)) if field.choices else str(value)
