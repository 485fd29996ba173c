"""Figures of the directory: results while somebody types, among 100,000 people, and its PDF."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client, override_settings

from benchmarks.documents import bare_pdf
from benchmarks.figures import Figure, ratio
from benchmarks.search import COMMON, ENDINGS, GIVEN, SEED, SYLLABLES, mistyped, multiply
from focalpoints.directory.document import content, order_directory
from focalpoints.filters import DirectoryFilter, directory_shown
from focalpoints.models import Designation, Person
from network.accounts.models import User
from network.tasks import build_document

MANY = 100_000
PRINTED = 500
ROUNDS = 5
READER = "spain@example.org"


def figures() -> Iterator[Figure]:
    settings = override_settings(ROOT_URLCONF="benchmarks.pages", SECOND_FACTOR_REQUIRED=False)
    with settings, people(MANY):
        yield from _searches()
    yield _directory()


@contextmanager
def people(number: int) -> Iterator[None]:
    """So many people more, designated by all members in turn; gone afterwards."""

    def one_of(words: str, salt: int) -> str:
        listed = f"string_to_array('{words}', ' ')"
        return f"({listed})[1 + abs(hashint4(n * 131 + {salt})) % {len(words.split())}]"

    syllables = " || ".join(one_of(SYLLABLES, 11 + place) for place in range(3))
    common = f"CASE WHEN n % 5 = 0 THEN ' {COMMON}' ELSE '' END"
    with transaction.atomic(), connection.cursor() as cursor:
        # Past the history, the search of the portal and the checks of each row.
        for model in (Person, Designation):
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        multiply(
            cursor,
            Person,
            Person.objects.filter(is_sample=True, name_visibility="members"),
            number=number,
            given_name=one_of(GIVEN, 1),
            title="''",
            family_name=f"initcap({syllables} || {one_of(ENDINGS, 20)}) || {common}",
            email="'person' || n || '@example.org'",
            email_visibility="CASE WHEN n % 2 = 0 THEN 'members' ELSE 'secretariat' END",
            user_id="NULL",
            invitation_id="NULL",
            is_sample="false",
        )
        cursor.execute(
            """
            WITH place AS (
              SELECT id, row_number() OVER (ORDER BY id) - 1 AS number, count(*) OVER () AS total
              FROM focalpoints_member WHERE state <> 'withdrawn'
            )
            INSERT INTO focalpoints_designation
              (member_id, person_id, category_id, starts_on, letter_reference)
            SELECT place.id, person.id,
              (SELECT id FROM focalpoints_category
                ORDER BY "order" DESC OFFSET person.id % 3 LIMIT 1),
              DATE '2020-01-01' + (person.id % 900)::int, ''
            FROM focalpoints_person AS person
            JOIN place ON place.number = person.id % place.total
            WHERE NOT person.is_sample"""
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ANALYZE")
        yield
        transaction.set_rollback(True)


def _directory() -> Figure:
    """The directory of so many people as a PDF, from the row that waits to the stored file."""
    # A reader each: what one has ordered is not made again on the same day.
    readers = [
        User.objects.create_superuser(f"bench-directory-{number}@example.org")
        for number in range(ROUNDS + 1)
    ]
    with people(PRINTED - _filters_of(readers[0]).qs.count()):
        builds = [order_directory(_filters_of(reader), by=reader) for reader in readers]
        found = content(builds[0].subject, "en")
        assert found is not None
        keys = iter([build.pk for build in builds])
        return ratio(
            "register.directory_pdf_vs_weasyprint",
            of=(
                f"the directory of {PRINTED} people, from the row that waits to the stored file",
                lambda: build_document(next(keys)),
            ),
            against=("WeasyPrint's write_pdf of the same HTML", bare_pdf(found.html())),
            rounds=ROUNDS,
        )


def _filters_of(reader: User) -> DirectoryFilter:
    request = HttpRequest()
    request.user = reader
    return directory_shown(request)


def _searches() -> Iterator[Figure]:
    """A fragment of results for all that somebody types or chooses, each after a hello page."""
    draw = random.Random(SEED)
    names = draw.sample(
        list(Person.objects.filter(is_sample=False).values_list("given_name", "family_name")), 40
    )
    asked: list[dict[str, Any]] = [{}, {"page": 2}, {"page": 1_500}]
    asked += [{"region": "002"}, {"category": "mission"}, {"q": "spain"}, {"q": COMMON}]
    asked += [{"q": "ministry"}, {"q": "maria", "region": "150"}]
    for given, family in names:
        word = family.split()[0]
        asked += [{"q": word[:4]}, {"q": word}, {"q": f"{given} {word}"}]
        asked.append({"q": mistyped(word, draw)})
    client, other = Client(headers={"HX-Request": "true"}), Client()
    client.force_login(User.objects.get(email=READER))
    taken: tuple[list[float], list[float]] = ([], [])
    for number, data in enumerate([{}, *asked]):
        for times, get in zip(
            taken,
            (
                lambda data=data: client.get("/directory/", data),
                lambda: other.get("/bench-hello/"),
            ),
            strict=True,
        ):
            begun = time.perf_counter()
            answer = get()
            if number:  # the first loads templates
                times.append(time.perf_counter() - begun)
            assert answer.status_code == 200, answer.status_code
    of, against = (statistics.quantiles(times, n=20)[-1] for times in taken)
    yield Figure(
        "register.search_p95_vs_hello",
        of / against,
        "x",
        f"p95 of a fragment of results of the directory among {MANY} people",
        "p95 of a page that says hello",
    )
