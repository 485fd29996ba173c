"""What an import of focal points leaves to people: who is missing in the file, and the undo."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from focalpoints.designations import end_designation, invite_person
from focalpoints.erasure import ERASABLE, erase_person_data
from focalpoints.models import Designation, Person, Revision
from focalpoints.people import correct_person
from focalpoints.spreadsheets.missing_focal_points import missing_focal_points
from network.accounts.models import User
from network.importing.imports import confirm_import, start_import
from network.importing.kinds import kind_named
from network.importing.models import ImportedRow, SpreadsheetImport
from network.importing.undoing import rows_left_by_undo, undo_import
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.network.importing.files import Rows, checked, csv_of, imported, outcomes, worked

pytestmark = pytest.mark.django_db

HEADINGS = ["Country", "Category", "Name", "Email", "Position", "From", "Until"]
DAY = "2024-08-01"
ROWS: Rows = [
    HEADINGS,
    ["Spain", "alternate", "Ana Ruiz", "ana@mfa.example", "Director", "", "2030-06-30"],
    ["Spain", "military", "Ana Ruiz", "ana@mfa.example", "Director", DAY, ""],
    ["Spain", "military", "Luis Gil", "luis@mod.example", "Colonel", DAY, ""],
    ["Norway", "alternate", "Luis Gil", "luis@mod.example", "", DAY, ""],
]


@pytest.fixture(autouse=True)
def _places(db: None) -> None:
    for code in ("ESP", "NOR", "NAM"):
        factories.member(code)
    for code in ("focal_point", "alternate", "military"):
        factories.category(code)


@pytest.fixture
def ana(secretariat: User) -> Person:
    person = Person(given_name="Ana", family_name="Ruiz", email="ana@mfa.example")
    correct_person(person, by=secretariat)
    factories.DesignationFactory.create(
        member=factories.member("ESP"), person=person, category=factories.category("alternate")
    )
    return person


@pytest.fixture
def done(ana: Person, secretariat: User) -> SpreadsheetImport:
    found = imported(ROWS, by=secretariat, kind="focal-points")
    assert (found.state, outcomes(found)) == ("written", ["changed", "new", "new", "new"])
    return found


def undone(found: SpreadsheetImport, by: User) -> SpreadsheetImport:
    left = set(rows_left_by_undo(found))
    return worked(undo_import(found, left=left, by=by))


# --- Undoing ---


def test_an_undo_takes_back_designations_and_the_people_it_made(
    done: SpreadsheetImport, ana: Person, secretariat: User
) -> None:
    luis = Person.objects.get(given_name="Luis")
    assert undone(done, secretariat).state == "undone"
    ana.refresh_from_db()
    assert (ana.position, ana.version) == ("", 3)
    assert Revision.objects.of(ana)[0].source == "restore"
    [held] = Designation.objects.all()
    assert (held.person, held.ends_on) == (ana, None)
    assert list(Person.objects.all()) == [ana]
    # Who was made by mistake leaves nothing of themselves behind.
    kept = json.dumps(list(ImportedRow.objects.values("cells", "label", "about", "differences")))
    assert "luis@mod.example" not in kept
    assert not Revision.objects.filter(object_id=luis.pk, values__given_name="Luis").exists()


def test_an_undo_leaves_a_designation_that_was_ended_since(
    done: SpreadsheetImport, secretariat: User
) -> None:
    held = Designation.objects.get(person__given_name="Luis", member=factories.member("NOR"))
    end_designation(held, by=secretariat)
    assert rows_left_by_undo(done) == {5: "It has been changed since the import."}
    assert undone(done, secretariat).state == "undone"
    # The person stays with what is left of their designations.
    assert [one.member.name for one in held.person.designations.all()] == ["Norway"]


def test_an_undo_leaves_whom_somebody_has_corrected_since(
    done: SpreadsheetImport, ana: Person, secretariat: User
) -> None:
    ana.refresh_from_db()
    ana.position = "Minister"
    correct_person(ana, by=secretariat)
    why = "The record of the person has been changed since."
    assert rows_left_by_undo(done) == {2: why}
    undone(done, secretariat)
    ana.refresh_from_db()
    assert ana.position == "Minister"
    assert [held.category.code for held in ana.designations.all()] == ["alternate"]


def test_an_undo_leaves_whom_somebody_has_invited_since(
    done: SpreadsheetImport, secretariat: User
) -> None:
    luis = Person.objects.get(given_name="Luis")
    invite_person(luis, by=secretariat)
    assert rows_left_by_undo(done) == {4: "The person has been invited since."}
    undone(done, secretariat)
    assert luis.designations.get().member == factories.member("ESP")


def test_an_undo_brings_nothing_back_that_was_erased_since(
    done: SpreadsheetImport, ana: Person, secretariat: User
) -> None:
    Designation.objects.filter(person=ana).update(ends_on="2025-01-01")
    erase_person_data(ana, ERASABLE, by=secretariat)
    rows = ImportedRow.objects.filter(spreadsheet=done)
    assert "Ana" not in json.dumps(list(rows.values("cells", "label", "about", "differences")))
    assert set(rows_left_by_undo(done)) == {2, 3}
    undone(done, secretariat)
    ana.refresh_from_db()
    assert (ana.given_name, ana.position) == ("", "")


def test_an_undo_asks_as_often_for_one_row_as_for_many(secretariat: User, query_cost: Any) -> None:
    def cost(number: int, code: str) -> Any:
        rows = [
            [code, "military", f"P {n}", f"{code}{n}@x.example", "", DAY, ""] for n in range(number)
        ]
        found = imported([HEADINGS, *rows], by=secretariat, kind="focal-points")
        return query_cost(lambda: rows_left_by_undo(found))

    assert cost(1, "NOR") == cost(8, "NAM")


def test_what_changed_between_preview_and_confirmation_is_checked_again(
    ana: Person, secretariat: User
) -> None:
    found = checked(ROWS, by=secretariat, kind="focal-points")
    ana.refresh_from_db()
    ana.position = "Minister"
    correct_person(ana, by=secretariat)
    back = worked(confirm_import(found, only_good=False, by=secretariat))
    assert back.state == "ready"
    assert "has changed since the preview" in back.message
    assert Person.objects.count() == 1
    assert worked(confirm_import(back, only_good=False, by=secretariat)).state == "written"


# --- Who is not in the file ---


def test_who_is_not_in_the_file_is_named_and_stays(ana: Person, secretariat: User) -> None:
    other = factories.DesignationFactory.create(member=factories.member("ESP"))
    factories.DesignationFactory.create(member=factories.member("NAM"))
    ended = factories.DesignationFactory.create(
        member=factories.member("ESP"),
        ends_on="2021-01-01",
        category=factories.category("military"),
    )
    rows = [HEADINGS, ["Spain", "alternate", "Ana Ruiz", "", "Director", "", ""]]
    found = checked(rows, by=secretariat, kind="focal-points")
    [one] = missing_focal_points(found)
    assert one.label == f"Spain, National Focal Point: {other.person}"
    assert one.url == reverse("admin:focalpoints_designation_change", args=[other.pk])
    worked(confirm_import(found, only_good=False, by=secretariat))
    for held in (other, ended):
        before = held.ends_on
        held.refresh_from_db()
        assert str(held.ends_on) == str(before)


@pytest.mark.parametrize(
    "row",
    [
        ["Spain", "alternate", "Ana Ruiz", "", "=1+1", "", ""],
        ["Spain", "alternate", "Ana Ruiz", "not an address", "", "", ""],
        ["Spain", "alternate", "Ana Ruiz", "another@x.example", "", "", ""],
    ],
)
def test_nobody_is_missing_for_a_row_with_a_problem(
    row: list[str], ana: Person, secretariat: User
) -> None:
    found = checked([HEADINGS, row], by=secretariat, kind="focal-points")
    assert outcomes(found) == ["problem"]
    assert missing_focal_points(found) == []


def test_a_vacancy_ends_nothing_and_its_holder_is_named(ana: Person, secretariat: User) -> None:
    found = checked(
        [HEADINGS, ["Spain", "alternate", "Mr. ", "", "", "", ""]],
        by=secretariat,
        kind="focal-points",
    )
    assert outcomes(found) == ["vacancy"]
    assert [one.label for one in missing_focal_points(found)] == [
        "Spain, Alternate focal point: Ana Ruiz"
    ]


# --- The page, the command, and who may ---


def test_the_page_shows_vacancies_notes_and_who_is_missing(
    ana: Person, secretariat_client: Client, secretariat: User
) -> None:
    other = factories.DesignationFactory.create(member=factories.member("ESP"))
    rows = [
        *ROWS,
        ["Norway", "focal_point", "Mr. ", "", "", "", ""],
        ["Norway", "military", "Kari Nordmann", "k@x.example; l@x.example", "", DAY, ""],
    ]
    found = checked(rows, by=secretariat, kind="focal-points")
    address = reverse("admin:network_spreadsheetimport_change", args=[found.pk])
    page = secretariat_client.get(address).content.decode()
    for text in (
        "vacancy",
        "The cell holds several addresses.",
        "Not in this file",
        f"Spain, National Focal Point: {other.person}",
        "Given name",
    ):
        assert text in page
    assert "Invite those without an account" not in page
    worked(confirm_import(found, only_good=False, by=secretariat))
    page = secretariat_client.get(address).content.decode()
    assert f'href="{reverse("admin:focalpoints_person_invite_imported")}?import={found.pk}"' in page
    assert not OutgoingMail.objects.exists()
    designations = secretariat_client.get(reverse("admin:focalpoints_designation_changelist"))
    assert (
        reverse("admin:network_spreadsheetimport_choose", args=["focal-points"])
        in designations.content.decode()
    )


def test_the_command_reports_what_it_would_do_and_does_it(
    ana: Person, tmp_path: Path, capsys: Any
) -> None:
    factories.DesignationFactory.create(member=factories.member("ESP"))
    file = tmp_path / "list.csv"
    file.write_bytes(csv_of([*ROWS, ["Norway", "focal_point", "Mr. ", "", "", "", ""]]))
    call_command("import_entries", "focal-points", str(file), dry_run=True, json=True)
    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {
        "all": 5,
        "new": 3,
        "changed": 1,
        "unchanged": 0,
        "problem": 0,
        "vacancy": 1,
    }
    assert [one["entry"][:27] for one in report["not_in_file"]] == ["Spain, National Focal Point"]
    assert report["rows"][4]["entry"] == "Norway, National Focal Point"
    assert "A vacancy" in report["rows"][4]["notes"][0]
    assert not SpreadsheetImport.objects.exists()
    assert Person.objects.count() == 2
    call_command("import_entries", "focal-points", str(file))
    said = capsys.readouterr().out
    assert "3 new, 1 changed, 0 unchanged, 0 with a problem, 1 vacant; imported" in said
    assert "not in this file, and left as it is: Spain, National Focal Point" in said
    assert Designation.objects.get(person__given_name="Luis", member__country__iso3="NOR")
    assert not OutgoingMail.objects.exists()


def test_only_who_may_record_designations_and_people_imports_them(
    secretariat: User, looker: User, focal_point: User, looker_client: Client
) -> None:
    kind = kind_named("focal-points")
    assert kind is not None
    half = factories.LookerFactory.create(
        permissions=Permission.objects.filter(
            codename__in=["add_designation", "change_designation", "add_spreadsheetimport"]
        )
    )
    for account in (looker, focal_point, half):
        with pytest.raises(Refusal, match="no permission"):
            start_import(kind, io.BytesIO(csv_of(ROWS)), file_name="a", language="en", by=account)
    found = checked(ROWS, by=secretariat, kind="focal-points")
    for account in (looker, focal_point, half):
        with pytest.raises(Refusal, match="no permission"):
            confirm_import(found, only_good=False, by=account)
    page = looker_client.get(reverse("admin:network_spreadsheetimport_change", args=[found.pk]))
    assert "Not in this file" not in page.content.decode()
