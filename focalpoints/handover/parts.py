"""The parts of a handover, which each app lends."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from focalpoints.models import Designation, Member
from network import registry


@dataclass(frozen=True)
class Handover:
    """Whose designation is looked at, on `day`, and who held the category before."""

    designation: Designation
    before: Designation | None
    day: datetime.date

    @property
    def member(self) -> Member:
        return self.designation.member


@dataclass(frozen=True)
class HandoverLine:
    """One thing of a part: what it is, a note beside it, and its page ("" for none)."""

    title: str
    note: str = ""
    url: str = ""
    is_sample: bool = False


@dataclass(frozen=True, kw_only=True)
class HandoverPart(registry.Contribution):
    """A part of the handover page and its PDF.

    `lines` answers with what the successor should know, the most urgent first; with none of it the
    part says `nothing`. It shows what whoever speaks for the member may see, and nothing more.
    """

    title: Any
    nothing: Any
    lines: Callable[[Handover], Sequence[HandoverLine]]


@dataclass(frozen=True)
class FilledPart:
    """A part with its lines, as page and PDF show it."""

    title: str
    nothing: str
    lines: list[HandoverLine] = field(default_factory=list)


def filled_parts(handover: Handover) -> list[FilledPart]:
    """All parts in their order."""
    return [
        FilledPart(str(part.title), str(part.nothing), list(part.lines(handover)))
        for part in registry.of(HandoverPart)
    ]
