"""Child rows of an entry: the documents of a plan, the institutions of a member.

In a draft they are a list of dicts, each a row's values and its `key`: the primary key of a row
that is published, as text, or `new-...` for one that is not. The key stays with the row through
every draft, so that a difference and a decision can name it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from focalpoints.review.field_values import Values, data_of_fields, json_value, same
from focalpoints.review.field_values import values_of_fields as fields_of
from focalpoints.review.forms import ReviewForm, labelled
from network.values.constraints import judged_at_the_end

Text = str | Promise

KEY = re.compile(r"[0-9]{1,18}|new-[0-9a-f]{12}")
# More than any entry has: no more are offered, so that a request cannot ask for millions.
MOST_ROWS = 100


@dataclass(frozen=True, kw_only=True)
class Children:
    """The child rows of one kind that an entry has.

    `name` stands in values and in the names of inputs; `parent` is the foreign key to the entry;
    `form` holds the fields of one row, none of them many-to-many, and asks for no constraints;
    `title` names the field that a row is called by; no two rows say the same in `unique`;
    `order_by` puts them in a row.
    `reset` gives the columns beside the form that a row takes when a member changes it: a source
    that it had stands for it no longer.
    """

    name: str
    model: type[models.Model]
    parent: str
    form: Callable[..., ReviewForm]
    label: Text
    row_label: Text
    new_label: Text
    title: str
    unique: str = ""
    order_by: tuple[str, ...] = ("pk",)
    reset: Mapping[str, Any] = field(default_factory=dict)
    help: Text = ""

    @property
    def field_names(self) -> tuple[str, ...]:
        return tuple(self.form.base_fields)  # type: ignore[attr-defined]

    def rows_of(self, entry: Any) -> models.QuerySet[Any]:
        return self.model._default_manager.filter(**{self.parent: entry}).order_by(*self.order_by)

    def values_of(self, entry: Any) -> list[Values]:
        """The published rows of `entry`; none of one that is not saved yet."""
        if entry.pk is None:
            return []
        return [
            {
                "key": str(row.pk),
                **{name: json_value(getattr(row, name)) for name in self.field_names},
            }
            for row in self.rows_of(entry)
        ]

    def keyed(self, rows: Iterable[Values], published: Iterable[Values]) -> list[Values]:
        """Rows from elsewhere (an earlier version) as those of a draft.

        A row that stays keeps its key: the one that says the same in `unique`, else the next that
        is left over. The others are new.
        """
        free = list(published)
        found = []
        for row in rows:
            values = {name: row.get(name) for name in self.field_names}
            alike = next((one for one in free if self._is_alike(values, one)), None)
            if alike is not None:
                free.remove(alike)
            found.append({"key": alike["key"] if alike is not None else "", **values})
        for row in found:
            if not row["key"]:
                row["key"] = free.pop(0)["key"] if free else new_key()
        return found

    def _is_alike(self, row: Values, other: Values) -> bool:
        if self.unique:
            return same(row.get(self.unique), other.get(self.unique))
        return same({**row, "key": other["key"]}, other)

    def name_of(self, row: Values | None) -> str:
        """What a row of a draft is called, beside the word for what it is."""
        title = str((row or {}).get(self.title) or "")
        return f"{self.row_label}: {title}" if title else str(self.row_label)

    def fields_label(self, name: str) -> str:
        return labelled(str(self.form.base_fields[name].label), name)  # type: ignore[attr-defined]


def new_key() -> str:
    return f"new-{secrets.token_hex(6)}"


@dataclass
class ChildRow:
    """One row in a form: its key and its fields."""

    key: str
    form: ReviewForm
    is_removed: bool = False

    @property
    def is_new(self) -> bool:
        return self.key.startswith("new-")

    @cached_property
    def values(self) -> Values:
        return {"key": self.key, **fields_of(self.form)}

    @cached_property
    def is_blank(self) -> bool:
        """Whether nothing was written in a row that was offered empty."""
        start = {
            name: json_value(self.form.get_initial_for_field(form_field, name))
            for name, form_field in self.form.fields.items()
        }
        return self.is_new and all(same(self.values[name], value) for name, value in start.items())

    @property
    def counts(self) -> bool:
        return not self.is_removed and not self.is_blank


class ChildRows:
    """The rows of one kind in an entry's form, bound to what was sent or to a draft's values."""

    def __init__(self, children: Children, rows: list[ChildRow]) -> None:
        self.children = children
        self.rows = rows

    @classmethod
    def sent(cls, children: Children, data: Any, files: Any = None) -> ChildRows:
        """The rows that a browser sent."""
        total = str(data.get(f"{children.name}-total", "0"))
        count = min(int(total), MOST_ROWS) if total.isdecimal() and len(total) < 6 else 0
        rows: list[ChildRow] = []
        known: set[str] = set()
        for number in range(count):
            prefix = f"{children.name}-{number}"
            key = str(data.get(f"{prefix}-key", ""))
            if not KEY.fullmatch(key) or key in known:
                key = new_key()
            known.add(key)
            form = children.form(data=data, files=files, prefix=prefix, instance=children.model())
            rows.append(ChildRow(key, form, is_removed=f"{prefix}-remove" in data))
        return cls(children, rows)

    @classmethod
    def drafted(cls, children: Children, values: Iterable[Values]) -> ChildRows:
        """The rows that a draft holds."""
        rows = []
        for number, row in enumerate(values):
            form = children.form(prefix=f"{children.name}-{number}", instance=children.model())
            form.data, form.is_bound = data_of_fields(form, row), True
            rows.append(ChildRow(str(row["key"]), form))
        return cls(children, rows)

    @property
    def has_room(self) -> bool:
        return len(self.rows) < MOST_ROWS

    def add_empty_row(self) -> None:
        """Add an empty row to write in."""
        form = self.children.form(
            prefix=f"{self.children.name}-{len(self.rows)}", instance=self.children.model()
        )
        self.rows.append(ChildRow(new_key(), form))

    def is_valid(self) -> bool:
        """Whether every row that counts is right; what is wrong stands beside its field."""
        counted = [row for row in self.rows if row.form.is_bound and row.counts]
        wrong = [row for row in counted if not row.form.fields_are_valid()]
        is_valid = not wrong
        unique, found = self.children.unique, set()
        for row in counted if unique else ():
            own = str(row.form.cleaned_data.get(unique) or "").casefold()
            if own and own in found:
                row.form.add_error(unique, _("This is listed twice."))
                is_valid = False
            found.add(own)
        return is_valid

    @property
    def errors(self) -> list[tuple[ChildRow, str, str]]:
        """Each error with its row and its field's label."""
        return [
            (row, str(row.form.fields[name].label) if name in row.form.fields else "", str(text))
            for row in self.rows
            if row.form.is_bound and row.counts
            for name, texts in row.form.errors.items()
            for text in texts
        ]

    def values(self) -> list[Values]:
        """The rows to keep in a draft, valid or not."""
        return [row.values for row in self.rows if row.form.is_bound and row.counts]

    def objects(self) -> list[Any]:
        """Unsaved rows as they would be published, for a preview; after `is_valid`."""
        return [row.form.instance for row in self.rows if row.form.is_bound and row.counts]

    def write(self, entry: Any, *, published: Iterable[Values]) -> None:
        """Make the published rows of `entry` these; a row that stays keeps its primary key.

        `published` are the rows before. Rows of another entry are never written, whatever a key
        says. Two rows may exchange what no two may share.
        """
        children = self.children
        live = {str(row.pk): row for row in children.rows_of(entry)}
        before = {str(row["key"]): row for row in published}
        counted = [row for row in self.rows if row.counts]
        kept = {row.key for row in counted}
        # Rows that go make room first: a constraint would see both at once.
        for key, gone in live.items():
            if key not in kept:
                gone.delete()
        with judged_at_the_end(children.model):
            for row in counted:
                target = live.get(row.key)
                if target is None:
                    target = children.model(**{children.parent: entry})
                elif same(row.values, before.get(row.key)):
                    continue
                for name in children.field_names:
                    setattr(target, name, row.form.cleaned_data[name])
                for name, value in children.reset.items():
                    setattr(target, name, value)
                target.save()
