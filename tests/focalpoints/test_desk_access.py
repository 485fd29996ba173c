"""Access to a desk: a member's own focal points, and nobody else."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.models import Designation, Member, ProposedChange
from focalpoints.rights import may_see_officials, may_submit, sees_and_submits
from initiatives.models import Initiative
from network import clock
from network.accounts.models import User
from tests import factories
from tests.focalpoints.changes import draft_of

pytestmark = pytest.mark.django_db
State = ProposedChange.State

CHANGE_PAGES = [
    ("change", "get"),
    ("change-edit", "get"),
    ("change-preview", "get"),
    ("change-conflict", "get"),
    ("change-cancel", "post"),
    ("change-withdraw", "get"),
    ("change-withdraw", "post"),
    ("change-submit", "post"),
    ("change-take-back", "post"),
    ("change-take-up", "post"),
]


def test_a_visitor_goes_to_sign_in(visitor: Client) -> None:
    answer = visitor.get("/desk/")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_whose_session_ended_is_informed_at_sign_in_and_nobody_else(visitor: Client) -> None:
    said = "You are no longer signed in."
    assert said not in visitor.get("/desk/", follow=True).content.decode()
    pressed = reverse("focalpoints:change-start", args=["spain", "initiative"])
    assert said in visitor.post(pressed, follow=True).content.decode()


def test_a_sign_in_after_a_button_ends_on_a_page_of_the_portal(
    visitor: Client, focal_point: User, initiative: Initiative, spain: Any
) -> None:
    pressed = reverse("focalpoints:change-start", args=["spain", "initiative"])
    asked = visitor.post(pressed, {"entry": initiative.pk}, HTTP_REFERER="http://testserver/desk/")
    assert asked["Location"].endswith("?next=/desk/")
    visitor.force_login(focal_point)
    desk = reverse("focalpoints:desk-member", args=["spain"])
    confirm = reverse("focalpoints:entry-confirm", args=["spain", "initiative", initiative.pk])
    for button in (pressed, confirm):
        assert visitor.get(button)["Location"] == desk
    assert not ProposedChange.objects.exists()
    change = draft_of(initiative, focal_point, member=spain, title_en="New")
    submit = reverse("focalpoints:change-submit", args=[change.pk])
    assert visitor.get(submit)["Location"] == reverse(
        "focalpoints:change-preview", args=[change.pk]
    )
    take_back = reverse("focalpoints:change-take-back", args=[change.pk])
    assert visitor.get(take_back)["Location"] == reverse("focalpoints:change", args=[change.pk])
    change.refresh_from_db()
    assert change.state == State.DRAFT


def test_a_focal_point_finds_their_members_desk(focal_point_client: Client) -> None:
    page = focal_point_client.get("/desk/").content.decode()
    assert "Desk of Spain" in page


def test_a_focal_point_of_two_members_chooses(focal_point_client: Client, spain: Any) -> None:
    person = Designation.objects.get(member=spain).person
    factories.DesignationFactory.create(member=factories.member("NAM"), person=person)
    page = focal_point_client.get("/desk/").content.decode()
    assert reverse("focalpoints:desk-member", args=["namibia"]) in page
    assert "Desk of Namibia" in focal_point_client.get("/desk/members/namibia/").content.decode()


def test_the_secretariat_is_informed_where_the_queue_is(secretariat_client: Client) -> None:
    page = secretariat_client.get("/desk/").content.decode()
    assert reverse("admin:focalpoints_proposedchange_queue") in page


def test_a_designation_that_ended_opens_no_desk(client: Client, spain: Any) -> None:
    former = factories.UserFactory.create()
    factories.DesignationFactory.create(
        member=spain,
        person=factories.PersonFactory.create(user=former),
        starts_on="2019-01-01",
        ends_on="2020-01-01",
    )
    client.force_login(former)
    assert client.get("/desk/members/spain/").status_code == 404


@pytest.mark.parametrize(("name", "method"), CHANGE_PAGES)
def test_another_members_change_does_not_exist_for_me(
    name: str,
    method: str,
    other_focal_point_client: Client,
    focal_point: User,
    initiative: Initiative,
    spain: Any,
) -> None:
    change = draft_of(initiative, focal_point, member=spain, title_en="New")
    url = reverse(f"focalpoints:{name}", args=[change.pk])
    assert getattr(other_focal_point_client, method)(url).status_code == 404


def test_another_members_entry_cannot_be_started_or_confirmed(
    other_focal_point_client: Client, initiative: Initiative, spain: Any
) -> None:
    start_url = reverse("focalpoints:change-start", args=["germany", "initiative"])
    assert other_focal_point_client.post(start_url, {"entry": initiative.pk}).status_code == 404
    confirm = reverse("focalpoints:entry-confirm", args=["germany", "initiative", initiative.pk])
    assert other_focal_point_client.post(confirm).status_code == 404
    assert not ProposedChange.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_entry_of_an_unknown_kind_is_begun_or_confirmed(
    method: str, focal_point_client: Client, initiative: Initiative, spain: Any
) -> None:
    for url in (
        reverse("focalpoints:change-start", args=["spain", "nothing"]),
        reverse("focalpoints:entry-confirm", args=["spain", "nothing", initiative.pk]),
    ):
        assert getattr(focal_point_client, method)(url).status_code == 404, url
    assert not ProposedChange.objects.exists()


def test_a_visitor_cannot_start_a_change(visitor: Client, spain: Any) -> None:
    answer = visitor.post(reverse("focalpoints:change-start", args=["spain", "initiative"]))
    assert "/accounts/login/" in answer["Location"]
    assert not ProposedChange.objects.exists()


def test_the_desk_knows_the_same_rights_as_every_other_page(
    spain: Member, secretariat: User
) -> None:
    yesterday = clock.today() - datetime.timedelta(days=1)
    drafter = factories.UserFactory.create()
    factories.DraftingRightFactory.create(
        member=spain, person=factories.PersonFactory.create(user=drafter)
    )
    expected = {
        factories.focal_point_of(spain): (True, True),
        factories.designee_of(spain, "police"): (True, False),
        factories.designee_of(spain, "police", ends_on=yesterday): (False, False),
        factories.focal_point_of(factories.member("NAM")): (False, False),
        drafter: (False, False),
        secretariat: (True, False),
    }
    for user, rights in expected.items():
        assert sees_and_submits(user, spain) == rights
        assert (may_see_officials(user, spain), may_submit(user, spain)) == rights
