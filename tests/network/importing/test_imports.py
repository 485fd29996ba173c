"""Importing members: preview, confirmation, undo, and what must never happen."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from focalpoints.members import save_member
from focalpoints.models import Member, Revision
from focalpoints.revisions import record_loaded
from network.accounts.models import User
from network.importing.imports import (
    answer_names,
    confirm_import,
    start_import,
)
from network.importing.kinds import kind_named
from network.importing.models import SpreadsheetImport
from network.importing.spreadsheets.tables import UnreadableFile
from network.importing.undoing import rows_left_by_undo, undo_import
from network.mail.models import OutgoingMail
from network.values.optimistic_lock import Overtaken
from network.values.partial_dates import PartialDate
from network.values.refusals import Refusal
from tests import factories
from tests.network.importing.files import checked, csv_of, imported, outcomes, sentences, worked

pytestmark = pytest.mark.django_db
State = SpreadsheetImport.State


@pytest.fixture
def spain(db: None) -> Member:
    member = factories.member("ESP")
    member.joined_on, member.state = PartialDate(2016), "recorded"
    member.save()
    record_loaded(Member, [member.pk], source=Revision.Source.REFERENCE)
    return member


@pytest.fixture(autouse=True)
def _places(db: None) -> None:
    for code in ("NOR", "NAM"):
        factories.country(code)


LIST = [
    ["Pays", "Statut", "Adhésion", "Remarque"],
    ["España", "confirmed", "2017-05", "seen"],
    ["Namibia", "", "23.09.2016", ""],
]


def test_a_preview_says_of_each_row_what_it_is_and_writes_nothing(
    spain: Member, secretariat: User
) -> None:
    found = checked(LIST, by=secretariat)
    assert found.state == State.READY
    assert outcomes(found) == ["changed", "new"]
    assert found.unread == ["Remarque"]
    changed, new = found.rows.all()
    assert changed.label == "Spain"
    assert changed.differences == [
        {
            "column": "state",
            "before": "recorded in a communiqué",
            "after": "confirmed by letter",
        },
        {"column": "joined_on", "before": "2016", "after": "2017-05"},
    ]
    assert (new.label, new.object_id) == ("Namibia", None)
    spain.refresh_from_db()
    assert (spain.state, spain.joined_on, spain.version) == ("recorded", PartialDate(2016), 1)
    assert not Member.objects.filter(country__iso3="NAM").exists()


def test_what_was_confirmed_is_written_as_versions_and_sends_no_mail(
    spain: Member, secretariat: User
) -> None:
    done = imported(LIST, by=secretariat)
    assert done.state == State.WRITTEN
    spain.refresh_from_db()
    assert (spain.state, spain.joined_on, spain.version) == ("confirmed", PartialDate(2017, 5), 2)
    namibia = Member.objects.get(country__iso3="NAM")
    assert (namibia.slug, namibia.joined_on) == ("namibia", PartialDate(2016, 9, 23))
    for member in (spain, namibia):
        latest = Revision.objects.of(member)[0]
        assert (latest.source, latest.by, latest.number) == (
            "import",
            secretariat,
            member.version,
        )
    assert not OutgoingMail.objects.exists()


def test_the_same_file_twice_changes_nothing(spain: Member, secretariat: User) -> None:
    imported(LIST, by=secretariat)
    again = checked(LIST, by=secretariat)
    assert outcomes(again) == ["unchanged", "unchanged"]
    with pytest.raises(Refusal, match="nothing to import"):
        confirm_import(again, only_good=False, by=secretariat)


def test_a_blank_cell_erases_nothing(spain: Member, secretariat: User) -> None:
    assert outcomes(checked([["country", "joined"], ["Spain", " "]], by=secretariat)) == [
        "unchanged"
    ]


def test_one_bad_row_stops_all_unless_the_good_ones_are_asked_for(
    spain: Member, secretariat: User
) -> None:
    rows = [["country", "joined"], ["Spain", "2018"], ["Norvège", "2018-13"]]
    found = checked(rows, by=secretariat)
    assert sentences(found) == ["3: “joined” (B) “2018-13” is no day that exists."]
    with pytest.raises(Refusal, match="1 row has a problem"):
        confirm_import(found, only_good=False, by=secretariat)
    spain.refresh_from_db()
    assert spain.joined_on == PartialDate(2016)
    done = worked(confirm_import(found, only_good=True, by=secretariat))
    assert done.state == State.WRITTEN
    spain.refresh_from_db()
    assert spain.joined_on == PartialDate(2018)
    assert not Member.objects.filter(country__iso3="NOR").exists()


def test_what_changed_between_preview_and_confirmation_is_not_written_over(
    spain: Member, secretariat: User
) -> None:
    found = checked(LIST, by=secretariat)
    spain.refresh_from_db()
    spain.joined_on = PartialDate(2015)
    save_member(spain, by=secretariat)
    back = worked(confirm_import(found, only_good=False, by=secretariat))
    assert back.state == State.READY
    assert "what row 2 is about has changed" in back.message
    assert not Member.objects.filter(country__iso3="NAM").exists()
    assert back.rows.all()[0].differences[1] == {
        "column": "joined_on",
        "before": "2015",
        "after": "2017-05",
    }


def test_an_undo_brings_back_what_was_and_deletes_what_was_new(
    spain: Member, secretariat: User
) -> None:
    done = imported(LIST, by=secretariat)
    undone = worked(undo_import(done, left=set(), by=secretariat))
    assert undone.state == State.UNDONE
    spain.refresh_from_db()
    assert (spain.state, spain.joined_on, spain.version) == ("recorded", PartialDate(2016), 3)
    assert Revision.objects.of(spain)[0].source == "restore"
    assert not Member.objects.filter(country__iso3="NAM").exists()


def test_an_undo_leaves_what_was_changed_since_and_says_so(
    spain: Member, secretariat: User
) -> None:
    done = imported(LIST, by=secretariat)
    spain.refresh_from_db()
    spain.joined_on = PartialDate(2015)
    save_member(spain, by=secretariat)
    assert rows_left_by_undo(done) == {2: "It has been changed since the import."}
    with pytest.raises(Overtaken, match="other rows have been changed"):
        undo_import(done, left=set(), by=secretariat)
    worked(undo_import(done, left={2}, by=secretariat))
    spain.refresh_from_db()
    assert spain.joined_on == PartialDate(2015)
    assert not Member.objects.filter(country__iso3="NAM").exists()


def test_two_rows_of_one_entry_are_refused(spain: Member, secretariat: User) -> None:
    rows = [["country", "joined"], ["Spain", "2018"], ["ESP", "2019"]]
    assert sentences(checked(rows, by=secretariat)) == [
        "3:  Row 2 is about the same entry. Keep one of the two."
    ]


@pytest.mark.parametrize("heading", ["member", "country", "organisation"])
def test_an_ambiguous_name_is_asked_about_and_answered(heading: str, secretariat: User) -> None:
    factories.OrganisationFactory.create(code="NORDIC", name_en="Nordic Union", aliases=["NO"])
    found = checked([[heading, "joined"], ["no", "2018"]], by=secretariat)
    [row] = found.rows.all()
    [problem] = row.problems
    assert "Nordic Union (NORDIC)" in problem["sentence"]
    assert [code for code, _name in problem["choices"]] == ["NOR", "NORDIC"]
    with pytest.raises(Refusal, match="Choose what"):
        answer_names(found, {"no": "NAM"}, by=secretariat)
    told = worked(answer_names(found, {"no": "NOR"}, by=secretariat))
    [row] = told.rows.all()
    assert (row.outcome, row.label) == ("new", "Norway")


def test_a_number_that_a_spreadsheet_has_spoilt_is_refused_with_its_row(
    spain: Member, secretariat: User
) -> None:
    rows = [["country", "source"], ["Spain", "3.49E+11"]]
    [sentence] = sentences(checked(rows, by=secretariat))
    assert sentence.startswith("2: “source” (B) A spreadsheet has turned a long number")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "The file is empty"),
        ([["country", "joined"]], "headings, but no rows"),
        ([["a", "b"], ["Spain", "2017"]], "none of them says which entry"),
        ([["country", "what"], ["Spain", "2017"]], "None of these columns is known here: what"),
        ([["joined", "Member since", "pays"], ["2017", "", "Spain"]], "say the same: “joined” (A)"),
    ],
)
def test_a_file_that_would_import_nothing_is_never_a_success(
    rows: Any, sentence: str, secretariat: User
) -> None:
    with pytest.raises(UnreadableFile, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        checked(rows, by=secretariat)
    assert not SpreadsheetImport.objects.exists()


def test_only_who_may_record_and_correct_members_may_import_them(
    spain: Member, looker: User, focal_point: User, secretariat: User
) -> None:
    kind = kind_named("members")
    assert kind is not None
    for account in (looker, focal_point):
        with pytest.raises(Refusal, match="no permission"):
            start_import(kind, io.BytesIO(csv_of(LIST)), file_name="a", language="en", by=account)
    found = checked(LIST, by=secretariat)
    for account in (looker, focal_point):
        with pytest.raises(Refusal, match="no permission"):
            confirm_import(found, only_good=False, by=account)
    done = worked(confirm_import(found, only_good=False, by=secretariat))
    with pytest.raises(Refusal, match="no permission"):
        undo_import(done, left=set(), by=looker)


def test_the_command_reports_and_imports(spain: Member, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "members.csv"
    file.write_bytes(csv_of(LIST, separator=";", encoding="cp1252"))
    call_command("import_entries", "members", str(file), dry_run=True, json=True)
    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {
        "all": 2,
        "new": 1,
        "changed": 1,
        "unchanged": 0,
        "problem": 0,
        "vacancy": 0,
    }
    assert report["is_written"] is False
    assert not SpreadsheetImport.objects.exists()
    call_command("import_entries", "members", str(file))
    assert "2 rows: 1 new, 1 changed, 0 unchanged, 0 with a problem; imported" in (
        capsys.readouterr().out
    )
    spain.refresh_from_db()
    assert spain.version == 2
    call_command("import_entries", "members", str(file))
    assert "nothing to import: every row is as recorded" in capsys.readouterr().out


def test_the_command_fails_where_a_row_has_a_problem(
    spain: Member, tmp_path: Path, capsys: Any
) -> None:
    file = tmp_path / "members.csv"
    file.write_bytes(csv_of([["country", "joined"], ["Spain", "2018"], ["Atlantis", "2018"]]))
    with pytest.raises(CommandError, match="nothing was imported"):
        call_command("import_entries", "members", str(file))
    assert "is not a known country" in capsys.readouterr().out
    spain.refresh_from_db()
    assert spain.version == 1


def test_an_undo_leaves_a_new_member_that_has_a_designation_since(
    spain: Member, secretariat: User
) -> None:
    rows = [["country", "joined"], ["Spain", "2018"], ["NOR", "2018"]]
    found = imported(rows, by=secretariat)
    norway = Member.objects.get(country__iso3="NOR")
    factories.DesignationFactory.create(member=norway)
    left = rows_left_by_undo(found)
    assert left == {3: "It has entries or designations since."}
    undone = worked(undo_import(found, left=set(left), by=secretariat))
    assert undone.state == "undone"
    assert Member.objects.filter(pk=norway.pk).exists()


def test_an_import_whose_account_is_gone_does_not_wait_for_ever(secretariat: User) -> None:
    kind = kind_named("members")
    assert kind is not None
    content = csv_of([["country", "joined"], ["NOR", "2018"]])
    found = start_import(
        kind, io.BytesIO(content), file_name="list.csv", language="en", by=secretariat
    )
    SpreadsheetImport.objects.filter(pk=found.pk).update(by=None)
    found = worked(found)
    assert found.state == "ready"
    assert sentences(found) == ["2:  The account that started this import no longer exists."]
    assert not Member.objects.filter(country__iso3="NOR").exists()
