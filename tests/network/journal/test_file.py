"""The file of the journal: cut, replaced, unreadable, or not written for too long."""

from __future__ import annotations

import datetime
import html
import os
import shutil
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from network import clock
from network.journal import standing
from network.journal.lines import Line, append
from network.journal.recording import WRITTEN_WITHIN, record, write_waiting
from network.journal.standing import Standing
from network.web import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def journal(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.ERASURE_JOURNAL = path = tmp_path / "erasures.jsonl"
    monkeypatch.setattr(standing, "_known", None)
    monkeypatch.setattr(standing, "_complete", None)
    return path


def written(*keys: int) -> None:
    for key in keys:
        record("badge", key)
    write_waiting()


def from_elsewhere() -> Line:
    return Line(uuid.uuid4(), "badge", "9", {}, clock.now())


def test_a_file_that_was_cut_is_noticed(journal: Path) -> None:
    written(1, 2)
    assert standing.standing() is Standing.CURRENT
    first = journal.read_bytes().splitlines(keepends=True)[0]
    os.truncate(journal, len(first))
    assert standing.standing() is Standing.MISSING


def test_an_older_copy_is_noticed_even_after_more_was_written(
    journal: Path, tmp_path: Path
) -> None:
    written(1)
    copy = shutil.copy(journal, tmp_path / "copy")
    written(2)
    assert standing.standing() is Standing.CURRENT
    shutil.copyfile(copy, journal)  # in place: the file keeps its number on the disk
    written(3, 4)
    assert standing.standing() is Standing.MISSING


def test_another_file_in_its_place_is_read_from_the_beginning(
    journal: Path, tmp_path: Path
) -> None:
    written(1)
    assert standing.standing() is Standing.CURRENT
    newer = journal.read_bytes()
    journal.unlink()
    append([from_elsewhere()])
    mixed = journal.read_bytes() + newer
    for put in (lambda: journal.write_bytes(mixed), lambda: _replaced(journal, tmp_path, mixed)):
        journal.write_bytes(newer)
        assert not standing.is_behind()
        put()
        assert standing.is_behind()


def _replaced(journal: Path, tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other"
    other.write_bytes(content)
    other.replace(journal)


def test_what_is_only_added_is_not_read_again(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(1)
    assert standing.standing() is Standing.CURRENT
    size = journal.stat().st_size
    starts: list[int] = []
    read = standing.read

    def noted(*, start: int = 0) -> Any:
        starts.append(start)
        return read(start=start)

    monkeypatch.setattr(standing, "read", noted)
    written(2)
    assert standing.standing() is Standing.CURRENT
    assert starts == [size]


def test_health_is_down_while_an_erasure_is_not_written(journal: Path) -> None:
    journal.mkdir()  # nothing can be appended to a folder
    entry = record("badge", 7)
    journal.rmdir()
    assert "knows every erasure" in health.check_journal()
    with clock.set_to(entry.happened_at + WRITTEN_WITHIN + datetime.timedelta(seconds=1)):
        with pytest.raises(health.ServiceDown, match="over a minute"):
            health.check_journal()
        write_waiting()
        assert "knows every erasure" in health.check_journal()


def test_a_journal_that_cannot_be_read_closes_the_pages_and_says_so(
    journal: Path, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.mkdir()
    (journal / "something").touch()
    for accept in ("text/html", "*/*"):
        answer = visitor.get("/", headers={"Accept": accept})
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert "cannot reach its records" in answer.content.decode()
    monkeypatch.setattr(health, "_last", None)
    assert visitor.get("/health/").json()["parts"]["journal"]["state"] == "down"
    with pytest.raises(health.ServiceDown, match="cannot be read"):
        health.check_journal()


@pytest.mark.parametrize("makes", ["unreadable", "behind"])
def test_the_page_meanwhile_is_in_the_language_of_the_reader(
    journal: Path, visitor: Client, makes: str
) -> None:
    if makes == "unreadable":
        journal.mkdir()
    else:
        append([from_elsewhere()])
    answer = visitor.get("/fr/members/", headers={"Accept": "text/html"})
    page = html.unescape(answer.content.decode())
    assert '<html lang="fr"' in page
    assert "Veuillez réessayer dans un instant." in page
