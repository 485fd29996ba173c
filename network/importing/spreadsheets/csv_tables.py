"""CSV files of any usual encoding and separator, read line by line."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Collection, Iterator
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from network.importing.spreadsheets.encodings import NAMES, encoding_of
from network.importing.spreadsheets.tables import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_EMPTY_LINES,
    Line,
    Table,
    UnreadableFile,
)
from network.values.folding import folded

_SEPARATORS: Final = (",", ";", "\t", "|")
_LOOKED_AT: Final = 200_000  # bytes from which the separator is told


def read(file: BinaryIO, *, known_headings: Collection[str]) -> Table:
    """The lines of a CSV file; raises UnreadableFile where it is no text."""
    encoding = encoding_of(file)
    file.seek(0)
    start = codecs.getincrementaldecoder(encoding)().decode(file.read(_LOOKED_AT))
    named = _named_separator(start)
    separator = named or _separator(start, known_headings)
    lines = _lines(file, encoding, separator, skip=1 if named else 0)
    return Table(lines, NAMES.get(encoding, encoding), separator)


def _named_separator(start: str) -> str:
    """What a first line `sep=;` says, which Excel writes and reads."""
    first = start.split("\n", 1)[0].strip().strip('"').lower()
    return first[4:] if first.startswith("sep=") and first[4:] in _SEPARATORS else ""


def _separator(start: str, known_headings: Collection[str]) -> str:
    """The separator with which most headings are known; of equals, that with most cells."""

    def merit(separator: str) -> tuple[int, int]:
        # The last line of what was looked at may be cut off.
        reader = csv.reader(io.StringIO(start, newline=""), delimiter=separator)
        try:
            first = next((row for row in reader if any(cell.strip() for cell in row)), [])
        except csv.Error:
            return 0, 0
        return sum(folded(cell) in known_headings for cell in first), len(first)

    return max(_SEPARATORS, key=merit)


def _lines(file: BinaryIO, encoding: str, separator: str, *, skip: int) -> Iterator[Line]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from _rows(csv.reader(itertools.islice(text, skip, None), delimiter=separator), skip)
    finally:
        # The file is the caller's to close, and may be closed by now.
        if not file.closed:
            text.detach()


def _rows(reader: Iterator[list[str]], skip: int) -> Iterator[Line]:
    # A cell may hold line breaks, so a line of the file is not a row of the spreadsheet.
    number, empty = skip, 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFile(_too_long(number)) from error
        _require_cells(number, cells)
        line = Line(number, cells)
        empty = empty + 1 if line.is_empty else 0
        if empty > MOST_EMPTY_LINES:
            return
        yield line


def _require_cells(number: int, cells: list[str]) -> None:
    if len(cells) > MOST_COLUMNS and any(cell.strip() for cell in cells[MOST_COLUMNS:]):
        raise UnreadableFile(
            _("Row {row} has {number} columns. At most {most} can be imported.").format(
                row=number, number=len(cells), most=MOST_COLUMNS
            )
        )
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise UnreadableFile(_too_long(number))


def _too_long(number: int) -> str:
    return _(
        "Row {row} holds a cell of more than {most} characters. A quotation mark may not be closed "
        "there."
    ).format(row=number, most=LONGEST_CELL)
