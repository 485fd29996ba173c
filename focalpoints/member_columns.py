"""Columns of the list of members that upper floors lend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString

from focalpoints.models import Member
from network import registry


@dataclass(frozen=True, kw_only=True)
class MemberColumn(registry.Contribution):
    """A column of the list of members, headed `label`.

    `cells` takes the context of the page and the members of the list, and returns the cell of
    each by the member's key, with the same number of queries for any number of members. It leaves
    out members without a cell.
    """

    label: Any
    cells: Callable[[Context, list[Member]], Mapping[int, SafeString]]


@dataclass(frozen=True)
class Cell:
    label: str
    text: SafeString | str


def columns() -> list[MemberColumn]:
    return registry.of(MemberColumn)


def with_cells(context: Context, members: list[Member]) -> list[tuple[Member, list[Cell]]]:
    """Each member with its cells, in the order of the columns."""
    found = [(column, column.cells(context, members)) for column in columns()]
    return [
        (member, [Cell(str(column.label), cells.get(member.pk, "")) for column, cells in found])
        for member in members
    ]
