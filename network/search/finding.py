"""How entries are found: those that hold the words, the closest first; else those spelt nearly so.

One statement asks the index for all kinds; those of each kind that has any then fetch what the
reader may see, after one that leaves out the hidden where more was found than is taken. Of a word
that very many entries hold, the first of each kind by its own rank are compared, and those that
have it as a name or as the beginning of one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.functional import cached_property
from django.utils.translation import get_language

from network import registry
from network.search import words as typed
from network.search.kinds import FoundRow, Readership, SearchResults, kinds_for
from network.search.models import Audience, SearchEntry
from network.values.folding import BETWEEN_NAMES, folded

_TABLE = SearchEntry._meta.db_table
# Rows of a kind that the page and the box show.
SHOWN = 5
# So many entries that hold the words are compared, all of them, each with the others.
FEW = 400
# Where more entries hold the words, the first FEW of each type by rank that the reader may find are
# compared (all of them, where it is only hidden ones that make them many), with so many of those
# that have the words as a name or at its beginning.
COMPARED = 100
# Of those with words spelt nearly so.
COMPARED_ALIKE = 1_000
# Letters by which a word of a title may differ from one that was typed, to be what was meant.
NEAR = 2


@dataclass(frozen=True)
class Group:
    """The results of one kind, the closest first."""

    kind: SearchResults
    rows: list[FoundRow]
    has_more: bool


@dataclass(frozen=True)
class Rights:
    """What `user` may find."""

    user: Any

    @cached_property
    def audience(self) -> Audience:
        return max(
            (each.audience(self.user) for each in registry.of(Readership)),
            default=Audience.EVERYBODY,
        )

    @cached_property
    def drafts_for(self) -> list[int]:
        return [key for each in registry.of(Readership) for key in each.drafts_for(self.user)]


@dataclass
class Search:
    """A search for `text` by a reader, in all kinds or in the one that is named.

    `is_alike` tells, once `groups` was asked for, that no entry holds the words and those found
    have words spelt nearly so.
    """

    text: str
    user: Any
    only: str = ""
    most: int = SHOWN
    is_alike: bool = False

    @cached_property
    def words(self) -> list[str]:
        return typed.typed_words(self.text)

    @cached_property
    def kinds(self) -> list[SearchResults]:
        return [kind for kind in kinds_for(self.user) if self.only in ("", kind.name)]

    @cached_property
    def groups(self) -> list[Group]:
        """The kinds of which something was found, in their order.

        A query for the index and those that each kind's own rows take; of a kind with a rule of its
        own one more where more was found than is taken. None depends on how many are shown.
        """
        if not self.words or typed.is_too_short(self.words):
            return []
        found = self._shown(self._holding())
        if not found:
            for candidates in self._alike():
                if found := self._shown(candidates):
                    self.is_alike = True
                    break
        return found

    @cached_property
    def meant(self) -> str:
        """What was probably meant: the text with words of the titles found, which the reader sees.

        Empty where the words were found as they are, or no title says what is near them.
        """
        if not self.groups or not self.is_alike:
            return ""
        titles = [row.title for group in self.groups for row in group.rows]
        known = {folded(word): word for title in reversed(titles) for word in _words_of(title)}
        said = []
        for word in self.words:
            nearest = min(known, key=lambda other: typed.distance(word, other), default=word)
            is_near = typed.can_be_mistyped(word) and typed.distance(word, nearest) <= NEAR
            said.append(known[nearest] if is_near else word)
        meant = " ".join(said)
        return meant if folded(meant) != folded(self.text) else ""

    def _shown(self, candidates: dict[str, list[int]]) -> list[Group]:
        """What of the candidates the reader may see, as each kind's own table says now."""
        groups = []
        for kind in self.kinds:
            keys = candidates.get(kind.name)
            if not keys:
                continue
            seen = kind.rows(self.user, keys)
            rows = [seen[key] for key in keys if key in seen]
            if rows:
                groups.append(Group(kind, rows[: self.most], len(rows) > self.most))
        return groups

    # --- Asking the index ---

    def _holding(self) -> dict[str, list[int]]:
        """The keys of each type's closest entries that hold all words."""
        found = self._ask(
            f"""
            WITH held AS MATERIALIZED ({self._entries("%(words)s", visible="true")}),
            entry AS MATERIALIZED (SELECT * FROM held LIMIT %(few)s),
            {self._ranked("entry", "(SELECT count(*) FROM entry) < %(few)s")}
            SELECT best.kind, best.key, counted.number
            FROM (SELECT count(*) AS number FROM entry) AS counted
            LEFT JOIN best ON true ORDER BY best.place""",  # noqa: S608
            {"taken": FEW},
        )
        if found[0][2] >= FEW:
            found = self._ask_many()
        return self._visible_of(_by_kind(found))

    def _visible_of(self, found: dict[str, list[int]]) -> dict[str, list[int]]:
        """As many of each type as are taken, of those that the reader may find beforehand.

        Where there are fewer, the type's own table says at once who may see them.
        """
        for kind in self.kinds:
            keys = found.get(kind.name, [])
            if kind.among is not None and len(keys) > self._taken:
                seen = set(kind.among(self.user).filter(pk__in=keys).values_list("pk", flat=True))
                found[kind.name] = [key for key in keys if key in seen]
        return {name: keys[: self._taken] for name, keys in found.items()}

    def _ask_many(self) -> list[tuple[Any, ...]]:
        """The closest among the first of each type by rank, and those so named.

        The first are read in their order until there are enough: the planner, which does not know
        how common the beginning of a word is, would rather sort all that hold it.
        """
        named = self._ask(
            f"""
            WITH whole AS MATERIALIZED ({self._entries("%(whole)s")}),
            beginning AS MATERIALIZED ({self._entries("%(beginning)s")})
            (SELECT kind, key FROM whole LIMIT %(compared)s)
            UNION (SELECT kind, key FROM beginning LIMIT %(compared)s)"""  # noqa: S608
        )
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_IN_ORDER)
            first = self._ask(
                f"""
                SELECT first.kind, first.key FROM unnest(%(kinds)s::text[]) AS asked(kind),
                LATERAL (
                  {self._entries("%(words)s")}
                  AND entry.kind = asked.kind
                  ORDER BY entry.rank LIMIT %(few)s
                ) AS first"""  # noqa: S608
            )
            with connection.cursor() as cursor:
                cursor.execute(_AS_EVER)
        compared = sorted({*named, *first})
        return self._ask(
            f"""
            WITH entry AS MATERIALIZED (
              SELECT entry.kind, entry.key, entry.rank, entry.names
              FROM unnest(%(those)s::text[], %(keys)s::bigint[]) AS asked(kind, key)
              JOIN {_TABLE} AS entry USING (kind, key)
            ),
            {self._ranked("entry", "true")}
            SELECT kind, key FROM best ORDER BY place""",  # noqa: S608
            {"those": [kind for kind, _ in compared], "keys": [key for _, key in compared]},
        )

    def _entries(self, query: str, *, visible: str = "") -> str:
        return f"""
            SELECT entry.kind, entry.key, entry.rank, entry.names FROM {_TABLE} AS entry
            WHERE entry.words @@ {query}::tsquery AND {self._readable}
              AND {_OF_KINDS} AND {visible or self._visible}"""  # noqa: S608

    def _ranked(self, rows: str, condition: str) -> str:
        return f"""best AS (
              SELECT kind, key, place FROM (
                SELECT entry.kind, entry.key, row_number() OVER (
                  PARTITION BY entry.kind ORDER BY {_CLOSENESS}, entry.rank, entry.key
                ) AS place
                FROM {rows} AS entry
                WHERE {condition}
              ) AS placed WHERE place <= %(taken)s
            )"""  # noqa: S608

    def _alike(self) -> Iterator[dict[str, list[int]]]:
        """Entries with words spelt nearly so: with all, then with the longer ones alone."""
        longer = [word for word in self.words if typed.can_be_mistyped(word)]
        if not longer:
            return
        given: dict[str, Any]
        given = {f"near_{number}": typed.near_words(word) for number, word in enumerate(longer)}
        given |= {f"begun_{number}": typed.holding([word]) for number, word in enumerate(longer)}
        near = " AND ".join(
            f"(portal_near_words(entry.names) && %(near_{number})s::text[]"
            f" OR entry.words @@ %(begun_{number})s::tsquery)"
            for number in range(len(longer))
        )
        shorter = [word for word in self.words if word not in longer]
        if shorter:
            given["shorter"] = typed.holding(shorter)
            yield self._near(near, "entry.words @@ %(shorter)s::tsquery", given)
        yield self._near(near, "true", given)

    def _near(self, near: str, condition: str, given: dict[str, Any]) -> dict[str, list[int]]:
        # The near ones first: of all that hold a short word each would have to be compared.
        found = self._ask(
            f"""
            WITH near AS MATERIALIZED (SELECT entry.* FROM {_TABLE} AS entry WHERE {near}),
            held AS MATERIALIZED (
              SELECT entry.kind, entry.key, entry.rank, entry.names FROM near AS entry
              WHERE {condition} AND {self._readable}
                AND {_OF_KINDS} AND {self._visible}
            ),
            entry AS MATERIALIZED (
              SELECT held.*, (
                SELECT max(strict_word_similarity(%(folded)s, name.folded))
                FROM jsonb_each_text(held.names) AS name(language, folded)
              ) AS likeness
              FROM held LIMIT %(compared_alike)s
            )
            SELECT kind, key FROM (
              SELECT entry.kind, entry.key, row_number() OVER (
                PARTITION BY entry.kind ORDER BY entry.likeness DESC, entry.rank, entry.key
              ) AS place
              FROM entry
            ) AS placed WHERE place <= %(taken)s ORDER BY place""",  # noqa: S608
            given,
        )
        return _by_kind(found)

    @property
    def _taken(self) -> int:
        # Some more than are shown, in case that a reader may not see one after all.
        return 2 * self.most + 2

    @cached_property
    def _readable(self) -> str:
        """SQL: which entries of the index are for the reader's audience."""
        readable = "entry.audience <= %(audience)s"
        if self._rights.drafts_for:
            return f"({readable} OR entry.owner = ANY(%(drafts_for)s::bigint[]))"
        return readable

    @cached_property
    def _visible(self) -> str:
        """SQL: and which of them the reader may find beforehand, by the rule of their type."""
        # Asked of each entry by itself, for most searches find few of them. With EXISTS the planner
        # may gather all rows that the reader sees beforehand, 100,000 for the sake of one.
        rules = [
            f"""CASE WHEN entry.kind <> '{name}' THEN true ELSE (
              SELECT true FROM ({rows}) AS seen(id) WHERE seen.id = entry.key LIMIT 1
            ) END"""  # noqa: S608
            for name, rows in self._among.items()
        ]
        return " AND ".join(["true", *rules])

    @cached_property
    def _among(self) -> dict[str, str]:
        """SQL by the name of a kind: the keys of what the reader may find beforehand."""
        narrowed = {}
        for kind in self.kinds:
            if kind.among is not None:
                rows = kind.among(self.user).order_by().values("pk")
                with connection.cursor() as cursor:
                    sql = cursor.mogrify(*rows.query.sql_with_params())
                # It becomes part of a statement with parameters of its own.
                narrowed[kind.name] = sql.replace("%", "%%")
        return narrowed

    @cached_property
    def _rights(self) -> Rights:
        return Rights(self.user)

    def _ask(self, sql: str, given: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        whole = folded(self.text)
        edge = BETWEEN_NAMES
        values = {
            "kinds": [kind.name for kind in self.kinds],
            "audience": int(self._rights.audience),
            "drafts_for": self._rights.drafts_for,
            "language": get_language() or "en",
            "folded": whole,
            "whole": typed.whole_name(self.text),
            "beginning": typed.name_beginning(self.text),
            "words": typed.holding(self.words),
            "is_whole": f"%{edge} {whole} {edge}%",
            "begins": f"%{edge} {whole}%",
            "within": f"% {whole} %",
            "few": FEW,
            "compared": COMPARED,
            "compared_alike": COMPARED_ALIKE,
            "taken": self._taken,
            **(given or {}),
        }
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())


# `IS TRUE` keeps the planner from an index: nearly all entries are of the kinds that are asked for.
_OF_KINDS = "(entry.kind = ANY(%(kinds)s::text[])) IS TRUE"

# Until the end of the statement's transaction: no plan but to read an index in its order.
_PLANS = ("bitmapscan", "seqscan", "sort", "incremental_sort")
_IN_ORDER = "SELECT " + ", ".join(f"set_config('enable_{plan}', 'off', true)" for plan in _PLANS)
_AS_EVER = _IN_ORDER.replace("'off'", "'on'")


def _by_kind(rows: list[tuple[Any, ...]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for kind, key, *_others in rows:
        if kind is not None:
            found[kind].append(key)
    return found


def _words_of(title: str) -> list[str]:
    return re.findall(r"\w+", title)


# By the reader's own language before others: a whole name, the beginning of one, words within one.
_CLOSENESS = """
  CASE WHEN entry.names ->> %(language)s LIKE %(is_whole)s THEN 0
    WHEN entry.names::text LIKE %(is_whole)s THEN 1
    WHEN entry.names ->> %(language)s LIKE %(begins)s THEN 2
    WHEN entry.names ->> %(language)s LIKE %(within)s THEN 3
    WHEN entry.names::text LIKE %(begins)s THEN 4
    WHEN entry.names::text LIKE %(within)s THEN 5
    ELSE 6 END"""
