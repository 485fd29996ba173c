"""The whole trail of a period as lines: a line for each field that an event changed.

Read with cursors of the database, a few hundred events at a time, whatever the period holds.
"""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.text import capfirst
from django.utils.translation import override
from pghistory.core import event_models

from network import clock
from network.audit.field_words import RelatedNames, existing_rows, label_of, value_in_words
from network.audit.row_history import actors_of, kept_fields, what_happened

_EVENTS_AT_ONCE = 200
# The trail is exported as every list is (network.importing): with English words.
LANGUAGE = "en"


@dataclass(frozen=True)
class TrailLine:
    """One field that an event changed; without a field, an event of which nothing else is kept."""

    at: datetime.datetime
    by: str
    what: str
    kind: str
    key: str
    record: str
    field: str = ""
    before: str = ""
    after: str = ""


def count_events(since: datetime.datetime, until: datetime.datetime) -> int:
    return sum(_events(model, since, until).count() for model in _models())


def lines_of_trail(since: datetime.datetime, until: datetime.datetime) -> Iterator[TrailLine]:
    """What the trail says from `since` until before `until`, the oldest first."""
    streams = [_of_kind(model, since, until) for model in _models()]
    for _at, _kind, _number, lines in heapq.merge(*streams, key=lambda found: found[:3]):
        yield from lines


def _models() -> list[Any]:
    return sorted(event_models(), key=lambda model: str(model._meta.label))


def _events(model: Any, since: datetime.datetime, until: datetime.datetime) -> Any:
    return model._default_manager.filter(pgh_created_at__gte=since, pgh_created_at__lt=until)


def _of_kind(
    model: Any, since: datetime.datetime, until: datetime.datetime
) -> Iterator[tuple[datetime.datetime, str, int, list[TrailLine]]]:
    """The events of one kind in their order, each with its lines; a few queries for each 200."""
    events = _events(model, since, until).select_related("pgh_context")
    if _has_row(model):
        before = model._default_manager.filter(
            pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")
        )
        earlier = before.order_by("-pgh_id").values("pgh_id")[:1]
        events = events.annotate(earlier=Subquery(earlier))
    ordered = events.order_by("pgh_created_at", "pgh_id")
    found = iter(ordered.iterator(chunk_size=_EVENTS_AT_ONCE))
    while some := list(islice(found, _EVENTS_AT_ONCE)):
        with override(LANGUAGE):
            said = list(_lines(model, some))
        for event, lines in zip(some, said, strict=True):
            yield event.pgh_created_at, model._meta.label, event.pgh_id, lines


def _has_row(model: Any) -> bool:
    """Whether its events are of rows that have a history; links of two rows have none."""
    return any(field.name == "pgh_obj" for field in model._meta.fields)


def _lines(model: Any, events: list[Any]) -> Iterator[list[TrailLine]]:
    tracked = model.pgh_tracked_model
    fields, names, people = kept_fields(tracked, events), RelatedNames(), actors_of(events)
    of_rows = _has_row(model)
    wanted = [event.earlier for event in events if of_rows and event.earlier is not None]
    older = model._default_manager.in_bulk(wanted)
    names.collect([*events, *older.values()], fields)
    keys = {event.pgh_obj_id for event in events} if of_rows else set()
    rows = existing_rows(tracked, keys)
    for event in events:
        key = str(event.pgh_obj_id) if of_rows else ""
        line = {
            "at": event.pgh_created_at.astimezone(clock.zone()),
            "by": people(event),
            "what": what_happened(event.pgh_label),
            "kind": capfirst(str(tracked._meta.verbose_name)),
            "key": key,
            "record": str(rows.get(key, "")),
        }
        before, after = _sides(event, older.get(event.earlier) if of_rows else None)
        changed = [
            TrailLine(
                **line,
                field=label_of(field),
                before=_words(field, before, names),
                after=_words(field, after, names),
            )
            for field in fields
            if _value(field, before) != _value(field, after)
        ]
        yield changed or [TrailLine(**line)]


def _sides(event: Any, earlier: Any) -> tuple[Any, Any]:
    """The row before and after an event; None where there was none, or is none any more."""
    if event.pgh_label == "delete":
        return event, None
    return (None if event.pgh_label == "insert" else earlier), event


def _value(field: Any, side: Any) -> Any:
    value = None if side is None else getattr(side, field.attname)
    return None if value in ("", [], {}) else value


def _words(field: Any, side: Any, names: RelatedNames) -> str:
    value = _value(field, side)
    return "" if value is None else value_in_words(field, value, names)
