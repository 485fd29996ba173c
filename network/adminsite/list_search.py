"""The search of the admin's lists and pickers: one rule for all (docs/search.md).

Each word that is typed must stand in one of the page's `search_fields`, folded. A `FoldedField`
among them is asked by its index; another text is folded on the way, which suits small tables.
Addresses of mail, numbers and what carries a prefix of Django's (`=number`) are compared as Django
does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.utils import get_fields_from_path, lookup_spawns_duplicates
from django.contrib.admin.views.main import (
    ORDER_VAR,
    SEARCH_VAR,
    ChangeList,
    ChangeListSearchForm,
)
from django.core.exceptions import FieldDoesNotExist
from django.db.models import EmailField, F, Func, Q, QuerySet, TextField
from django.db.models.fields import CharField
from django.http import HttpRequest
from django.utils.text import smart_split, unescape_string_literal

from network.values.folding import folded
from network.values.form_fields import SearchField
from network.values.searching import FoldedField, closeness, holds_word


class CleanSearchForm(ChangeListSearchForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {SEARCH_VAR: SearchField(strip=False)}


@dataclass
class SearchPaths:
    """What a page is searched by, sorted by how each is compared."""

    stored: list[str] = field(default_factory=list)
    folded_here: list[str] = field(default_factory=list)
    as_typed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, model: Any, names: Any) -> SearchPaths:
        found = cls()
        for name in map(str, names):
            if name.startswith("="):
                found.as_typed.append(f"{name[1:]}__iexact")
                continue
            column = _last_field(model, name)
            if isinstance(column, FoldedField):
                found.stored.append(name)
            elif isinstance(column, CharField | TextField) and not isinstance(column, EmailField):
                found.folded_here.append(name)
            else:
                found.as_typed.append(name if column is None else f"{name}__icontains")
        return found

    @property
    def aliases(self) -> dict[str, Func]:
        return {
            f"folded_{number}": Func(
                F(name), function="portal_names_folded", output_field=TextField()
            )
            for number, name in enumerate(self.folded_here)
        }


def _last_field(model: Any, path: str) -> Any:
    """The column that `path` leads to; None where it ends in a comparison."""
    try:
        return get_fields_from_path(model, path)[-1]
    except FieldDoesNotExist:
        return None


def _typed_words(text: str) -> list[str]:
    """The words of `text`; several within quotation marks are one."""
    words = []
    for word in smart_split(text):
        is_quoted = word[0] in "\"'" and word[0] == word[-1] and len(word) > 1
        words.append(unescape_string_literal(word) if is_quoted else word)
    return words


class FoldedListSearch(ModelAdmin):
    """Finds rows in lists and pickers by folded words, the closest first."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        names = self.get_search_fields(request)
        words = _typed_words(search_term)
        if not names or not words:
            return queryset, False
        paths = SearchPaths.of(self.model, names)
        found = queryset.alias(**paths.aliases)
        columns = [*paths.stored, *paths.aliases]
        # A dash between words asks for nothing; alone it finds nothing.
        telling = [word for word in words if folded(word) or paths.as_typed]
        if not telling:
            return queryset.none(), False
        for word in telling:
            wanted = Q(*((path, word) for path in paths.as_typed), _connector=Q.OR)
            if plain := folded(word):
                wanted |= holds_word(columns, plain)
            found = found.filter(wanted)
        if any(lookup_spawns_duplicates(self.opts, str(name)) for name in names):
            return found, True
        if columns and ORDER_VAR not in request.GET:
            given = tuple(queryset.query.order_by or self.opts.ordering or ())
            found = found.order_by(closeness(columns, search_term), *given)
        return found, False


class CleanListSearch:
    """Says above the list what cannot be searched for."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        found: type[ChangeList] = super().get_changelist(request, **kwargs)  # type: ignore[misc]
        return type(found.__name__, (found,), {"search_form_class": CleanSearchForm})
