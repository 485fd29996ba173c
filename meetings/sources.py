"""The reference data of this app: terms of the presidency, meetings, and who attended them.

Files of `meetings/reference/` (focalpoints/reference/README.md tells their columns): UTF-8
CSV; an empty cell is unknown and stays unknown. Only rows of high or medium confidence are
loaded; the others are reported with the reason. A term and a meeting are known by the code of
the file, an attendance by the codes of its meeting and its member.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db.models import Model
from django.utils.translation import override
from translated_fields import to_attribute

from focalpoints.models import Country, Member
from focalpoints.sources import city_names
from meetings.models import Attendance, Meeting, MeetingHost, Presidency, PresidencySeat
from meetings.models.presidency import MOST_HOLDERS
from network.importing.loading import LoadReport, stable_name
from network.importing.reference import Row, sure_enough
from network.values.partial_dates import PartialDate

FOLDER = Path(__file__).parent / "reference"


def load(report: LoadReport, folder: Path = FOLDER) -> None:
    """Load both files into the database; a second load writes nothing.

    Raises BrokenRowError, with the place, on the first row that cannot be read.
    """
    loaded: dict[str, Meeting] = {}
    with override("en"):
        members = {_code(member): member for member in Member.objects.with_identity()}
        for row in sure_enough(folder / "presidencies.csv", _named("term"), report):
            _load_presidency(row, members, report)
        countries = {country.iso3: country for country in Country.objects.all()}
        cities = city_names(report)
        for row in sure_enough(folder / "meetings.csv", _named("code"), report):
            meeting = _load_meeting(row, members, countries, cities, report)
            if meeting is not None:
                loaded[row.text("code")] = meeting
        _load_attendance(folder / "attendance.csv", loaded, members, report)
    report.save()


def _named(column: str) -> Callable[[Row], str]:
    return lambda row: row.text(column)


def _load_presidency(row: Row, members: dict[str, Member], report: LoadReport) -> None:
    holders = _members(row, "holders", members)
    if not 1 <= len(holders) <= MOST_HOLDERS:
        raise row.broken("holders", "a term has one to four holders")
    starts_on = row.required("starts_on", datetime.date.fromisoformat)
    ends_on = row.required("ends_on", datetime.date.fromisoformat)
    key = {"slug": row.text("term")}
    entered = Presidency.objects.filter(
        is_sample=False, starts_on__lte=ends_on, ends_on__gte=starts_on
    )
    if entered.exclude(pk=_loaded_as(Presidency, key, report)).exists():
        why = "the Secretariat has recorded a term in these days itself"
        report.leave_out("presidencies.csv", key["slug"], why)
        return
    # A demo that has run for long may hold a sample term where a fact is known by now.
    Presidency.objects.filter(
        is_sample=True, starts_on__lte=ends_on, ends_on__gte=starts_on
    ).delete()
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
    if term is None:
        return
    now = [_code(seat.member) for seat in term.seats.order_by("order")]
    told = [_code(member) for member in holders]
    if report.takes(Presidency, key, "holders", now=now, told=told):
        # Seats are few and both of their columns are unique: writing them anew is simpler
        # than shuffling them past each other.
        term.seats.all().delete()
        for order, member in enumerate(holders, start=1):
            PresidencySeat.objects.create(presidency=term, member=member, order=order)


def _loaded_as(model: type[Model], key: dict[str, str], report: LoadReport) -> int:
    """The key of the row that the file's code names, whatever its web address is by now; or 0."""
    row = report.remembered(model, stable_name(key))
    row = row or model._default_manager.filter(**key).first()
    return row.pk if row else 0


def _load_meeting(
    row: Row,
    members: dict[str, Member],
    countries: dict[str, Country],
    cities: dict[tuple[str, str], dict[str, str]],
    report: LoadReport,
) -> Meeting | None:
    """The meeting of a row, by the code of the file; None where it is left out or was removed."""
    kind = row.text("kind")
    if kind not in Meeting.Kind.values:
        raise row.broken("kind", f"{kind!r} is not a kind of meeting")
    iso3 = row.text("country_iso3")
    if iso3 and iso3 not in countries:
        raise row.broken("country_iso3", f"no country has the code {iso3}")
    # "online" stands where the venue of the other meetings stands.
    is_online = row.text("venue") == "online"
    key = {"slug": row.text("code")}
    number = row.read("capital_level_no", int)
    numbered = Meeting.objects.filter(kind=kind, number=number)
    numbered = numbered.exclude(pk=_loaded_as(Meeting, key, report))
    if number is not None and numbered.exists():
        why = f"the Secretariat has entered meeting {number} of this kind itself"
        report.leave_out("meetings.csv", key["slug"], why)
        return None
    meeting: Meeting | None = report.put(
        Meeting,
        key,
        {
            "title_en": row.text("name"),
            "kind": kind,
            "number": number,
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
        },
        # The Secretariat may since have taken it off the public pages.
        once={"is_announced": True},
    )
    if meeting is None:
        return None
    hosts = _members(row, "hosts", members)
    now = [_code(seat.member) for seat in meeting.host_seats.order_by("order")]
    told = [_code(member) for member in hosts]
    if report.takes(Meeting, key, "hosts", now=now, told=told):
        meeting.host_seats.all().delete()
        for order, member in enumerate(hosts, start=1):
            MeetingHost.objects.create(meeting=meeting, member=member, order=order)
    return meeting


def _city(row: Row, cities: dict[tuple[str, str], dict[str, str]]) -> dict[str, str]:
    """The columns of a meeting's city, in every language in which its name is known."""
    city = row.text("city")
    names = {"en": city, **cities.get((city, row.text("country_iso3")), {})}
    return {to_attribute("city", code): names.get(code, "") for code, _name in settings.LANGUAGES}


def _load_attendance(
    path: Path, meetings: dict[str, Meeting], members: dict[str, Member], report: LoadReport
) -> None:
    for row in sure_enough(
        path, lambda row: f"{row.text('meeting')}, {row.text('member')}", report
    ):
        code = row.filled("meeting")
        [member] = _members(row, "member", members)
        if code not in meetings:
            # Removed by the Secretariat, or left out above with the reason.
            continue
        report.put(
            Attendance,
            {"meeting": meetings[code], "member": member},
            name=f"{code}, {_code(member)}",
            values={"source": row.filled("source"), "confidence": row.text("confidence")},
        )


def _code(member: Member) -> str:
    """A State's ISO 3166 code, an organisation's own."""
    identity = member.identity
    return identity.iso3 if isinstance(identity, Country) else identity.code


def _members(row: Row, column: str, members: dict[str, Member]) -> list[Member]:
    """The members named by code in a cell, in their order."""
    found = []
    for code in row.several(column):
        if code not in members:
            raise row.broken(column, f"no member has the code {code}")
        found.append(members[code])
    return found
