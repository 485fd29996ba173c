"""What a draft changes, field by field, in words that people read.

Texts also get a difference word by word; what only the published side changed, or both did,
is kept apart, which is what a conflict is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from focalpoints.models import ProposedChange
from focalpoints.review import registry
from focalpoints.review.changes import live_entry
from focalpoints.review.forms import ReviewForm, labelled, language_of
from focalpoints.review.values import Values, same, values_of_entry
from network.values.partial_dates import PartialDate
from network.values.word_difference import Piece, word_difference


@dataclass(frozen=True)
class FieldDifference:
    """One field of a change: what it said at the start, says now in public, and would say."""

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

    @property
    def is_conflict(self) -> bool:
        return self.by_member and self.by_others and self.published != self.proposed

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
    is_overtaken: bool
    live_version: int

    @property
    def changed(self) -> list[FieldDifference]:
        return [line for line in self.fields if line.by_member]

    @property
    def unchanged(self) -> list[FieldDifference]:
        return [line for line in self.fields if not line.by_member]

    @property
    def conflicts(self) -> list[FieldDifference]:
        return [line for line in self.fields if line.is_conflict]


def difference_of(change: ProposedChange) -> Difference:
    """Compare what `change` started from, what is published now, and what it proposes.

    A decided change is compared with what it started from: what is published now is another
    matter then.
    """
    kind = registry.kind_of(change)
    live = live_entry(change) if change.is_open else None
    # A new entry starts from the form's own defaults, which nobody has ever published.
    started_from = change.base if change.base_version else {}
    published = started_from if live is None else values_of_entry(kind, live)
    form = kind.form(instance=kind.blank(change.member))
    text_of = ValueTexts(form, [started_from, published, change.draft])
    lines = []
    for name in kind.form_fields:
        base, now, proposed = (
            started_from.get(name),
            published.get(name),
            change.draft.get(name),
        )
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
    overtaken = live is not None and live.version != change.base_version
    return Difference(lines, overtaken, live.version if live is not None else 0)


class ValueTexts:
    """Says values in the reader's words; names of related rows are fetched once per model."""

    def __init__(self, form: ReviewForm, of: Iterable[Values]) -> None:
        self.form = form
        self.names: dict[str, dict[int, str]] = {}
        of = list(of)
        for name, form_field in form.fields.items():
            if isinstance(form_field, forms.ModelMultipleChoiceField):
                assert form_field.queryset is not None
                wanted = {key for values in of for key in values.get(name) or []}
                rows = list(form_field.queryset.filter(pk__in=wanted)) if wanted else []
                # What the form no longer offers is still said: a member that has withdrawn.
                if gone := wanted - {row.pk for row in rows}:
                    rows += form_field.queryset.model._default_manager.filter(pk__in=gone)
                self.names[name] = {row.pk: str(row) for row in rows}

    def __call__(self, name: str, value: Any) -> str:
        form_field = self.form.fields[name]
        if value in (None, "", []):
            return ""
        if name in self.names:
            known = self.names[name]
            # In the form's own order, which is the alphabet's; what was deleted is left out.
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
