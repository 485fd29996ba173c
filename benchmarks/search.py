"""Figures of the search of the portal, among 100,000 initiatives and 100,000 people.

What is measured is the database's part of a search: the time of all its statements together, p95,
against `SELECT 1` over the same connection. The reader is a focal point, who searches all types.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import connection, transaction
from django.db.models import Model, QuerySet

from benchmarks.figures import Figure
from focalpoints.models import Country, Designation, Person
from initiatives.models import Initiative
from network.accounts.models import User
from network.search import indexing
from network.search.finding import Search
from network.search.models import SearchEntry

MANY = 100_000
ROUNDS = 200
# A word that stands in a fifth of all entries, of initiatives and of people alike.
COMMON = "benchmarkia"
SEED = 1325
OTHERS = ("fr", "es", "ar", "ru", "zh_hans")

GIVEN = (
    "Maria Fatima Anna Olga Aisha Elena Sofia Leila Ingrid Amina Claire Yuki Nadia Carmen Grace"
    " Irina Zainab Lucia Marta Hanna Ahmed Ivan Pedro Jean Carlos Mohamed Peter Kofi Hiroshi"
    " Lars Andrei Thomas Ali Jorge Samuel Dmitri Antonio Pierre Kwame Stefan Ruth Esther Mariana"
    " Beatriz Hélène Zoë Björn Łukasz Siobhán Ñusta"
)
SYLLABLES = (
    "ba be bo ca ce co da de di do fa fe fi ga go ha he hi ja jo ka ke ki ko la le li lo ma me"
    " mi mo na ne ni no pa pe pi ra re ri ro sa se si so ta te ti to va ve vi wa ya yo za ze zu"
)
ENDINGS = "ez son ova sen ini ska man dottir poulos wala nen ic escu shvili ian yan berg lund"
WORDS = (
    "women peace security police training network mediation border village council resolution"
    " plan justice survivors dialogue ceasefire budget monitoring gender adviser community"
    " relief school disarmament climate youth data funding leadership participation protection"
    " prevention region"
)


class Stopwatch:
    """Adds up how long the database takes."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - begun


@contextmanager
def filled() -> Iterator[None]:
    """The tables with many rows, made in SQL; the index is then made anew, as after an import."""

    def one_of(words: str, salt: int) -> str:
        # A number from the row's: the same rows in every run.
        listed = f"string_to_array('{words}', ' ')"
        return f"({listed})[1 + abs(hashint4(n * 131 + {salt})) % {len(words.split())}]"

    def surname(salt: int) -> str:
        parts = " || ".join(one_of(SYLLABLES, salt + place) for place in range(3))
        return f"initcap({parts} || {one_of(ENDINGS, salt + 9)})"

    def words(salt: int, number: int) -> str:
        return " || ' ' || ".join(one_of(WORDS, salt + place) for place in range(number))

    common = f"CASE WHEN n % 5 = 0 THEN ' {COMMON}' ELSE '' END"
    with transaction.atomic(), connection.cursor() as cursor:
        indexing.remove_triggers(sender=None, plan=["-"])  # type: ignore[arg-type]
        # Past the history and the checks of each row, which are not what is measured.
        for model in (Person, Initiative, Designation):
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        # Slow to fill row by row: those of the lists' own searches stay away, the others are made
        # again at once.
        cursor.execute("DROP INDEX person_folded, initiative_folded")
        cursor.execute("DROP INDEX searchentry_words, searchentry_near")
        multiply(
            cursor,
            Person,
            Person.objects.filter(is_sample=True, name_visibility="members"),
            given_name=one_of(GIVEN, 1),
            title="''",
            family_name=f"{surname(11)} || {common}",
            email="''",
            user_id="NULL",
            invitation_id="NULL",
            is_sample="false",
        )
        multiply(
            cursor,
            Initiative,
            Initiative.objects.filter(is_sample=True),
            slug="'bench-' || n",
            title_en=f"{words(51, 5)} || ' ' || {surname(71)}",
            summary_en=f"{words(101, 30)} || {common}",
            published_at="TIMESTAMPTZ '2026-01-01' - n * INTERVAL '1 minute'",
            is_sample="false",
            **{f"{text}_{code}": "''" for text in ("title", "summary") for code in OTHERS},
        )
        cursor.execute(
            """
            INSERT INTO focalpoints_designation (member_id, person_id, category_id, starts_on,
              letter_reference)
            SELECT (SELECT min(id) FROM focalpoints_member WHERE state <> 'withdrawn'), id,
              (SELECT min(id) FROM focalpoints_category), DATE '2020-01-01', ''
            FROM focalpoints_person WHERE NOT is_sample"""
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        indexing.install_triggers(sender=None)  # type: ignore[arg-type]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with connection.schema_editor() as editor:
            for index in SearchEntry._meta.indexes:
                if isinstance(index, GinIndex):
                    editor.add_index(SearchEntry, index)
        cursor.execute("ANALYZE")
        yield
        transaction.set_rollback(True)


def multiply(
    cursor: Any, model: type[Model], rows: QuerySet[Any], *, number: int = MANY, **values: str
) -> None:
    """Copy the first of `rows` `number` times, with SQL for the columns that differ."""
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    table, first = model._meta.db_table, rows.order_by("pk").values_list("pk", flat=True)[0]
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)})"
        f" SELECT {', '.join(values.get(column, f'row.{column}') for column in columns)}"
        f" FROM {table} AS row, generate_series(1, {number}) AS n WHERE row.id = {first}"
    )


def figures() -> Iterator[Figure]:
    draw = random.Random(SEED)
    reader = User.objects.get(email="spain@example.org")
    with filled():
        names = [
            f"{given} {family}"
            for given, family in draw.sample(
                list(
                    Person.objects.filter(is_sample=False).values_list("given_name", "family_name")
                ),
                ROUNDS,
            )
        ]
        countries = Country.objects.exclude(member=None).values_list("name_en", flat=True)
        names += draw.sample(sorted(countries), 50)
        for name, texts in {
            "name": names,
            "common_word": [COMMON, COMMON[:-3], f"{COMMON} women"] * 40,
            "typo": [mistyped(each, draw) for each in names],
        }.items():
            yield _against_select(f"search.{name}_vs_select1", texts, reader)
        yield _found(names, draw, reader)


def _against_select(name: str, texts: list[str], reader: User) -> Figure:
    searched, selected = [], []
    for text in texts:
        # As in a request of its own: what is noted on an account is asked for again.
        search = Search(text, User.objects.get(pk=reader.pk))
        searched.append(_seconds(lambda search=search: search.groups))
        selected.append(_seconds(_select_one))
    of, against = (statistics.quantiles(taken, n=20)[-1] for taken in (searched, selected))
    return Figure(
        name,
        of / against,
        "x",
        f"p95 of all statements of a search among {MANY} initiatives and {MANY} people",
        "p95 of SELECT 1",
    )


def _seconds(work: Callable[[], object]) -> float:
    """How long the statements of `work` take."""
    watch = Stopwatch()
    with connection.execute_wrapper(watch):
        work()
    return watch.seconds


def _select_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchall()


def _found(names: list[str], draw: random.Random, reader: User) -> Figure:
    """Which part of the names is found among the first five of its type, with one typing error."""
    found = 0
    for name in names:
        groups = Search(mistyped(name, draw), reader).groups
        found += any(row.title == name for group in groups for row in group.rows)
    return Figure(
        "search.typo_found",
        found / len(names),
        "of 1",
        "names with one typing error that are among the first five of their type",
        f"{len(names)} names of people and of member countries",
    )


def mistyped(name: str, draw: random.Random) -> str:
    """`name` with one letter more, less or another, or two exchanged."""
    place = draw.choice([at for at, letter in enumerate(name) if letter.isalpha()])
    letter = draw.choice("abcdefghijklmnopqrstuvwxyz")
    before, here, after = name[:place], name[place], name[place + 1 :]
    made = [
        before + letter + here + after,
        before + after,
        before + letter + after,
        before + after[:1] + here + after[1:],
    ]
    return draw.choice([each for each in made if each != name])
