"""Bring the data folder up to date, in one process: starting Django four times is slow.

Run by the supervisor as `python -m network.demo.prepare`. Every step may run again at any
time; what the commands print goes to standard error, which is the log.
"""

from __future__ import annotations

import hashlib
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from network.demo.embedded.home import PROJECT
from network.documents.disk import is_disk_full
from network.jobs.starting import start

_STAMP = "static.stamp"
_AFRESH = "`make reset` removes the demo's data, with all that was entered, and starts afresh."


def main() -> int:
    """Prepare; return 0, or 1 after one sentence, with the reasons in the log."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
    sys.stdout, progress = sys.stderr, sys.stdout

    def say(line: str) -> None:
        progress.write(f"  {line}\n")
        progress.flush()

    step = "settings"

    def begin(name: str) -> None:
        nonlocal step
        step = name
        say(name)

    try:
        _prepare(begin)
    except Exception as error:
        traceback.print_exc()
        say(f"The demo could not be prepared ({step}). {sentence_of(error)}")
        return 1
    return 0


def _prepare(begin: Callable[[str], None]) -> None:
    django.setup()
    stamp = Path(settings.DATA_DIR) / _STAMP
    state = state_of_static_files()
    if not (stamp.exists() and stamp.read_text() == state and settings.STATIC_ROOT.exists()):
        begin("styles, scripts and fonts")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(state)
    begin("database")
    require_known_migrations()
    call_command("migrate", interactive=False, verbosity=1)
    begin("reference data")
    call_command("load_reference")
    begin("sample data")
    call_command("load_sample")
    # The worker answers it first; otherwise /health/ would wait for the first round of beat.
    start("network.tasks.pulse")


class NewerDatabaseError(Exception):
    """The database was written by a newer version of the portal than this one."""


def require_known_migrations() -> None:
    """Raise NewerDatabaseError where the database has migrations that this program does not."""
    recorder = MigrationRecorder(connection)
    applied = set(recorder.applied_migrations()) if recorder.has_table() else set()
    installed = {config.label for config in apps.get_app_configs()}
    # Without the connection: that would refuse a database that lacks a part of what was squashed,
    # for which `migrate` has the better sentence.
    known = MigrationLoader(None).disk_migrations
    replaced = {step for migration in known.values() for step in migration.replaces}
    unknown = sorted(
        f"{app}.{name}" for app, name in applied - known.keys() - replaced if app in installed
    )
    if unknown:
        raise NewerDatabaseError(
            f"The database was written by a newer version of the portal ({unknown[-1]}). "
            f"Update this program, or choose another PORTAL_DATA_DIR. {_AFRESH}"
        )


# These say themselves what to do.
_TELLING = (CommandError, ImproperlyConfigured, NewerDatabaseError)


def sentence_of(error: Exception) -> str:
    """What happened and what to do, for the person at the terminal."""
    if isinstance(error, OSError) and is_disk_full(error):
        return (
            "The disk is full. Make room on it and start again; nothing that was entered is lost."
        )
    if isinstance(error, PermissionError):
        return (
            f"{error.filename} may not be written by this user. Change its owner, or choose "
            "another PORTAL_DATA_DIR."
        )
    text = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, _TELLING):
        return text
    first = text[:200] + ("…" if len(text) > 200 else "")
    return f"{type(error).__name__}: {first} Nothing of this step was changed. {_AFRESH}"


def state_of_static_files() -> str:
    """A value that changes when anything that `collectstatic` gathers may have changed."""
    digest = hashlib.sha256(sys.prefix.encode())
    for file in _what_static_files_come_from():
        state = file.stat()
        digest.update(f"{file}:{state.st_size}:{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _what_static_files_come_from() -> Iterator[Path]:
    # The installed packages' files change with the lock file only.
    yield PROJECT / "requirements.lock"
    yield PROJECT / "network" / "settings.py"
    for folder in (PROJECT / "static", *sorted(PROJECT.glob("*/static"))):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    sys.exit(main())
