"""Texts in six languages: a column for each, read in the reader's language."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language, get_language_info
from translated_fields import TranslatedField, to_attribute


def _in_language_or_english(name: str, field: Any) -> Any:
    english = to_attribute(name, "en")

    def getter(obj: models.Model) -> Any:
        value = getattr(obj, to_attribute(name, get_language() or "en"), "")
        return value if value not in ("", None) else getattr(obj, english)

    return getter


def Translated(field: models.Field[Any, Any]) -> Any:  # noqa: N802 - reads as a field type
    """One column per language of `field`; the plain name reads the active language.

    English is the fallback and keeps the field's own `blank`; the other languages may be
    empty. This is the portal's one way of translating titles and texts (see
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
