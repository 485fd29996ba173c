"""Files to import, and an import that is worked on until it waits for somebody."""

from __future__ import annotations

import csv
import io
from typing import Any

from openpyxl import Workbook

from network.accounts.models import User
from network.importing.imports import confirm_import, start_import
from network.importing.kinds import kind_named
from network.importing.models import SpreadsheetImport
from network.importing.working import work_on

Rows = list[list[Any]]


def csv_of(rows: Rows, *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(rows: Rows) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def checked(
    rows: Rows | bytes, *, kind: str = "members", by: User | None = None, name: str = "list.csv"
) -> SpreadsheetImport:
    """An import of these rows, of which every one has been looked at."""
    found = kind_named(kind)
    assert found is not None
    content = rows if isinstance(rows, bytes) else csv_of(rows)
    spreadsheet = start_import(found, io.BytesIO(content), file_name=name, language="en", by=by)
    return worked(spreadsheet)


def worked(spreadsheet: SpreadsheetImport) -> SpreadsheetImport:
    assert not work_on(spreadsheet.pk, seconds=60)
    spreadsheet.refresh_from_db()
    return spreadsheet


def imported(
    rows: Rows | bytes, *, by: User, kind: str = "members", only_good: bool = False
) -> SpreadsheetImport:
    spreadsheet = checked(rows, kind=kind, by=by)
    return worked(confirm_import(spreadsheet, only_good=only_good, by=by))


def outcomes(spreadsheet: SpreadsheetImport) -> list[str]:
    return list(spreadsheet.rows.values_list("outcome", flat=True))


def sentences(spreadsheet: SpreadsheetImport) -> list[str]:
    """All that is wrong, row by row, each with its heading."""
    return [
        f"{row.number}: {problem['heading']} {problem['sentence']}"
        for row in spreadsheet.rows.all()
        for problem in row.problems
    ]
