"""A database from before the migrations were squashed is brought over whole, or refused.

That a new one is not refused shows every test: theirs is made by the same command.
"""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from network.demo.prepare import require_known_migrations

pytestmark = pytest.mark.django_db

LEFT = """
ALTER TABLE focalpoints_designation ADD COLUMN letter varchar(100) NOT NULL DEFAULT '';
ALTER TABLE focalpoints_designationevent ADD COLUMN letter varchar(100) NOT NULL DEFAULT '';
ALTER TABLE focalpoints_organisation ALTER COLUMN translates SET DEFAULT '{}';
ALTER TABLE focalpoints_proposedchange ALTER COLUMN translates SET DEFAULT '{}';
ALTER TABLE focalpoints_reviewstep ALTER COLUMN outdated SET DEFAULT '[]';
ALTER TABLE focalpoints_reviewstepevent ALTER COLUMN outdated SET DEFAULT '[]';
ALTER TABLE focalpoints_revision ALTER COLUMN outdated SET DEFAULT '[]';
ALTER TABLE initiatives_initiative ALTER COLUMN translates SET DEFAULT '{}';
ALTER TABLE initiatives_nationalactionplan ALTER COLUMN translates SET DEFAULT '{}';
CREATE TABLE meetings_pdfbuild (id bigint PRIMARY KEY);
"""


def columns() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, column_default FROM information_schema.columns "
            "WHERE table_schema = 'public' ORDER BY 1, 2"
        )
        return cursor.fetchall()


def squashed() -> dict[tuple[str, str], list[tuple[str, str]]]:
    """What each squashed migration has taken the place of, in its order."""
    return {
        key: list(migration.replaces)
        for key, migration in MigrationLoader(None).disk_migrations.items()
        if migration.replaces
    }


def before_the_squash(lacking: int) -> None:
    """Record in the test's database the former steps, less the last `lacking` of each app."""
    recorder = MigrationRecorder(connection)
    ours = {app for app, _name in squashed()}
    for app, name in MigrationLoader(None).disk_migrations:
        if app in ours:
            # What came after the squash too.
            recorder.record_unapplied(app, name)
    for (app, name), steps in squashed().items():
        recorder.record_unapplied(app, name)
        for number, step in enumerate(steps, 1):
            # Django notes what it has squashed as applied too.
            recorder.record_unapplied(*step)
            if number <= len(steps) - lacking:
                recorder.record_applied(*step)


def test_every_app_has_one_squashed_migration() -> None:
    apps = ["focalpoints", "initiatives", "meetings", "network", "newsletters"]
    assert sorted(app for app, _name in squashed()) == apps


def test_a_database_that_has_every_former_step_comes_over_without_what_they_had_left() -> None:
    new = columns()
    with connection.cursor() as cursor:
        cursor.execute(LEFT)
    assert len(columns()) == len(new) + 3
    before_the_squash(lacking=0)
    require_known_migrations()
    call_command("migrate", interactive=False, verbosity=0)
    assert set(squashed()) <= set(MigrationRecorder(connection).applied_migrations())
    assert columns() == new


def test_one_that_lacks_some_is_refused_with_what_to_do() -> None:
    before_the_squash(lacking=1)
    require_known_migrations()
    before = set(MigrationRecorder(connection).applied_migrations())
    with pytest.raises(CommandError) as refusal:
        call_command("migrate", interactive=False, verbosity=0)
    assert "it lacks focalpoints.00" in str(refusal.value)
    assert "git checkout" in str(refusal.value)
    assert set(MigrationRecorder(connection).applied_migrations()) == before
