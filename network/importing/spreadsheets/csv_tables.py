"""CSV files of any usual encoding and separator, read line by line.

The encoding is told by its mark, else by what the bytes allow: UTF-8 where they are valid UTF-8,
for by chance they never are, and otherwise by `charset_normalizer` among the code pages of the
portal's languages. Spreadsheet programs write Windows-1252 in Western Europe and the Americas.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Collection, Iterator
from typing import BinaryIO, Final

from charset_normalizer import CharsetMatch, from_bytes
from django.utils.translation import gettext as _

from network.importing.spreadsheets.tables import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_EMPTY_LINES,
    Line,
    Table,
    UnreadableFile,
)
from network.values.folding import folded

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Western Europe first: of equals, the first one is taken.
_CODE_PAGES: Final = ("cp1252", "cp1250", "cp1251", "cp1256", "gb18030")
_WIDE: Final = ("utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be")
_NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
    "utf-32": "UTF-32",
    "utf_32_le": "UTF-32",
    "utf_32_be": "UTF-32",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1256": "Windows-1256",
    "gb18030": "GB 18030",
}
_SEPARATORS: Final = (",", ";", "\t", "|")
_MOST_NULS: Final = 8  # one in so many bytes
_LOOKED_AT: Final = 200_000  # bytes from which the encoding and the separator are told
_CHUNK: Final = 1_000_000


def read(file: BinaryIO, *, known_headings: Collection[str]) -> Table:
    """The lines of a CSV file; raises UnreadableFile where it is no text."""
    encoding = _encoding(file)
    file.seek(0)
    start = codecs.getincrementaldecoder(encoding)().decode(file.read(_LOOKED_AT))
    named = _named_separator(start)
    separator = named or _separator(start, known_headings)
    lines = _lines(file, encoding, separator, skip=1 if named else 0)
    return Table(lines, _NAMES.get(encoding, encoding), separator)


def _encoding(file: BinaryIO) -> str:
    file.seek(0)
    start = file.read(_LOOKED_AT)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return _readable(file, encoding)
    # Half of what is written in two bytes a letter is NUL, in Latin letters at least.
    if start.count(0) * _MOST_NULS > len(start):
        found = from_bytes(start[: len(start) // 4 * 4], cp_isolation=list(_WIDE)).best()
        if found is None:
            raise UnreadableFile(_not_text())
        return _readable(file, found.encoding)
    if _is_valid(file, "utf-8"):
        return "utf-8"
    matches = list(from_bytes(start, cp_isolation=list(_CODE_PAGES)))
    valid = [match for match in matches if _is_valid(file, match.encoding)]
    if not valid:
        raise UnreadableFile(_not_text())
    return min(valid, key=_likelihood).encoding


def _likelihood(match: CharsetMatch) -> tuple[float, float, int]:
    """The least chaotic one, then the one that reads most like a language, then in our order."""
    place = _CODE_PAGES.index(match.encoding) if match.encoding in _CODE_PAGES else 99
    return match.chaos, -match.coherence, place


def _readable(file: BinaryIO, encoding: str) -> str:
    if not _is_valid(file, encoding):
        raise UnreadableFile(
            _(
                "The file says that it is {encoding}, but some of it is not: it may have been cut "
                "off. Save it again as “CSV UTF-8”."
            ).format(encoding=_NAMES.get(encoding, encoding))
        )
    return encoding


def _is_valid(file: BinaryIO, encoding: str) -> bool:
    """Whether the whole file can be read in `encoding`; it is not kept in memory."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _not_text() -> str:
    return _(
        "The portal cannot read this file as text: it is no CSV, or its encoding is unusual. Save "
        "it as “CSV UTF-8” or as XLSX."
    )


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
