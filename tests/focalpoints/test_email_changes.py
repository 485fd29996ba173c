"""A new email of an official takes effect once it is confirmed from there."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from focalpoints.email_changes import forget_expired, masked
from focalpoints.erasure import erase_person_data
from focalpoints.models import Designation, EmailChange, Person, Revision
from focalpoints.people import choose_own_contact
from network import clock
from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db

NEW = "new.address@example.org"


@pytest.fixture
def person(focal_point: User) -> Person:
    return focal_point.person


def enter(client: Client, person: Person, email: str = NEW, **other: Any) -> str:
    """What the person's own page answers to another email."""
    data = {"given_name": person.given_name, "position": "Head of Unit", "email": email, **other}
    response = client.post(reverse("focalpoints:own-contact"), data, follow=True)
    return str(response.content.decode())


def link(address: str = NEW) -> str:
    text = OutgoingMail.objects.filter(address=address, holds_link=True).latest("pk").body_text
    found = re.search(r"https?://[^/\s]+((?:/[a-z-]+)?/confirmation/email/\S+)", text)
    assert found is not None, text
    return found.group(1)


def email_of(person: Person) -> str:
    return Person.objects.get(pk=person.pk).email


def test_the_rest_is_saved_at_once_and_the_email_waits(
    person: Person, focal_point_client: Client
) -> None:
    former = person.email
    page = enter(focal_point_client, person)
    assert "takes effect once you confirm it" in page
    assert NEW in page
    stored = Person.objects.get(pk=person.pk)
    assert (stored.position, stored.email) == ("Head of Unit", former)
    told = OutgoingMail.objects.get(address=former)
    assert "n…@example.org" in told.body_text
    assert NEW not in told.body_text
    assert EmailChange.objects.get().mail is not None


def test_it_takes_effect_from_the_new_address(
    person: Person, focal_point: User, focal_point_client: Client, visitor: Client
) -> None:
    former = person.email
    enter(focal_point_client, person)
    path = link()
    for _scan in range(2):
        assert NEW in visitor.get(path).content.decode()
    assert email_of(person) == former
    OutgoingMail.objects.all().delete()
    EmailChange.objects.update(mail=None)
    response = visitor.post(path, follow=True)
    assert response.status_code == 200
    assert "_auth_user_id" not in visitor.session
    assert email_of(person) == NEW
    version = Revision.objects.of(person).latest("number")
    assert (version.values["email"], version.by) == (NEW, focal_point)
    assert set(OutgoingMail.objects.values_list("address", flat=True)) == {
        former,
        settings.SECRETARIAT_EMAIL,
    }
    assert visitor.post(path).status_code == 410
    assert not EmailChange.objects.exists()
    focal_point.refresh_from_db()
    assert focal_point.email == former, "the address to sign in with stays"


def test_another_entry_expiry_and_second_thoughts_end_the_link(
    person: Person, focal_point_client: Client, visitor: Client
) -> None:
    enter(focal_point_client, person)
    first = link()
    enter(focal_point_client, person, "third@example.org")
    assert visitor.get(first).status_code == 410
    second = link("third@example.org")
    assert visitor.get(second).status_code == 200
    with clock.set_to(clock.now() + datetime.timedelta(days=8)):
        assert visitor.post(second).status_code == 410
        assert forget_expired() == 1
    enter(focal_point_client, person)
    page = focal_point_client.get(reverse("focalpoints:own-contact")).content.decode()
    assert "Keep the former one" in page
    third = link()
    focal_point_client.post(reverse("focalpoints:own-contact-keep-email"))
    assert visitor.post(third).status_code == 410
    assert email_of(person) != NEW


def test_a_waiting_change_outlives_a_save_of_the_rest(
    person: Person, focal_point_client: Client, visitor: Client
) -> None:
    enter(focal_point_client, person)
    enter(focal_point_client, person, person.email, position="Another")
    visitor.post(link())
    assert email_of(person) == NEW


def test_the_address_of_the_account_is_proven_and_holds_at_once(
    person: Person, focal_point: User, focal_point_client: Client
) -> None:
    Person.objects.filter(pk=person.pk).update(email="old@example.org")
    enter(focal_point_client, person, focal_point.email)
    assert email_of(person) == focal_point.email
    assert set(OutgoingMail.objects.values_list("address", flat=True)) == {
        "old@example.org",
        settings.SECRETARIAT_EMAIL,
    }


def test_the_secretariat_corrects_an_email_at_once(person: Person, secretariat: User) -> None:
    choose_own_contact(person, {"email": NEW}, by=secretariat)
    assert email_of(person) == NEW
    assert not EmailChange.objects.exists()


def test_nobody_enters_an_email_for_another(person: Person, other_focal_point: User) -> None:
    with pytest.raises(Refusal):
        choose_own_contact(person, {"email": NEW}, by=other_focal_point)
    assert not OutgoingMail.objects.exists()


def test_a_deactivated_account_confirms_nothing(
    person: Person, focal_point: User, focal_point_client: Client, visitor: Client
) -> None:
    enter(focal_point_client, person)
    User.objects.filter(pk=focal_point.pk).update(is_active=False)
    assert visitor.post(link()).status_code == 410
    assert email_of(person) != NEW


def test_a_dead_link_is_answered_as_one_that_never_was(
    person: Person, focal_point_client: Client, visitor: Client
) -> None:
    enter(focal_point_client, person)
    path = link()
    visitor.post(path)
    key = path.rstrip("/").rpartition("/")[2]
    unknown = visitor.get(reverse("focalpoints:confirm-email", args=["x" * 43]))
    dead = visitor.get(path)
    assert dead.status_code == unknown.status_code == 410
    assert dead.content.decode().replace(key, "x" * 43) == unknown.content.decode()


def test_an_erasure_takes_a_waiting_address_too(
    person: Person, focal_point_client: Client, secretariat: User
) -> None:
    enter(focal_point_client, person)
    Designation.objects.update(ends_on=clock.today() - datetime.timedelta(days=1))
    erase_person_data(person, ["email"], by=secretariat)
    assert not EmailChange.objects.exists()


def test_my_data_hold_it(person: Person, focal_point_client: Client) -> None:
    enter(focal_point_client, person)
    assert NEW in focal_point_client.get("/my-data/json/").content.decode()


@pytest.mark.parametrize(
    ("email", "shown"), [("anna@example.org", "a…@example.org"), ("a@b.example", "a…@b.example")]
)
def test_an_address_is_masked(email: str, shown: str) -> None:
    assert masked(email) == shown


def test_the_link_of_one_changes_nothing_of_another(
    person: Person, focal_point_client: Client, other_focal_point: User, visitor: Client
) -> None:
    before = other_focal_point.person.email
    enter(focal_point_client, person)
    visitor.post(link())
    assert email_of(other_focal_point.person) == before
    assert factories.member("DEU").designations.get().person.email == before
