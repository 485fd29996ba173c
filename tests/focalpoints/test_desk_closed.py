"""Before a designation begins, and after it ended, the desk says so instead of hiding."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from focalpoints.designations import invite_person
from focalpoints.models import Designation, Member
from network.accounts.models import User
from network.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def _designated(member: Member, *, starts_in: int, ends_in: int | None = None) -> Designation:
    today = timezone.localdate()
    return factories.DesignationFactory.create(
        member=member,
        person=factories.PersonFactory.create(email="soon@example.org"),
        category=factories.category("alternate"),
        starts_on=today + starts_in * DAY,
        ends_on=None if ends_in is None else today + ends_in * DAY,
    )


def _signed_in(designation: Designation) -> Client:
    account = factories.UserFactory.create(email="soon@example.org")
    designation.person.user = account
    designation.person.save()
    client = Client()
    client.force_login(account)
    return client


def test_who_is_invited_ahead_is_welcomed_and_informed_from_which_day(
    visitor: Client, secretariat: User, spain: Member, other_focal_point: User
) -> None:
    designation = _designated(spain, starts_in=40)
    elsewhere = factories.DesignationFactory.create(
        member=other_focal_point.person.designations.get().member,
        category=factories.category("alternate"),
        starts_on=timezone.localdate() + 10 * DAY,
    )
    invite_person(designation.person, by=secretariat)
    mail = OutgoingMail.objects.get(address="soon@example.org")
    url = "/invitation/" + mail.body_text.split("/invitation/")[1].split()[0]
    password = factories.PASSWORD
    answer = visitor.post(
        url, {"name": "A", "password1": password, "password2": password}, follow=True
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == "/desk/"
    assert "Welcome. Your account is ready." in page
    starts = designation.starts_on
    assert f"starts on <bdi>{starts.day} {starts:%B %Y}</bdi>" in page
    assert "Alternate focal point of <bdi>Spain</bdi>" in page
    # The own facts only.
    assert elsewhere.member.name not in page.split("<main")[1]
    # The way back is in the header; what is not open yet is not offered.
    assert 'href="/desk/"' in page
    assert 'href="/directory/"' not in page
    assert "/desk/me/" not in page


@pytest.mark.parametrize(
    ("arrange", "said"),
    [
        (lambda spain: _designated(spain, starts_in=-40, ends_in=-5), "Spain</bdi> ended on"),
        (lambda spain: _designated(spain, starts_in=-40), "has withdrawn from the Network"),
    ],
)
def test_whose_designation_ended_or_whose_member_left_reads_so(
    spain: Member, arrange: Callable[[Member], Designation], said: str
) -> None:
    designation = arrange(spain)
    if designation.ends_on is None:
        Member.objects.filter(pk=spain.pk).update(state=Member.State.WITHDRAWN)
    client = _signed_in(designation)
    answer = client.get("/desk/")
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert client.get("/desk/members/spain/").status_code == 404
    assert client.get("/directory/").status_code == 404


def test_an_account_without_a_designation_reads_so_and_has_no_entry_of_a_desk() -> None:
    client = Client()
    client.force_login(factories.UserFactory.create())
    answer = client.get("/desk/")
    assert answer.status_code == 200
    assert "No designation is recorded for your account." in answer.content.decode()
    assert 'href="/desk/"' not in client.get("/").content.decode()


def test_the_directory_is_in_the_main_navigation_of_members_alone(
    visitor: Client, focal_point_client: Client, secretariat_client: Client
) -> None:
    def navigation(client: Client) -> str:
        page = client.get("/members/").content.decode()
        return page.split('aria-label="Main navigation"')[1].split("</nav>")[0]

    assert 'href="/directory/"' in navigation(focal_point_client)
    assert 'href="/directory/"' in navigation(secretariat_client)
    assert 'href="/directory/"' not in navigation(visitor)
