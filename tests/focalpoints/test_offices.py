"""An office with a functional mailbox as a designee: written to, and never signed in."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from focalpoints.designations import invite_person
from focalpoints.drafting import Colleague, give_drafting_right
from focalpoints.models import OFFICE_SHARES, Designation, Person, Revision
from focalpoints.people import correct_person
from network import clock
from network.accounts.models import Invitation, User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.test_recording import PAGE, checked, errors_of, typed

pytestmark = pytest.mark.django_db

MAILBOX = "wps.desk@example.org"
OFFICE: dict[str, Any] = {
    "is_office": "on",
    "given_name": "Women, Peace and Security Desk",
    "family_name": None,
    "position": None,
    "institution": "Ministry of Foreign Affairs",
    "email": MAILBOX,
}


@pytest.fixture
def office() -> Person:
    """An office of Norway, shown to members."""
    desk = factories.PersonFactory.create(
        is_office=True, given_name="The Desk", family_name="", email=MAILBOX, **OFFICE_SHARES
    )
    factories.DesignationFactory.create(
        member=factories.member("NOR"), person=desk, category=factories.category("mission")
    )
    return desk


def test_an_office_is_recorded_by_its_letter(secretariat_client: Client) -> None:
    data = checked(secretariat_client, **OFFICE)
    secretariat_client.post(reverse(PAGE), data)
    office = Designation.objects.get().person
    assert office.is_office
    assert office.full_name == "Women, Peace and Security Desk"
    assert {name: getattr(office, name) for name in OFFICE_SHARES} == OFFICE_SHARES
    assert Revision.objects.of(office).exists()


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"family_name": "Ejemplo"}, "given_name", "one name"),
        ({"title": "Dr."}, "given_name", "one name"),
        ({"email": None}, "email", "functional mailbox"),
    ],
)
def test_an_office_has_one_name_and_a_mailbox(
    secretariat_client: Client, change: dict[str, Any], field: str, said: str
) -> None:
    found = errors_of(secretariat_client.post(reverse(PAGE), typed(**(OFFICE | change))))
    assert list(found) == [field]
    assert said in found[field]


def test_the_database_refuses_an_office_with_an_account_or_two_names(
    office: Person, secretariat: User
) -> None:
    office.user = secretariat
    with pytest.raises(IntegrityError, match="no_account"), transaction.atomic():
        office.save()
    office.user, office.family_name = None, "Ejemplo"
    with pytest.raises(IntegrityError, match="one_name"), transaction.atomic():
        office.save()


def test_nobody_is_invited_in_its_name(
    office: Person, secretariat: User, secretariat_client: Client
) -> None:
    with pytest.raises(Refusal, match="no account"):
        invite_person(office, by=secretariat)
    page = reverse("admin:focalpoints_person_change", args=[office.pk])
    assert "Invite to the portal" not in secretariat_client.get(page).content.decode()
    assert not Invitation.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_its_mailbox_is_nobodys_to_draft_with(office: Person, focal_point: User) -> None:
    colleague = Colleague("Ana", "Ejemplo", MAILBOX)
    tomorrow = clock.today() + datetime.timedelta(days=1)
    with pytest.raises(Refusal, match="mailbox of an office"):
        give_drafting_right(factories.member("ESP"), colleague, ends_on=tomorrow, by=focal_point)


def test_an_office_keeps_its_mailbox(office: Person, secretariat: User) -> None:
    office.email = ""
    with pytest.raises(Refusal, match="functional mailbox"):
        correct_person(office, by=secretariat)


def test_no_form_takes_an_office_without_its_mailbox(office: Person) -> None:
    """What a member proposes is checked as every form of the model is."""
    office.email = ""
    with pytest.raises(ValidationError) as refused:
        office.full_clean()
    assert "functional mailbox" in refused.value.message_dict["email"][0]


def test_a_correction_of_an_office_that_gives_it_a_family_name_is_refused(
    office: Person, secretariat_client: Client
) -> None:
    url = reverse("admin:focalpoints_person_change", args=[office.pk])
    form = secretariat_client.get(url).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    answer = secretariat_client.post(
        url,
        data
        | {
            "family_name": "Ejemplo",
            "designations-TOTAL_FORMS": "0",
            "designations-INITIAL_FORMS": "0",
        },
    )
    assert "An office has one name" in answer.content.decode()


def test_members_find_it_as_an_office_and_the_public_its_institution(
    office: Person, focal_point_client: Client, visitor: Client
) -> None:
    directory = focal_point_client.get(reverse("focalpoints:directory")).content.decode()
    assert "The Desk" in directory
    assert MAILBOX in directory
    assert "Office" in directory
    page = visitor.get(reverse("focalpoints:member", args=["norway"])).content.decode()
    assert office.institution in page
    assert MAILBOX not in page
    assert "The Desk" not in page
