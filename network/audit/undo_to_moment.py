"""Bringing a row back to what it said at some moment of its history, over what is newer.

Written as one change is undone (network.audit.undo_one_change): by the row's own service, with the
checks of today, without the columns that acts of their own write, and for the same models. The
history of the row offers it beside each event; the key names the newest event that was shown, and
what somebody has changed since then is not written over unseen.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from network import registry
from network.audit.erasure import events_of
from network.audit.row_history import NEWEST, actors_of
from network.audit.undo import Undo, UndoneByService, page_of_row, undone_by_service
from network.audit.undo_one_change import (
    acts_among,
    columns_of,
    give_back,
    held,
    in_words,
    labels,
    may_undo,
    moment_of,
    name_of,
)
from network.values.permissions import require_permission
from network.values.primary_keys import at_key
from network.values.refusals import Refusal

KIND = "moment"


def since(moment: datetime.datetime, user: Any) -> Iterable[Undo]:
    """None: each change is offered by itself (network.audit.undo_one_change)."""
    return ()


def of_row(row: models.Model, user: Any) -> list[Undo]:
    """The earlier states of one row that say something else than it says now."""
    service = undone_by_service(type(row))
    if service is None or not may_undo(service.model, user):
        return []
    events = _events(service).filter(pgh_obj_id=row.pk).order_by("-pgh_id")
    newest, *earlier = list(events[: NEWEST + 1]) or [None]
    people = actors_of(earlier)
    return [
        _described(service, row, event, columns, newest.pk, by=people(event))
        for event in earlier
        if (columns := _differing(service, row, event))
    ]


def find(key: str, user: Any) -> Undo | None:
    """The state that `key` names, `app.model.event.newest`; None where `user` may not restore."""
    found = _read(key)
    if found is None or not may_undo(found[0].model, user):
        return None
    service, event, newest = found
    row = service.model._base_manager.filter(pk=event.pgh_obj_id).first()
    if row is None:
        return None
    columns = _differing(service, row, event)
    return _described(
        service,
        row,
        event,
        columns,
        newest,
        by=actors_of([event])(event),
        effect=in_words(columns, row, event),
        refusal=_refusal(service, event, newest, columns),
    )


@transaction.atomic
def undo(key: str, *, by: Any) -> str:
    """Let the row say again what it said at the event that `key` names, and say so.

    Raises Refusal where it has changed since it was shown, and as the model's service does.
    """
    found = _read(key)
    if found is None:
        raise Refusal(_("There is nothing to undo."))
    service, event, newest = found
    require_permission(by, "change", service.model())
    row = held(service, event.pgh_obj_id)
    if row is None:
        raise Refusal(_("The record no longer exists."))
    columns = _differing(service, row, event)
    if refusal := _refusal(service, event, newest, columns):
        raise Refusal(refusal)
    note = _("Restored the values of {moment}: {fields}").format(
        moment=moment_of(event), fields=labels(columns)
    )
    give_back(service, row, event, columns, note=note, by=by)
    return _("The values of {moment} are restored.").format(moment=moment_of(event))


def _events(service: UndoneByService) -> Any:
    return events_of(service.model).select_related("pgh_context")


def _read(key: str) -> tuple[UndoneByService, Any, Any] | None:
    """The service, the event, and the key of the newest event that was shown."""
    label, _dot, newest = key.rpartition(".")
    label, _dot, event_key = label.rpartition(".")
    service = registry.named(UndoneByService, label)
    event = None if service is None else at_key(_events(service), event_key).first()
    if service is None or event is None or not newest.isdecimal():
        return None
    return service, event, newest


def _differing(service: UndoneByService, row: Any, event: Any) -> list[Any]:
    """The columns that say something else now; those of acts are left alone."""
    columns = columns_of(service, event)
    acts = set(acts_among(service, columns))
    return [
        column
        for column in columns
        if column not in acts and getattr(row, column.attname) != getattr(event, column.attname)
    ]


def _refusal(service: UndoneByService, event: Any, newest: Any, columns: list[Any]) -> str:
    events = events_of(service.model).filter(pgh_obj_id=event.pgh_obj_id)
    if str(events.order_by("-pgh_id").values_list("pgh_id", flat=True)[0]) != str(newest):
        return _("This has changed since its history was shown. Look at the history again.")
    if not columns:
        return _("There is nothing to restore: these are the present values.")
    return ""


def _described(
    service: UndoneByService,
    row: Any,
    event: Any,
    columns: list[Any],
    newest: Any,
    *,
    by: str,
    effect: str = "",
    refusal: str = "",
) -> Undo:
    options = service.model._meta
    return Undo(
        kind=KIND,
        key=f"{options.label_lower}.{event.pk}.{newest}",
        at=event.pgh_created_at,
        by=by,
        what=labels(columns),
        subject=f"{capfirst(str(options.verbose_name))}: {name_of(row, event)}",
        subject_url=page_of_row(row),
        effect=effect,
        refusal=refusal,
        event=event.pk,
    )
