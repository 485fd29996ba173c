"""Drafting rights: given, invited, shown, confirmed, revoked, and ended by themselves."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from focalpoints.drafting import (
    LONGEST,
    Colleague,
    confirm_drafting_right,
    give_drafting_right,
    invite_drafter,
    revoke_drafting_right,
)
from focalpoints.models import Category, Designation, DraftingRight, Member, Person, ProposedChange
from focalpoints.review import services
from focalpoints.rights import has_desk, is_member, may_draft, may_submit
from initiatives.models import Initiative
from network import clock
from network.accounts.models import Invitation, User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories, players
from tests.focalpoints.changes import draft_of, kind, seen, submitted

pytestmark = pytest.mark.django_db

TODAY = clock.today()
DAY = datetime.timedelta(days=1)
NURIA = Colleague("Nuria", "Colega", "nuria@example.org", "Adviser", "es")
GIVE = "focalpoints:drafting-right-give"


def given(member: Member, by: User, who: Colleague = NURIA, *, days: int = 90) -> DraftingRight:
    return give_drafting_right(member, who, ends_on=TODAY + days * DAY, by=by)


def accept(visitor: Client, address: str) -> User:
    """Follow the invitation in the latest mail to `address`, and choose a password."""
    mail = OutgoingMail.objects.filter(address=address).latest("pk")
    url = "/invitation/" + mail.body_text.split("/invitation/")[1].split()[0]
    password = factories.PASSWORD
    answer = visitor.post(url, {"name": "N", "password1": password, "password2": password})
    assert answer.status_code == 302
    return User.objects.get(email=address)


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
    assert f"until <bdi>{right.ends_on.day} {right.ends_on:%B %Y}</bdi>" in page
    start = reverse("focalpoints:change-start", args=["spain", "initiative"])
    answer = visitor.post(start)
    assert answer["Location"].endswith("/edit/")
    assert ProposedChange.objects.get().author == nuria
    assert not Designation.objects.filter(person=right.person).exists()


def test_who_has_an_account_is_told_and_needs_no_invitation(
    focal_point: User, spain: Member
) -> None:
    former = factories.designee_of(
        spain, "police", ends_on=TODAY - DAY, email="former@example.org", language="fr"
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
    assert again.ends_on == TODAY + 60 * DAY
    with pytest.raises(IntegrityError, match="once_at_a_time"), transaction.atomic():
        DraftingRight.objects.create(
            member=spain,
            person=first.person,
            rests_on=first.rests_on,
            starts_on=TODAY,
            ends_on=TODAY,
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
        services.submit(change, seen=seen(change), by=drafter)
    with pytest.raises(Refusal, match="who may submit"):
        services.confirm_up_to_date(initiative, member=spain, by=drafter)
    services.submit(change, seen=seen(change), by=focal_point)
    for step in (services.take_back, services.withdraw):
        with pytest.raises(Refusal, match="who may submit"):
            step(change, seen=seen(change), by=drafter)
    with pytest.raises(Refusal, match="who may submit"):
        services.rebase(change, decisions={}, seen=seen(change), seen_version=1, by=drafter)
    services.take_back(change, seen=seen(change), by=focal_point)
    services.withdraw(change, seen=seen(change), by=drafter)
    services.take_up(change, by=drafter)


def test_what_came_back_is_revised_by_a_drafter_and_given_up_by_none(
    initiative: Initiative, spain: Member, focal_point: User, secretariat: User
) -> None:
    drafter = players.drafter()
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    services.send_back(change, reason="Name it.", seen=seen(change), by=secretariat)
    with pytest.raises(Refusal, match="who may submit"):
        services.withdraw(change, seen=seen(change), by=drafter)
    values = {**change.draft, "title_en": "Newer"}
    services.save_draft(change, values, seen=seen(change), by=drafter)


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
        services.submit(change, seen=seen(change), by=contact)
    assert client.get(reverse("focalpoints:directory")).status_code == 200
    assert "submit them" in client.get("/desk/").content.decode()
    Category.objects.filter(code="mission").update(may_submit=True)
    services.submit(change, seen=seen(change), by=contact)


def test_who_drafted_hears_what_was_decided_as_long_as_the_right_lasts(
    initiative: Initiative, spain: Member, focal_point: User, secretariat: User
) -> None:
    drafter = players.drafter()
    change = draft_of(initiative, drafter, member=spain, title_en="New")
    services.submit(change, seen=seen(change), by=focal_point)
    OutgoingMail.objects.all().delete()
    services.send_back(change, reason="Name it.", seen=seen(change), by=secretariat)
    told = set(OutgoingMail.objects.values_list("address", flat=True))
    assert told == {focal_point.email, drafter.email}
    services.submit(change, seen=seen(change), by=focal_point)
    revoke_drafting_right(DraftingRight.objects.get(), by=focal_point)
    OutgoingMail.objects.all().delete()
    services.send_back(change, reason="Again.", seen=seen(change), by=secretariat)
    assert OutgoingMail.objects.get().address == focal_point.email


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


def test_a_right_ends_with_the_designation_and_rests_until_the_successor_confirms(
    spain: Member, focal_point: User, client: Client
) -> None:
    drafter = players.drafter()
    right = DraftingRight.objects.get()
    Designation.objects.filter(person__user=focal_point).update(ends_on=TODAY)
    assert may_draft(drafter, spain), "the last day still counts"
    with clock.set_to(TODAY + DAY):
        assert not may_draft(drafter, spain)
        successor = factories.UserFactory.create(email="next@example.org", name="Nina Next")
        factories.DesignationFactory.create(
            member=spain,
            person=factories.PersonFactory.create(user=successor),
            starts_on=TODAY + DAY,
        )
        client.force_login(drafter)
        assert "rests" in client.get("/desk/").content.decode()
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


def test_a_right_reaches_no_further_than_what_it_rests_on(spain: Member, focal_point: User) -> None:
    drafter = players.drafter()
    Category.objects.filter(code="focal_point").update(may_submit=False)
    assert not may_draft(drafter, spain)
    Category.objects.filter(code="focal_point").update(may_submit=True)
    assert may_draft(drafter, spain)
    Member.objects.filter(pk=spain.pk).update(state=Member.State.WITHDRAWN)
    assert not may_draft(drafter, spain)


def test_a_revoked_right_ends_at_once_and_is_told(
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
        starts_on=TODAY + DAY,
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
        "ends_on": (TODAY + 30 * DAY).isoformat(),
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
        "ends_on": (TODAY + 30 * DAY).isoformat(),
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
    assert "is told by email" in secretariat_client.get(url).content.decode()
    secretariat_client.post(url)
    assert not may_draft(drafter, spain)


def test_many_drafters_cost_a_desk_as_much_as_one(
    spain: Member, focal_point: User, focal_point_client: Client, django_assert_max_num_queries: Any
) -> None:
    given(spain, focal_point)
    focal_point_client.get("/desk/")
    with django_assert_max_num_queries(200) as one:
        focal_point_client.get("/desk/")
    for number in range(10):
        given(spain, focal_point, Colleague("N", str(number), f"n{number}@example.org"))
    with django_assert_max_num_queries(len(one)):
        focal_point_client.get("/desk/")


def test_a_draft_of_a_drafter_is_no_more_than_any(
    initiative: Initiative, spain: Member, focal_point: User
) -> None:
    """Two who press at once share the draft, whatever their right."""
    drafter = players.drafter()
    first = services.start_change(kind(), initiative, member=spain, by=drafter)
    assert services.start_change(kind(), initiative, member=spain, by=focal_point) == first
    assert not may_submit(drafter, spain)
