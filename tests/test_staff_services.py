"""Services of staff: refused without the permission, named in the history, refused for a reason."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.categories import save_category
from focalpoints.members import remove_member, save_member
from focalpoints.models import Member, Organisation, Person
from focalpoints.organisations import remove_organisation, save_organisation
from focalpoints.people import correct_person, remove_person
from initiatives.models import PlanCount
from initiatives.services.evidence import save_count
from meetings.admin.meeting import MeetingAdmin
from meetings.models import Meeting, Presidency
from meetings.services.meetings import remove_meeting, save_meeting
from meetings.services.presidencies import remove_presidency, save_presidency
from network.accounts.models import User
from network.values.partial_dates import PartialDate
from network.values.refusals import Refusal
from newsletters import services as newsletters
from tests import factories

pytestmark = pytest.mark.django_db

# Each with a row of its own making, so that the permission alone can refuse.
WRITES: dict[str, Callable[[User], Any]] = {
    "member": lambda by: save_member(factories.member("ESP"), by=by),
    "member removed": lambda by: remove_member(factories.member("ESP"), by=by),
    "organisation": lambda by: save_organisation(Organisation(slug="au", name_en="AU"), by=by),
    "person": lambda by: correct_person(Person(family_name="New"), by=by),
    "person corrected": lambda by: correct_person(factories.PersonFactory.create(), by=by),
    "person removed": lambda by: remove_person(factories.PersonFactory.create(), by=by),
    "category": lambda by: save_category(
        factories.category("alternate"), has_one_holder=False, by=by
    ),
    "meeting": lambda by: save_meeting(factories.MeetingFactory.create(), by=by),
    "meeting removed": lambda by: remove_meeting(
        factories.MeetingFactory.create(is_announced=False), by=by
    ),
    "presidency": lambda by: save_presidency(
        factories.PresidencyFactory.create(year=2040 + Presidency.objects.count()), by=by
    ),
    "count": lambda by: save_count(PlanCount(as_of="2025", states=108, source="A page"), by=by),
    "newsletter": lambda by: newsletters.save_newsletter(
        factories.NewsletterFactory.create(), by=by
    ),
    "newsletter sent": lambda by: newsletters.start_sending(
        factories.NewsletterFactory.create(), by=by
    ),
    "opportunity": lambda by: newsletters.save_opportunity(
        factories.OpportunityFactory.create(), by=by
    ),
    "opportunity withdrawn": lambda by: newsletters.withdraw_opportunity(
        factories.OpportunityFactory.create(), by=by
    ),
    "subscription": lambda by: newsletters.correct_subscription(
        factories.SubscriptionFactory.create(), by=by
    ),
    "subscription erased": lambda by: newsletters.erase(
        factories.SubscriptionFactory.create(), by=by
    ),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_write_of_staff_is_refused_without_the_permission(
    name: str, secretariat: User, looker: User, focal_point: User
) -> None:
    factories.SubscriptionFactory.create()  # somebody whom a newsletter reaches
    for account in (looker, focal_point):
        with pytest.raises(Refusal, match="no permission"):
            WRITES[name](account)
    if name != "member removed":  # Spain has a focal point here
        WRITES[name](secretariat)


def test_the_history_names_who_wrote(secretariat: User) -> None:
    meeting = save_meeting(factories.MeetingFactory.build(slug="new"), by=secretariat)
    [event] = Meeting.pgh_event_model.objects.filter(pgh_obj=meeting)  # type: ignore[attr-defined]
    assert event.pgh_context.metadata["user"] == secretariat.pk


def _refused(row: Any, by: User) -> Callable[[], None]:
    remove: dict[type, Callable[..., None]] = {
        Meeting: remove_meeting,
        Presidency: remove_presidency,
        Organisation: remove_organisation,
        Person: remove_person,
        Member: remove_member,
    }
    return lambda: remove[type(row)](row, by=by)


def test_what_others_lean_on_is_not_removed(secretariat: User, focal_point: User) -> None:
    organisation = factories.OrganisationMemberFactory.create().organisation
    for row, why in (
        (factories.MeetingFactory.create(), "has been announced"),
        (factories.PresidencyFactory.create(), "has begun"),
        (organisation, "is a member of the Network"),
        (focal_point.person, "is or was designated"),
        (factories.member("ESP"), "what was recorded stays"),
    ):
        with pytest.raises(Refusal, match=why):
            _refused(row, secretariat)()
        row.refresh_from_db()


def test_what_nobody_leans_on_is_removed(secretariat: User) -> None:
    year = factories.clock.today().year + 2
    for row in (
        factories.MeetingFactory.create(is_announced=False),
        factories.PresidencyFactory.create(year=year),
        factories.PersonFactory.create(),
        factories.member("NAM"),
    ):
        _refused(row, secretariat)()
        assert not type(row).objects.filter(pk=row.pk).exists()


def test_a_deletion_that_is_refused_leads_back_to_the_row_and_says_why(
    secretariat_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a colleague announces the meeting between the page's question and the service's."""
    meeting = factories.MeetingFactory.create()
    address = reverse("admin:meetings_meeting_delete", args=[meeting.pk])
    assert secretariat_client.post(address, {"post": "yes"}).status_code == 403
    monkeypatch.setattr(MeetingAdmin, "may_go", lambda self, row: True)
    answer = secretariat_client.post(address, {"post": "yes"}, follow=True)
    change = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert answer.redirect_chain == [(change, 302)]
    assert "has been announced or has a communiqué" in answer.content.decode()
    assert Meeting.objects.filter(pk=meeting.pk).exists()


def test_a_member_that_has_left_is_withdrawn_too(secretariat_client: Client) -> None:
    spain = factories.member("ESP")
    address = reverse("admin:focalpoints_member_change", args=[spain.pk])
    opened = secretariat_client.get(address).context["adminform"].form
    sent = {
        "seen": opened["seen"].value(),
        "state": "confirmed",
        "left_on_year": "2020",
        "institutions-TOTAL_FORMS": "0",
        "institutions-INITIAL_FORMS": "0",
        "designations-TOTAL_FORMS": "0",
        "designations-INITIAL_FORMS": "0",
    }
    page = secretariat_client.post(address, sent)
    assert "Set the status to “withdrawn” too" in page.content.decode()
    assert Member.objects.get(pk=spain.pk).left_on is None
    secretariat_client.post(address, sent | {"state": "withdrawn"})
    assert Member.objects.get(pk=spain.pk).left_on == PartialDate(2020)


def test_a_term_over_the_days_of_another_is_refused_by_name(secretariat: User) -> None:
    other = factories.PresidencyFactory.create(year=2030)
    with pytest.raises(Refusal, match=r"The term of Namibia \(1 January 2030"):
        save_presidency(
            Presidency(
                slug="new",
                starts_on=datetime.date(2030, 6, 1),
                ends_on=datetime.date(2031, 6, 1),
            ),
            by=secretariat,
        )
    other.ends_on = datetime.date(2029, 1, 1)
    with pytest.raises(Refusal, match="cannot end before it starts"):
        save_presidency(other, by=secretariat)
