"""Drafting rights: given, invited, shown, confirmed, revoked, and ended by themselves."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from focalpoints.drafting import (
    LONGEST,
    Colleague,
    revoke_drafting_right,
)
from focalpoints.models import Category, Designation, DraftingRight, Member, Person, ProposedChange
from focalpoints.review import drafts, publication, submissions
from focalpoints.rights import is_member, may_draft
from focalpoints.views.desk import TAKEN_UP_WITHIN
from initiatives.models import Initiative
from network import clock
from network.accounts.models import Invitation, User
from network.mail.models import OutgoingMail
from network.values.deadlines import deadline, until
from network.values.refusals import Refusal
from tests import factories, players
from tests.focalpoints.changes import INITIATIVE, draft_of, seen, submitted
from tests.focalpoints.drafters import DAY, NURIA, accept, given

pytestmark = pytest.mark.django_db


# --- Its end, as a deadline ---


def test_the_end_says_its_time_zone_wherever_it_shows(
    focal_point: User,
    focal_point_client: Client,
    secretariat_client: Client,
    spain: Member,
    visitor: Client,
) -> None:
    right = given(spain, focal_point)
    with translation.override("es"):
        until_spanish = until(right.ends_on)
    assert until_spanish in OutgoingMail.objects.get(address="nuria@example.org").body_text
    accept(visitor, "nuria@example.org")
    last_minute = until(right.ends_on)
    assert "23:59" in last_minute
    assert "UTC" in last_minute
    for client in (focal_point_client, visitor):
        assert last_minute in client.get("/desk/", follow=True).content.decode()
    for address in ("", f"{right.pk}/change/"):
        page = secretariat_client.get(f"/admin/focalpoints/draftingright/{address}")
        assert deadline(right.ends_on) in page.content.decode()


def test_the_desk_says_until_when_a_draft_can_be_reopened(
    focal_point: User, focal_point_client: Client, spain: Member
) -> None:
    change = submitted(None, focal_point, member=spain, **INITIATIVE)
    drafts.withdraw(change, seen=seen(change), by=focal_point)
    change.refresh_from_db()
    end = deadline(change.decided_at + TAKEN_UP_WITHIN)
    assert end in focal_point_client.get("/desk/", follow=True).content.decode()


# --- Giving ---


def test_a_colleague_is_invited_by_mail_and_drafts(
    focal_point: User, spain: Member, visitor: Client
) -> None:
    right = given(spain, focal_point)
    mail = OutgoingMail.objects.get(address="nuria@example.org")
    assert mail.language == "es"
    assert "Fabiola Spain" in mail.body_text
    nuria = accept(visitor, "nuria@example.org")
    assert visitor.get(reverse("after-login"))["Location"] == "/desk/"
    page = visitor.get("/desk/").content.decode()
    assert "Desk of Spain" in page
    assert f"until <bdi>{until(right.ends_on)}</bdi>" in page
    start = reverse("focalpoints:change-start", args=["spain", "initiative"])
    answer = visitor.post(start)
    assert answer["Location"].endswith("/edit/")
    assert ProposedChange.objects.get().author == nuria
    assert not Designation.objects.filter(person=right.person).exists()


def test_who_has_an_account_is_informed_and_needs_no_invitation(
    focal_point: User, spain: Member
) -> None:
    former = factories.designee_of(
        spain, "police", ends_on=clock.today() - DAY, email="former@example.org", language="fr"
    )
    right = given(spain, focal_point, Colleague("F", "", "Former@Example.org"))
    assert right.person.user == former
    assert not Invitation.objects.exists()
    mail = OutgoingMail.objects.get()
    assert (mail.address, mail.language) == ("former@example.org", "fr")
    assert "/desk/members/spain/" in mail.body_text
    assert may_draft(former, spain)


def test_given_again_it_lasts_longer_and_stays_one(focal_point: User, spain: Member) -> None:
    first = given(spain, focal_point, days=30)
    again = given(spain, focal_point, days=60)
    assert again.pk == first.pk
    assert again.ends_on == clock.today() + 60 * DAY
    with pytest.raises(IntegrityError, match="once_at_a_time"), transaction.atomic():
        DraftingRight.objects.create(
            member=spain,
            person=first.person,
            rests_on=first.rests_on,
            starts_on=clock.today(),
            ends_on=clock.today(),
        )


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "has passed"), (LONGEST.days + 1, "a year at most")]
)
def test_a_right_ends_within_a_year(focal_point: User, spain: Member, days: int, said: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        given(spain, focal_point, days=days)
    assert refused.value.field == "ends_on"
    assert not Person.objects.filter(email=NURIA.email).exists()


def test_only_who_may_submit_lets_others_draft(
    spain: Member,
    focal_point: User,
    other_focal_point: User,
    secretariat: User,
) -> None:
    drafter = players.drafter()
    for by in (other_focal_point, secretariat, factories.designee_of(spain, "mission"), drafter):
        with pytest.raises(Refusal, match="may submit"):
            given(spain, by)
    given(spain, factories.designee_of(spain, "alternate"))


def test_a_right_rests_on_a_designation_of_the_same_member(
    focal_point: User, other_focal_point: User, spain: Member
) -> None:
    right = given(spain, focal_point)
    foreign = other_focal_point.person.designations.get()
    with pytest.raises(IntegrityError, match="its own member"), transaction.atomic():
        DraftingRight.objects.filter(pk=right.pk).update(rests_on=foreign)


@pytest.mark.parametrize("who", ["own", "other", "staff", "closed"])
def test_whose_address_is_not_a_colleagues_is_refused(
    who: str, focal_point: User, other_focal_point: User, secretariat: User, spain: Member
) -> None:
    closed = factories.UserFactory.create(is_active=False)
    address = {
        "own": factories.designee_of(spain, "police").email,
        "other": other_focal_point.email,
        "staff": secretariat.email,
        "closed": closed.email,
    }[who]
    people = Person.objects.count()
    with pytest.raises(Refusal) as refused:
        given(spain, focal_point, Colleague("N", "N", address))
    assert refused.value.field == "email"
    assert "Otto" not in refused.value.sentence, "whose address it is stays untold"
    assert Person.objects.count() == people
    assert not OutgoingMail.objects.exists()


# --- What a drafter may do ---


def test_a_drafter_drafts_and_the_focal_point_submits(
    initiative: Initiative, spain: Member, focal_point: User, focal_point_client: Client
) -> None:
    drafter = players.drafter()
    change = draft_of(initiative, drafter, member=spain, title_en="Drafted by a colleague")
    page = focal_point_client.get("/desk/").content.decode()
    assert "Drafted by a colleague" in page
    assert "Dora Drafter" in page
    url = reverse("focalpoints:change-submit", args=[change.pk])
    focal_point_client.post(url, {"edition": seen(change)})
    change.refresh_from_db()
    assert change.state == ProposedChange.State.SUBMITTED


def test_a_drafter_submits_confirms_and_takes_back_nothing(
    initiative: Initiative, spain: Member, focal_point: User
) -> None:
    drafter = players.drafter()
    change = draft_of(initiative, drafter, member=spain, title_en="New")
    with pytest.raises(Refusal, match="who may submit"):
        submissions.submit(change, seen=seen(change), by=drafter)
    with pytest.raises(Refusal, match="who may submit"):
        publication.confirm_up_to_date(initiative, member=spain, by=drafter)
    submissions.submit(change, seen=seen(change), by=focal_point)
    for step in (submissions.take_back, drafts.withdraw):
        with pytest.raises(Refusal, match="who may submit"):
            step(change, seen=seen(change), by=drafter)
    with pytest.raises(Refusal, match="who may submit"):
        drafts.rebase(change, decisions={}, seen=seen(change), seen_version=1, by=drafter)
    submissions.take_back(change, seen=seen(change), by=focal_point)
    drafts.withdraw(change, seen=seen(change), by=drafter)
    drafts.take_up(change, by=drafter)


def test_what_came_back_is_revised_by_a_drafter_and_given_up_by_none(
    initiative: Initiative, spain: Member, focal_point: User, secretariat: User
) -> None:
    drafter = players.drafter()
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    submissions.send_back(change, reason="Name it.", seen=seen(change), by=secretariat)
    with pytest.raises(Refusal, match="who may submit"):
        drafts.withdraw(change, seen=seen(change), by=drafter)
    values = {**change.draft, "title_en": "Newer"}
    drafts.save_draft(change, values, seen=seen(change), by=drafter)


def test_the_pages_of_a_drafter_offer_no_submission(
    initiative: Initiative, spain: Member, focal_point: User, client: Client
) -> None:
    drafter = players.drafter()
    client.force_login(drafter)
    change = draft_of(initiative, drafter, member=spain, title_en="New")
    pages = {
        name: client.get(reverse(f"focalpoints:{name}", args=[change.pk])).content.decode()
        for name in ("change", "change-edit", "change-preview")
    }
    submit = reverse("focalpoints:change-submit", args=[change.pk])
    for page in pages.values():
        assert submit not in page
        assert "Preview and submit" not in page
    assert "look at it and submit it" in pages["change-preview"]
    assert client.post(submit, {"edition": seen(change)}).status_code == 404
    desk = client.get("/desk/").content.decode()
    assert "Confirm that it is correct" not in desk
    assert "Who drafts with you" not in desk
    own = client.get(initiative.get_absolute_url()).content.decode()
    assert "Confirm that it is correct" not in own
    assert reverse("focalpoints:change-start", args=["spain", "initiative"]) in own
    confirm = reverse("focalpoints:entry-confirm", args=["spain", "initiative", initiative.pk])
    assert client.post(confirm).status_code == 404


def test_a_drafter_reads_the_entries_of_their_member_and_no_contacts(
    spain: Member, focal_point: User, client: Client
) -> None:
    drafter = players.drafter()
    client.force_login(drafter)
    hidden = Initiative.Visibility.MEMBERS
    own = factories.InitiativeFactory.create(owner=spain, visibility=hidden)
    foreign = factories.InitiativeFactory.create(owner=factories.member("DEU"), visibility=hidden)
    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(foreign.get_absolute_url()).status_code == 404
    assert client.get(reverse("focalpoints:directory")).status_code == 404
    page = client.get(spain.get_absolute_url()).content.decode()
    assert focal_point.person.family_name not in page.split("<main")[1]
    assert 'href="/desk/members/spain/"' in page
    assert not is_member(drafter)


def test_a_mission_contact_drafts_reads_the_directory_and_submits_nothing(
    initiative: Initiative, spain: Member, client: Client
) -> None:
    contact = factories.designee_of(spain, "mission")
    client.force_login(contact)
    change = draft_of(initiative, contact, member=spain, title_en="New")
    with pytest.raises(Refusal, match="who may submit"):
        submissions.submit(change, seen=seen(change), by=contact)
    assert client.get(reverse("focalpoints:directory")).status_code == 200
    assert "submit them" in client.get("/desk/").content.decode()
    Category.objects.filter(code="mission").update(may_submit=True)
    submissions.submit(change, seen=seen(change), by=contact)


def test_who_drafted_hears_what_was_decided_as_long_as_the_right_lasts(
    initiative: Initiative, spain: Member, focal_point: User, secretariat: User
) -> None:
    drafter = players.drafter()
    change = draft_of(initiative, drafter, member=spain, title_en="New")
    submissions.submit(change, seen=seen(change), by=focal_point)
    OutgoingMail.objects.all().delete()
    submissions.send_back(change, reason="Name it.", seen=seen(change), by=secretariat)
    notified = set(OutgoingMail.objects.values_list("address", flat=True))
    assert notified == {focal_point.email, drafter.email}
    submissions.submit(change, seen=seen(change), by=focal_point)
    revoke_drafting_right(DraftingRight.objects.get(), by=focal_point)
    OutgoingMail.objects.all().delete()
    submissions.send_back(change, reason="Again.", seen=seen(change), by=secretariat)
    assert OutgoingMail.objects.get().address == focal_point.email
