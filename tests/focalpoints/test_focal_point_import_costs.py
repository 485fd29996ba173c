"""What a long list of focal points costs: its queries in each batch, and memory."""

from __future__ import annotations

import gc
import io
import re
import tracemalloc

import pytest

from focalpoints.models import Category, Country, Designation, Person
from network.accounts.models import User
from network.importing.imports import confirm_import, start_import
from network.importing.kinds import kind_named
from network.importing.models import ImportedRow, SpreadsheetImport
from network.importing.spreadsheets.tables import MOST_ROWS
from network.importing.working import work_on
from tests import factories
from tests.costs import Cost, QueryCost
from tests.network.importing.files import Rows, csv_of, xlsx_of

pytestmark = pytest.mark.django_db
BATCH = 50


def rows(number: int, *, mark: str = "a") -> Rows:
    return [
        ["country", "category", "title", "name", "email", "phone", "position", "from"],
        *(
            [
                *(("ESP", "NOR")[n % 2], "military", "Ms.", f"Ana Ruiz {mark}{n}"),
                *(f"{mark}{n}@mfa.example", "912 345 678", "Adviser", "2024-08-01"),
            ]
            for n in range(number)
        ),
    ]


@pytest.fixture(autouse=True)
def _members(db: None) -> None:
    factories.member("ESP")
    factories.member("NOR")
    factories.category("military")


def started(number: int, by: User, *, mark: str = "a", as_xlsx: bool = False) -> SpreadsheetImport:
    kind = kind_named("focal-points")
    assert kind is not None
    content = (xlsx_of if as_xlsx else csv_of)(rows(number, mark=mark))
    return start_import(kind, io.BytesIO(content), file_name="list", language="en", by=by)


def checking(number: int, by: User, query_cost: QueryCost, mark: str) -> Cost:
    found = started(number, by, mark=mark)
    return query_cost(lambda: work_on(found.pk, seconds=60), once=True)


def test_each_batch_of_a_check_asks_as_often_as_the_one_before(
    secretariat: User, query_cost: QueryCost
) -> None:
    checking(1, secretariat, query_cost, "z")  # what a process asks once
    one = checking(BATCH, secretariat, query_cost, "a")
    two = checking(2 * BATCH, secretariat, query_cost, "b")
    three = checking(3 * BATCH, secretariat, query_cost, "c")
    assert three - two == two - one

    def asked(cost: Cost, model: type, what: str = "") -> int:
        table = model._meta.db_table  # type: ignore[attr-defined]
        return sum(1 for sql in cost.sql if re.search(f'FROM "{table}".*{what}', sql))

    assert asked(one, Country) == asked(three, Country)
    assert asked(one, Category, "ORDER BY") == 1
    # The rows before are asked for once a batch: those that are about the same, or share something.
    assert asked(three, ImportedRow, '"shared" &&') == 3


def test_a_batch_is_written_by_as_many_statements_as_one_row(
    secretariat: User, query_cost: QueryCost
) -> None:
    def cost(number: int, mark: str) -> Cost:
        found = started(number, secretariat, mark=mark)
        work_on(found.pk, seconds=60)
        confirm_import(found, only_good=False, by=secretariat)
        return query_cost(lambda: work_on(found.pk, seconds=60), once=True)

    cost(2, "z")  # what a process asks once
    two, ten, batch, more = (cost(n, f"n{n}x") for n in (2, 10, BATCH, 2 * BATCH))
    assert two == ten == batch
    # Each further batch costs the same, too.
    assert cost(3 * BATCH, "m") - more == more - batch
    assert Designation.objects.count() == Person.objects.count() == 14 + 6 * BATCH


def test_a_longer_list_takes_no_more_memory(secretariat: User) -> None:
    def peak(number: int, mark: str) -> int:
        found = started(number, secretariat, mark=mark)
        gc.collect()
        tracemalloc.start()
        try:
            work_on(found.pk, seconds=60)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10, "a")  # what is loaded once
    assert peak(6 * BATCH, "c") < 1.25 * peak(2 * BATCH, "b")


def test_a_list_of_5000_rows_is_read(secretariat: User) -> None:
    found = started(MOST_ROWS, secretariat, as_xlsx=True)
    assert found.rows.count() == MOST_ROWS
    last = found.rows.last()
    assert last is not None
    assert last.cells["email"] == f"a{MOST_ROWS - 1}@mfa.example"
