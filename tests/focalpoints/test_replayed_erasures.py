"""A backup is restored that still knows somebody: what was erased since is erased again."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from focalpoints.designations import invite_person
from focalpoints.erasure import ERASABLE, erase_person_data, replay_person
from focalpoints.models import Designation, Person
from focalpoints.people import correct_person
from network import clock
from network.accounts.models import Invitation, User
from network.demo.embedded.postgres import installed
from network.journal import standing
from network.journal.lines import read
from network.journal.recording import write_waiting
from network.mail.models import OutgoingMail
from tests import databases, factories

OLD, NEW = "nadia@quelquepart.example", "n.q@elsewhere.example"


@pytest.fixture
def journal(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.ERASURE_JOURNAL = tmp_path / "erasures.jsonl"
    monkeypatch.setattr(standing, "_known", None)
    monkeypatch.setattr(standing, "_complete", None)
    return tmp_path / "erasures.jsonl"


def nadia(by: User) -> Person:
    """Somebody who was invited at one address and is recorded with another."""
    person = factories.PersonFactory.create(given_name="Nadezhda", family_name="Q", email=OLD)
    designation = factories.DesignationFactory.create(
        member=factories.member("ESP"), person=person, category=factories.category("alternate")
    )
    invite_person(person, by=by)
    person.refresh_from_db()
    person.email = NEW
    correct_person(person, by=by)
    over = clock.today() - datetime.timedelta(days=1)
    Designation.objects.filter(pk=designation.pk).update(ends_on=over)
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def restored() -> Iterator[str]:
    """The name of a database to restore into, dropped afterwards."""
    name = f"{connection.settings_dict['NAME']}_restored"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(databases._url("postgres"), autocommit=True) as server:
        server.execute(drop)
        make = sql.SQL("CREATE DATABASE {} TEMPLATE template0")
        server.execute(make.format(sql.Identifier(name)))
        yield name
        server.execute(drop)


def manage(*command: str, database: str, journal: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DATABASE_URL": database, "ERASURE_JOURNAL": str(journal)}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env=environment,
        cwd=databases.PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


def take_backup(dump: Path) -> None:
    source = databases._url(connection.settings_dict["NAME"])
    program = str(installed()[0] / "bin" / "pg_dump")
    databases._run(program, "--no-owner", "--file", str(dump), source)


def restore(dump: Path, url: str) -> None:
    quiet = ("--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--file", str(dump))
    databases._run(str(installed()[0] / "bin" / "psql"), *quiet, url)


@pytest.mark.django_db(transaction=True)
def test_a_restored_dump_forgets_again_what_was_erased_since(
    journal: Path, restored: str, tmp_path: Path
) -> None:
    by = factories.SecretariatFactory.create()
    person = nadia(by)
    url, dump = databases._url(restored), tmp_path / "portal.sql"
    take_backup(dump)
    erase_person_data(person, ERASABLE, by=by)
    assert [(line.kind, line.key) for line in read()] == [("person", str(person.pk))]
    restore(dump, url)
    said = {"Nadezhda", OLD, NEW}
    assert _kept_in(url, said) == said
    done = manage("replay_erasures", database=url, journal=journal)
    assert done.returncode == 0, done.stderr
    assert f"person {person.pk}: erased" in done.stdout
    assert _kept_in(url, said) == set()
    again = manage("replay_erasures", database=url, journal=journal)
    assert "0 erasures done again" in again.stdout


@pytest.mark.django_db(transaction=True)
def test_who_got_the_number_of_the_erased_after_the_restore_stays(
    journal: Path, restored: str, tmp_path: Path
) -> None:
    by = factories.SecretariatFactory.create()
    url, dump = databases._url(restored), tmp_path / "portal.sql"
    take_backup(dump)
    person = nadia(by)  # after the backup, which gives her number again
    erase_person_data(person, ERASABLE, by=by)
    restore(dump, url)
    newcomer = "from focalpoints.models import Person; Person(given_name='Newcomer').save()"
    made = manage("shell", "--no-imports", "--command", newcomer, database=url, journal=journal)
    assert made.returncode == 0, made.stderr
    with psycopg.connect(url) as database:
        assert database.execute("SELECT id FROM focalpoints_person").fetchall() == [(person.pk,)]
    done = manage("replay_erasures", database=url, journal=journal)
    assert done.returncode == 0, done.stderr
    assert f"person {person.pk}: left as it is: what has this number now" in done.stdout
    assert _kept_in(url, {"Newcomer"}) == {"Newcomer"}


def _kept_in(url: str, values: set[str]) -> set[str]:
    """Those of `values` that any table of the database at `url` still says."""
    with psycopg.connect(url) as database:
        named = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        texts = [
            str(
                database.execute(
                    sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(name))
                ).fetchall()
            )
            for (name,) in database.execute(f"{named} AND table_type = 'BASE TABLE'").fetchall()
        ]
    return {value for value in values if any(value.lower() in text.lower() for text in texts)}


@pytest.mark.django_db
def test_whoever_is_designated_in_the_backup_is_erased_and_named(
    journal: Path, secretariat: User, focal_point: User
) -> None:
    person = nadia(secretariat)
    erase_person_data(person, ERASABLE, by=secretariat)
    write_waiting()
    (line,) = read()
    Person.objects.filter(pk=person.pk).update(given_name="Nadezhda", email=NEW)
    designation = factories.DesignationFactory.create(member=factories.member("DEU"), person=person)
    assert replay_person(line) == f"erased; end designations {designation.pk} again"
    person.refresh_from_db()
    assert (person.given_name, person.email) == ("", "")
    assert Designation.objects.filter(pk=designation.pk).exists()


@pytest.mark.django_db
def test_mail_to_an_address_that_the_backup_does_not_have_in_the_record_goes_too(
    journal: Path, secretariat: User
) -> None:
    person = nadia(secretariat)
    erase_person_data(person, ERASABLE, by=secretariat)
    write_waiting()
    (line,) = read()
    factories.PersonFactory.create(email="stranger@example.org")
    for address in (OLD, "stranger@example.org"):
        Invitation.objects.create(
            email=address,
            token_digest=address,
            created_at=secretariat.date_joined,
            expires_at=secretariat.date_joined,
        )
    Person.objects.filter(pk=person.pk).update(email="")
    replay_person(line)
    assert [row.email for row in Invitation.objects.all()] == ["stranger@example.org"]
    assert not OutgoingMail.objects.filter(address=OLD).exists()
