"""The reference data of presidencies and meetings."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.translation import override

import focalpoints.sources
from focalpoints.models import Country
from meetings import sources
from meetings.models import Attendance, Meeting, MeetingHost, Presidency, PresidencySeat
from network.importing.loading import LoadReport
from network.importing.reference import BrokenRowError
from network.values.partial_dates import PartialDate
from tests.factories import MeetingFactory, PresidencyFactory, member

pytestmark = pytest.mark.django_db

TERMS = "term,starts_on,ends_on,holders,theme,source,confidence\n"
MEETINGS = (
    "code,name,kind,capital_level_no,date_start,date_end,city,country_iso3,venue,hosts,theme,"
    "outcome_document,source,confidence,note\n"
)
ATTENDANCE = "meeting,member,source,confidence\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "presidencies.csv").write_text(TERMS)
    (tmp_path / "meetings.csv").write_text(MEETINGS)
    (tmp_path / "attendance.csv").write_text(ATTENDANCE)
    return tmp_path


def add(folder: Path, name: str, line: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def load(folder: Path) -> LoadReport:
    report = LoadReport()
    sources.load(report, folder)
    return report


def test_the_shipped_files_load_and_say_what_they_leave_out() -> None:
    focalpoints.sources.load(LoadReport())
    report = LoadReport()
    sources.load(report)
    assert Presidency.objects.count() == 8
    assert Meeting.objects.count() == 18
    assert report.left_out == []
    berlin = Meeting.objects.get(slug="2018-berlin")
    assert (berlin.number, berlin.kind, str(berlin.country)) == (2, "capital-level", "Germany")
    assert berlin.source
    assert Meeting.objects.get(slug="2023-virtual").format == Meeting.Format.ONLINE


def test_a_second_load_writes_nothing(folder: Path) -> None:
    member("CAN"), member("URY")
    add(folder, "presidencies.csv", "2020-2021,2020-01-01,2021-12-31,CAN;URY,,x,high")
    add(folder, "meetings.csv", "m,M,expert,,2020-05,,,,,URY;CAN,,,x,high,")
    first = load(folder)
    assert sum(first.created.values()) == 2
    trails = [model.pgh_event_model for model in (Presidency, PresidencySeat, Meeting, MeetingHost)]
    before = [trail.objects.count() for trail in trails]
    second = load(folder)
    assert (sum(second.created.values()), sum(second.updated.values())) == (0, 0)
    assert [trail.objects.count() for trail in trails] == before


def test_hosts_and_holders_keep_their_order(folder: Path) -> None:
    member("CAN"), member("URY")
    add(folder, "presidencies.csv", "t,2020-01-01,2021-12-31,URY;CAN,,x,high")
    add(folder, "meetings.csv", "m,M,expert,,2020-05,,,,,URY;CAN,,,x,high,")
    load(folder)
    assert Presidency.objects.get().holder_names == "Uruguay + Canada"
    assert [host.name for host in Meeting.objects.with_hosts().get().members] == [
        "Uruguay",
        "Canada",
    ]


def test_holders_that_change_places_are_written_again(folder: Path) -> None:
    member("CAN"), member("URY")
    add(folder, "presidencies.csv", "t,2020-01-01,2021-12-31,URY;CAN,,x,high")
    load(folder)
    (folder / "presidencies.csv").write_text(TERMS)
    add(folder, "presidencies.csv", "t,2020-01-01,2021-12-31,CAN;URY,,x,high")
    load(folder)
    assert Presidency.objects.get().holder_names == "Canada + Uruguay"


def test_a_date_known_to_the_month_stays_so(folder: Path) -> None:
    add(folder, "meetings.csv", "m,M,expert,,2017-09,,New York,,,,,,x,medium,")
    load(folder)
    assert Meeting.objects.get().starts_on == PartialDate(2017, 9)
    assert Meeting.objects.get().ends_on is None


@pytest.mark.parametrize(
    ("name", "line", "sentence"),
    [
        (
            "presidencies.csv",
            "t,2020-01-01,2020-12-31,XXX,,x,high",
            "presidencies.csv, line 2, column holders: no member has the code XXX",
        ),
        (
            "presidencies.csv",
            "t,2020-13-01,2020-12-31,ESP,,x,high",
            "presidencies.csv, line 2, column starts_on",
        ),
        (
            "presidencies.csv",
            "t,2020-01-01,2020-12-31,ESP;CAN;URY;DEU;NAM,,x,high",
            "a term has one to four holders",
        ),
        (
            "meetings.csv",
            "m,M,expert,,2020,,,XXX,,,,,x,high,",
            "meetings.csv, line 2, column country_iso3: no country has the code XXX",
        ),
        ("meetings.csv", "m,M,party,,2020,,,,,,,,x,high,", "column kind: 'party' is not"),
        ("meetings.csv", "m,M,expert,,2020-2,,,,,,,,x,high,", "column date_start"),
    ],
)
def test_a_broken_row_is_named_with_its_line_and_column(
    folder: Path, name: str, line: str, sentence: str
) -> None:
    for code in ("ESP", "CAN", "URY", "DEU", "NAM"):
        member(code)
    add(folder, name, line)
    with pytest.raises(BrokenRowError) as caught:
        load(folder)
    assert sentence in str(caught.value)


def test_a_fact_takes_the_place_of_a_sample_term(folder: Path) -> None:
    member("ESP")
    PresidencyFactory.create(year=2026, slug="sample-2026", is_sample=True, holders=[member("CAN")])
    add(folder, "presidencies.csv", "2026,2026-01-01,2026-12-31,ESP,,x,high")
    load(folder)
    assert [term.slug for term in Presidency.objects.all()] == ["2026"]


def test_a_correction_in_the_portal_outlives_the_file(folder: Path) -> None:
    line = "m,Madrid,expert,,2020,,Madrid,,,ESP,,,x,high,"
    member("ESP"), member("CAN")
    add(folder, "meetings.csv", line)
    load(folder)
    found = Meeting.objects.get()
    found.city = "Toledo"
    found.save()
    found.host_seats.all().delete()
    MeetingHost.objects.create(meeting=found, member=member("CAN"), order=1)
    assert load(folder).kept == [], "the file says what it always said"
    (folder / "meetings.csv").write_text(MEETINGS)
    add(folder, "meetings.csv", "m,Madrid meeting,expert,,2020,,Seville,,,ESP;CAN,,,x,high,")
    report = load(folder)
    found = Meeting.objects.with_hosts().get()
    assert found.title_en == "Madrid meeting", "nobody had corrected the name"
    assert found.city == "Toledo"
    assert [host.name for host in found.members] == ["Canada"]
    assert [(kept.field, kept.file_value, kept.portal_value) for kept in report.kept] == [
        ("city_en", "Seville", "Toledo"),
        ("hosts", "['ESP', 'CAN']", "['CAN']"),
    ]


def test_what_the_secretariat_removed_stays_removed(folder: Path) -> None:
    add(folder, "meetings.csv", "m,M,expert,,2020,,,,,,,,x,high,")
    load(folder)
    Meeting.objects.all().delete()
    report = load(folder)
    assert not Meeting.objects.exists()
    assert not report.created


def test_a_term_that_the_secretariat_recorded_itself_is_left_to_it(folder: Path) -> None:
    member("ESP")
    PresidencyFactory.create(year=2026, slug="2026-01-01", holders=[member("CAN")])
    add(folder, "presidencies.csv", "2026,2026-01-01,2026-12-31,ESP,,x,high")
    report = load(folder)
    assert [term.slug for term in Presidency.objects.all()] == ["2026-01-01"]
    assert "recorded a term in these days itself" in report.left_out[0].reason


def test_a_meeting_whose_number_the_secretariat_has_given_is_left_to_it(folder: Path) -> None:
    MeetingFactory.create(kind="capital-level", number=9, slug="ours")
    add(folder, "meetings.csv", "theirs,M,capital-level,9,2020,,,,,,,,x,high,")
    report = load(folder)
    assert [meeting.slug for meeting in Meeting.objects.all()] == ["ours"]
    assert "meeting 9 of this kind itself" in report.left_out[0].reason


def test_what_the_secretariat_took_off_the_public_pages_stays_off(folder: Path) -> None:
    add(folder, "meetings.csv", "m,M,expert,,2020,,,,,,,,x,high,")
    load(folder)
    Meeting.objects.update(is_announced=False)
    load(folder)
    assert not Meeting.objects.get().is_announced


# --- Cities and attendance ---


def test_a_city_is_named_in_the_readers_language() -> None:
    focalpoints.sources.load(LoadReport())
    sources.load(LoadReport())
    geneva = Meeting.objects.with_hosts().get(slug="2022-geneva")
    names = {}
    for language in ("en", "fr", "es", "ar", "ru", "zh-hans"):
        with override(language):
            names[language] = geneva.place
    assert names == {
        "en": "Geneva, Switzerland",
        "fr": "Genève, Suisse",
        "es": "Ginebra, Suiza",
        "ar": "جنيف، سويسرا",
        "ru": "Женева, Швейцария",
        "zh-hans": "日内瓦，瑞士",
    }


def test_a_city_without_a_known_name_is_shown_in_english(folder: Path) -> None:
    add(folder, "meetings.csv", "m,M,expert,,2020,,Nowhere,,,,,,x,high,")
    load(folder)
    with override("fr"):
        assert Meeting.objects.get().city == "Nowhere"
    assert Meeting.objects.get().city_fr == ""


def test_attendance_comes_with_the_source_that_names_the_member() -> None:
    focalpoints.sources.load(LoadReport())
    sources.load(LoadReport())
    spain = Attendance.objects.filter(member__country__iso3="ESP")
    assert sorted(row.meeting.short_name for row in spain) == [
        "Alicante 2017",
        "New York 2016",
        "Washington, D.C. 2023",
    ]
    assert not Attendance.objects.filter(source="").exists()
    asean = Attendance.objects.get(member__organisation__code="ASEAN")
    assert asean.meeting.slug == "2025-oslo"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_attendance_loads_once_in_any_language_and_stays_removed(
    folder: Path, language: str
) -> None:
    member("ESP"), member("CAN")
    add(folder, "meetings.csv", "m,M,expert,,2020,,,,,,,,x,high,")
    add(folder, "attendance.csv", "m,ESP,x,high")
    add(folder, "attendance.csv", "m,CAN,x,high")
    add(folder, "attendance.csv", "elsewhere,CAN,x,high")
    load(folder)
    Attendance.objects.get(member=member("CAN")).delete()
    Country.objects.filter(iso3="ESP").update(name_en="Iberia")
    with override(language):
        load(folder)
    assert [row.member for row in Attendance.objects.all()] == [member("ESP")]


def test_a_meeting_whose_address_was_changed_is_the_same_meeting(folder: Path) -> None:
    member("ESP")
    add(folder, "meetings.csv", "m,M,capital-level,3,2020,,,,,,,,x,high,")
    add(folder, "presidencies.csv", "t,2020-01-01,2020-12-31,ESP,,x,high")
    load(folder)
    Meeting.objects.update(slug="another-address")
    Presidency.objects.update(slug="another-address")
    add(folder, "attendance.csv", "m,ESP,x,high")
    report = load(folder)
    assert report.left_out == []
    assert Attendance.objects.get().meeting == Meeting.objects.get()
    assert Presidency.objects.count() == 1
