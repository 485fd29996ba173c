"""The one review queue: everything that waits for the Secretariat, the longest waiting on top."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.utils.translation import gettext as _

from focalpoints.models import Awaited, LetterRequest, ProposedChange, owner_names
from focalpoints.review import registry
from focalpoints.review.waiting import AWAITED, ESCALATED_AFTER, awaiting, page_of
from network import clock
from network.accounts.models import User
from network.values.lists import listed
from network.values.searching import holds
from network.values.unions import rows_of_all

# What a letter is called among the kinds of entry that members change.
LETTER = "letter"


@dataclass(frozen=True)
class Waiting:
    """A line of the queue."""

    row: Any
    kind: str
    title: str
    authors: str
    url: str
    days: int

    @property
    def is_late(self) -> bool:
        """Whether all staff have been told of it, or are about to be."""
        return self.days >= ESCALATED_AFTER.days


def kinds() -> list[tuple[str, Any]]:
    """What can be chosen from: each kind of entry, and letters."""
    return [*((kind.name, kind.label) for kind in registry.kinds()), (LETTER, letter_label())]


def letter_label() -> str:
    return _("Letter of designation")


def days_waiting(row: Awaited) -> int:
    """Whole days of the calendar since it was sent in."""
    since = row.waiting_since
    return 0 if since is None else (clock.today() - clock.day_of(since)).days


class Queue:
    """What waits, narrowed by type, by who looks after it and by member.

    `may_see` are the models whose rows the reader may see. The list of keys is one query, each
    model's rows on a page another.
    """

    def __init__(
        self,
        may_see: Collection[type[Awaited]],
        *,
        reader: User | None = None,
        kind: str = "",
        assigned: str = "",
        words: str = "",
    ) -> None:
        lists = []
        for model in AWAITED:
            rows = _of_kind(self._narrowed(model, reader, assigned, words), kind)
            if model in may_see and rows is not None:
                name = Value(model._meta.model_name)
                lists.append(rows.order_by().values_list(F(model.WAITING_SINCE), name, "pk"))
        found: list[tuple[datetime.datetime, str, int]] = sorted(rows_of_all(*lists))
        self.keys: list[tuple[str, int]] = [(name, key) for _since, name, key in found]

    def _narrowed(
        self, model: type[Awaited], reader: User | None, assigned: str, words: str
    ) -> QuerySet[Any]:
        rows: QuerySet[Any] = model._default_manager.awaiting_review()  # type: ignore[attr-defined]
        if assigned:
            rows = rows.filter(assigned_q(assigned, reader))
        return rows.filter(holds(owner_names("member"), words)) if words else rows

    def lines(self, keys: list[tuple[str, int]]) -> list[Waiting]:
        """The lines of some of `keys`, in their order; one that was settled meanwhile is not."""
        found: dict[tuple[str, int], Any] = {}
        for model in AWAITED:
            name = str(model._meta.model_name)
            own = [key for of, key in keys if of == name]
            if own:
                found |= {(name, row.pk): row for row in _with_authors(awaiting(model), own)}
        return [_line(found[key]) for key in keys if key in found]


def assigned_q(value: str, reader: User | None) -> Q:
    """Rows that `reader` ("me"), "nobody" or "others" look after."""
    if value == "me":
        return Q(assigned_to=reader)
    if value == "nobody":
        return Q(assigned_to=None)
    if value == "others":
        return ~Q(assigned_to=None) & ~Q(assigned_to=reader)
    return Q()


def _of_kind(rows: QuerySet[Any], kind: str) -> QuerySet[Any] | None:
    """Those of `rows` that are of a kind; None where the table has none of it."""
    if not kind:
        return rows
    if rows.model is LetterRequest:
        return rows if kind == LETTER else None
    entry = registry.kind(kind)
    return None if entry is None else rows.filter(content_type=entry.content_type)


def _with_authors(rows: QuerySet[Any], keys: list[int]) -> QuerySet[Any]:
    rows = rows.filter(pk__in=keys)
    if rows.model is ProposedChange:
        return rows.select_related("content_type").prefetch_related("authors")
    return rows


def _line(row: Any) -> Waiting:
    if isinstance(row, LetterRequest):
        kind = letter_label()
        title = f"{row.full_name} · {row.category.name}"
        authors = str(row.sent_by or "")
    else:
        kind = kind_words(row)
        title, authors = str(row), listed(one.name for one in row.authors.all())
    return Waiting(row, kind, title, authors, page_of(row), days_waiting(row))


def kind_words(change: ProposedChange) -> str:
    """The type of the entry, and whether it does not exist yet."""
    label = str(registry.kind_of(change).label)
    return label if change.object_id else f"{label} ({_('new')})"
