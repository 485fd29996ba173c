"""The reference data of this app: terms of the presidency, and meetings.

Files of `meetings/reference/` (focalpoints/reference/README.md tells their columns): UTF-8
CSV; an empty cell is unknown and stays unknown. Only rows of high or medium confidence are
loaded; the others are reported with the reason.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.utils.translation import override

from focalpoints.models import Country, Member
from meetings.models import Meeting, MeetingHost, Presidency, PresidencySeat
from network.fields import PartialDate
from network.loading import LoadReport

FOLDER = Path(__file__).parent / "reference"
SURE_ENOUGH = {"high", "medium"}

Value = TypeVar("Value")


class BrokenRowError(ValueError):
    """A row that cannot be read: file, line, column and why. Nothing is loaded then."""


@dataclass(frozen=True)
class Row:
    """One line of a file, which names its place when a cell is wrong."""

    file: str
    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        value = self.cells.get(column)
        if value is None:
            raise self.broken(column, "the column is missing")
        return value.strip()

    def several(self, column: str) -> list[str]:
        return [part.strip() for part in self.text(column).split(";") if part.strip()]

    def read(self, column: str, reader: Callable[[str], Value]) -> Value | None:
        """The cell through `reader`, None when empty."""
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

    def broken(self, column: str, reason: str) -> BrokenRowError:
        return BrokenRowError(f"{self.file}, line {self.line}, column {column}: {reason}.")


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a CSV file with a heading, numbered as an editor shows them."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        for cells in reader:
            yield Row(path.name, reader.line_num, cells)


def load(report: LoadReport, folder: Path = FOLDER) -> None:
    """Load both files into the database; a second load writes nothing.

    Raises BrokenRowError, with the place, on the first row that cannot be read.
    """
    with override("en"):
        members = {
            member.country.iso3 if member.country else member.organisation.code: member
            for member in Member.objects.with_identity()
            if member.country or member.organisation
        }
        for row in _sure_enough(folder / "presidencies.csv", "term", report):
            _load_presidency(row, members, report)
        countries = {country.iso3: country for country in Country.objects.all()}
        for row in _sure_enough(folder / "meetings.csv", "code", report):
            _load_meeting(row, members, countries, report)


def _sure_enough(path: Path, key: str, report: LoadReport) -> Iterator[Row]:
    for row in rows_of(path):
        confidence = row.text("confidence")
        if confidence in SURE_ENOUGH:
            yield row
        else:
            note = row.cells.get("note") or "no note"
            report.leave_out(path.name, row.text(key), f"confidence is {confidence}: {note}")


def _load_presidency(row: Row, members: dict[str, Member], report: LoadReport) -> None:
    holders = _members(row, "holders", members)
    if not 1 <= len(holders) <= 2:
        raise row.broken("holders", "a term has one holder or two")
    term = report.put(
        Presidency,
        {"slug": row.text("term")},
        {
            "starts_on": row.required("starts_on", datetime.date.fromisoformat),
            "ends_on": row.required("ends_on", datetime.date.fromisoformat),
            "theme_en": row.text("theme"),
            "source": row.text("source"),
            "confidence": row.text("confidence"),
        },
    )
    if [seat.member for seat in term.seats.order_by("order")] != holders:
        # Seats are few and both of their columns are unique: writing them anew is simpler
        # than shuffling them past each other.
        term.seats.all().delete()
        for order, member in enumerate(holders, start=1):
            PresidencySeat.objects.create(presidency=term, member=member, order=order)


def _load_meeting(
    row: Row, members: dict[str, Member], countries: dict[str, Country], report: LoadReport
) -> None:
    kind = row.text("kind")
    if kind not in Meeting.Kind.values:
        raise row.broken("kind", f"{kind!r} is not a kind of meeting")
    iso3 = row.text("country_iso3")
    if iso3 and iso3 not in countries:
        raise row.broken("country_iso3", f"no country has the code {iso3}")
    # "online" stands where the venue of the other meetings stands.
    is_online = row.text("venue") == "online"
    meeting = report.put(
        Meeting,
        {"slug": row.text("code")},
        {
            "title_en": row.text("name"),
            "kind": kind,
            "number": row.read("capital_level_no", int),
            "starts_on": row.read("date_start", PartialDate.parse),
            "ends_on": row.read("date_end", PartialDate.parse),
            "format": Meeting.Format.ONLINE if is_online else Meeting.Format.IN_PERSON,
            "city": row.text("city"),
            "country": countries[iso3] if iso3 else None,
            "venue": "" if is_online else row.text("venue"),
            "theme_en": row.text("theme"),
            "outcome": row.text("outcome_document"),
            "note": row.text("note"),
            "is_announced": True,
            "source": row.text("source"),
            "confidence": row.text("confidence"),
        },
    )
    hosts = _members(row, "hosts", members)
    seats = list(meeting.host_seats.select_related("member").order_by("order"))
    if [seat.member for seat in seats] != hosts:
        meeting.host_seats.all().delete()
        for order, member in enumerate(hosts, start=1):
            MeetingHost.objects.create(meeting=meeting, member=member, order=order)


def _members(row: Row, column: str, members: dict[str, Member]) -> list[Member]:
    """The members named by code in a cell, in their order."""
    found = []
    for code in row.several(column):
        if code not in members:
            raise row.broken(column, f"no member has the code {code}")
        found.append(members[code])
    return found
