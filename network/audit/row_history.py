"""The history of a row in the admin: every state that the database's triggers kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from pghistory.core import event_models

from network import registry
from network.audit.field_words import NOTHING, RelatedNames, existing_rows, label_of, value_in_words
from network.audit.undo import changes_of, moments_of, reason_not_undone
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
    """An event: when, by whom (empty: by the portal itself), what, and which fields.

    `event` is the row's own event, whose values can perhaps be restored; `is_first` marks the event
    that created the row, whose every value is new. `row` is the part of which it is, if it exists.
    """

    at: Any
    by: str
    what: str
    alterations: list[Alteration]
    event: Any = None
    is_first: bool = False
    row: Any = None


@dataclass(frozen=True, kw_only=True)
class VersionsPage(registry.Contribution):
    """Where the published versions of a row are read and restored, linked from its history.

    `url(row)` is empty for a row of a model that has none. Such a row is restored there and not
    from its history.
    """

    url: Any


def versions_page_of(row: models.Model) -> str:
    """The page of the published versions of `row`; empty where it has none."""
    found = (page.url(row) for page in registry.of(VersionsPage))
    return next((url for url in found if url), "")


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
        steps = history_of(row)
        changes = changes_of(row, request.user)
        beside = {change.event: change for change in changes if change.event is not None}
        moments = moments_of(row, request.user)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of {row}").format(row=row),
            "opts": self.opts,
            "original": row,
            "steps": [
                (step, moments.get(_event_key(step)), beside.get(_event_key(step)))
                for step in steps
            ],
            "is_cut": len(steps) == NEWEST,
            "newest": NEWEST,
            "changes": [change for change in changes if change.event is None],
            "not_undone": reason_not_undone(type(row)),
            "versions_url": versions_page_of(row),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/network/history.html", context)


def _event_key(step: HistoryStep) -> Any:
    return step.event.pk if step.event is not None else None


def history_of(row: Any) -> list[HistoryStep]:
    """The newest events of a tracked row and its parts, the latest first, with who acted.

    They include the actions of buttons that ask first (network.adminsite.confirmation), in their
    own words.
    """
    found = [*_events_of(row), *_events_of_parts(row), *_events_of_links(row), *_noted_of(row)]
    steps = sorted(found, key=lambda step: step.at, reverse=True)
    return steps[:NEWEST]


def _noted_of(row: Any) -> list[HistoryStep]:
    noted = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)
    ).select_related("user")
    # Django's forms note a list of fields, which the events show better.
    worded = noted.exclude(change_message="").exclude(change_message__startswith="[")
    return [
        HistoryStep(
            at=note.action_time, by=str(note.user), what=note.change_message, alterations=[]
        )
        for note in worded.order_by("-action_time")[:NEWEST]
    ]


def _events_of(row: Any) -> list[HistoryStep]:
    events = row.events.select_related("pgh_context").order_by("-pgh_id")[: NEWEST + 1]
    newest, fields, names = list(events), kept_fields(row, list(events)), RelatedNames()
    names.collect(newest, fields)
    return _steps(newest, fields, _names(newest), names, is_own=True)


def _events_of_parts(row: Any) -> Iterator[HistoryStep]:
    """Changes of the rows that are deleted with `row`: paragraphs, texts, hosts."""
    yield from _events_of_parts_of(type(row), [row.pk])


def _events_of_parts_of(whole: type[models.Model], keys: list[Any]) -> Iterator[HistoryStep]:
    for relation in whole._meta.related_objects:
        part = relation.related_model
        if relation.on_delete is not models.CASCADE or not hasattr(part, "events"):
            continue
        kept = part.events.rel.related_model.objects.select_related("pgh_context")
        column = relation.field.attname
        events = kept.filter(**{f"{column}__in": keys}).order_by("-pgh_id")
        of_each = _by_row(events)
        yield from _steps_of_rows(part, of_each, existing_rows(part, of_each))
        # A part has parts of its own, such as the texts of a paragraph, even of a deleted one.
        yield from _events_of_parts_of(part, list(of_each))


def history_of_rows(
    model: type[models.Model], events: Any, rows: Mapping[str, Any]
) -> list[HistoryStep]:
    """The newest of these `events` of a tracked model, the latest first, each named by its row.

    `rows` are those that still exist, by key as text, with all that their names need.
    """
    of_each = _by_row(events.select_related("pgh_context").order_by("-pgh_id"))
    steps = _steps_of_rows(model, of_each, rows)
    return sorted(steps, key=lambda step: step.at, reverse=True)[:NEWEST]


def _by_row(events: Any) -> dict[Any, list[Any]]:
    of_each: dict[Any, list[Any]] = defaultdict(list)
    for event in events[: NEWEST + 1]:
        of_each[event.pgh_obj_id].append(event)
    return of_each


def _steps_of_rows(
    model: type[models.Model], of_each: dict[Any, list[Any]], there: Mapping[str, Any]
) -> Iterator[HistoryStep]:
    """The steps of several rows of a model, in a constant number of queries."""
    newest = [event for events in of_each.values() for event in events]
    people, names, fields = _names(newest), RelatedNames(), kept_fields(model, newest)
    names.collect(newest, fields)
    for key, found in of_each.items():
        name = f"{capfirst(str(model._meta.verbose_name))} {there.get(str(key), '')}".strip()
        yield from _steps(found, fields, people, names, name=name, row=there.get(str(key)))


def _events_of_links(row: Any) -> Iterator[HistoryStep]:
    """Additions to the many-to-many relations of `row`, and removals."""
    kinds: list[Any] = event_models()
    for event_model in kinds:
        link = event_model.pgh_tracked_model
        if not (link._meta.proxy and link._meta.concrete_model._meta.auto_created):
            continue
        ends = {
            field.related_model: field for field in link._meta.concrete_fields if field.remote_field
        }
        own = ends.pop(type(row), None)
        if own is None or len(ends) != 1:
            continue
        [other] = ends.values()
        found = event_model._default_manager.filter(**{own.attname: row.pk})
        events = list(found.select_related("pgh_context").order_by("-pgh_id")[:NEWEST])
        people, names = _names(events), RelatedNames()
        names.collect(events, [other])
        label = _label_of_link(type(row), link, other)
        for event in events:
            named = value_in_words(other, getattr(event, other.attname), names)
            is_gone = event.pgh_label == "delete"
            before, after = (named, NOTHING) if is_gone else (NOTHING, named)
            yield HistoryStep(
                at=event.pgh_created_at,
                by=_actor(event, people),
                what=_("changed"),
                alterations=[Alteration(label, before, after)],
            )


def _label_of_link(model: type[models.Model], link: Any, other: Any) -> str:
    for relation in model._meta.many_to_many:
        through: Any = relation.remote_field.through
        if through._meta.db_table == link._meta.db_table:
            return capfirst(str(relation.verbose_name))
    return label_of(other)


def actors_of(events: Iterable[Any]) -> Callable[[Any], str]:
    """Who made each of these events, by name; one query."""
    people = _names(events)
    return lambda event: _actor(event, people)


def _actor(event: Any, people: dict[Any, str]) -> str:
    metadata = event.pgh_context.metadata if event.pgh_context else {}
    return people.get(metadata.get("user"), "")


def _steps(
    events: list[Any],
    fields: list[Any],
    people: dict[Any, str],
    names: RelatedNames,
    *,
    name: str = "",
    is_own: bool = False,
    row: Any = None,
) -> list[HistoryStep]:
    """The events of one row, the latest first; `name` says whose, if not the page's."""
    steps = []
    for event, earlier in [*pairwise(events), *((last, None) for last in events[-1:])]:
        what = what_happened(event.pgh_label)
        is_first = event.pgh_label == "insert"
        changes: list[Alteration] = []
        if earlier is not None or is_first:
            changes = list(_alterations(fields, event, None if is_first else earlier, names))
        steps.append(
            HistoryStep(
                at=event.pgh_created_at,
                by=_actor(event, people),
                what=f"{name}: {what}" if name else what,
                alterations=changes,
                event=event if is_own else None,
                is_first=is_first,
                row=row,
            )
        )
    return steps[:NEWEST]


def kept_fields(model: Any, events: list[Any]) -> list[Any]:
    """The columns of `model` that its events keep, without its key; secrets are excluded."""
    if not events:
        return []
    kept = {each.name for each in events[0]._meta.fields}
    return [
        each for each in model._meta.concrete_fields if each.name in kept and not each.primary_key
    ]


def _names(events: Iterable[Any]) -> dict[Any, str]:
    notes = (event.pgh_context.metadata for event in events if event.pgh_context)
    keys = [note["user"] for note in notes if note.get("user") is not None]
    return {user.pk: str(user) for user in get_user_model()._default_manager.filter(pk__in=keys)}


def what_happened(label: str) -> str:
    """An event's label in words."""
    return {"insert": _("created"), "update": _("changed"), "delete": _("removed")}.get(
        label, label
    )


def _alterations(
    fields: list[Any], event: Any, earlier: Any, names: RelatedNames
) -> Iterator[Alteration]:
    """What `event` changed since `earlier`; every value that is not empty where there is none."""
    for each in fields:
        before = getattr(earlier, each.attname) if earlier is not None else None
        after = getattr(event, each.attname)
        if earlier is None and after in (None, "", [], {}):
            continue
        if before != after:
            yield Alteration(
                label_of(each),
                value_in_words(each, before, names),
                value_in_words(each, after, names),
            )
