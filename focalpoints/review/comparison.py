"""Two versions of an entry side by side, in words that people read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from focalpoints.models import Revision
from focalpoints.review.difference import Difference, FieldDifference
from focalpoints.review.forms import labelled, language_of
from focalpoints.review.registry import Kind
from focalpoints.review.values import same
from focalpoints.revisions import Values, columns_of, in_order, links_of, part_columns, parts_of
from focalpoints.rights import may_decide
from network.values.collation import in_alphabetical_order
from network.values.partial_dates import PartialDate, PartialDateField
from network.values.word_difference import Piece, word_difference

Names = dict[str, dict[str, str]]


@dataclass(frozen=True)
class VersionValues:
    """The values of an entry, now or in a version, and the names of the related rows."""

    values: Values
    names: Names

    @classmethod
    def by(cls, revision: Revision) -> VersionValues:
        return cls(revision.values, revision.names)


def fields_shown_to(user: object, kind: Kind) -> list[str]:
    """The fields whose versions `user` reads, those of the form first, in its order.

    A member reads what it edits; notes that the Secretariat keeps for itself are its own.
    """
    mine = [name for name in kind.value_names if name in fields_of(kind.model)]
    if not may_decide(user):
        return mine
    return [*mine, *(name for name in fields_of(kind.model) if name not in mine)]


def fields_of(model: type[models.Model]) -> list[str]:
    """All that a version keeps, by name: columns, many-to-many fields, child rows."""
    columns = [field.name for field in columns_of(model)]
    return [*columns, *(link.name for link in links_of(model)), *parts_of(model)]


def label_of(kind: Kind, name: str) -> str:
    """The label of a field: that of its form, or else of its column."""
    if (children := kind.children_named(name)) is not None:
        return capfirst(str(children.label))
    form_field = kind.form.base_fields.get(name)  # type: ignore[attr-defined]
    label = form_field.label if form_field is not None else None
    field = kind.model._meta.get_field(name)
    return labelled(str(label or field.verbose_name), name)  # type: ignore[union-attr]


def compare(
    kind: Kind, older: VersionValues, newer: VersionValues, *, fields: Iterable[str]
) -> Difference:
    """The differences of `newer` from `older`, field by field."""
    shown = list(fields)
    text_of = VersionTexts(kind.model, shown, [older, newer])
    lines = []
    for name in shown:
        before, after = (_listed(kind, name, version) for version in (older, newer))
        texts = text_of(name, before), text_of(name, after)
        code = language_of(name)
        is_changed = not same(before, after)
        lines.append(
            FieldDifference(
                name=name,
                label=label_of(kind, name),
                base=texts[0],
                published=texts[0],
                proposed=texts[1],
                by_member=is_changed,
                by_others=False,
                language=code,
                direction="rtl" if code and get_language_info(code)["bidi"] else "ltr",
                pieces=_pieces(texts, before, after) if is_changed else [],
            )
        )
    return Difference(lines, is_overtaken=False, live_version=0)


def _listed(kind: Kind, name: str, version: VersionValues) -> Any:
    """The value of a field; child rows of both versions are sorted alike."""
    value = version.values.get(name)
    return in_order(kind.model, name, value) if value and name in parts_of(kind.model) else value


def _pieces(texts: tuple[str, str], before: Any, after: Any) -> list[Piece]:
    """What stayed, was removed and was added: words of a text, items of a list."""
    if isinstance(before, list) or isinstance(after, list):
        return item_difference(*(text.splitlines() for text in texts))
    return word_difference(*texts)


def item_difference(old: list[str], new: list[str]) -> list[Piece]:
    """The items that stayed, were removed and were added; both lists are sorted alike."""
    pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces += [Piece("same", f"{item}\n") for item in old[a:b]]
            continue
        pieces += [Piece("out", f"{item}\n") for item in old[a:b]]
        pieces += [Piece("in", f"{item}\n") for item in new[c:d]]
    return pieces


class VersionTexts:
    """Puts the values of versions in words, in the reader's language.

    Related rows are fetched once for each model. A row that is gone keeps the name it had then.
    """

    def __init__(
        self, model: type[models.Model], fields: Sequence[str], of: Sequence[VersionValues]
    ) -> None:
        self.model = model
        self.fields: dict[str, Any] = {field.name: field for field in columns_of(model)}
        self.fields |= {link.name: link for link in links_of(model)}
        self.parts = {name: part_columns(model, name) for name in parts_of(model)}
        self.called: dict[str, dict[Any, str]] = {}
        for name in fields:
            field = self.fields.get(name)
            if field is not None and field.is_relation:
                wanted = {key for version in of for key in _keys(version.values.get(name))}
                self.called[name] = _called(field.related_model, wanted, name, of)

    def __call__(self, name: str, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if name in self.parts:
            return "\n".join(self._row(name, row) for row in value)
        return self._text(self.fields[name], name, value)

    def _row(self, name: str, row: Values) -> str:
        """A child row in one line: its fields, in their order."""
        texts = []
        for field in self.parts[name]:
            if text := self._text(field, "", row.get(field.name)):
                label = capfirst(str(field.verbose_name))
                texts.append(_("{label}: {text}").format(label=label, text=text))
        return "; ".join(texts)

    def _text(self, field: Any, name: str, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if name in self.called:
            known = self.called[name]
            wanted = set(_keys(value))
            return "\n".join(text for key, text in known.items() if key in wanted)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(field, PartialDateField):
            return _partial(value)
        if isinstance(field, ArrayField):
            words = dict(field.base_field.flatchoices)
            return "\n".join(str(words.get(item, item)) for item in value)
        if isinstance(field, models.DateField) and (day := parse_date(str(value)[:10])):
            return date_format(day, "DATE_FORMAT")
        return str(dict(field.flatchoices).get(value, value))


def _keys(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _called(
    model: type[models.Model], wanted: set[Any], name: str, of: Sequence[VersionValues]
) -> dict[Any, str]:
    """The names of the rows `wanted`, in alphabetical order; those that are gone at the end."""
    if not wanted:
        return {}
    ones = [field.name for field in columns_of(model) if field.is_relation]
    rows = model._base_manager.select_related(*ones).filter(pk__in=wanted)
    found = {row.pk: str(row) for row in in_alphabetical_order(rows)}
    for key in sorted(wanted - set(found), key=str):
        known = (version.names.get(name, {}).get(str(key)) for version in of)
        then = next((text for text in known if text), str(key))
        found[key] = _("{name} (no longer recorded)").format(name=then)
    return found


def _partial(value: Any) -> str:
    try:
        return PartialDate.parse(str(value)).localized
    except ValueError:
        return str(value)
