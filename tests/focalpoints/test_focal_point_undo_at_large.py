"""Long imports of focal points that are taken back: what that costs, and that nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from focalpoints.models import Designation, Person, Revision
from network.accounts.models import User
from network.audit.erasure import events_of
from network.importing import working
from network.importing.models import ImportedRow, SpreadsheetImport
from network.importing.undoing import undo_import
from network.importing.working import work_on
from network.journal.lines import hash_of
from network.journal.models import JournalEntry
from network.search.models import SearchEntry
from network.values.saving import save_all
from tests import factories
from tests.costs import Cost, QueryCost
from tests.focalpoints.registers import said_by_every_row
from tests.network.importing.files import Rows, imported, outcomes, worked

pytestmark = pytest.mark.django_db

HEADINGS = ["Country", "Category", "Name", "Email", "Position", "From", "Until"]
DAY = "2024-08-01"


@pytest.fixture(autouse=True)
def _places(db: None) -> None:
    for code in ("ESP", "NOR", "NAM"):
        factories.member(code)
    for code in ("alternate", "military"):
        factories.category(code)


def row(
    number: int, mark: str = "a", *, position: str = "Adviser", category: str = "military"
) -> list[str]:
    code = ("ESP", "NOR", "NAM")[number % 3]
    name, email = f"Ana Ruiz {mark}{number}", f"{mark}{number}@mfa.example"
    return [code, category, name, email, position, DAY, ""]


def until(of: list[str], day: str) -> list[str]:
    return [*of[:-1], day]


def written(rows: Rows, by: User) -> SpreadsheetImport:
    done = imported([HEADINGS, *rows], kind="focal-points", by=by)
    assert done.state == "written"
    return done


def undone(done: SpreadsheetImport, by: User) -> None:
    assert worked(undo_import(done, left=set(), by=by)).state == "undone"


def searched() -> list[dict[str, Any]]:
    names = [field.attname for field in SearchEntry._meta.concrete_fields]
    kept = [name for name in names if name not in {"id"}]
    return sorted(SearchEntry.objects.values(*kept), key=repr)


def test_an_undo_costs_as_many_statements_for_many_rows_as_for_a_few(
    secretariat: User, query_cost: QueryCost
) -> None:
    def cost(rows: Rows) -> Cost:
        done = written(rows, secretariat)
        undo_import(done, left=set(), by=secretariat)
        found = query_cost(lambda: work_on(done.pk, seconds=60), once=True)
        done.refresh_from_db()
        assert done.state == "undone"
        return found

    def new(number: int, mark: str) -> Rows:
        return [row(n, mark) for n in range(number)]

    cost(new(4, "z"))  # what a process asks once
    few, many = cost(new(4, "a")), cost(new(40, "b"))
    assert many - few <= 2, many
    # Those that an import has changed, the person and the period.
    written(new(44, "c"), secretariat)
    changed = [until(row(n, "c", position="Director"), "2030-01-01") for n in range(44)]
    few, many = cost(changed[:4]), cost(changed[4:])
    assert many - few <= 2, many
    assert set(Designation.objects.values_list("ends_on", "person__position")) == {
        (None, "Adviser")
    }


def test_the_register_is_after_the_undo_what_it_was_before_the_import(
    secretariat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several hundred rows, in several batches: new, changed, and several of one person."""
    monkeypatch.setattr(working, "_UNDO_BATCH", 70)
    written([row(n) for n in range(60)], secretariat)
    before, found = said_by_every_row(), searched()
    done = written(
        [
            *(until(row(n, position="Director"), "2030-01-01") for n in range(40)),
            *(row(n, position="Minister") for n in range(40, 60)),
            *(row(n, "b") for n in range(100)),
            *(row(n, "b", category="alternate") for n in range(50)),
            *(row(n, category="alternate", position="Director") for n in range(40)),
        ],
        secretariat,
    )
    assert outcomes(done) == ["changed"] * 60 + ["new"] * 190
    assert said_by_every_row() != before
    undone(done, secretariat)
    assert said_by_every_row() == before
    assert searched() == found
    # Each has one more version, which says whence it was brought back.
    for person in Person.objects.all():
        latest, imported_as, first = Revision.objects.of(person)
        assert (latest.source, latest.restored_from, latest.by) == ("restore", first, secretariat)
        assert (latest.number, latest.values) == (person.version, first.values)
        assert imported_as.source == "import"


def test_who_was_made_leaves_nothing_of_themselves_and_a_line_in_the_journal(
    secretariat: User,
) -> None:
    done = written([row(n) for n in range(12)], secretariat)
    keys = set(Person.objects.values_list("pk", flat=True))
    undone(done, secretariat)
    assert not Person.everyone.exists()
    events = events_of(Person).filter(pgh_obj_id__in=keys)
    assert set(events.values_list("given_name", "family_name", "email")) == {("", "", "")}
    gone = events.filter(pgh_label="delete")
    assert {(event.pgh_obj_id, event.pgh_context.metadata["user"]) for event in gone} == {
        (key, secretariat.pk) for key in keys
    }
    gone = events_of(Designation).filter(pgh_label="delete")
    assert [event.pgh_context.metadata["user"] for event in gone] == [secretariat.pk] * 12
    versions = Revision.objects.of_model(Person)
    assert {(one.label, one.values["email"]) for one in versions} == {("", "")}
    assert not ImportedRow.objects.exclude(cells={}).exists()
    lines = JournalEntry.objects.filter(kind="person")
    assert {int(line.key) for line in lines} == keys
    hashes = {tuple(line.said["addresses"]) for line in lines}
    assert hashes == {(hash_of(f"a{n}@mfa.example"),) for n in range(12)}


def test_what_is_taken_back_is_held_before_it_is_asked_whether_it_has_changed(
    secretariat: User, query_cost: QueryCost
) -> None:
    done = written([row(n) for n in range(3)], secretariat)
    undo_import(done, left=set(), by=secretariat)
    cost = query_cost(lambda: work_on(done.pk, seconds=60), once=True)

    def first(start: str, end: str) -> int:
        return next(
            place
            for place, sql in enumerate(cost.sql)
            if f'FROM "{start}"' in sql and ("FOR UPDATE" in sql) == bool(end)
        )

    member, held, person = (f"focalpoints_{name}" for name in ("member", "designation", "person"))
    locks = [first(table, "FOR UPDATE") for table in (member, held, person)]
    assert locks == sorted(locks)
    assert locks[-1] < first(held, "")


def test_changed_rows_are_saved_by_one_statement_and_in_their_order_where_that_fails(
    secretariat: User, query_cost: QueryCost
) -> None:
    person = factories.PersonFactory.create()
    one, other = (
        factories.DesignationFactory.create(
            member=factories.member("ESP"),
            category=factories.category("military"),
            person=person,
            starts_on=f"202{year}-01-01",
            ends_on=f"202{year}-12-31",
        )
        for year in (1, 2)
    )

    def refused(designation: Any) -> Any:
        raise AssertionError(designation)

    # The second makes room for the first.
    other.starts_on, other.ends_on = "2023-01-01", "2023-12-31"
    one.starts_on, one.ends_on = "2022-01-01", "2022-12-31"
    save_all([other, one], why=refused, names={"starts_on", "ends_on"})
    assert [str(held.starts_on) for held in Designation.objects.all()] == [
        "2022-01-01",
        "2023-01-01",
    ]
    for held in (one, other):
        held.letter_reference = "A"
    updates = query_cost(
        lambda: save_all([one, other], why=refused, names={"letter_reference"}), once=True
    )
    assert sum(sql.startswith("UPDATE") for sql in updates.sql) == 1
