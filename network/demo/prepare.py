"""Bring the data folder up to date, in one process: starting Django four times is slow.

Run by the supervisor as `python -m network.demo.prepare`. Every step may run again at any
time; what the commands print goes to standard error, which is the log.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from network.embedded.home import PROJECT

_STAMP = "static.stamp"


def main() -> int:
    """Prepare; 0 when all is done, or 1 with the reason at the end of the log."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
    sys.stdout, progress = sys.stderr, sys.stdout

    def say(line: str) -> None:
        progress.write(f"  {line}\n")
        progress.flush()

    django.setup()
    stamp = Path(settings.DATA_DIR) / _STAMP
    state = state_of_static_files()
    if not (stamp.exists() and stamp.read_text() == state and settings.STATIC_ROOT.exists()):
        say("styles, scripts and fonts")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(state)
    say("database")
    call_command("migrate", interactive=False, verbosity=1)
    say("reference data")
    call_command("load_reference")
    say("sample data")
    call_command("load_sample")
    # The worker answers it first thing; else /health/ would wait for the clock's first round.
    from network.tasks import pulse

    pulse.ring()
    return 0


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
