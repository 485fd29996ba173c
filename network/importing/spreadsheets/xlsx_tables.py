"""XLSX files, read row by row; what the zip directory says of them is looked at first.

A workbook is a zip of XML: 531 KB can hold 110 MB, for which openpyxl takes half a minute and
871 MB. So nothing is unpacked before the directory's sizes, number of entries and ratios are those
of a list that somebody typed. Python unpacks no more of an entry than the directory announced.
"""

from __future__ import annotations

import datetime
import itertools
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, Final
from xml.etree.ElementTree import ParseError

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from network.importing.spreadsheets.tables import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_EMPTY_LINES,
    Formula,
    Line,
    Table,
    UnreadableFile,
)

MOST_UNPACKED: Final = 32_000_000
MOST_ENTRIES: Final = 500
# XML of lists packs to a tenth; what packs better is mostly one letter repeated.
HIGHEST_RATIO: Final = 60
# A small entry may be as regular as it likes.
SMALL: Final = 200_000
# openpyxl raises these for what is no workbook, or a broken one.
_BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)


def read(file: BinaryIO) -> Table:
    """The rows of the first sheet that is shown; raises UnreadableFile."""
    _require_modest(file)
    file.seek(0)
    try:
        # Not the values that a formula had when it was saved: they may be of another day.
        workbook = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    except _BROKEN as error:
        raise UnreadableFile(_broken()) from error
    if not sheets:
        raise UnreadableFile(_("The workbook has no sheet with cells that is shown."))
    return Table(_lines(sheets[0]), str(sheets[0].title))


def _broken() -> str:
    return _("The portal cannot read this workbook. Open it and save it again as XLSX, or as CSV.")


def _require_modest(file: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise UnreadableFile(
                    _too_much(_("it has {number} parts").format(number=len(entries)))
                )
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
                raise UnreadableFile(
                    _("This is no Excel workbook (.xlsx). Save the list as XLSX or as CSV.")
                )
            if any(entry.flag_bits & 1 for entry in entries):
                raise UnreadableFile(_("The workbook is protected by a password. Save it without."))
            _require_sizes(entries)
            _require_plain_xml(archive, entries)
    except _BROKEN as error:
        raise UnreadableFile(_broken()) from error


def _require_sizes(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED:
        size = _("unpacked, it is {size}").format(size=filesizeformat(unpacked))
        raise UnreadableFile(_too_much(size))
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > entry.compress_size * HIGHEST_RATIO:
            raise UnreadableFile(_too_much(_("it is packed far more tightly than a list can be")))


def _too_much(reason: str) -> str:
    return _(
        "The workbook was not opened: {reason}. Copy the list alone into a new workbook, or save "
        "it as CSV."
    ).format(reason=reason)


def _require_plain_xml(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """No part declares entities: no spreadsheet program does, and they can unfold without end."""
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                if b"<!" in part.read(1_000).replace(b"<!--", b"").replace(b"\x00", b""):
                    raise UnreadableFile(_broken())


def _lines(sheet: Any) -> Iterator[Line]:
    # What a sheet says of its own extent may be anything.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1)
    empty = 0
    for number in itertools.count(1):
        try:
            row = next(rows, None)
        except _BROKEN as error:
            raise UnreadableFile(_broken()) from error
        if row is None:
            return
        line = Line(number, [_value(number, cell) for cell in row])
        empty = empty + 1 if line.is_empty else 0
        if empty > MOST_EMPTY_LINES:
            return
        while line.cells and line.cells[-1] == "":
            line.cells.pop()
        if len(line.cells) > MOST_COLUMNS:
            raise UnreadableFile(
                _("Row {row} has more than {most} columns. At most {most} can be imported.").format(
                    row=number, most=MOST_COLUMNS
                )
            )
        yield line


def _value(number: int, cell: Any) -> Any:
    """A cell's value; an error such as `#REF!` is a formula too."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return Formula(str(getattr(value, "text", value))[:100])
    if isinstance(value, datetime.timedelta):
        return str(value)
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        raise UnreadableFile(
            _("Row {row} holds a cell of more than {most} characters.").format(
                row=number, most=LONGEST_CELL
            )
        )
    return value
