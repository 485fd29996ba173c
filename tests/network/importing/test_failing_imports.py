"""Errors that nobody foresaw: an import stops after a few, and a person decides on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from focalpoints.models import Member
from focalpoints.spreadsheets.members import MemberResource
from network.accounts.models import User
from network.importing import judging
from network.importing.attempts import MOST_ATTEMPTS
from network.importing.imports import confirm_import
from network.importing.models import SpreadsheetImport
from network.importing.undoing import discard_import, retry_import, undo_import
from network.importing.working import work_on
from network.values.optimistic_lock import Overtaken
from network.values.refusals import Refusal
from tests import factories
from tests.network.importing.files import checked, csv_of, imported, worked

pytestmark = pytest.mark.django_db
ROWS = [["country", "joined"], ["Norway", "2018"]]


@pytest.fixture(autouse=True)
def _norway(db: None) -> None:
    factories.country("NOR")


def broken(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError("a fault in the portal")


def tried_to_the_end(spreadsheet: SpreadsheetImport) -> SpreadsheetImport:
    for attempt in range(MOST_ATTEMPTS):
        assert spreadsheet.attempts == attempt
        assert spreadsheet.state != "failed"
        worked(spreadsheet)
    return spreadsheet


def unchecked(by: User) -> SpreadsheetImport:
    """An import whose check meets an error each time."""
    found = checked(ROWS, by=by)
    SpreadsheetImport.objects.filter(pk=found.pk).update(state="reading")
    found.rows.update(outcome="")
    found.refresh_from_db()
    return found


def test_a_check_that_fails_each_time_stops_and_can_be_tried_again(
    secretariat: User,
    secretariat_client: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = unchecked(secretariat)
    monkeypatch.setattr(MemberResource, "columns", broken)
    tried_to_the_end(found)
    assert (found.state, found.failed_in) == ("failed", "reading")
    assert not SpreadsheetImport.objects.unfinished().exists(), "no sweep takes it up again"
    logged = [record for record in caplog.records if record.name == "network.importing.working"]
    assert len(logged) == MOST_ATTEMPTS
    assert all(record.exc_info and "a fault" in str(record.exc_info[1]) for record in logged)

    monkeypatch.undo()
    page = reverse("admin:network_spreadsheetimport_change", args=[found.pk])
    shown = secretariat_client.get(page).content.decode()
    assert "has stopped this import, and nothing was imported" in shown
    secretariat_client.post(reverse("admin:network_spreadsheetimport_retry", args=[found.pk]))
    worked(found)
    assert (found.state, found.failed_in, found.message) == ("ready", "", "")
    assert found.counts()["new"] == 1


def test_an_error_that_passes_stops_nothing(
    secretariat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = unchecked(secretariat)
    monkeypatch.setattr(MemberResource, "columns", broken)
    worked(found)
    assert found.attempts == 1
    monkeypatch.undo()
    worked(found)
    assert (found.state, found.attempts) == ("ready", 0)


def test_an_undo_that_fails_leaves_every_row_and_can_be_given_up(
    secretariat: User, looker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = imported(ROWS, by=secretariat)
    monkeypatch.setattr(MemberResource, "take_back", broken)
    found = tried_to_the_end(undo_import(done, left=set(), by=secretariat))
    assert (found.state, found.failed_in) == ("failed", "undoing")
    assert Member.objects.filter(country__iso3="NOR").exists()
    for act in (retry_import, discard_import):
        with pytest.raises(Refusal, match="no permission"):
            act(found, by=looker)
    discard_import(found, by=secretariat)
    found.refresh_from_db()
    assert found.state == "written"
    monkeypatch.undo()
    worked(undo_import(found, left=set(), by=secretariat))
    assert not Member.objects.filter(country__iso3="NOR").exists()


def stopped_by_its_limit(*args: Any, **kwargs: Any) -> Any:
    raise SoftTimeLimitExceeded


def killed(*args: Any, **kwargs: Any) -> Any:
    raise SystemExit


def test_an_undo_that_takes_too_long_does_not_begin_again(
    secretariat: User, secretariat_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = imported(ROWS, by=secretariat)
    monkeypatch.setattr(MemberResource, "take_back", stopped_by_its_limit)
    found = worked(undo_import(done, left=set(), by=secretariat))
    assert (found.state, found.failed_in) == ("failed", "undoing")
    assert not SpreadsheetImport.objects.unfinished().exists(), "no sweep takes it up again"
    assert Member.objects.filter(country__iso3="NOR").exists()
    page = reverse("admin:network_spreadsheetimport_change", args=[found.pk])
    shown = secretariat_client.get(page).content.decode()
    assert "The undo was cut off before its end, because it took too long" in shown
    assert "Leave the rows as they were imported" in shown
    monkeypatch.undo()
    assert worked(retry_import(found, by=secretariat)).state == "undone"


@pytest.mark.parametrize("step", ["look_ahead", "find", "write"])
def test_an_import_that_takes_too_long_does_not_begin_again(
    step: str, secretariat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the limit strikes, it is no fault of a row."""
    found = unchecked(secretariat)
    monkeypatch.setattr(MemberResource, step, stopped_by_its_limit)
    worked(found)
    assert (found.state, found.failed_in) == ("failed", "reading")
    assert "This import was cut off before its end" in found.message
    monkeypatch.undo()
    worked(retry_import(found, by=secretariat))
    monkeypatch.setattr(MemberResource, step, stopped_by_its_limit)
    found = worked(confirm_import(found, only_good=False, by=secretariat))
    assert (found.state, found.failed_in) == ("failed", "confirmed")


def test_a_step_whose_process_is_killed_each_time_stops(
    secretariat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is killed can count nothing afterwards."""
    done = imported(ROWS, by=secretariat)
    monkeypatch.setattr(MemberResource, "take_back", killed)
    found = undo_import(done, left=set(), by=secretariat)
    for _attempt in range(MOST_ATTEMPTS):
        with pytest.raises(SystemExit):
            work_on(found.pk, seconds=60)
    worked(found)
    assert (found.state, found.failed_in) == ("failed", "undoing")
    assert "the server stopped, and nothing was undone" in found.message


def test_what_is_discarded_is_not_taken_up_again(secretariat: User) -> None:
    found = discard_import(checked(ROWS, by=secretariat), by=secretariat)
    assert found.state == "discarded"
    for act in (retry_import, discard_import):
        with pytest.raises(Overtaken):
            act(found, by=secretariat)
    assert not Member.objects.filter(country__iso3="NOR").exists()


def test_the_command_on_the_server_says_so_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "members.csv"
    file.write_bytes(csv_of(ROWS))
    monkeypatch.setattr(judging, "_require_once", broken)
    with pytest.raises(CommandError, match="has stopped this import, and nothing was imported"):
        call_command("import_entries", "members", str(file))
    assert SpreadsheetImport.objects.get().state == "failed"
