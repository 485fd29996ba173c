"""What may be changed through review: each kind of entry, contributed by the app that owns it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import Promise

from network import registry

if TYPE_CHECKING:
    from focalpoints.models import Member, ProposedChange, Versioned
    from focalpoints.review.forms import ReviewForm

Text = str | Promise


@dataclass(frozen=True)
class Expectation:
    """Something that a member's desk asks for: a line, and why.

    `tone` is `info`, `warn` or `bad`. With an `entry`, a button opens its draft, and with
    `may_be_right` another says that it is right as it stands.
    """

    title: str
    text: Text
    tone: str = "info"
    entry: Any = None
    may_be_right: bool = False


@dataclass(frozen=True, kw_only=True)
class Kind(registry.Contribution):
    """A kind of entry that members change through review.

    `name` stands in addresses. `form` is the form of a draft; its fields are what a draft holds,
    many-to-many fields and the columns of each language included. `entries_of(member)` gives
    the live rows that the member's focal points may change; `blank(member)` a new unsaved row of
    that member; `address(row)` a slug for a row that is published for the first time, held until
    the transaction ends. `preview(row, many)` renders a row as its public page will show it,
    `many` holding the objects of each many-to-many field, which an unsaved row cannot.
    """

    model: type[Versioned]
    label: Text
    new_label: Text
    form: Callable[..., ReviewForm]
    entries_of: Callable[[Member], models.QuerySet[Any]]
    blank: Callable[[Member], Any]
    address: Callable[[Any], str]
    preview: Callable[[Any, Mapping[str, list[Any]]], str]
    expectations: Callable[[Member, datetime.date], list[Expectation]]

    @property
    def content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(self.model)

    @property
    def many(self) -> tuple[str, ...]:
        """Names of the many-to-many fields among the form's."""
        names = {field.name for field in self.model._meta.many_to_many}
        return tuple(name for name in self.form_fields if name in names)

    @property
    def form_fields(self) -> tuple[str, ...]:
        return tuple(self.form.base_fields)  # type: ignore[attr-defined]


def kinds() -> list[Kind]:
    return registry.of(Kind)


def kind(name: str) -> Kind | None:
    return registry.named(Kind, name)


def kind_of(change: ProposedChange) -> Kind:
    """The kind that `change` is of."""
    return kind_of_type(change.content_type_id)


def kind_of_type(content_type: int) -> Kind:
    """The kind whose entries have this content type, by its key."""
    for candidate in kinds():
        if candidate.content_type.pk == content_type:
            return candidate
    raise LookupError(f"Nothing registered for content type {content_type}")


def kind_of_entry(entry: models.Model) -> Kind:
    for candidate in kinds():
        if isinstance(entry, candidate.model):
            return candidate
    raise LookupError(f"Nothing registered for {type(entry).__name__}")
