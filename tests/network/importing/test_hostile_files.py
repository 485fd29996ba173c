"""Hostile spreadsheets: each gets its sentence, none writes a row, none takes much memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from focalpoints.models import Member
from network.accounts.models import User
from network.importing.imports import confirm_import
from network.importing.models import SpreadsheetImport
from network.importing.spreadsheets.tables import UnreadableFile
from network.values.refusals import Refusal
from tests import factories
from tests.network.importing.files import checked, sentences
from tests.network.importing.hostile import UNREADABLE, WITH_PROBLEMS, bomb

MOST_MB = 256
BOMB_MB = 50


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    """What a process came to that opened each of them."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.network.importing.hostile"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "network.settings"},
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.django_db
def test_what_cannot_be_imported_gets_its_sentence(name: str, secretariat: User) -> None:
    make, said = UNREADABLE[name]
    with pytest.raises(UnreadableFile) as refusal:
        checked(make(), by=secretariat)
    assert said in refusal.value.sentence
    assert not SpreadsheetImport.objects.exists()


@pytest.mark.parametrize("name", WITH_PROBLEMS)
@pytest.mark.django_db
def test_what_is_wrong_with_a_row_is_said_and_nothing_is_written(
    name: str, secretariat: User
) -> None:
    spain = factories.member("ESP")
    make, said = WITH_PROBLEMS[name]
    found = checked(make(), by=secretariat)
    [sentence] = sentences(found)
    assert sentence.startswith("2: ")
    assert said in sentence
    with pytest.raises(Refusal, match="1 row has a problem"):
        confirm_import(found, only_good=False, by=secretariat)
    assert Member.objects.get().version == spain.version


@pytest.mark.parametrize("name", [*UNREADABLE, *WITH_PROBLEMS])
def test_none_takes_much_memory(name: str, measured: dict[str, Any]) -> None:
    found = measured[name]
    assert found["status"] == 0, found
    assert found["whole_mb"] < MOST_MB, found


def test_a_bomb_is_refused_before_it_unfolds(measured: dict[str, Any]) -> None:
    """The child has one second of processor time, in which it must also have read the file."""
    assert 300_000 < len(bomb()) < 600_000
    found = measured["a bomb"]
    assert "The workbook was not opened" in found["said"]
    assert found["status"] == 0
    assert found["grown_mb"] < BOMB_MB
