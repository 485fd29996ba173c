"""An error of preparation is one sentence that says what to do."""

from __future__ import annotations

import errno
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from network.demo import prepare
from network.demo.prepare import NewerDatabaseError, require_known_migrations, sentence_of
from network.importing.reference import BrokenRowError


@pytest.mark.django_db
def test_a_database_that_a_newer_version_wrote_is_distinguished() -> None:
    require_known_migrations()
    MigrationRecorder(connection).record_applied("network", "0999_of_next_year")
    with pytest.raises(NewerDatabaseError) as refusal:
        require_known_migrations()
    assert "newer version of the portal (network.0999_of_next_year)" in str(refusal.value)
    assert "Update this program" in str(refusal.value)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full. Make room"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "The disk is full. Make room"),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/x"), "/srv/x may not be written"),
        (CommandError("Do this."), "Do this."),
        (KeyError("CAN"), "KeyError: 'CAN' Nothing of this step was changed. `make reset`"),
    ],
)
def test_each_fault_has_its_sentence(error: Exception, sentence: str) -> None:
    assert sentence_of(error).startswith(sentence)
    assert "\n" not in sentence_of(error)


def test_the_sentence_is_said_and_the_trace_kept_for_the_log(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(begin: Any) -> None:
        begin("sample data")
        raise CommandError("The sample row x could not be loaded (y). `make reset` starts afresh.")

    monkeypatch.setattr(prepare, "_prepare", fail)
    monkeypatch.setattr("sys.stdout", open(1, "w", closefd=False))  # noqa: SIM115
    assert prepare.main() == 1
    said, logged = capfd.readouterr()
    assert said.splitlines() == [
        "  sample data",
        "  The demo could not be prepared (sample data). The sample row x could not be loaded (y). "
        "`make reset` starts afresh.",
    ]
    assert "Traceback" in logged


def test_a_broken_reference_file_is_reported_by_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise BrokenRowError("naps.csv, line 3, column iso3: 'XYZ' is not known.")

    monkeypatch.setattr("network.management.commands.load_reference.load_reference", broken)
    with pytest.raises(CommandError, match=r"line 3.*Nothing was loaded"):
        call_command("load_reference")
