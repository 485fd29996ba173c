"""Texts in six languages: a column for each, read in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from translated_fields import TranslatedField, to_attribute


class EnglishText(str):
    """An English text shown because the reader's language has none.

    A template shows it through the filter `in_language`, which marks its language: browsers choose
    the voice of a screen reader, the hyphenation, the font and the direction by it.
    """

    def __str__(self) -> str:
        # `str(name)` and its callers keep the mark.
        return self


class JoinedText(str):
    """Texts in a row, of which some may be English; `in_language` marks each by itself."""

    parts: Sequence[str]
    separator: str

    def __str__(self) -> str:
        return self


def joined(separator: str, parts: Iterable[str]) -> str:
    """`parts` with `separator` between them, as one text that still knows their languages."""
    known = list(parts)
    text = JoinedText(separator.join(known))
    text.parts, text.separator = known, separator
    return text


def filled(pattern: str, **values: object) -> str:
    """`pattern % values`, as one text that still knows the languages of its values."""
    pieces = re.split(r"%\((\w+)\)s", pattern)
    return joined(
        "",
        (str(values[piece]) if place % 2 else piece for place, piece in enumerate(pieces)),
    )


def fallback(text: Any) -> Any:
    """`text`, which is English, for a reader of the active language."""
    is_other = isinstance(text, str) and text and (get_language() or "en") != "en"
    return EnglishText(text) if is_other else text


def in_language(value: object) -> SafeString | str:
    """`value` as a page shows it: an English fallback within an element that says so."""
    text = value if isinstance(value, str) else str(value)
    if isinstance(text, JoinedText):
        return format_html_join(text.separator, "{}", ((in_language(part),) for part in text.parts))
    if isinstance(text, EnglishText):
        return format_html('<span lang="en" dir="ltr">{}</span>', text)
    return text


def language_attributes(value: object) -> SafeString:
    """The attributes of an element that holds nothing but `value`, with a blank before.

    What is in the reader's language by its column may still be written in another: `dir="auto"`.
    """
    return SafeString(' lang="en" dir="ltr"' if isinstance(value, EnglishText) else ' dir="auto"')


def _in_language_or_english(name: str, field: Any) -> Any:
    english = to_attribute(name, "en")

    def getter(obj: models.Model) -> Any:
        value = getattr(obj, to_attribute(name, get_language() or "en"), "")
        return value if value not in ("", None) else fallback(getattr(obj, english))

    return getter


def Translated(field: models.Field[Any, Any]) -> Any:  # noqa: N802 - reads as a field type
    """One column per language of `field`; the plain name reads the active language.

    English is the fallback and keeps the field's own `blank`; the other languages may be empty.
    This is the portal's only way of translating titles and texts (see
    docs/decisions/translated-texts.md).
    """
    others = {code: {"blank": True} for code, _name in settings.LANGUAGES if code != "en"}
    return LabelledTranslations(field, others, attrgetter=_in_language_or_english)


# Whether the label of a translated column names its language. It does in the admin, where the
# columns stand side by side; migrations and event tables keep the plain name.
naming_languages: ContextVar[bool] = ContextVar("naming_languages", default=False)


class LabelledTranslations(TranslatedField):  # type: ignore[misc]
    """Columns that know how they are labelled where all languages stand side by side."""

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        super().contribute_to_class(cls, name)
        columns = {to_attribute(name, code): code for code in self.languages}
        for column in cls._meta.local_fields:
            if column.name in columns:
                column.verbose_name = _label_in(columns[column.name], self._field.verbose_name)


def _label_in(language: str, name: Any) -> Any:
    def label() -> str:
        if language == "en" or not naming_languages.get():
            return str(name)
        return f"{name} ({get_language_info(language)['name_local']})"

    return lazy(label, str)()
