"""Reading of reference files: rows that know their position, so that an error names it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from network.importing.loading import LoadReport

# The other confidences (low, derived, unverified) are not facts yet.
RELIABLE = frozenset({"high", "medium"})

Value = TypeVar("Value")


class BrokenRowError(ValueError):
    """A row that cannot be read: file, line, column and why. Nothing is loaded then."""


@dataclass(frozen=True)
class Row:
    """One line of a file; `line` is counted as an editor counts."""

    file: str
    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """The cell without surrounding spaces; empty means unknown."""
        value = self.cells.get(column)
        if value is None:
            raise self.broken(column, "the column is missing")
        return value.strip()

    def filled(self, column: str) -> str:
        return self.required(column, str)

    def several(self, column: str) -> list[str]:
        """The parts of a cell that separates them by semicolons."""
        return [part.strip() for part in self.text(column).split(";") if part.strip()]

    def flag(self, column: str) -> bool:
        """Whether the cell says yes."""
        answer = self.text(column).lower()
        if answer not in ("", "yes", "no"):
            raise self.broken(column, f"{answer!r} is neither yes nor empty")
        return answer == "yes"

    def citations(self) -> str:
        """The sources as a person would cite them, one a line: the title, then the address.

        `source_title` and `source_address` hold as many parts, separated by semicolons with a space
        on both sides, or the addresses are not known.
        """
        titles = self.filled("source_title").split(" ; ")
        written = self.text("source_address")
        addresses = written.split(" ; ") if written else [""] * len(titles)
        if len(addresses) != len(titles):
            raise self.broken("source_address", "there are not as many addresses as titles")
        return "\n".join(f"{one} {at}".strip() for one, at in zip(titles, addresses, strict=True))

    def read(self, column: str, reader: Callable[[str], Value]) -> Value | None:
        """The cell through `reader` (which raises ValueError), None when empty."""
        text = self.text(column)
        if not text:
            return None
        try:
            return reader(text)
        except ValueError as error:
            raise self.broken(column, str(error)) from error

    def required(self, column: str, reader: Callable[[str], Value]) -> Value:
        value = self.read(column, reader)
        if value is None:
            raise self.broken(column, "it is empty")
        return value

    def found(self, column: str, known: dict[str, Value]) -> Value:
        """What the cell names among `known`."""
        name = self.filled(column)
        if name not in known:
            raise self.broken(column, f"{name!r} is not known")
        return known[name]

    def broken(self, column: str, reason: str) -> BrokenRowError:
        return BrokenRowError(f"{self.file}, line {self.line}, column {column}: {reason}.")


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a UTF-8 CSV file with a heading."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        for cells in reader:
            row = Row(path.name, reader.line_num, cells)
            if None in cells:
                raise row.broken("after the last", "there are more cells than headings")
            yield row


def reliable_rows(path: Path, key: Callable[[Row], str], report: LoadReport) -> Iterator[Row]:
    """The rows of high or medium confidence; the others are reported, each with its reason."""
    for row in read_rows(path):
        confidence = row.text("confidence")
        if confidence in RELIABLE:
            yield row
        else:
            why = f"confidence is {confidence or 'not stated'}"
            note = row.cells.get("note") or row.cells.get("source") or ""
            report.leave_out(path.name, key(row), f"{why}: {note}" if note else why)
