"""A draft's values as JSON: from the form of an entry, whether it is valid or not, and back.

They hold each field of the form (`field_values`) and the child rows of each kind (`children`). As
*items* they lie flat: a name for each field, and `documents.12` for each child row, so that
fields and rows are compared, decided and accepted alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from focalpoints.review.children import ChildRows
from focalpoints.review.field_values import (
    Values,
    data_of_fields,
    json_value,
    same,
    values_of_fields,
)
from focalpoints.review.forms import ReviewForm
from focalpoints.review.registry import Kind

__all__ = [
    "Items",
    "Values",
    "bound_form",
    "changed_items",
    "empty_form",
    "items_of",
    "same",
    "sent_form",
    "values_of_entry",
    "values_of_form",
    "values_of_items",
]

Items = dict[str, Any]


def values_of_form(form: ReviewForm) -> Values:
    """Every field and child row of a bound form: what is understood, else what was typed."""
    found = values_of_fields(form)
    for name, rows in form.child_rows.items():
        assert isinstance(rows, ChildRows)
        found[name] = rows.values()
    return found


def values_of_entry(kind: Kind, entry: Any) -> Values:
    """The published values of a live row, or the empty values of a blank one."""
    many = kind.many
    found: Values = {}
    for name in kind.form_fields:
        if name in many:
            keys = getattr(entry, name).values_list("pk", flat=True) if entry.pk else ()
            found[name] = sorted(keys)
        else:
            found[name] = json_value(getattr(entry, name))
    for children in kind.children:
        found[children.name] = children.values_of(entry)
    return found


def bound_form(kind: Kind, entry: Any, values: Values) -> ReviewForm:
    """The kind's form, bound to `values`, upon `entry` (which validation changes in memory)."""
    form = kind.form(instance=entry)
    # Bound afterwards, by what its own widgets read: a second form would ask for all countries
    # and members again.
    form.data, form.is_bound = data_of_fields(form, values), True
    _take_rows(kind, form, values)
    return form


def empty_form(kind: Kind, entry: Any, values: Values) -> ReviewForm:
    """The kind's form as it is first shown, without errors."""
    form = kind.form(instance=entry)
    _take_rows(kind, form, values)
    return form


def sent_form(kind: Kind, entry: Any, data: Any, files: Any = None) -> ReviewForm:
    """The kind's form, bound to what a browser sent."""
    form = kind.form(data=data, files=files, instance=entry)
    for children in kind.children:
        form.child_rows[children.name] = ChildRows.sent(children, data, files)
    return form


def forms_of(form: ReviewForm) -> Iterator[ReviewForm]:
    """The form of an entry, and those of its child rows that stay."""
    yield form
    for rows in form.child_rows.values():
        assert isinstance(rows, ChildRows)
        yield from (row.form for row in rows.rows if not row.is_removed)


def _take_rows(kind: Kind, form: ReviewForm, values: Values) -> None:
    for children in kind.children:
        rows = values.get(children.name) or []
        form.child_rows[children.name] = ChildRows.drafted(children, rows)


def items_of(kind: Kind, values: Values) -> Items:
    """The values as a flat dict, child rows by their keys."""
    items: Items = {name: values.get(name) for name in kind.form_fields}
    for children in kind.children:
        for row in values.get(children.name) or []:
            items[f"{children.name}.{row['key']}"] = row
    return items


def values_of_items(kind: Kind, items: Mapping[str, Any]) -> Values:
    """The way back: an item that is None, or missing, is a row that is not there."""
    values: Values = {name: items.get(name) for name in kind.form_fields}
    for children in kind.children:
        values[children.name] = [
            row
            for name, row in items.items()
            if name.partition(".")[0] == children.name and "." in name and row is not None
        ]
    return values


def changed_items(kind: Kind, before: Values, after: Values) -> list[str]:
    """The names of the items in which two drafts differ, in the order of the form."""
    old, new = items_of(kind, before), items_of(kind, after)
    names = [*old, *(name for name in new if name not in old)]
    return [name for name in names if not same(old.get(name), new.get(name))]
