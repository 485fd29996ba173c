"""Rows as CSV or XLSX, written one by one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, Final

from openpyxl import Workbook

from network.importing.spreadsheets.formulas import neutralised

# By which spreadsheet programs know UTF-8; without it they read it as Windows-1252.
_MARK: Final = "\ufeff"
# What a worksheet holds at most, with its headings.
MOST_LINES: Final = 1_048_576
_LINES_AT_ONCE: Final = 200


class TooManyLines(Exception):  # noqa: N818 - it says what is the matter
    """More rows than a worksheet holds."""


def as_csv(headings: list[str], rows: Iterable[list[Any]]) -> bytes:
    return b"".join(csv_in_parts(headings, rows))


def csv_in_parts(headings: list[str], rows: Iterable[list[Any]]) -> Iterator[bytes]:
    """A CSV file in parts, none of which holds more than a few hundred rows."""
    part = io.StringIO(newline="")
    part.write(_MARK)
    writer = csv.writer(part)
    for number, row in enumerate(_safe(headings, rows), start=1):
        writer.writerow(row)
        if number % _LINES_AT_ONCE == 0:
            yield part.getvalue().encode()
            part.seek(0)
            part.truncate()
    yield part.getvalue().encode()


def as_xlsx(headings: list[str], rows: Iterable[list[Any]]) -> bytes:
    file = io.BytesIO()
    write_xlsx(file, headings, rows)
    return file.getvalue()


def write_xlsx(file: BinaryIO, headings: list[str], rows: Iterable[list[Any]]) -> None:
    """Write an XLSX file; openpyxl keeps its rows on the disk meanwhile. Raises TooManyLines."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Export")
    for number, row in enumerate(_safe(headings, rows), start=1):
        if number > MOST_LINES:
            # Or the file on the disk, which it has begun, stays open.
            sheet.close()
            raise TooManyLines
        sheet.append(row)
    workbook.save(file)


def _safe(headings: list[str], rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    yield headings
    for row in rows:
        yield [neutralised(value) for value in row]


WRITERS: Final[dict[str, Callable[[list[str], Iterable[list[Any]]], bytes]]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
}
