"""What a spreadsheet file is to the portal: lines of cells, and the reason why it is none."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from network.values.refusals import Refusal

# Enough for every list of the Network, and little enough to be received without a file on disk.
MOST_BYTES: Final = 11_000_000
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 100
# What a cell of a spreadsheet program can hold.
LONGEST_CELL: Final = 32_767
# Lines without any cell before the end is believed.
MOST_EMPTY_LINES: Final = 10_000

# What files hold in their cells. An empty cell is an empty text.
CellValue = str | int | float | bool | datetime.date | datetime.time


class UnreadableFile(Refusal):
    """The file cannot be imported at all; the sentence says why and what to do."""


@dataclass(frozen=True)
class Formula:
    """A cell that holds a formula, whose value only the spreadsheet program knows."""

    text: str


@dataclass(frozen=True)
class Line:
    """A line of a file; `number` as the spreadsheet program counts it, from 1."""

    number: int
    cells: list[Any]

    @property
    def is_empty(self) -> bool:
        return all(is_blank(cell) for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """The lines of a file, read as they are asked for, and how it was read."""

    lines: Iterator[Line]
    # The encoding of a text file, or the sheet of a workbook.
    read_as: str
    separator: str = ""


def is_blank(cell: Any) -> bool:
    """Whether a cell says nothing: it erases nothing either."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def column_letter(place: int) -> str:
    """What a spreadsheet program calls the column at `place`, counted from 0: `A`, `AB`."""
    letters, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
