"""`manage.py import_entries KIND FILE`: a list of entries from a spreadsheet."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import override

from network import registry
from network.importing.imports import confirm_import, start_import
from network.importing.kinds import ImportKind, kind_named
from network.importing.models import ImportedRow, SpreadsheetImport
from network.importing.working import work_on
from network.values.refusals import Refusal

Outcome = ImportedRow.Outcome
_SECONDS = 3_600.0
_PAUSE = 0.2  # seconds between two looks at what a worker holds


class Command(BaseCommand):
    help = (
        "Import members, focal points, plans or initiatives from a CSV or XLSX file. All rows are "
        "checked first; if one has a problem, nothing is written. Undo an import in the admin, "
        "under Imports."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = [kind.name for kind in registry.of(ImportKind)]
        parser.add_argument("kind", choices=kinds, help="What the rows are about.")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="Show what would happen; write nothing."
        )
        parser.add_argument(
            "--only-good", action="store_true", help="Leave out the rows that have a problem."
        )
        parser.add_argument("--json", action="store_true", help="Report as JSON.")

    def handle(
        self,
        *args: Any,
        kind: str,
        file: Path,
        dry_run: bool,
        only_good: bool,
        json: bool,
        **options: Any,
    ) -> None:
        found = kind_named(kind)
        assert found is not None, "argparse holds the choices"
        with override("en"):
            try:
                if dry_run:
                    with transaction.atomic():
                        report = self._report(self._checked(found, file), "checked only")
                        transaction.set_rollback(True)
                else:
                    report = self._imported(found, file, only_good=only_good)
            except OSError as error:
                raise CommandError(f"The file cannot be read: {error.strerror}.") from error
            except Refusal as refusal:
                raise CommandError(refusal.sentence) from refusal
        self._write(report, as_json=json)
        if report["counts"]["problem"] and not (only_good and report["is_written"]):
            raise CommandError("Rows with a problem: nothing was imported.")

    def _checked(self, kind: ImportKind, file: Path) -> SpreadsheetImport:
        with file.open("rb") as content:
            spreadsheet = start_import(
                kind, content, file_name=os.fspath(file.name), language="en", by=None
            )
        return self._worked(spreadsheet)

    def _worked(self, spreadsheet: SpreadsheetImport) -> SpreadsheetImport:
        """Work on it until nothing is left to do, or a worker that was faster has done it."""
        unfinished = SpreadsheetImport.objects.unfinished().filter(pk=spreadsheet.pk)
        while unfinished.exists():
            if not work_on(spreadsheet.pk, seconds=_SECONDS):
                time.sleep(_PAUSE)
        spreadsheet.refresh_from_db()
        if spreadsheet.state == SpreadsheetImport.State.FAILED:
            raise CommandError(spreadsheet.message)
        return spreadsheet

    def _imported(self, kind: ImportKind, file: Path, *, only_good: bool) -> dict[str, Any]:
        spreadsheet = self._checked(kind, file)
        counts = spreadsheet.counts()
        if counts[Outcome.PROBLEM] and not only_good:
            return self._report(spreadsheet, "nothing was imported")
        if not counts[Outcome.NEW] + counts[Outcome.CHANGED]:
            return self._report(spreadsheet, "nothing to import: every row is as recorded")
        spreadsheet = self._worked(confirm_import(spreadsheet, only_good=only_good, by=None))
        if spreadsheet.state != SpreadsheetImport.State.WRITTEN:
            raise CommandError(spreadsheet.message)
        return self._report(spreadsheet, "imported")

    def _report(self, spreadsheet: SpreadsheetImport, result: str) -> dict[str, Any]:
        is_written = spreadsheet.state == SpreadsheetImport.State.WRITTEN
        kind = kind_named(spreadsheet.kind)
        missing = [] if kind is None or kind.missing is None else kind.missing(spreadsheet)
        return {
            "kind": spreadsheet.kind,
            "file": spreadsheet.file_name,
            "read_as": spreadsheet.read_as,
            "headings_not_read": spreadsheet.unread,
            "import": spreadsheet.pk,
            "result": result,
            "is_written": is_written,
            "counts": spreadsheet.counts(),
            "rows": [
                {
                    "row": row.number,
                    "outcome": row.outcome,
                    "entry": row.label,
                    "differences": row.differences,
                    "problems": row.problems,
                    "notes": row.notes,
                }
                for row in spreadsheet.rows.all()
            ],
            "not_in_file": [{"entry": one.label, "page": one.url} for one in missing],
        }

    def _write(self, report: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{report['file']}, read as {report['read_as']}")
        if report["headings_not_read"]:
            self.stdout.write(f"not read: {', '.join(report['headings_not_read'])}")
        for row in report["rows"]:
            self.stdout.write(f"row {row['row']}: {row['outcome']} {row['entry']}".rstrip())
            for one in row["differences"]:
                self.stdout.write(f"    {one['column']}: {one['before']!r} -> {one['after']!r}")
            for one in row["problems"]:
                place = f"{one['heading']}: " if one["heading"] else ""
                self.stdout.write(f"    {place}{one['sentence']}")
            for note in row["notes"]:
                self.stdout.write(f"    {note}")
        for one in report["not_in_file"]:
            self.stdout.write(f"not in this file, and left as it is: {one['entry']}")
        counts = report["counts"]
        vacant = f", {counts['vacancy']} vacant" if counts["vacancy"] else ""
        self.stdout.write(
            f"{counts['all']} rows: {counts['new']} new, {counts['changed']} changed, "
            f"{counts['unchanged']} unchanged, {counts['problem']} with a problem{vacant}; "
            f"{report['result']}"
        )
