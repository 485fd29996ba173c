"""What can be found: the apps lend it, each its own entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from translated_fields import to_attribute

from network import registry
from network.search.models import Audience


@dataclass(frozen=True)
class FoundRow:
    """An entry as the results show it. `note` says which it is: its owner, its year."""

    title: str
    url: str
    note: str = ""
    is_sample: bool = False


@dataclass(frozen=True)
class Source:
    """A table that an entry's words come from: `keys` selects the entries from `changed`, its rows.

    `SELECT id FROM changed` for the entry's own table.
    """

    table: str
    keys: str


@dataclass(frozen=True, kw_only=True)
class SearchResults(registry.Contribution):
    """Entries of one kind: how they are indexed, who finds them, and how they are shown.

    `select` gives `key`, `names` (jsonb), `texts`, `rank`, `audience` and `owner` of each row of
    `table`. `rows` returns, of the entries with these keys, those that `user` may see; it has the
    last word on who sees what. `among` narrows what `user` may find beforehand, where the audience
    in the index says too little.
    `list_name` names the page with the parameter `q` that finds the same entries, if there is one.
    """

    label: Any
    table: str
    select: str
    sources: tuple[Source, ...]
    rows: Callable[[Any, list[int]], dict[int, FoundRow]]
    is_for: Callable[[Any], bool] = lambda _user: True
    among: Callable[[Any], QuerySet[Any]] | None = None
    list_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Readership(registry.Contribution):
    """What a reader may find: up to which audience, and of which members the drafts."""

    audience: Callable[[Any], Audience]
    drafts_for: Callable[[Any], list[int]]


def kinds_for(user: object) -> list[SearchResults]:
    """The kinds that this reader can search, in their order."""
    return [kind for kind in registry.of(SearchResults) if kind.is_for(user)]


def names_in_each_language(*columns: str, also: str = "") -> str:
    """SQL: the names of an entry as the index keeps them, of translated columns (`entry.title`).

    `also` are more names, in no language: SQL of a text[].
    """
    parts = []
    for code, _name in settings.LANGUAGES:
        names = ", ".join(_in_language(column, code) for column in columns)
        parts.append(f"'{code}', portal_names_folded({names})")
    if also:
        parts.append(f"'', portal_names_folded(VARIADIC {also})")
    return f"jsonb_build_object({', '.join(parts)})"


def _in_language(column: str, code: str) -> str:
    """`entry.title` in French is `entry.title_fr`."""
    row, _dot, name = column.rpartition(".")
    return f"{row}.{to_attribute(name, code)}"


def texts_of(*columns: str, translated: Iterable[str] = ()) -> str:
    """SQL: the columns with a blank between them."""
    known = [
        *columns,
        *(
            _in_language(column, code)
            for column in translated
            for code, _name in settings.LANGUAGES
        ),
    ]
    return f"concat_ws(' ', {', '.join(known)})" if known else "''"
