"""The columns of a kind of list: what each holds, and by which headings it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language_info, override
from import_export.fields import Field
from import_export.widgets import Widget
from translated_fields import to_attribute

from network.importing.spreadsheets.cells import (
    SPOKEN,
    ChoiceCell,
    ChoicesCell,
    DateCell,
    MomentCell,
    NumberCell,
    TextCell,
    YesNoCell,
)
from network.values.folding import folded
from network.values.partial_dates import PartialDateField

# What the languages are called in the languages of headings, for `title (French)`.
_LANGUAGES = {
    "en": ("English", "anglais", "inglés"),
    "fr": ("French", "français", "francés"),
    "es": ("Spanish", "espagnol", "español"),
    "ar": ("Arabic", "arabe", "árabe"),
    "ru": ("Russian", "russe", "ruso"),
    "zh-hans": ("Chinese", "chinois", "chino", "zh"),
}


class Column(Field):
    """A column of imports and exports.

    `heading` is what an export writes above it, in English; `names` are other headings by which it
    is known, in any language. The label of the model's field is known in the languages of headings
    too. An `is_identity` column says which entry a row is about, and is never written. One that is
    `only_exported` is not read, one that is `only_imported` is another way to say what a column
    beside it says. `shown` gives what is exported where that is not the attribute.
    """

    def __init__(
        self,
        attribute: str,
        heading: str,
        *names: str,
        widget: Widget,
        is_identity: bool = False,
        only_exported: bool = False,
        only_imported: bool = False,
        label: Any = None,
        shown: Callable[[Any], Any] | None = None,
    ) -> None:
        super().__init__(attribute, column_name=attribute, widget=widget, dehydrate_method=shown)
        self.heading = heading
        self.names = names
        self.is_identity = is_identity
        self.only_exported = only_exported
        self.only_imported = only_imported
        self.label = label if label is not None else heading

    def known_as(self) -> set[str]:
        """All headings by which it is known, folded."""
        found = {folded(name) for name in (self.heading, self.column_name, *self.names)}
        for language in SPOKEN:
            with override(language):
                found.add(folded(str(self.label)))
        return found


def in_languages(
    name: str, *, heading: str, names: dict[str, Iterable[str]], widget: Widget
) -> list[Column]:
    """A column for each language of a translated text.

    `names` are what the text is called in the languages of headings. A heading alone means the
    text in its own language: `Titre` holds French titles.
    """
    columns = []
    for code, _own in settings.LANGUAGES:
        info = get_language_info(code)
        spoken = {code, info["name_local"], *_LANGUAGES.get(code, ())}
        called = {heading, *(one for each in names.values() for one in each)}
        known = [f"{one} {language}" for one in called for language in spoken]
        known += names.get(code, ())
        columns.append(
            Column(
                to_attribute(name, code),
                f"{heading} ({_LANGUAGES[code][0]})",
                *known,
                *([heading] if code == "en" else []),
                widget=widget,
            )
        )
    return columns


def label_of(model: type[models.Model], name: str) -> Any:
    """What readers call a field."""
    return model._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def period_columns(model: type[models.Model], widget: Widget) -> list[Column]:
    """`starts_on` and `ends_on`, by all that files call them."""
    names = {
        ("starts_on", "From"): (
            *("start", "starts", "start date", "starts on", "begin"),
            *("debut", "date de debut", "du", "inicio", "fecha de inicio", "desde"),
        ),
        ("ends_on", "Until"): (
            *("end", "ends", "end date", "ends on", "to"),
            *("fin", "date de fin", "au", "jusqu'au", "fecha de fin", "hasta"),
        ),
    }
    return [
        Column(name, heading, *others, widget=widget, label=label_of(model, name))
        for (name, heading), others in names.items()
    ]


def exported(model: type[models.Model], **headings: str) -> list[Column]:
    """Columns of an export alone: each field of `model`, by name, under its heading."""
    return [
        Column(
            name,
            heading,
            widget=_cell_of(model._meta.get_field(name)),
            only_exported=True,
        )
        for name, heading in headings.items()
    ]


def computed(name: str, heading: str, shown: Callable[[Any], Any]) -> Column:
    """A column of an export alone that is worked out for each row."""
    return Column(name, heading, widget=TextCell(), only_exported=True, shown=shown)


def _cell_of(field: Any) -> Widget:
    if isinstance(field, PartialDateField):
        return DateCell()
    if isinstance(field, models.DateField):
        return MomentCell()
    if isinstance(field, ArrayField):
        return ChoicesCell(field.base_field.flatchoices)
    if field.flatchoices:
        return ChoiceCell(field.flatchoices)
    if isinstance(field, models.BooleanField):
        return YesNoCell()
    return NumberCell() if isinstance(field, models.IntegerField) else TextCell()
