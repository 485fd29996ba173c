"""Which column of a file is which: by the first row, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from network.importing.spreadsheets.cells import as_text
from network.importing.spreadsheets.columns import Column
from network.importing.spreadsheets.tables import (
    Formula,
    Line,
    UnreadableFile,
    column_letter,
    is_blank,
)
from network.values.folding import folded
from network.values.lists import listed


@dataclass
class Headings:
    """What the columns of a file are: by their place the column's name, and what was not read."""

    names: dict[int, str]
    # What the file calls each column, by its name, for messages.
    shown: dict[str, str]
    unread: list[str] = field(default_factory=list)
    # Where there is a heading at all, whether it is known or not.
    places: frozenset[int] = frozenset()


def known_names(columns: Iterable[Column]) -> dict[str, str]:
    """The folded headings of what can be read, each with the name of its column.

    What two columns are called is taken for neither.
    """
    found: dict[str, set[str]] = {}
    for column in columns:
        for name in column.known_as():
            found.setdefault(name, set()).add(column.column_name)
    return {name: next(iter(of)) for name, of in found.items() if len(of) == 1}


def read_headings(lines: Iterator[Line], columns: list[Column]) -> Headings:
    """The headings, which are the first row that is not empty; raises UnreadableFile."""
    first = next((line for line in lines if not line.is_empty), None)
    if first is None:
        raise UnreadableFile(_("The file holds no rows."))
    known = known_names(columns)
    ours = {column.column_name: column for column in columns}
    names: dict[int, str] = {}
    shown: dict[str, str] = {}
    unread, doubled = [], []
    for place, cell in enumerate(first.cells):
        if is_blank(cell):
            continue
        text = " ".join((cell.text if isinstance(cell, Formula) else as_text(cell)).split())
        name = known.get(folded(text))
        if name is None:
            unread.append(text[:60])
        elif name in shown:
            doubled += [shown[name], _at(text, place)]
        else:
            shown[name] = _at(text, place)
            if not ours[name].only_exported:
                names[place] = name
    if doubled:
        raise UnreadableFile(
            _("Several columns say the same: {headings}. Keep one of them.").format(
                headings=listed(dict.fromkeys(doubled))
            )
        )
    _require_identity(names, ours, unread)
    places = frozenset(place for place, cell in enumerate(first.cells) if not is_blank(cell))
    return Headings(names, shown, unread, places)


def _at(text: str, place: int) -> str:
    return _("“{heading}” ({letter})").format(heading=text[:60], letter=column_letter(place))


def _require_identity(names: dict[int, str], columns: dict[str, Column], unread: list[str]) -> None:
    if any(columns[name].is_identity for name in names.values()):
        if all(columns[name].is_identity for name in names.values()) and unread:
            # Only whose the rows are is known: whatever the rest says would be lost in silence.
            raise UnreadableFile(
                _("None of these columns is known here: {unread}. Known are: {known}.").format(
                    unread=listed(unread), known=_headings(columns)
                )
            )
        return
    raise UnreadableFile(
        _(
            "The first row must hold the headings, and none of them says which entry a row is "
            "about. Known headings are: {known}."
        ).format(known=_headings(columns))
    )


def _headings(columns: dict[str, Column]) -> str:
    return listed([one.heading for one in columns.values() if not one.only_exported])


def row_of(line: Line, headings: Headings) -> dict[str, Any]:
    """The cells of a line that say something, by the names of their columns."""
    found = {}
    for place, name in headings.names.items():
        if place < len(line.cells) and not is_blank(line.cells[place]):
            found[name] = line.cells[place]
    return found


def unheaded(line: Line, headings: Headings) -> str:
    """The letter of a column that has a cell and no heading; empty where there is none."""
    for place, cell in enumerate(line.cells):
        if place not in headings.places and not is_blank(cell):
            return column_letter(place)
    return ""
