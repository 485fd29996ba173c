"""Alphabetical order in each language: ICU's rules (UCA with CLDR).

PostgreSQL as the demo and the tests run it has no ICU and sorts by code point. So a row keeps, for
each language, a key that sorts as its name does (docs/decisions/alphabetical-order.md): any
database orders by it. Short lists in memory are sorted here directly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import icu
from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from translated_fields import to_attribute

if TYPE_CHECKING:
    # The types that the column reads and writes, for the type checker only.
    KeyColumn = models.BinaryField[Any, bytes]
else:
    KeyColumn = models.BinaryField

Item = TypeVar("Item")


@cache
def _collator(language: str) -> Any:
    return icu.Collator.createInstance(icu.Locale(language.replace("-", "_")))


def sort_key(text: str, language: str) -> bytes:
    """Bytes that sort as `language` sorts `text`; Chinese by pinyin."""
    return bytes(_collator(language).getSortKey(text))


def in_alphabetical_order(
    items: Iterable[Item], *, key: Callable[[Item], object] = str
) -> list[Item]:
    """`items` in the order of the active language, by what `key` calls each."""
    language = get_language() or "en"
    return sorted(items, key=lambda item: sort_key(str(key(item)), language))


class SortKeyField(KeyColumn):
    """The key by which the translated text `of` sorts in `language`; made whenever it is saved.

    Where the language has no text of its own, the English is sorted, for that is what is shown.
    """

    def __init__(self, *, of: str = "", language: str = "en", **kwargs: Any) -> None:
        self.of, self.language = of, language
        super().__init__(**{"default": bytes, "editable": False, **kwargs})

    def key_of(self, row: models.Model) -> bytes:
        text = getattr(row, to_attribute(self.of, self.language)) or getattr(
            row, to_attribute(self.of, "en")
        )
        return sort_key(text, self.language)

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        key = self.key_of(model_instance)
        setattr(model_instance, self.attname, key)
        return key

    def deconstruct(self) -> Any:
        # To migrations a plain column: they need not know what fills it.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs


class SortKeys:
    """A key for each language of the translated field `of`; the plain name is no column."""

    def __init__(self, *, of: str) -> None:
        self.of = of

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        for code, _label in settings.LANGUAGES:
            SortKeyField(of=self.of, language=code).contribute_to_class(
                cls, to_attribute(name, code)
            )


def sort_key_names(name: str) -> tuple[str, ...]:
    """The columns that `SortKeys` called `name` makes: for an audit trail to leave out."""
    return tuple(to_attribute(name, code) for code, _label in settings.LANGUAGES)


class Alphabetical(models.Model):
    """A row whose `name` sorts in each language by `name_order`."""

    class Meta:
        abstract = True

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Write the keys with the names, also where only some columns are written."""
        if update_fields is not None:
            chosen = set(update_fields)
            keys = [f for f in self._meta.concrete_fields if isinstance(f, SortKeyField)]
            # A key of another language may depend on the English too.
            if any(name.startswith("name_") for name in chosen):
                chosen |= {field.name for field in keys}
            update_fields = sorted(chosen)
        super().save(update_fields=update_fields, **options)


def alphabetical(column: str = "") -> models.expressions.OrderBy:
    """Order rows by name in the active language; `column` leads to the row with the name."""
    path = f"{column}__name_order" if column else "name_order"
    return F(to_attribute(path, get_language() or "en")).asc(nulls_last=True)


class NameOrder(F):
    """The sort key of a name in the language that is active when rows are asked for.

    For what is declared once, as the order of a column of the admin.
    """

    def __init__(self, path: str) -> None:
        super().__init__(to_attribute(path, "en"))
        self.path = path

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        column = F(to_attribute(self.path, get_language() or "en"))
        return column.resolve_expression(*args, **kwargs)


def owner_name_order(row: str = "") -> Coalesce:
    """By the name of the country or the organisation; `row` leads to what belongs to it."""
    path = f"{row}__" if row else ""
    return Coalesce(
        NameOrder(f"{path}country__name_order"), NameOrder(f"{path}organisation__name_order")
    )


def renew_sort_keys(rows: Iterable[models.Model]) -> int:
    """Recompute the keys that differ from those of the present ICU; return how many rows changed.

    Another release of ICU may make other keys, which do not sort among older ones.
    """
    changed: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        keys = {
            field.attname: field.key_of(row)
            for field in row._meta.concrete_fields
            if isinstance(field, SortKeyField)
        }
        if any(bytes(getattr(row, name)) != key for name, key in keys.items()):
            for name, key in keys.items():
                setattr(row, name, key)
            changed.setdefault(type(row), []).append(row)
    for model, found in changed.items():
        model._default_manager.bulk_update(
            found, [f.name for f in model._meta.concrete_fields if isinstance(f, SortKeyField)]
        )
    return sum(len(found) for found in changed.values())
