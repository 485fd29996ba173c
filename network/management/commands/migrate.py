"""Django's `migrate`, which first refuses a database that it could only partly migrate."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# The last commit that has every step which the squashed migrations have taken the place of.
LAST_WITH_EVERY_STEP = "c3a9704"


class Command(migrate.Command):
    """`manage.py migrate`, with its arguments."""

    def handle(self, *args: Any, **options: Any) -> None:
        require_whole_history(connections[options["database"]])
        super().handle(*args, **options)


def require_whole_history(connection: BaseDatabaseWrapper) -> None:
    """Raise CommandError where some, but not all, of what was squashed has been applied.

    Django would say so too, but not what to do. Where all has been applied the squashed
    migration counts as applied, and those after it run.
    """
    # None in a new database, which has no table of them yet.
    applied = set(MigrationRecorder(connection).applied_migrations())
    for (app, _name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        missing = [step for step in migration.replaces if step not in applied]
        if missing and len(missing) < len(migration.replaces):
            raise CommandError(
                f"This database is older than the portal's squashed migrations: it lacks "
                f"{app}.{missing[0][1]}. Bring it up to date with the version that still has "
                f"every step (`git checkout {LAST_WITH_EVERY_STEP}`, then `make demo`, or "
                "`scripts/manage migrate` on a server), and come back to this one. Nothing was "
                "changed. (docs/operations.md, “A new version”)"
            )
