"""The forms of review: what every kind's draft has in common, a note, and a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from focalpoints.models import ReviewStep
from network.values.form_fields import CleanTextField
from network.values.translations import OutdatedText

Text = str | Promise


@dataclass(frozen=True)
class Translation:
    """One language's fields of a section; open where something stands in them."""

    code: str
    name: str
    direction: str
    fields: list[BoundField]
    is_open: bool
    is_outdated: bool


@dataclass(frozen=True)
class Section:
    """Fields that belong together; translated ones once in English and then by language."""

    title: Text
    fields: list[BoundField]
    help: Text = ""
    translations: list[Translation] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A section as a form declares it: `translated` names fields without their language."""

    title: Text
    fields: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()
    help: Text = ""


def columns(*names: str) -> list[str]:
    """The columns of translated fields, English first."""
    codes = [code for code, _name in settings.LANGUAGES]
    return [to_attribute(name, code) for name in names for code in codes]


class Rows(Protocol):
    """The child rows of one kind in an entry's form (`children.ChildRows`)."""

    def is_valid(self) -> bool: ...

    @property
    def errors(self) -> list[tuple[Any, str, str]]: ...


class ReviewForm(forms.ModelForm):
    """A model form with sections, whose values, valid or not, can be kept as JSON."""

    parts: ClassVar[tuple[Part, ...]] = ()
    # Asking the database of each of its constraints costs a query; the form of one row among many
    # leaves that to the database.
    asks_for_constraints: ClassVar[bool] = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The child rows of each kind by name; whoever makes the form of an entry gives them.
        self.child_rows: dict[str, Rows] = {}
        # The outdated translations among its fields, which whoever shows the form gives.
        self.outdated: list[OutdatedText] = []
        for name, form_field in self.fields.items():
            # A draft may be incomplete: the server tells what is missing, beside the field,
            # while the browser's own check would not let an unfinished draft be saved.
            form_field.widget.use_required_attribute = _not_required_by_browser  # type: ignore[method-assign]
            form_field.label = capfirst(form_field.label)
            code = language_of(name)
            if code:
                info = get_language_info(code)
                form_field.widget.attrs["lang"] = code
                form_field.widget.attrs["dir"] = "rtl" if info["bidi"] else "ltr"
            elif isinstance(form_field.widget, forms.URLInput | forms.EmailInput):
                form_field.widget.attrs["dir"] = "ltr"
            elif isinstance(form_field.widget, forms.TextInput | forms.Textarea):
                # On a page in Arabic too, what is written in English runs from the left.
                form_field.widget.attrs["dir"] = "auto"

    def _post_clean(self) -> None:
        if not self.asks_for_constraints:
            # Of this row alone; what the fields and `clean` let through the database still holds.
            self.instance.validate_constraints = _no_constraints
        super()._post_clean()  # type: ignore[misc]

    def fields_are_valid(self) -> bool:
        """Whether the entry's own fields are right, whatever stands in its child rows."""
        return super().is_valid()

    def is_valid(self) -> bool:
        rows_are_valid = [rows.is_valid() for rows in self.child_rows.values()]
        return self.fields_are_valid() and all(rows_are_valid)

    @property
    def row_errors(self) -> list[tuple[Any, str, str]]:
        """The errors of all child rows: the row, the field's label, the sentence."""
        return [error for rows in self.child_rows.values() for error in rows.errors]

    @property
    def sections(self) -> Iterator[Section]:
        for part in self.parts:
            yield Section(
                title=part.title,
                help=part.help,
                fields=[
                    *(self[to_attribute(name, "en")] for name in part.translated),
                    *(self[name] for name in part.fields),
                ],
                translations=[
                    self._translation(code, part.translated)
                    for code, _name in settings.LANGUAGES
                    if part.translated and code != "en"
                ],
            )

    @property
    def outdated_by_name(self) -> dict[str, OutdatedText]:
        return {item.column: item for item in self.outdated}

    def _translation(self, code: str, names: tuple[str, ...]) -> Translation:
        info = get_language_info(code)
        fields = [self[to_attribute(name, code)] for name in names]
        return Translation(
            code=code,
            name=info["name_local"],
            direction="rtl" if info["bidi"] else "ltr",
            fields=fields,
            is_open=any(bound.value() or bound.errors for bound in fields),
            is_outdated=any(item.language == code for item in self.outdated),
        )


def _no_constraints(exclude: Any = None) -> None:
    """Stands for a row's check of its constraints."""


def _not_required_by_browser(_initial: Any) -> bool:
    return False


def language_of(name: str) -> str:
    """The language of a translated column's name; empty for any other field.

    `title_zh_hans` is `zh-hans`. English counts as none: it is the field itself.
    """
    for code, _label in settings.LANGUAGES:
        if code != "en" and name.endswith(to_attribute("", code)):
            return code
    return ""


def labelled(label: str, name: str) -> str:
    """A field's label with a capital, and its language's own name where it is one of several."""
    code = language_of(name)
    name_local = f" ({get_language_info(code)['name_local']})" if code else ""
    # In the admin the column's own label says it.
    label = f"{label.removesuffix(name_local)}{name_local}"
    return capfirst(label)


def _paragraphs(label: Any) -> CleanTextField:
    """A few paragraphs, up to the length of the column."""
    return CleanTextField(
        label=label,
        max_length=ReviewStep._meta.get_field("reason").max_length,
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )


class NoteForm(forms.Form):
    """Note to the Secretariat, with a submission."""

    note = _paragraphs(_("Note to the Secretariat"))


class ReasonForm(forms.Form):
    """Why a submission is sent back. The service requires it."""

    reason = _paragraphs(_("Reason"))
