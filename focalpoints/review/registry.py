"""What may be changed through review: each kind of entry, contributed by the app that owns it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import Promise

from focalpoints.review.children import Children
from focalpoints.review.field_values import same
from focalpoints.review.forms import ReviewForm, labelled
from network import registry

if TYPE_CHECKING:
    from focalpoints.models import Member, ProposedChange, Versioned

Text = str | Promise


@dataclass(frozen=True)
class Expectation:
    """Something that a member's desk asks for: a line, and why.

    `tone` is `info`, `warn` or `bad`. With an `entry`, a button opens its draft, and with
    `may_be_right` another says that it is right as it stands. `fields` are what it asks for: a
    submission of the entry answers it that fills those which are empty or, if none is, changes
    one; without any, each submission of the entry does. With `a_new_one` a new entry does too.
    """

    title: str
    text: Text
    tone: str = "info"
    entry: Any = None
    may_be_right: bool = False
    fields: tuple[str, ...] = ()
    a_new_one: bool = False

    def is_answered_by(self, change: ProposedChange) -> bool:
        """Whether `change`, a submission of this kind that waits, says what is asked for."""
        if change.object_id is None:
            return self.a_new_one
        if self.entry is None or change.object_id != self.entry.pk:
            return False
        if not self.fields:
            return True
        base, draft = change.base, change.draft
        missing = [name for name in self.fields if same(base.get(name), None)]
        if missing:
            return not any(same(draft.get(name), None) for name in missing)
        return any(not same(base.get(name), draft.get(name)) for name in self.fields)


@dataclass(frozen=True, kw_only=True)
class Kind(registry.Contribution):
    """A kind of entry that members change through review.

    `name` stands in addresses. `form` is the form of a draft; its fields are what a draft holds,
    many-to-many fields and the columns of each language included, and with them the child rows of
    `children`. `entries_of(member)` gives the live rows that the member's focal points may change;
    `related` names the foreign keys that a row's name and page hang on. `blank(member)` makes a new
    unsaved row of that member, which members add themselves if `may_add`.

    `address(row)` makes a slug for a row that is published for the first time, held until the
    transaction ends; an entry without a slug has none. `public_url(row)` is where everybody reads
    it; empty without such a page. `preview(row, related)` renders a row as its public page will
    show it, `related` holding the objects of each many-to-many field and the child rows, which an
    unsaved row cannot. `name_of(row)` is what a change of it is called in lists and mails; a
    personal kind (`is_personal`) is for whom the member designates, and its changes are called by
    the function, never by the name. `after_publication(row, by)` does what follows from new values.
    """

    model: type[Versioned]
    label: Text
    new_label: Text
    form: Callable[..., ReviewForm]
    entries_of: Callable[[Member], models.QuerySet[Any]]
    blank: Callable[[Member], Any]
    preview: Callable[[Any, Mapping[str, list[Any]]], str]
    expectations: Callable[[Member, datetime.date], list[Expectation]]
    address: Callable[[Any], str] | None = None
    public_url: Callable[[Any], str] = lambda row: str(row.get_absolute_url())
    name_of: Callable[[Any], str] = str
    related: tuple[str, ...] = ()
    children: tuple[Children, ...] = ()
    may_add: bool = True
    is_personal: bool = False
    after_publication: Callable[[Any, Any], object] | None = None

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

    @property
    def value_names(self) -> tuple[str, ...]:
        """What a draft holds: the form's fields, and a list for the child rows of each kind."""
        return (*self.form_fields, *(children.name for children in self.children))

    def children_named(self, name: str) -> Children | None:
        return next((one for one in self.children if one.name == name), None)

    def label_of(self, item: str, values: Mapping[str, Any]) -> str:
        """What readers call a field or a child row (`documents.12`) of a draft."""
        name, _dot, key = item.partition(".")
        children = self.children_named(name)
        if children is None:
            return labelled(str(self.form.base_fields[name].label), name)  # type: ignore[attr-defined]
        rows = {str(row.get("key")): row for row in values.get(name) or []}
        return children.name_of(rows.get(key))


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
