"""The Secretariat's pages of presidencies and meetings, and what every list costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Attendance, Meeting, MeetingHost, Presidency
from meetings.services.communique import freeze
from network.accounts.models import User
from tests.costs import QueryCost
from tests.factories import MeetingFactory, PresidencyFactory, member
from tests.meetings.buttons import press
from tests.meetings.texts import with_ready_pdf, written

pytestmark = pytest.mark.django_db


def term(*holders: tuple[int, int], first: str = "2030-01-01", last: str = "2030-12-31") -> Any:
    """The form of a presidency; holders are (member, order)."""
    data = {
        "slug": "2030",
        "starts_on": first,
        "ends_on": last,
        "theme_en": "",
        "source": "",
        "confidence": "",
        "seats-TOTAL_FORMS": len(holders),
        "seats-INITIAL_FORMS": 0,
    }
    for number, (holder, order) in enumerate(holders):
        data |= {f"seats-{number}-member": holder, f"seats-{number}-order": order}
    return data | {f"theme_{code}": "" for code in ("fr", "es", "ar", "ru", "zh_hans")}


def test_a_joint_presidency_is_recorded(secretariat_client: Client) -> None:
    holders = (member("CAN").pk, 1), (member("URY").pk, 2)
    press(secretariat_client, "presidency_add", **term(*holders))
    assert Presidency.objects.get().holder_names == "Canada + Uruguay"


def test_a_term_that_overlaps_another_is_refused_with_a_sentence(
    secretariat_client: Client,
) -> None:
    PresidencyFactory.create(year=2030, slug="other")
    answer = press(secretariat_client, "presidency_add", **term((member("ESP").pk, 1)))
    assert "(1 January 2030 – 31 December 2030) covers part of this period." in answer
    assert Presidency.objects.count() == 1


def test_a_term_that_ends_before_it_starts_is_refused_beside_its_end(
    secretariat_client: Client,
) -> None:
    reversed_term = term((member("ESP").pk, 1), first="2030-12-31", last="2030-01-01")
    answer = press(secretariat_client, "presidency_add", **reversed_term)
    assert "A term cannot end before it starts." in answer
    assert not Presidency.objects.exists()


@pytest.mark.parametrize(
    ("orders", "sentence"),
    [
        ([1, 1], "Two holders have the same place."),
        ([2], "Number the holders without a gap, from the first on."),
        ([1, 3], "Number the holders without a gap, from the first on."),
        ([], "Name the member that holds this term."),
    ],
)
def test_holders_that_make_no_sense_are_refused_beside_them(
    secretariat_client: Client, orders: list[int], sentence: str
) -> None:
    members = [member("CAN").pk, member("URY").pk]
    holders = list(zip(members, orders, strict=False))
    answer = press(secretariat_client, "presidency_add", **term(*holders))
    assert sentence in answer
    assert not Presidency.objects.exists()


def test_four_preside_together_and_a_fifth_is_refused(secretariat_client: Client) -> None:
    members = [member(code).pk for code in ("CAN", "URY", "ESP", "JPN", "NOR")]
    five = list(zip(members, (1, 2, 3, 4, 5), strict=True))
    press(secretariat_client, "presidency_add", **term(*five))
    assert not Presidency.objects.exists()
    press(secretariat_client, "presidency_add", **term(*five[:4]))
    assert Presidency.objects.get().holder_names == "Canada + Uruguay + Spain + Japan"


def meeting_form(**values: Any) -> dict[str, Any]:
    languages = ("fr", "es", "ar", "ru", "zh_hans")
    return {
        **{f"{name}_{code}": "" for name in ("title", "theme", "city") for code in languages},
        "title_en": "A new meeting",
        "slug": "a-new-meeting",
        "kind": "expert",
        "number": "",
        "theme_en": "",
        "city_en": "",
        "format": "in_person",
        "host_seats-TOTAL_FORMS": 1,
        "host_seats-INITIAL_FORMS": 0,
        "host_seats-0-member": member("DEU").pk,
        "host_seats-0-order": 1,
        **values,
    }


def test_a_meeting_is_recorded_with_its_month_alone(secretariat_client: Client) -> None:
    press(
        secretariat_client,
        "meeting_add",
        **meeting_form(starts_on_year="2030", starts_on_month="5", starts_on_day=""),
    )
    meeting = Meeting.objects.get()
    assert str(meeting.starts_on) == "2030-05"
    assert not meeting.is_announced
    assert MeetingHost.objects.get().member == member("DEU")


def test_a_meeting_that_ends_before_it_starts_is_refused(secretariat_client: Client) -> None:
    answer = press(
        secretariat_client,
        "meeting_add",
        **meeting_form(
            starts_on_year="2030", starts_on_month="5", ends_on_year="2030", ends_on_month="4"
        ),
    )
    assert "A meeting cannot end before it starts." in answer
    assert not Meeting.objects.exists()


def test_a_colleagues_title_is_not_written_over_unseen(secretariat_client: Client) -> None:
    found = MeetingFactory.create(title_en="As it was")
    address = reverse("admin:meetings_meeting_change", args=[found.pk])
    opened = secretariat_client.get(address).context["adminform"].form
    sent = meeting_form(seen=opened["seen"].value(), title_en="As it was", title_fr="Titre")
    Meeting.objects.filter(pk=found.pk).update(title_en="As a colleague wrote it")
    page = secretariat_client.post(address, sent).content.decode()
    assert "Somebody has changed this since you opened it" in page
    assert "Titre" in page
    found.refresh_from_db()
    assert found.title_en == "As a colleague wrote it"


def test_only_what_nothing_refers_to_is_deleted(
    secretariat_client: Client, secretariat: User
) -> None:
    announced = MeetingFactory.create(slug="announced")
    planned = MeetingFactory.create(slug="planned", is_announced=False)
    begun = PresidencyFactory.create(year=2020, slug="begun")
    coming = PresidencyFactory.create(year=2090, slug="coming")
    frozen = written()
    freeze(frozen, by=secretariat)
    for name, kept, goes in (("meeting", announced, planned), ("presidency", begun, coming)):
        press(secretariat_client, f"{name}_delete", goes.pk, post="yes")
        secretariat_client.post(
            reverse(f"admin:meetings_{name}_delete", args=[kept.pk]), {"post": "yes"}
        )
        assert [
            row.pk for row in type(kept)._default_manager.filter(pk__in=[kept.pk, goes.pk])
        ] == [kept.pk]
        actions = {"action": "delete_selected", "_selected_action": [kept.pk], "post": "yes"}
        secretariat_client.post(reverse(f"admin:meetings_{name}_changelist"), actions)
        kept.refresh_from_db()
    secretariat_client.post(
        reverse("admin:meetings_communique_delete", args=[frozen.pk]), {"post": "yes"}
    )
    frozen.refresh_from_db()


@pytest.mark.parametrize(
    "name",
    ["meetings_meeting", "meetings_presidency", "meetings_communique", "network_documentbuild"],
)
def test_a_list_of_many_costs_as_many_queries_as_of_one(
    secretariat_client: Client, secretariat: User, name: str, query_cost: QueryCost
) -> None:
    def add(number: int) -> None:
        place = member(["CAN", "URY", "DEU", "ESP"][number % 4])
        meeting = MeetingFactory.create(hosts=[place], country=place.country)
        PresidencyFactory.create(year=2040 + number, holders=[place])
        with_ready_pdf(written(meeting=meeting), by=secretariat)

    address = reverse(f"admin:{name}_changelist")
    add(0)
    one = query_cost(lambda: secretariat_client.get(address))
    for number in range(1, 8):
        add(number)
    assert query_cost(lambda: secretariat_client.get(address)) == one


# --- Attendance ---


def attendance_form(meeting: Meeting, iso3: str, source: str = "The communiqué") -> dict[str, Any]:
    return {"meeting": meeting.pk, "member": member(iso3).pk, "source": source}


def test_attendance_is_recorded_with_its_source_and_by_whom(
    secretariat_client: Client, secretariat: User
) -> None:
    meeting = MeetingFactory.create()
    press(secretariat_client, "attendance_add", **attendance_form(meeting, "ESP"))
    attendance = Attendance.objects.get()
    assert (attendance.member, attendance.source) == (member("ESP"), "The communiqué")
    event = attendance.events.get()
    assert event.pgh_context.metadata["user"] == secretariat.pk
    page = secretariat_client.get(reverse("admin:meetings_meeting_change", args=[meeting.pk]))
    assert ">1 member</a>" in page.content.decode()


def test_a_member_is_recorded_at_a_meeting_once(secretariat_client: Client) -> None:
    meeting = MeetingFactory.create()
    press(secretariat_client, "attendance_add", **attendance_form(meeting, "ESP"))
    answer = press(secretariat_client, "attendance_add", **attendance_form(meeting, "ESP", "again"))
    assert "already recorded at this meeting" in answer
    assert Attendance.objects.count() == 1


def test_a_mistaken_attendance_is_removed_and_stays_in_the_history(
    secretariat_client: Client,
) -> None:
    attendance = Attendance.objects.create(meeting=MeetingFactory.create(), member=member("ESP"))
    address = reverse("admin:meetings_attendance_delete", args=[attendance.pk])
    secretariat_client.post(address, {"post": "yes"})
    assert not Attendance.objects.exists()
    trail = Attendance.pgh_event_models["delete"].objects
    assert trail.filter(pgh_label="delete").count() == 1


def test_attendance_is_listed_by_meeting(secretariat_client: Client) -> None:
    alicante = MeetingFactory.create(city_en="Alicante", starts_on="2017-04-26", ends_on=None)
    other = MeetingFactory.create()
    for meeting, iso3 in ((alicante, "ESP"), (alicante, "DEU"), (other, "NAM")):
        Attendance.objects.create(meeting=meeting, member=member(iso3))
    address = reverse("admin:meetings_attendance_changelist")
    page = secretariat_client.get(f"{address}?meeting={alicante.pk}").content.decode()
    assert "Alicante 2017" in page
    assert "Germany" in page
    assert "Namibia" not in page
    assert secretariat_client.get(f"{address}?meeting=none").status_code in (200, 302)


def test_a_meetings_page_names_who_attended_as_publicly_as_the_meeting(
    visitor: Client, secretariat_client: Client
) -> None:
    meeting = MeetingFactory.create(is_announced=False)
    meeting.refresh_from_db()
    Attendance.objects.create(meeting=meeting, member=member("ESP"), source="The communiqué")
    assert (
        "1 member recorded at this meeting"
        in secretariat_client.get(meeting.get_absolute_url()).content.decode()
    )
    for address in ("/members/spain/", "/members/"):
        assert meeting.short_name not in visitor.get(address).content.decode(), address
    meeting.is_announced = True
    meeting.save()
    for address in ("/members/spain/", "/members/"):
        assert meeting.short_name in visitor.get(address).content.decode(), address
        assert meeting.short_name not in visitor.get(f"{address}?on=2025-05-19").content.decode()
