"""What a draft changes, field by field, in words.

Texts also get a difference word by word; what only the published side changed, or both did,
is kept apart, which is what a conflict is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from focalpoints.models import ProposedChange
from focalpoints.review import registry
from focalpoints.review.changes import live_entry
from focalpoints.review.children import Children
from focalpoints.review.forms import ReviewForm, labelled, language_of
from focalpoints.review.values import Values, same, values_of_entry
from network.values.partial_dates import PartialDate
from network.values.word_difference import Piece, word_difference


@dataclass(frozen=True)
class FieldDifference:
    """One field or child row of a change: its value at the start, published now, and proposed.

    `name` is that of the field, or of the child row among the items of a draft (`values`). `error`
    and `is_accepted` are what the Secretariat's page says of it.
    """

    name: str
    label: str
    base: str
    published: str
    proposed: str
    by_member: bool
    by_others: bool
    language: str = ""
    direction: str = ""
    pieces: list[Piece] = field(default_factory=list)
    is_row: bool = False
    error: str = ""
    is_accepted: bool = True

    @property
    def is_conflict(self) -> bool:
        return self.by_member and self.by_others and self.published != self.proposed

    @property
    def is_added(self) -> bool:
        """Whether it is a child row that was not there."""
        return self.is_row and not self.published and bool(self.proposed)

    @property
    def is_removed(self) -> bool:
        """Whether it is a child row that would go."""
        return self.is_row and bool(self.published) and not self.proposed

    @property
    def has_inline(self) -> bool:
        """Whether word by word says more than side by side: some of the text stayed."""
        return any(p.kind == "same" and p.text.strip() for p in self.pieces) and any(
            p.kind != "same" for p in self.pieces
        )

    @property
    def before(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != "in"]

    @property
    def after(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != "out"]


@dataclass(frozen=True)
class Difference:
    """A whole change: `changed` fields first to look at, `unchanged` ones to fold away."""

    fields: list[FieldDifference]
    is_overtaken: bool = False
    live_version: int = 0

    @property
    def changed(self) -> list[FieldDifference]:
        return [line for line in self.fields if line.by_member]

    @property
    def unchanged(self) -> list[FieldDifference]:
        return [line for line in self.fields if not line.by_member]

    @property
    def conflicts(self) -> list[FieldDifference]:
        return [line for line in self.fields if line.is_conflict]

    def decided(self, *, declined: Collection[str], errors: Mapping[str, str]) -> Difference:
        """The same with the Secretariat's ticks, and each error beside its line."""
        lines = [
            replace(line, is_accepted=line.name not in declined, error=errors.get(line.name, ""))
            for line in self.fields
        ]
        return replace(self, fields=lines)


def difference_of(
    change: ProposedChange, *, live: Any = None, form: ReviewForm | None = None
) -> Difference:
    """Compare what `change` started from, what is published now, and what it proposes.

    A decided change is compared with what it started from: what is published now is another
    matter then. A page that has the live row and the change's form hands them in.
    """
    kind = registry.kind_of(change)
    if live is None and change.is_open:
        live = live_entry(change)
    if not change.is_open:
        live = None
    # A new entry starts from the form's own defaults, which nobody has ever published.
    started_from = change.base if change.base_version else {}
    published = started_from if live is None else values_of_entry(kind, live)
    form = form or kind.form(instance=kind.blank(change.member))
    lines = _lines(kind, form, started_from, published, change.draft)
    overtaken = live is not None and live.version != change.base_version
    return Difference(lines, overtaken, live.version if live is not None else 0)


def difference_between(
    kind: registry.Kind, before: Values, after: Values, *, form: ReviewForm
) -> Difference:
    """What changed from one draft to a later one."""
    return Difference(_lines(kind, form, before, before, after))


def _lines(
    kind: registry.Kind, form: ReviewForm, started_from: Values, published: Values, draft: Values
) -> list[FieldDifference]:
    text_of = ValueTexts(form, [started_from, published, draft])
    lines = []
    for name in kind.form_fields:
        base, now, proposed = started_from.get(name), published.get(name), draft.get(name)
        texts = [text_of(name, value) for value in (base, now, proposed)]
        by_member = not same(base, proposed)
        code = language_of(name)
        lines.append(
            FieldDifference(
                name=name,
                label=labelled(str(form[name].label), name),
                base=texts[0],
                published=texts[1],
                proposed=texts[2],
                by_member=by_member,
                by_others=not same(base, now),
                language=code,
                direction="rtl" if code and get_language_info(code)["bidi"] else "ltr",
                pieces=word_difference(texts[1], texts[2]) if by_member else [],
            )
        )
    for children in kind.children:
        lines += _row_lines(children, started_from, published, draft)
    return lines


def _row_lines(
    children: Children, started_from: Values, published: Values, draft: Values
) -> list[FieldDifference]:
    """A line for each child row that was, is or would be there."""
    sides = [
        {str(row["key"]): row for row in values.get(children.name) or []}
        for values in (started_from, published, draft)
    ]
    text_of = ValueTexts(children.form(instance=children.model()), [])
    lines = []
    for key in dict.fromkeys(key for side in (sides[1], sides[0], sides[2]) for key in side):
        base, now, proposed = (side.get(key) for side in sides)
        texts = [_row_text(children, text_of, row) for row in (base, now, proposed)]
        by_member = not same(base, proposed)
        lines.append(
            FieldDifference(
                name=f"{children.name}.{key}",
                label=children.name_of(now or base or proposed),
                base=texts[0],
                published=texts[1],
                proposed=texts[2],
                by_member=by_member,
                by_others=not same(base, now),
                pieces=word_difference(texts[1], texts[2]) if by_member else [],
                is_row=True,
            )
        )
    return lines


def _row_text(children: Children, text_of: ValueTexts, row: Values | None) -> str:
    """A child row, each of its fields on a line."""
    if row is None:
        return ""
    values = ((name, text_of(name, row.get(name))) for name in children.field_names)
    return "\n".join(f"{children.fields_label(name)}: {text}" for name, text in values if text)


class ValueTexts:
    """Puts values in words; names of related rows are fetched once per model."""

    def __init__(self, form: ReviewForm, of: Iterable[Values]) -> None:
        self.form = form
        self.names: dict[str, dict[int, str]] = {}
        of = list(of)
        for name, form_field in form.fields.items():
            if isinstance(form_field, forms.ModelMultipleChoiceField):
                assert form_field.queryset is not None
                wanted = {key for values in of for key in values.get(name) or []}
                offered = getattr(form_field, "rows", None)
                if offered is not None:
                    rows = [row for key, row in offered.items() if key in wanted]
                else:
                    rows = list(form_field.queryset.filter(pk__in=wanted)) if wanted else []
                # A value that the form no longer offers is still shown, such as a withdrawn member.
                if gone := wanted - {row.pk for row in rows}:
                    rows += form_field.queryset.model._default_manager.filter(pk__in=gone)
                self.names[name] = {row.pk: str(row) for row in rows}

    def __call__(self, name: str, value: Any) -> str:
        form_field = self.form.fields[name]
        if value in (None, "", []):
            return ""
        if name in self.names:
            known = self.names[name]
            # In the order of the form, which is alphabetical; deleted rows are left out.
            return "\n".join(text for key, text in known.items() if key in value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(form_field.widget, forms.MultiWidget):
            return _date(value)
        if isinstance(form_field, forms.ChoiceField):
            labels = {str(key): str(label) for key, label in _flat(form_field.choices)}
            chosen = value if isinstance(value, list) else [value]
            return "\n".join(labels.get(str(item), str(item)) for item in chosen)
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        return str(value)


def _date(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(str(part) for part in value if part)
    try:
        return PartialDate.parse(str(value)).localized
    except ValueError:
        return str(value)


def _flat(choices: Any) -> Iterable[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
