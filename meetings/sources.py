"""The reference data of this app: terms of the presidency, meetings, and who attended them.

Files of `meetings/reference/` (focalpoints/reference/README.md describes their columns): UTF-8
CSV; an empty cell is unknown and stays unknown. Only rows of high or medium confidence are
loaded; the others are reported with the reason. A term and a meeting are known by the code of
the file, an attendance by the codes of its meeting and its member.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import override
from translated_fields import to_attribute

from focalpoints.models import Country, Member
from focalpoints.sources import city_names, countries_by_code, members_by_code
from meetings.models import Attendance, Meeting, MeetingHost, Presidency, PresidencySeat
from meetings.models.presidency import MOST_HOLDERS
from network.importing.loading import LoadReport, stable_name
from network.importing.reference import Row, reliable_rows
from network.values.partial_dates import PartialDate

FOLDER = Path(__file__).parent / "reference"
TERMS = "presidencies.csv"
MEETINGS = "meetings.csv"
# By the code of a State or an organisation; None stands for a member that staff removed.
Members = dict[str, Member | None]


def load(report: LoadReport, folder: Path = FOLDER) -> None:
    """Load all files into the database; a second load writes nothing.

    Raises BrokenRowError, with the place, on the first row that cannot be read.
    """
    with override("en"):
        members = members_by_code(report)
        _load_presidencies(folder / TERMS, members, report)
        loaded = _load_meetings(folder / MEETINGS, members, report)
        _load_attendance(folder / "attendance.csv", loaded, members, report)
    report.save()


def _named(column: str) -> Callable[[Row], str]:
    return lambda row: row.text(column)


def _own(
    model: type[Model], key: dict[str, str], by_slug: dict[str, Any], report: LoadReport
) -> Any:
    """The row with the file's code, even if its web address has changed; or None."""
    return report.remembered(model, stable_name(key)) or by_slug.get(key["slug"])


# --- Presidencies ---


def _load_presidencies(path: Path, members: Members, report: LoadReport) -> None:
    terms = list(Presidency.objects.with_holders())
    by_slug = {term.slug: term for term in terms}
    read: list[tuple[dict[str, str], Presidency, list[str]]] = []
    for row in reliable_rows(path, _named("term"), report):
        key = {"slug": row.filled("term")}
        holders = _members(row, "holders", members)
        if not 1 <= len(holders) <= MOST_HOLDERS:
            raise row.broken("holders", "a term has one to four holders")
        starts_on = row.required("starts_on", datetime.date.fromisoformat)
        ends_on = row.required("ends_on", datetime.date.fromisoformat)
        own = _own(Presidency, key, by_slug, report)
        others = [
            term
            for term in terms
            if term.starts_on <= ends_on
            and term.ends_on >= starts_on
            and (own is None or term.pk != own.pk)
        ]
        if not all(term.is_sample for term in others):
            why = "the Secretariat has recorded a term in these days itself"
            report.leave_out(TERMS, key["slug"], why)
            continue
        for sample in others:
            # A demo that has run for long may hold a sample term where a fact is known by now.
            terms.remove(sample)
            sample.delete()
        term = report.put(
            Presidency,
            key,
            {
                "starts_on": starts_on,
                "ends_on": ends_on,
                "theme_en": row.text("theme"),
                "source": row.text("source"),
                "confidence": row.text("confidence"),
            },
        )
        if term is not None:
            read.append((key, term, [_code(member) for member in holders]))
    report.insert(Presidency)
    seats = {term.pk: [_code(member) for member in term.members] for term in terms}
    for key, term, codes in read:
        if report.accepts_list(
            Presidency, key, "holders", current=seats.get(term.pk, []), listed=codes
        ):
            # Seats are few and both of their columns are unique: writing them again is simpler than
            # reordering them.
            term.seats.all().delete()
            PresidencySeat.objects.bulk_create(
                PresidencySeat(presidency=term, member=members[code], order=order)
                for order, code in enumerate(codes, start=1)
            )


# --- Meetings ---


def _load_meetings(path: Path, members: Members, report: LoadReport) -> dict[str, Meeting]:
    """The meetings by their codes, without those that are left out or were removed."""
    countries, cities = countries_by_code(report), city_names(report)
    existing = list(Meeting.objects.with_hosts())
    by_slug = {meeting.slug: meeting for meeting in existing}
    numbered = {(meeting.kind, meeting.number): meeting.pk for meeting in existing}
    loaded: dict[str, Meeting] = {}
    read: list[tuple[dict[str, str], Meeting, list[str]]] = []
    for row in reliable_rows(path, _named("code"), report):
        key = {"slug": row.filled("code")}
        values = _values(row, countries, cities)
        hosts = [_code(member) for member in _members(row, "hosts", members)]
        kind, number = values["kind"], values["number"]
        own = _own(Meeting, key, by_slug, report)
        holder = numbered.get((kind, number)) if number is not None else None
        if holder is not None and (own is None or own.pk != holder):
            why = f"the Secretariat has entered meeting {number} of this kind itself"
            report.leave_out(MEETINGS, key["slug"], why)
            continue
        # The Secretariat may since have taken it off the public pages.
        meeting = report.put(Meeting, key, values, once={"is_announced": True})
        if meeting is not None:
            loaded[key["slug"]] = meeting
            read.append((key, meeting, hosts))
    report.insert(Meeting)
    seats = {meeting.pk: [_code(member) for member in meeting.members] for meeting in existing}
    for key, meeting, codes in read:
        if report.accepts_list(
            Meeting, key, "hosts", current=seats.get(meeting.pk, []), listed=codes
        ):
            meeting.host_seats.all().delete()
            MeetingHost.objects.bulk_create(
                MeetingHost(meeting=meeting, member=members[code], order=order)
                for order, code in enumerate(codes, start=1)
            )
    return loaded


def _values(
    row: Row,
    countries: dict[str, Country | None],
    cities: dict[tuple[str, str], dict[str, str]],
) -> dict[str, Any]:
    """The columns of a meeting that a row gives."""
    kind = row.text("kind")
    if kind not in Meeting.Kind.values:
        raise row.broken("kind", f"{kind!r} is not a kind of meeting")
    iso3 = row.text("country_iso3")
    if iso3 and iso3 not in countries:
        raise row.broken("country_iso3", f"no country has the code {iso3}")
    # The column `venue` of an online meeting says "online".
    is_online = row.text("venue") == "online"
    return {
        "title_en": row.text("name"),
        "kind": kind,
        "number": row.read("capital_level_no", int),
        "starts_on": row.read("date_start", PartialDate.parse),
        "ends_on": row.read("date_end", PartialDate.parse),
        "format": Meeting.Format.ONLINE if is_online else Meeting.Format.IN_PERSON,
        **_city(row, cities),
        "country": countries[iso3] if iso3 else None,
        "venue": "" if is_online else row.text("venue"),
        "theme_en": row.text("theme"),
        "outcome": row.text("outcome_document"),
        "note": row.text("note"),
        "source": row.text("source"),
        "confidence": row.text("confidence"),
    }


def _city(row: Row, cities: dict[tuple[str, str], dict[str, str]]) -> dict[str, str]:
    """The columns of a meeting's city, in every language in which its name is known."""
    city = row.text("city")
    names = {"en": city, **cities.get((city, row.text("country_iso3")), {})}
    return {to_attribute("city", code): names.get(code, "") for code, _name in settings.LANGUAGES}


def _load_attendance(
    path: Path, meetings: dict[str, Meeting], members: Members, report: LoadReport
) -> None:
    for row in reliable_rows(
        path, lambda row: f"{row.text('meeting')}, {row.text('member')}", report
    ):
        code = row.filled("meeting")
        attending = _members(row, "member", members)
        if code not in meetings or not attending:
            # Removed by the Secretariat, or left out above with the reason.
            continue
        [member] = attending
        report.put(
            Attendance,
            {"meeting": meetings[code], "member": member},
            name=f"{code}, {row.text('member')}",
            values={"source": row.filled("source"), "confidence": row.text("confidence")},
        )


def _code(member: Member) -> str:
    """A State's ISO 3166 code, an organisation's own."""
    return member.natural_key()[0]


def _members(row: Row, column: str, members: Members) -> list[Member]:
    """The members named by code in a cell, in their order, without those that staff removed."""
    found = []
    for code in row.several(column):
        if code not in members:
            raise row.broken(column, f"no member has the code {code}")
        if member := members[code]:
            found.append(member)
    return found
