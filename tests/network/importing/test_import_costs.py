"""What checking and undoing an import cost the database: one row against many."""

from __future__ import annotations

import io
import re

import pytest

from focalpoints.models import Country
from initiatives.models import Initiative
from network.accounts.models import User
from network.importing.imports import start_import
from network.importing.kinds import kind_named
from network.importing.models import ImportedRow
from network.importing.undoing import rows_left_by_undo, undo_import
from network.importing.working import work_on
from tests import factories
from tests.costs import Cost, QueryCost
from tests.network.importing.files import Rows, csv_of, imported

pytestmark = pytest.mark.django_db
MANY = 60  # more than a batch holds


def initiatives(number: int) -> Rows:
    return [
        ["country", "title", "summary", "scope", "pillars", "status"],
        *(
            ["ESP", f"Step {n}", "Mediators.", "national", "prevention", "planned"]
            for n in range(number)
        ),
    ]


@pytest.fixture(autouse=True)
def _spain(db: None) -> None:
    factories.member("ESP")


def test_an_undo_asks_as_often_for_one_row_as_for_many(
    secretariat: User, query_cost: QueryCost
) -> None:
    def cost(number: int) -> Cost:
        done = imported(initiatives(number), by=secretariat, kind="initiatives")
        found = query_cost(lambda: rows_left_by_undo(done))
        Initiative.objects.all().delete()
        return found

    assert cost(1) == cost(12)


def test_an_undo_of_members_asks_as_often_for_one_row_as_for_many(
    secretariat: User, query_cost: QueryCost
) -> None:
    for code in ("NOR", "NAM", "DEU"):
        factories.country(code)
    one = imported([["country", "joined"], ["NOR", "2018"]], by=secretariat)
    two = imported([["country", "joined"], ["NAM", "2018"], ["DEU", "2018"]], by=secretariat)
    assert query_cost(lambda: rows_left_by_undo(one)) == query_cost(lambda: rows_left_by_undo(two))


@pytest.mark.parametrize("kind", ["members", "plans", "initiatives"])
def test_an_undo_costs_as_many_statements_for_many_new_rows_as_for_a_few(
    kind: str, secretariat: User, query_cost: QueryCost
) -> None:
    codes = ["NOR", "NAM", "DEU", "CAN", "URY", "JPN"]
    for code in codes:
        factories.country(code)

    def rows(places: list[str]) -> Rows:
        if kind == "members":
            return [["country", "joined"], *([code, "2018"] for code in places)]
        if kind == "plans":
            return [["country", "number", "title"], *([code, "1", "A plan"] for code in places)]
        return initiatives(len(places))

    def cost(places: list[str]) -> Cost:
        done = imported(rows(places), by=secretariat, kind=kind)
        assert done.state == "written", done.message
        undo_import(done, left=set(), by=secretariat)
        found = query_cost(lambda: work_on(done.pk, seconds=60), once=True)
        done.refresh_from_db()
        assert done.state == "undone"
        return found

    cost(codes[:2])  # what a process asks once
    assert cost(codes[:2]) == cost(codes)


def test_a_check_reads_all_places_once_and_other_rows_once_a_batch(
    secretariat: User, query_cost: QueryCost
) -> None:
    def cost(number: int) -> Cost:
        kind = kind_named("initiatives")
        assert kind is not None
        found = start_import(
            kind,
            io.BytesIO(csv_of(initiatives(number))),
            file_name="a",
            language="en",
            by=secretariat,
        )
        return query_cost(lambda: work_on(found.pk, seconds=60), once=True)

    def asked(cost: Cost, table: str, what: str) -> int:
        return sum(1 for sql in cost.sql if re.search(f'FROM "{table}".*{what}', sql))

    one, many = cost(1), cost(MANY)
    places = Country._meta.db_table
    # Those without a condition read every country.
    for_all = [sql for sql in many.sql if f'FROM "{places}"' in sql and "WHERE" not in sql]
    assert len(for_all) == 1
    rows = ImportedRow._meta.db_table
    assert asked(one, rows, '"identity" IN') == 1
    assert asked(many, rows, '"identity" IN') == 2
    # A row is written and rolled back; nothing of it grows with the other rows.
    assert (many - one) / (MANY - 1) <= one
