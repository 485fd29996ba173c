"""`manage.py load_reference`: the reference data with their sources."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from network.importing.loading import load_reference
from network.importing.reference import BrokenRowError


class Command(BaseCommand):
    help = "Load countries, organisations, members, presidencies, meetings and plans."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_reference()
        except BrokenRowError as broken:
            raise CommandError(
                f"{broken} Nothing was loaded. Restore the file or correct the row."
            ) from broken
        for kind in report.kinds:
            self.stdout.write(
                f"{kind}: {report.created[kind]} created, {report.updated[kind]} updated, "
                f"{report.unchanged[kind]} unchanged"
            )
        self.stdout.write(f"{len(report.left_out)} rows left out:")
        for row in report.left_out:
            self.stdout.write(f"  {row.file} {row.key}: {row.reason}")
        if report.kept:
            self.stdout.write(f"{len(report.kept)} corrections of the portal kept:")
        for kept in report.kept:
            self.stdout.write(
                f"  {kept.kind} {kept.key}, {kept.field}: "
                f"the file says {kept.file_value!r}, the portal keeps {kept.portal_value!r}"
            )
