"""A draft's values as JSON: from a form, whether it is valid or not, and back into one.

A value is a string, a boolean, an integer or None; a list for several choices or for the keys
of related rows; an ISO text for a date known in part. What cannot be understood is kept as it
was typed, so that saving a draft never loses anything; U+FFFD stands for what PostgreSQL cannot
keep, and is refused beside its field like that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.datastructures import MultiValueDict

from network.values.partial_dates import PartialDate
from network.values.primary_keys import readable
from network.values.texts import storable

if TYPE_CHECKING:
    from focalpoints.review.forms import ReviewForm
    from focalpoints.review.registry import Kind

Values = dict[str, Any]


def json_value(value: Any) -> Any:
    """The JSON of a cleaned value or of a model's."""
    if isinstance(value, PartialDate):
        return value.isoformat
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.QuerySet):
        return sorted(value.values_list("pk", flat=True))
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    # A browser sends CR LF; what nobody changed must not look changed.
    return str(value).replace("\r\n", "\n")


def values_of_form(form: ReviewForm) -> Values:
    """Every field of a bound form: the cleaned value where it is valid, else what was typed."""
    form.is_valid()
    found: Values = {}
    for name, field in form.fields.items():
        if name in form.cleaned_data and name not in form.errors:
            found[name] = json_value(form.cleaned_data[name])
        elif name in form.errors and name in form.cleaned_data:
            # Understood, but refused together with others (a period that ends first).
            found[name] = json_value(form.cleaned_data[name])
        else:
            raw = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            found[name] = _as_typed(field, raw)
    return found


def _as_typed(field: forms.Field, raw: Any) -> Any:
    if isinstance(field, forms.ModelMultipleChoiceField):
        assert field.queryset is not None
        return sorted(readable(field.queryset.model._meta.pk, raw or []))
    if isinstance(raw, list):
        return [_as_typed(field, item) for item in raw]
    return storable(raw).replace("\r\n", "\n") if isinstance(raw, str) else raw


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
    return found


def form_data(form: ReviewForm, values: Values) -> MultiValueDict[str, Any]:
    """What a browser would send for `values`: the way back into a bound form."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for name, field in form.fields.items():
        value, widget = values.get(name), field.widget
        if isinstance(widget, forms.MultiWidget):
            parts = value if isinstance(value, list) else widget.decompress(value) or []
            suffixes: list[str] = widget.widgets_names  # type: ignore[attr-defined]
            for suffix, part in zip(suffixes, parts, strict=False):
                data[name + suffix] = "" if part is None else str(part)
        elif isinstance(value, list):
            data.setlist(name, [str(item) for item in value])
        elif isinstance(value, bool):
            if value:
                data[name] = "on"
        else:
            data[name] = "" if value is None else str(value)
    return data


def bound_form(kind: Kind, entry: Any, values: Values) -> ReviewForm:
    """The kind's form, bound to `values`, upon `entry` (which validation changes in memory)."""
    form = kind.form(instance=entry)
    # Bound afterwards, by what its own widgets read: a second form would ask for all countries
    # and members once more.
    form.data, form.is_bound = form_data(form, values), True
    return form


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same; nothing, an empty text and an unticked box are the same."""
    return bool(_nothing_is_none(one) == _nothing_is_none(other))


def _nothing_is_none(value: Any) -> Any:
    return None if value in ("", []) or value is False else value
