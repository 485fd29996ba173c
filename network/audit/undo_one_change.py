"""Undoing one change of a row: the columns of one event get back what they said before it.

It is written by the row's own service (`UndoneByService`), as a new change. It is refused where
something newer has touched one of these columns, and where the service or a check of today refuses.
Events say nothing that was erased, and secrets are in none (network.audit.tracking).
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_permission_codename
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from translated_fields import to_attribute

from network import registry
from network.audit.erasure import events_of
from network.audit.field_words import RelatedNames, label_of, value_in_words
from network.audit.row_history import NEWEST, actors_of, kept_fields
from network.audit.undo import (
    MOST_OF_A_KIND,
    Undo,
    UndoneByService,
    page_of_row,
    undone_by_service,
)
from network.values.lists import listed
from network.values.permissions import require_permission
from network.values.primary_keys import at_key
from network.values.refusals import Refusal
from network.values.translations import (
    SOURCE_LANGUAGE,
    TRANSLATIONS,
    FollowsEnglish,
    follow_each,
)

KIND = "change"
UPDATE = "update"


def may_undo(model: type[models.Model], user: Any) -> bool:
    codename = get_permission_codename("change", model._meta)
    return bool(user.has_perm(f"{model._meta.app_label}.{codename}"))


def since(moment: datetime.datetime, user: Any) -> Iterator[Undo]:
    """Changes of all models that a service writes, in four queries a model."""
    for service in registry.of(UndoneByService):
        if may_undo(service.model, user):
            events = _updates(service.model).filter(pgh_created_at__gte=moment)
            found = list(events.order_by("-pgh_id")[:MOST_OF_A_KIND])
            yield from _judged(service, found, without_acts=True)


def of_row(row: models.Model, user: Any) -> list[Undo]:
    """The changes of one row, as many as its history shows."""
    service = undone_by_service(type(row))
    if service is None or not may_undo(service.model, user):
        return []
    events = _updates(service.model).filter(pgh_obj_id=row.pk).order_by("-pgh_id")
    return list(_judged(service, list(events[:NEWEST])))


def find(key: str, user: Any) -> Undo | None:
    """The change that `key` names, `app.model.event`; None where `user` may not undo it."""
    label, _dot, event_key = key.rpartition(".")
    service = registry.named(UndoneByService, label)
    if service is None or not may_undo(service.model, user):
        return None
    events = list(at_key(_updates(service.model), event_key))
    return next(_judged(service, events, says_effect=True), None)


@transaction.atomic
def undo(key: str, *, by: Any) -> str:
    """Give the columns of one change back what they said before it, and say so.

    Raises Refusal where that is not possible any more, and as the model's service does.
    """
    label, _dot, event_key = key.rpartition(".")
    service = registry.named(UndoneByService, label)
    event = None if service is None else at_key(_updates(service.model), event_key).first()
    if service is None or event is None:
        raise Refusal(_("There is nothing to undo."))
    require_permission(by, "change", service.model())
    row = held(service, event.pgh_obj_id)
    found = next(_judged(service, [event]), None)
    if row is None or found is None:
        raise Refusal(found.refusal if found else _("There is nothing to undo."))
    if found.refusal:
        raise Refusal(found.refusal)
    earlier = events_of(service.model).get(pk=event.earlier)
    columns = _changed(service, event, earlier)
    note = _("Undid the change of {moment}: {fields}").format(
        moment=moment_of(event), fields=labels(columns)
    )
    give_back(service, row, earlier, columns, note=note, by=by)
    return _("{name} says again what it said before: {fields}.").format(
        name=row, fields=labels(columns)
    )


def held(service: UndoneByService, key: Any) -> Any:
    """The row of a key, which nobody else writes before the transaction ends; None if it is gone.

    Nobody writes between what is judged and the service; foreign keys may still point at it.
    """
    rows = service.model._base_manager.filter(pk=key)
    if service.hold is not None and (row := rows.first()) is not None:
        service.hold(row)
    return rows.select_for_update(of=("self",), no_key=True).first()


def give_back(
    service: UndoneByService, row: Any, earlier: Any, columns: Sequence[Any], *, note: str, by: Any
) -> None:
    """Let a held row say in `columns` what it said at the event `earlier`, by its own service.

    Raises Refusal where the checks of today or the service refuse. `note` is kept in the history.
    """
    for column in columns:
        setattr(row, column.attname, getattr(earlier, column.attname))
    _require_valid(row, columns)
    service.write(row, by=by)
    _follow(row, earlier, columns)
    LogEntry.objects.log_actions(by.pk, [row], CHANGE, change_message=note, single_object=True)


def _updates(model: type[models.Model]) -> Any:
    """Events that changed a row, each with the key of the one before it."""
    before = events_of(model).filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
    rows = events_of(model).filter(pgh_label=UPDATE).select_related("pgh_context")
    return rows.annotate(earlier=Subquery(before.order_by("-pgh_id").values("pgh_id")[:1]))


def _judged(
    service: UndoneByService,
    events: list[Any],
    *,
    says_effect: bool = False,
    without_acts: bool = False,
) -> Iterator[Undo]:
    """Each event as a change that can be undone, or why not; a constant number of queries."""
    model = service.model
    keys = {event.pgh_obj_id for event in events}
    if not events:
        return
    oldest = min(event.pk for event in events)
    wanted = Q(pk__in=[event.earlier for event in events if event.earlier]) | Q(
        pgh_obj_id__in=keys, pk__gte=oldest
    )
    all_events = {event.pk: event for event in events_of(model).filter(wanted).order_by("pk")}
    of_each: dict[Any, list[Any]] = defaultdict(list)
    for event in all_events.values():
        of_each[event.pgh_obj_id].append(event)
    ones = [field.name for field in model._meta.concrete_fields if field.is_relation]
    found = model._base_manager.select_related(*ones).filter(pk__in=keys)
    rows, people = {row.pk: row for row in found}, actors_of(events)
    for event in events:
        earlier = all_events.get(event.earlier)
        if earlier is None:
            continue
        columns = _changed(service, event, earlier)
        if not columns or (without_acts and acts_among(service, columns)):
            continue
        row = rows.get(event.pgh_obj_id)
        newer = [one for one in of_each[event.pgh_obj_id] if one.pk > event.pk]
        yield Undo(
            kind=KIND,
            key=f"{model._meta.label_lower}.{event.pk}",
            at=event.pgh_created_at,
            by=people(event),
            what=labels(columns),
            subject=f"{capfirst(str(model._meta.verbose_name))}: {name_of(row, event)}",
            subject_url=page_of_row(row),
            effect=in_words(columns, event, earlier) if says_effect else "",
            refusal=_refusal(service, row, event, columns, newer),
            event=event.pk,
        )


def _refusal(
    service: UndoneByService, row: Any, event: Any, columns: Sequence[Any], newer: list[Any]
) -> str:
    """In a sentence why this change cannot be undone; empty where nothing stands against it."""
    if row is None:
        return _("The record no longer exists.")
    acts = acts_among(service, columns)
    if acts:
        return _("{fields}: this was an act of its own, which is not undone from here.").format(
            fields=labels(acts)
        )
    touched = [
        column
        for column in columns
        if any(
            getattr(one, column.attname) != getattr(event, column.attname) for one in (*newer, row)
        )
    ]
    if touched:
        return _("{fields}: this was changed again since. Undo the newer change first.").format(
            fields=labels(touched)
        )
    return ""


def _changed(service: UndoneByService, event: Any, earlier: Any) -> list[Any]:
    """The columns that people or acts write and `event` has changed."""
    return [
        column
        for column in columns_of(service, event)
        if getattr(event, column.attname) != getattr(earlier, column.attname)
    ]


def columns_of(service: UndoneByService, event: Any) -> list[Any]:
    """The columns of an event that people or acts write."""
    return [
        column
        for column in kept_fields(service.model, [event])
        if (column.editable or column.name in service.acts) and not column.generated
    ]


def acts_among(service: UndoneByService, columns: Sequence[Any]) -> list[Any]:
    """Those of `columns` that an act of its own has written."""
    return [
        column
        for column in columns
        # The file itself was deleted when another replaced it.
        if column.name in service.acts or isinstance(column, models.FileField)
    ]


def _require_valid(row: Any, columns: Iterable[Any]) -> None:
    """Refuse values that no longer pass; what stays is not judged, it may be older than a rule."""
    changed = {column.name for column in columns}
    stays = {column.name for column in row._meta.concrete_fields} - changed
    try:
        row.clean_fields(exclude=stays)
        row.clean()
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        raise Refusal(
            _("What it said before no longer passes the checks: {reasons}").format(
                reasons=" ".join(error.messages)
            )
        ) from error


def _follow(row: Any, earlier: Any, columns: Iterable[Any]) -> None:
    """Let a translation that came back follow the English of its time, and show as outdated.

    The database takes whatever is written for a translation of the English of today.
    """
    if not isinstance(row, FollowsEnglish):
        return
    back = {column.name for column in columns}
    follows: dict[str, dict[str, str]] = {}
    for name in row.translated_names():
        for language in TRANSLATIONS:
            if to_attribute(name, language) in back:
                english = getattr(earlier, to_attribute(name, SOURCE_LANGUAGE))
                follows.setdefault(name, {})[language] = english
    if follows:
        follow_each(row, follows)


def in_words(columns: Sequence[Any], now: Any, earlier: Any) -> str:
    """What `columns` say `now`, in a row or an event, and what they say again then."""
    names = RelatedNames()
    names.collect([now, earlier], columns)
    return "\n".join(
        _("{field}: “{now}” becomes “{then}” again.").format(
            field=label_of(column),
            now=value_in_words(column, getattr(now, column.attname), names),
            then=value_in_words(column, getattr(earlier, column.attname), names),
        )
        for column in columns
    )


def name_of(row: Any, event: Any) -> str:
    if row is None:
        return str(event.pgh_obj_id)
    try:
        return str(row)
    except ObjectDoesNotExist:
        return str(row.pk)


def labels(columns: Iterable[Any]) -> str:
    return str(listed(label_of(column) for column in columns))


def moment_of(event: Any) -> str:
    return date_format(localtime(event.pgh_created_at), "DATETIME_FORMAT")
