"""Taking out of the trail, and of the admin's log, what a person asks to have erased."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet, Value
from django.db.models.functions import Concat


def events_of(model: type[Model]) -> QuerySet[Any]:
    """Every event of the tracked `model`."""
    (kind,) = set(model.pgh_event_models.values())  # type: ignore[attr-defined]
    found: QuerySet[Any] = kind._default_manager.all()
    return found


def forget_names(model: type[Model], keys: Collection[Any]) -> None:
    """Take what these rows were called out of the admin's log."""
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=[str(key) for key in keys],
    ).update(object_repr=Concat(Value("erased-"), "object_id"))
