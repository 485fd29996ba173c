"""Look for migrations that would lock or break a running portal.

Runs django-migration-linter without having it among INSTALLED_APPS: it is a tool of
development, and production has the same settings file.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

# It takes away what no release since the squash reads.
LOOKED_AT = ("0002_leftovers",)


def main() -> None:
    """Exit with 1 when a migration of the portal's own apps is backward incompatible."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
    sys.path.insert(0, str(PROJECT))
    # The linter's command reads the settings as it is imported.
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django_migration_linter.management.commands.lintmigrations import Command  # noqa: PLC0415

    django.setup()
    ours = [folder.parent.name for folder in sorted(PROJECT.glob("*/migrations"))]
    call_command(
        Command(),
        include_apps=ours,
        # The first ones meet an empty database: there is nobody to lock out.
        ignore_name_contains="_squashed",
        ignore_name=LOOKED_AT,
        project_root_path=str(PROJECT),
        warnings_as_errors=None,
        quiet=["ok", "ignore"],
        no_cache=True,
    )


if __name__ == "__main__":
    main()
