"""What can be undone, whatever it is: one mechanism for changes, imports, merges and the like.

An app declares each kind of change that it can take back as an `UndoableChange` in its
`contributions.py`. The history of a row, the message after a change and the page "Undo" of the
admin (network.audit.undo_pages) offer what the kinds give, and nothing else does. What is taken
back is written by the service of its model, in the name of who asked, and is in the trail like any
change.

Consents, unsubscriptions, erasures, deliveries, acts for a member, and what was sent or adopted are
of no kind: nothing takes them back.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy

from network import clock, registry

# What the page shows; older changes are in the history of their rows.
SHOWN_FOR = datetime.timedelta(days=30)
MOST_OF_A_KIND = 50
_UNDO_IT, _UNDO = gettext_lazy("Undo this change?"), gettext_lazy("Undo")


@dataclass(frozen=True, kw_only=True)
class Undo:
    """One change that can be undone, or that no longer can: `refusal` is the sentence why not.

    `key` names it within its kind, `what` says in words what changed, `effect` what undoing does.
    `subject` is the row's name and `subject_url` its page. `until` is the last moment, if there is
    one. A kind that asks on a page of its own names it as `page`. `event` is the event of the trail
    beside which the history of the row offers it; without one it stands above the history.
    """

    kind: str
    key: str
    at: datetime.datetime
    by: str
    what: str
    subject: str
    subject_url: str
    effect: str = ""
    refusal: str = ""
    until: datetime.datetime | None = None
    page: str = ""
    event: Any = None

    @property
    def url(self) -> str:
        """The page that asks whether it is to be undone."""
        if self.page:
            return self.page
        return reverse("admin:pghistory_middlewareevents_undo_one", args=[self.kind, self.key])


@dataclass(frozen=True, kw_only=True)
class UndoableChange(registry.Contribution):
    """A kind of change that can be undone.

    `since(moment, user)` gives those since then that `user` may undo or could have undone, at most
    MOST_OF_A_KIND, in a constant number of queries. `of_row(row, user)` gives those of one row for
    its history, the latest first. `find(key, user)` gives one, or None. `undo(key, by=)` undoes it
    and returns what to say; it raises Refusal. A kind whose changes name a page of their own has
    neither `find` nor `undo` here: its page calls its service.

    `title` and `button` are the words of the question. One that `replaces_newer` values too is
    offered beside its event alone, and in no list.
    """

    label: Any
    title: Any = _UNDO_IT
    button: Any = _UNDO
    replaces_newer: bool = False
    since: Callable[[datetime.datetime, Any], Iterable[Undo]]
    of_row: Callable[[models.Model, Any], Sequence[Undo]]
    find: Callable[[str, Any], Undo | None] | None = None
    undo: Callable[..., str] | None = None


@dataclass(frozen=True, kw_only=True)
class UndoneByService(registry.Contribution):
    """A model whose rows get back what one change of them has replaced.

    `name` is the model's label, in lower case. `write(row, by=)` is its service, which may refuse.
    `acts` are the columns that an act of its own writes, such as a publication: a change of them is
    not undone here. `hold(row)` locks what the service locks before the row.
    """

    model: type[models.Model]
    write: Callable[..., object]
    acts: tuple[str, ...] = ()
    hold: Callable[[Any], object] | None = None


@dataclass(frozen=True, kw_only=True)
class NotUndone(registry.Contribution):
    """A model in the admin whose rows get nothing back from their history by this, and why.

    `name` is the model's label, in lower case. `reason` is shown on the history of its rows, unless
    it is for developers only.
    """

    reason: Any


def page_of_row(row: models.Model | None) -> str:
    """The admin page of a row; empty without one."""
    if row is None:
        return ""
    try:
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return ""


def undone_by_service(model: type[models.Model]) -> UndoneByService | None:
    return registry.named(UndoneByService, model._meta.label_lower)


def reason_not_undone(model: type[models.Model]) -> Any:
    """Why changes of these rows are not undone one by one; empty where they are."""
    found = registry.named(NotUndone, model._meta.label_lower)
    return found.reason if found is not None else ""


def recent_changes(user: Any) -> list[tuple[Any, Undo]]:
    """(label of the kind, change) of the last days that `user` may know of, the latest first."""
    since = clock.now() - SHOWN_FOR
    found = [
        (kind.label, change)
        for kind in registry.of(UndoableChange)
        for change in kind.since(since, user)
    ]
    return sorted(found, key=lambda pair: pair[1].at, reverse=True)


def changes_of(row: models.Model, user: Any) -> list[Undo]:
    """What can be undone of `row`, and what no longer can, the latest first."""
    found = [
        change
        for kind in registry.of(UndoableChange)
        if not kind.replaces_newer
        for change in kind.of_row(row, user)
    ]
    return sorted(found, key=lambda change: change.at, reverse=True)


def moments_of(row: models.Model, user: Any) -> dict[Any, Undo]:
    """What brings `row` back to what it said at some moment, by the event of that moment."""
    return {
        change.event: change
        for kind in registry.of(UndoableChange)
        if kind.replaces_newer
        for change in kind.of_row(row, user)
    }


def last_change_of(row: models.Model, user: Any) -> Undo | None:
    """The latest change of `row`, where it can be undone."""
    return next((change for change in changes_of(row, user) if not change.refusal), None)
