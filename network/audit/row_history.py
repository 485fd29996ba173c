"""The history of a row in the admin: every state that the database's triggers kept."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from network.values.lists import listed
from network.values.partial_dates import PartialDate
from network.values.primary_keys import find_at_key

NEWEST = 200


@dataclass(frozen=True)
class Alteration:
    """One field that an event changed."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryStep:
    """An event: when, by whom (empty: by the portal itself), what, and which fields."""

    at: Any
    by: str
    what: str
    alterations: list[Alteration]


@dataclass(frozen=True)
class HistoryOffer:
    """Something that can still be undone: a sentence, and the button that leads to the question."""

    sentence: str
    label: str
    url: str


class RowHistory:
    """Lets an admin's "History" show the audit trail instead of the admin's own log.

    network.adminsite.site gives it to the admin of every tracked model.
    """

    def history_view(
        self: Any, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        row = find_at_key(self.get_queryset(request), unquote(object_id))
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of {row}").format(row=row),
            "opts": self.opts,
            "original": row,
            "steps": history_of(row),
            "offers": self.history_offers(request, row) if hasattr(self, "history_offers") else [],
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/network/history.html", context)


def history_of(row: Any) -> list[HistoryStep]:
    """The newest events of a tracked row and its parts, the latest first, with who acted.

    Among them what a button did that asks first (network.adminsite.confirmation), in its own words.
    """
    told = [*_events_of(row), *_events_of_parts(row), *_noted_of(row)]
    steps = sorted(told, key=lambda step: step.at, reverse=True)
    return steps[:NEWEST]


def _noted_of(row: Any) -> list[HistoryStep]:
    noted = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)
    ).select_related("user")
    # What Django's forms note is a list of fields, which the events tell better.
    told = noted.exclude(change_message="").exclude(change_message__startswith="[")
    return [
        HistoryStep(
            at=note.action_time, by=str(note.user), what=note.change_message, alterations=[]
        )
        for note in told.order_by("-action_time")[:NEWEST]
    ]


def _events_of(row: Any) -> list[HistoryStep]:
    events = row.events.select_related("pgh_context").order_by("-pgh_id")[: NEWEST + 1]
    return _steps(list(events), row, _names(events))


def _events_of_parts(row: Any) -> Iterator[HistoryStep]:
    """What befell the rows that belong to `row` and go with it: paragraphs, texts, hosts."""
    yield from _events_of_parts_of(type(row), [row.pk])


def _events_of_parts_of(whole: type[models.Model], keys: list[Any]) -> Iterator[HistoryStep]:
    for relation in whole._meta.related_objects:
        part = relation.related_model
        if relation.on_delete is not models.CASCADE or not hasattr(part, "events"):
            continue
        kept = part.events.rel.related_model.objects.select_related("pgh_context")
        column = relation.field.attname
        events = kept.filter(**{f"{column}__in": keys}).order_by("-pgh_id")
        newest = list(events[: NEWEST + 1])
        names, of_each = _names(newest), defaultdict(list)
        for event in newest:
            of_each[event.pgh_obj_id].append(event)
        there = rows_there(part, of_each)
        for key, found in of_each.items():
            name = f"{capfirst(str(part._meta.verbose_name))} {there.get(str(key), '')}".strip()
            yield from _steps(found, part, names, name=name)
        # A part has parts of its own: a paragraph its texts, also one that is gone.
        yield from _events_of_parts_of(part, list(of_each))


def _steps(
    events: list[Any], model: Any, names: dict[Any, str], *, name: str = ""
) -> list[HistoryStep]:
    """The events of one row of `model`, the latest first; `name` says whose, if not the page's."""
    steps = []
    for event, earlier in [*pairwise(events), *((last, None) for last in events[-1:])]:
        metadata = event.pgh_context.metadata if event.pgh_context else {}
        what = what_happened(event.pgh_label)
        steps.append(
            HistoryStep(
                at=event.pgh_created_at,
                by=names.get(metadata.get("user"), ""),
                what=f"{name}: {what}" if name else what,
                alterations=list(_alterations(model, event, earlier)) if earlier else [],
            )
        )
    return steps[:NEWEST]


def rows_there(model: type[models.Model], keys: Iterable[Any]) -> dict[str, models.Model]:
    """The rows that are still there, by key as text, with what their names may be made of."""
    ones = [field.name for field in model._meta.concrete_fields if field.is_relation]
    found = model._base_manager.select_related(*ones).filter(pk__in=keys)
    return {str(row.pk): row for row in found}


def _names(events: Iterable[Any]) -> dict[Any, str]:
    notes = (event.pgh_context.metadata for event in events if event.pgh_context)
    keys = [note["user"] for note in notes if note.get("user") is not None]
    return {user.pk: str(user) for user in get_user_model()._default_manager.filter(pk__in=keys)}


def what_happened(label: str) -> str:
    """An event's label in words."""
    return {"insert": _("created"), "update": _("changed"), "delete": _("removed")}.get(
        label, label
    )


def _alterations(model: Any, event: Any, earlier: Any) -> Iterator[Alteration]:
    kept = {field.name for field in event._meta.fields}
    for field in model._meta.concrete_fields:
        if field.name not in kept:
            continue
        before, after = getattr(earlier, field.attname), getattr(event, field.attname)
        if before != after:
            label = capfirst(str(field.verbose_name))
            yield Alteration(label, _shown(field, before), _shown(field, after))


def _shown(field: Any, value: Any) -> str:
    if value is None or value == "":
        return "–"
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
        return listed(str(words.get(item, item)) for item in value) or "–"
    if isinstance(value, dict):
        return listed(f"{name}: {said}" for name, said in value.items()) or "–"
    return str(dict(field.flatchoices).get(value, value)) if field.choices else str(value)
