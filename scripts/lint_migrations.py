"""Look for migrations that would lock or break a running portal.

Runs django-migration-linter without having it among INSTALLED_APPS: it is a tool of
development, and production has the same settings file.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

# Columns that go together with the code that read them, and rows that are brought over by name.
# Until 1.0 the portal is stopped while it is updated (docs/operations.md), so no running code
# misses them; each was run on a filled database.
WHILE_STOPPED = [
    "0006_items_in_sections",
    "0006_loaded_plan_keys",
    "0006_loaded_row_keys",
    "0007_alphabetical_order",
    "0007_cities_and_four_holders",
    "0008_member_joined_and_left",
    "0008_paragraph_texts",
    "0005_plans_by_generation",
    "0010_designations_by_category",
    "0011_designations_have_a_category",
    "0008_translations_follow_english",
    "0010_translations_follow_english",
    "0012_remove_title_translates",
    "0017_translations_follow_english",
    "0019_partial_acceptance_and_authors",
    "0021_people_and_members_have_versions",
]


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
        ignore_name_contains="_initial",
        ignore_name=WHILE_STOPPED,
        project_root_path=str(PROJECT),
        warnings_as_errors=None,
        quiet=["ok", "ignore"],
        no_cache=True,
    )


if __name__ == "__main__":
    main()
