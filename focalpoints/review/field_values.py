"""The values of one form's fields as JSON, and back into what a browser would send.

A value is a string, a boolean, an integer or None; a list for several choices or for the keys
of related rows; an ISO text for a date known in part. What cannot be understood is kept as it
was typed, so that saving a draft never loses anything; U+FFFD stands for what PostgreSQL cannot
keep, and is refused beside its field like that.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files import File
from django.db import models
from django.utils.datastructures import MultiValueDict

from focalpoints.review.forms import ReviewForm
from network.documents.public import typed_beside
from network.values.partial_dates import PartialDate
from network.values.primary_keys import readable
from network.values.texts import storable

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


def values_of_fields(form: ReviewForm) -> Values:
    """Every field of a bound form: the cleaned value where it is valid, else what was typed."""
    form.fields_are_valid()
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
    if isinstance(raw, File):
        # Refused, and not kept: what was typed beside it stays.
        return _as_typed(field, typed_beside(raw))
    if isinstance(raw, list):
        return [_as_typed(field, item) for item in raw]
    return storable(raw).replace("\r\n", "\n") if isinstance(raw, str) else raw


def data_of_fields(form: ReviewForm, values: Values) -> MultiValueDict[str, Any]:
    """What a browser would send for `values`: the way back into a bound form."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for name, field in form.fields.items():
        value, widget, sent_as = values.get(name), field.widget, form.add_prefix(name)
        if isinstance(widget, forms.MultiWidget):
            parts = value if isinstance(value, list) else widget.decompress(value) or []
            suffixes: list[str] = widget.widgets_names  # type: ignore[attr-defined]
            for suffix, part in zip(suffixes, parts, strict=False):
                data[sent_as + suffix] = "" if part is None else str(part)
        elif isinstance(value, list):
            data.setlist(sent_as, [str(item) for item in value])
        elif isinstance(value, bool):
            if value:
                data[sent_as] = "on"
        else:
            data[sent_as] = "" if value is None else str(value)
    return data


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same; nothing, an empty text and an unticked box are the same.

    Two child rows are the same if each of their fields is; a row is never the same as none.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return all(same(one.get(name), other.get(name)) for name in {*one, *other} - {"key"})
    if isinstance(one, list) and isinstance(other, list) and _are_rows(one + other):
        rows, others = _by_key(one), _by_key(other)
        return rows.keys() == others.keys() and all(same(rows[key], others[key]) for key in rows)
    return bool(_empty_as_none(one) == _empty_as_none(other))


def _are_rows(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, dict) and "key" in value for value in values)


def _by_key(rows: list[Any]) -> dict[str, Any]:
    return {str(row.get("key")): row for row in rows}


def _empty_as_none(value: Any) -> Any:
    return None if value in ("", []) or value is False else value
