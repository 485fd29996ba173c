"""Rows as CSV or XLSX, written one by one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from openpyxl import Workbook

from network.importing.spreadsheets.formulas import neutralised

# By which spreadsheet programs know UTF-8; without it they read it as Windows-1252.
_MARK: Final = "\ufeff"


def as_csv(headings: list[str], rows: Iterable[list[Any]]) -> bytes:
    file = io.StringIO(newline="")
    file.write(_MARK)
    writer = csv.writer(file)
    writer.writerows(_safe(headings, rows))
    return file.getvalue().encode()


def as_xlsx(headings: list[str], rows: Iterable[list[Any]]) -> bytes:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Export")
    for row in _safe(headings, rows):
        sheet.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _safe(headings: list[str], rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    yield headings
    for row in rows:
        yield [neutralised(value) for value in row]


WRITERS: Final[dict[str, Callable[[list[str], Iterable[list[Any]]], bytes]]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
}
