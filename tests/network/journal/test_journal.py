"""The journal outside the database: written after the commit, replayed after a restore."""

from __future__ import annotations

import datetime
import json
import stat
import uuid
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client

from network import registry
from network.journal import lines, standing
from network.journal.kinds import JournalKind
from network.journal.lines import Line, append, hash_of, read
from network.journal.models import JournalEntry
from network.journal.recording import record, write_waiting
from network.mail import engine
from network.mail.models import OutgoingMail
from network.mail.outbox import outbox
from network.tasks import pulse
from network.web import health
from tests.costs import QueryCost
from tests.network.letters import write

pytestmark = pytest.mark.django_db

Committed = Callable[..., Any]
ADDRESS = "Nadia@quelquepart.example"
KEYS = list(settings.JOURNAL_KEYS)


@pytest.fixture(autouse=True)
def journal(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "elsewhere" / "erasures.jsonl"
    settings.ERASURE_JOURNAL = path
    monkeypatch.setattr(standing, "_known", None)
    monkeypatch.setattr(standing, "_complete", None)
    return path


@pytest.fixture
def replayed() -> Iterator[list[Line]]:
    """A kind of erasures that an app could add; what was replayed of it."""
    found: list[Line] = []

    def replay(line: Line) -> str:
        found.append(line)
        return "erased"

    with registry.replaced(JournalKind, JournalKind(name="badge", replay=replay)):
        yield found


def later(key: str = "7", kind: str = "badge") -> Line:
    """What was erased after the backup that this database was restored from."""
    said = {"addresses": [hash_of(ADDRESS)], "hashed_by": lines.names_of_keys()[0]}
    return Line(uuid.uuid4(), kind, key, said, datetime.datetime.now(datetime.UTC))


def run(**options: Any) -> str:
    out = StringIO()
    call_command("replay_erasures", stdout=out, **options)
    return out.getvalue()


# --- Writing ---


def test_it_is_written_once_the_erasure_is_committed(
    journal: Path, django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        record("badge", 7, addresses=[ADDRESS], fields=["email"])
        assert not journal.exists()
    (line,) = read()
    assert (line.kind, line.key, line.said["fields"]) == ("badge", "7", ["email"])
    assert JournalEntry.objects.get().written_at is not None
    assert write_waiting() == 0


def test_an_erasure_that_is_taken_back_is_not_written(journal: Path) -> None:
    with transaction.atomic():
        record("badge", 7)
        transaction.set_rollback(True)
    assert write_waiting() == 0
    assert not journal.exists()


def test_it_names_no_address_and_nobody_else_reads_it(journal: Path) -> None:
    record("badge", 7, addresses=[ADDRESS])
    write_waiting()
    text = journal.read_text().lower()
    assert "nadia" not in text
    assert "quelquepart" not in text
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    (line,) = read()
    assert line.names(ADDRESS.upper())
    assert not line.names("somebody@quelquepart.example")


def test_the_hash_is_of_the_secret_key_and_an_earlier_one_is_still_read(settings: Any) -> None:
    settings.JOURNAL_KEYS = ["the first"]
    line = later()
    settings.JOURNAL_KEYS = ["another"]
    assert not line.is_readable
    assert not line.names(ADDRESS)
    settings.JOURNAL_KEYS = ["another", "the first"]
    assert line.is_readable
    assert line.names(ADDRESS)


def test_the_sweep_writes_what_a_full_disk_left(
    journal: Path, django_capture_on_commit_callbacks: Committed
) -> None:
    journal.parent.mkdir()
    journal.mkdir()  # nothing can be appended to a folder
    with django_capture_on_commit_callbacks(execute=True):
        record("badge", 7)
    assert JournalEntry.objects.get().written_at is None
    journal.rmdir()
    pulse()
    assert [line.key for line in read()] == ["7"]


def test_a_line_that_was_half_written_does_not_spoil_the_next(journal: Path) -> None:
    append([later("1")])
    with journal.open("ab") as file:
        file.write(b'{"identity": "half')
    append([later("2")])
    assert [line.key for line in read()] == ["1", "2"]
    assert all(json.loads(raw) for raw in journal.read_text().splitlines()[::2])


def test_an_entry_is_neither_changed_nor_deleted() -> None:
    entry = record("badge", 7)
    for write_over in (
        lambda: JournalEntry.objects.update(key="8"),
        lambda: JournalEntry.objects.filter(pk=entry.pk).delete(),
    ):
        refused = pytest.raises(DatabaseError, match="neither changed nor deleted")
        with refused, transaction.atomic():
            write_over()


# --- After a restore ---


def test_a_restored_portal_shows_and_sends_nothing_until_it_is_replayed(
    visitor: Client, secretariat_client: Client, replayed: list[Line]
) -> None:
    mail = write()
    assert engine.sweep(outbox) == 1
    append([later()])
    for client in (visitor, secretariat_client):
        for url in ("/", "/admin/", "/ar/members/"):
            answer = client.get(url)
            assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "restored from a backup" in visitor.get("/", HTTP_ACCEPT="text/html").content.decode()
    assert engine.sweep(outbox) == 0
    assert engine.run(outbox).sent == 0
    assert OutgoingMail.objects.get(pk=mail.pk).attempts == 0
    with pytest.raises(health.ServiceDown, match="replay_erasures"):
        health.check_journal()
    assert "badge 7: erased" in run()
    assert visitor.get("/").status_code == 200
    assert engine.sweep(outbox) == 1
    assert "knows every erasure" in health.check_journal()


def test_health_answers_meanwhile(visitor: Client) -> None:
    append([later()])
    health._last = None
    answer = visitor.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["parts"]["journal"]["state"] == "down"


def test_each_is_replayed_once_and_in_order(replayed: list[Line]) -> None:
    append([later("1"), later("2")])
    record("badge", 3)
    write_waiting()
    run()
    assert [line.key for line in replayed] == ["1", "2"]
    assert "0 erasures" in run()
    assert len(replayed) == 2


def test_what_was_interrupted_goes_on(replayed: list[Line]) -> None:
    append([later("1"), later("2", kind="unknown")])
    with pytest.raises(CommandError, match="No app of this portal knows"):
        run()
    assert [line.key for line in replayed] == ["1"]
    assert JournalEntry.objects.count() == 1
    assert standing.is_behind()


def test_what_another_key_hashed_is_erased_by_its_number_and_named(
    replayed: list[Line], settings: Any
) -> None:
    append([later("7"), later("8")])
    settings.JOURNAL_KEYS = ["another"]
    with pytest.raises(CommandError, match="could not be compared: badge 7, badge 8") as refused:
        run()
    assert "JOURNAL_KEY" in str(refused.value)
    assert [line.key for line in replayed] == ["7", "8"]
    assert standing.is_behind()
    settings.JOURNAL_KEYS = ["another", *KEYS]
    run()
    assert [line.key for line in replayed] == ["7", "8"] * 2
    assert not standing.is_behind()


def test_a_key_that_is_lost_may_be_accepted(replayed: list[Line], settings: Any) -> None:
    append([later()])
    settings.JOURNAL_KEYS = ["another"]
    said = run(accept_unreadable=True)
    assert "badge 7: erased; its addresses could not be compared" in said
    assert standing.standing() is standing.Standing.CURRENT
    assert "0 erasures" in run()


def test_a_journal_that_is_missing_is_noticed_and_written_again(
    journal: Path, replayed: list[Line]
) -> None:
    record("badge", 7)
    write_waiting()
    journal.unlink()
    assert standing.standing() is standing.Standing.MISSING
    write()
    assert engine.sweep(outbox) == 0
    with pytest.raises(CommandError, match="accept-missing"):
        run()
    run(accept_missing=True)
    assert [line.key for line in read()] == ["7"]
    assert standing.standing() is standing.Standing.CURRENT
    assert replayed == []


def test_nothing_is_asked_of_the_database_while_nothing_is_added(
    replayed: list[Line], query_cost: QueryCost
) -> None:
    record("badge", 7)
    write_waiting()
    assert query_cost(standing.is_behind, once=True) == 1
    assert query_cost(standing.is_behind) == 0
