"""Drafting rights end by themselves, are revoked or confirmed, and are shown in the admin."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.drafting import (
    Colleague,
    confirm_drafting_right,
    invite_drafter,
    revoke_drafting_right,
)
from focalpoints.models import Category, Designation, DraftingRight, Member
from focalpoints.review import drafts
from focalpoints.rights import has_desk, may_draft, may_submit
from initiatives.models import Initiative
from network import clock
from network.accounts.models import Invitation, User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories, players
from tests.costs import QueryCost
from tests.focalpoints.changes import kind
from tests.focalpoints.drafters import DAY, GIVE, given

pytestmark = pytest.mark.django_db


# --- How a right ends ---


def test_a_right_ends_by_itself_after_its_last_day(spain: Member, focal_point: User) -> None:
    drafter = players.drafter()
    last = DraftingRight.objects.get().ends_on
    assert may_draft(drafter, spain, last)
    assert not may_draft(drafter, spain, last + DAY)
    with clock.set_to(last):
        assert may_draft(drafter, spain)
        assert has_desk(drafter)
    with clock.set_to(last + DAY):
        assert not may_draft(drafter, spain)
        assert not has_desk(drafter)


def test_a_right_ends_with_the_designation_and_is_suspended_until_the_successor_confirms(
    spain: Member, focal_point: User, client: Client
) -> None:
    drafter = players.drafter()
    right = DraftingRight.objects.get()
    last_day = clock.today()
    Designation.objects.filter(person__user=focal_point).update(ends_on=last_day)
    assert may_draft(drafter, spain), "the last day still counts"
    with clock.set_to(last_day + DAY):
        assert not may_draft(drafter, spain)
        successor = factories.UserFactory.create(email="next@example.org", name="Nina Next")
        factories.DesignationFactory.create(
            member=spain,
            person=factories.PersonFactory.create(user=successor),
            starts_on=last_day + DAY,
        )
        client.force_login(drafter)
        assert "suspended" in client.get("/desk/").content.decode()
        client.force_login(successor)
        desk = client.get("/desk/").content.decode()
        url = reverse("focalpoints:drafting-right-confirm", args=[right.pk])
        assert url in desk
        OutgoingMail.objects.all().delete()
        assert "Let <bdi>" in client.get(url).content.decode()
        right.refresh_from_db()
        assert right.confirmed_at is None, "a look confirms nothing"
        client.post(url)
        right.refresh_from_db()
        assert right.confirmed_by == successor
        assert may_draft(drafter, spain)
        assert "Nina Next" in OutgoingMail.objects.get(address=drafter.email).body_text
        with pytest.raises(Refusal, match="needs no confirmation"):
            confirm_drafting_right(right, by=successor)
    assert not may_draft(drafter, spain, right.ends_on + DAY), "the end that was set stays"


def test_a_right_gives_no_more_than_the_designation_behind_it(
    spain: Member, focal_point: User
) -> None:
    drafter = players.drafter()
    Category.objects.filter(code="focal_point").update(may_submit=False)
    assert not may_draft(drafter, spain)
    Category.objects.filter(code="focal_point").update(may_submit=True)
    assert may_draft(drafter, spain)
    Member.objects.filter(pk=spain.pk).update(state=Member.State.WITHDRAWN)
    assert not may_draft(drafter, spain)


def test_a_revoked_right_ends_at_once_and_is_informed(
    spain: Member, focal_point_client: Client
) -> None:
    drafter = players.drafter()
    right = DraftingRight.objects.get()
    url = reverse("focalpoints:drafting-right-revoke", args=[right.pk])
    assert url in focal_point_client.get("/desk/").content.decode()
    assert "no longer draft" in focal_point_client.get(url).content.decode()
    assert may_draft(drafter, spain), "a look revokes nothing"
    page = focal_point_client.post(url, follow=True).content.decode()
    assert "may no longer draft" in page
    assert not may_draft(drafter, spain)
    mail = OutgoingMail.objects.get(address=drafter.email)
    assert "Fabiola Spain has ended your right" in mail.body_text
    assert "is over already" in focal_point_client.post(url, follow=True).content.decode()
    assert OutgoingMail.objects.filter(address=drafter.email).count() == 1


def test_the_invitation_of_a_revoked_right_is_worthless(
    spain: Member, focal_point: User, visitor: Client
) -> None:
    right = given(spain, focal_point)
    mail = OutgoingMail.objects.get(address="nuria@example.org")
    url = "/invitation/" + mail.body_text.split("/invitation/")[1].split()[0]
    revoke_drafting_right(right, by=focal_point)
    assert Invitation.objects.get().state == Invitation.State.REVOKED
    assert visitor.get(url).status_code == 410 or "withdrawn" in visitor.get(url).content.decode()


def test_an_invitation_that_serves_a_designation_too_stays(
    spain: Member, focal_point: User
) -> None:
    right = given(spain, focal_point)
    factories.DesignationFactory.create(
        member=spain,
        person=right.person,
        category=factories.category("police"),
        starts_on=clock.today() + DAY,
    )
    revoke_drafting_right(right, by=focal_point)
    assert Invitation.objects.get().state == Invitation.State.OPEN


def test_others_neither_revoke_nor_confirm(
    spain: Member, focal_point: User, other_focal_point: User, secretariat: User
) -> None:
    drafter = players.drafter()
    right = DraftingRight.objects.get()
    for by in (other_focal_point, drafter, factories.designee_of(spain, "mission")):
        with pytest.raises(Refusal):
            revoke_drafting_right(right, by=by)
        with pytest.raises(Refusal):
            confirm_drafting_right(right, by=by)
        with pytest.raises(Refusal):
            invite_drafter(right, by=by)
    revoke_drafting_right(right, by=secretariat)
    assert not may_draft(drafter, spain)


# --- On the desk and in the admin ---


def test_the_form_asks_before_it_gives(spain: Member, focal_point_client: Client) -> None:
    url = reverse(GIVE, args=["spain"])
    assert url in focal_point_client.get("/desk/").content.decode()
    data = {
        "given_name": "Nuria",
        "family_name": "Colega",
        "email": "nuria@example.org",
        "language": "fr",
        "ends_on": (clock.today() + 30 * DAY).isoformat(),
    }
    asked = focal_point_client.post(url, data).content.decode()
    assert "An email goes to" in asked
    assert not DraftingRight.objects.exists()
    back = focal_point_client.post(url, data | {"back": "1"}).content.decode()
    assert 'value="nuria@example.org"' in back
    answer = focal_point_client.post(url, data | {"confirmed": "1"}, follow=True)
    page = answer.content.decode()
    assert "Nuria Colega may now draft" in page
    assert "has not signed in yet" in page
    right = DraftingRight.objects.get()
    assert right.events.get().pgh_context.metadata["user"] == right.given_by_id
    again = reverse("focalpoints:drafting-right-invite", args=[right.pk])
    focal_point_client.get(again)
    assert OutgoingMail.objects.count() == 1
    focal_point_client.post(again)
    assert OutgoingMail.objects.count() == 2
    assert OutgoingMail.objects.latest("pk").language == "fr"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ends_on": "2020-01-01"}, "This day has passed."),
        ({"ends_on": "2099-01-01"}, "a year at most"),
        ({"email": "nowhere"}, "Enter a valid email address"),
        ({"given_name": ""}, "This field is required"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_nothing_is_lost(
    spain: Member, focal_point_client: Client, change: dict[str, str], said: str
) -> None:
    data = {
        "given_name": "Nuria",
        "family_name": "Colega",
        "email": "nuria@example.org",
        "language": "en",
        "ends_on": (clock.today() + 30 * DAY).isoformat(),
        "confirmed": "1",
    } | change
    page = focal_point_client.post(reverse(GIVE, args=["spain"]), data).content.decode()
    assert said in page
    assert 'value="Colega"' in page
    assert not DraftingRight.objects.exists()


def test_the_secretariat_sees_every_right_and_revokes_one(
    spain: Member, focal_point: User, secretariat_client: Client, looker_client: Client
) -> None:
    drafter = players.drafter()
    right = DraftingRight.objects.get()
    listed = reverse("admin:focalpoints_draftingright_changelist")
    assert "Drafter" in secretariat_client.get(listed).content.decode()
    for standing, found in (("in_force", 1), ("resting", 0), ("over", 0)):
        answer = secretariat_client.get(listed, {"standing": standing})
        assert answer.context["cl"].result_count == found
    url = reverse("admin:focalpoints_draftingright_revoke_this", args=[right.pk])
    looker_client.post(url)
    assert may_draft(drafter, spain)
    assert "is informed by email" in secretariat_client.get(url).content.decode()
    secretariat_client.post(url)
    assert not may_draft(drafter, spain)


def test_many_drafters_cost_a_desk_as_much_as_one(
    spain: Member, focal_point: User, focal_point_client: Client, query_cost: QueryCost
) -> None:
    given(spain, focal_point)
    one = query_cost(lambda: focal_point_client.get("/desk/"))
    for number in range(10):
        given(spain, focal_point, Colleague("N", str(number), f"n{number}@example.org"))
    assert query_cost(lambda: focal_point_client.get("/desk/")) == one


def test_a_draft_of_a_drafter_is_no_more_than_any(
    initiative: Initiative, spain: Member, focal_point: User
) -> None:
    """Two who press at once share the draft, whatever their right."""
    drafter = players.drafter()
    first = drafts.start_change(kind(), initiative, member=spain, by=drafter)
    assert drafts.start_change(kind(), initiative, member=spain, by=focal_point) == first
    assert not may_submit(drafter, spain)
