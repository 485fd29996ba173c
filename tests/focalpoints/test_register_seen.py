"""The register in the admin: nothing is written over unseen, and nothing is left behind."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from focalpoints.designations import invite_person
from focalpoints.models import Designation
from focalpoints.people import choose_own_contact
from network import clock
from network.accounts.models import Invitation, User
from tests import factories
from tests.focalpoints.letters import with_letter

pytestmark = pytest.mark.django_db

PARTS = ("year", "month", "day")
A_DAY = datetime.timedelta(days=1)


def page_of(row: Any) -> str:
    return reverse(f"admin:focalpoints_{row._meta.model_name}_change", args=[row.pk])


def opened(client: Client, row: Any) -> dict[str, Any]:
    """What a browser sends back from the row's page as it was opened."""
    context = client.get(page_of(row)).context
    form = context["adminform"].form
    values = {field.html_name: field.value() for field in form}
    for field in form:
        widget = field.field.widget
        if isinstance(widget, forms.MultiWidget):
            parts = widget.decompress(field.value())
            values |= {f"{field.html_name}_{n}": part for n, part in zip(PARTS, parts, strict=True)}
    for inline in context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        values |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    # A browser sends no empty box and no empty file.
    return {
        name: "on" if value is True else value
        for name, value in values.items()
        if value not in (None, False) and name != "letter"
    }


def test_a_page_that_was_opened_before_a_consent_was_withdrawn_does_not_give_it_back(
    secretariat_client: Client, focal_point: User
) -> None:
    person = focal_point.person
    choose_own_contact(person, {"email_visibility": "members"}, by=focal_point)
    data = opened(secretariat_client, person)
    choose_own_contact(person, {"email_visibility": "secretariat"}, by=focal_point)
    data["institution"] = "Ministry of Defence"
    answer = secretariat_client.post(page_of(person), data)
    page = answer.content.decode()
    assert "Somebody has changed this since you opened it" in page
    assert "Who sees my email: my member and the Secretariat" in page
    assert 'value="Ministry of Defence"' in page, "what was typed stays"
    person.refresh_from_db()
    assert person.email_visibility == "secretariat"
    # The page now shows what is saved: having seen it, the same person saves again.
    form = answer.context["adminform"].form
    assert form["email_visibility"].value() == "secretariat"
    again = {**data, "seen": form["seen"].value(), "email_visibility": "secretariat"}
    assert secretariat_client.post(page_of(person), again).status_code == 302
    person.refresh_from_db()
    assert (person.institution, person.email_visibility) == (
        "Ministry of Defence",
        "secretariat",
    )


def test_what_somebody_typed_meanwhile_in_the_same_field_is_reported(
    secretariat_client: Client, focal_point: User
) -> None:
    person = focal_point.person
    data = {**opened(secretariat_client, person), "position": "Mine"}
    choose_own_contact(person, {"position": "Theirs"}, by=focal_point)
    page = secretariat_client.post(page_of(person), data).content.decode()
    assert "Position: Theirs" in page
    assert 'value="Mine"' in page


@pytest.mark.parametrize("name", ["person", "member", "organisation", "designation"])
def test_a_page_that_nobody_overtook_is_saved(secretariat_client: Client, name: str) -> None:
    designation = factories.DesignationFactory.create(member__joined_on="2017-04")
    rows = {
        "person": designation.person,
        "member": designation.member,
        "organisation": factories.OrganisationFactory.create(),
        "designation": designation,
    }
    data = opened(secretariat_client, rows[name])
    assert data["seen"]
    answer = secretariat_client.post(page_of(rows[name]), data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors


def test_a_designation_edited_into_another_one_is_refused_beside_the_field(
    secretariat_client: Client,
) -> None:
    first = factories.DesignationFactory.create(
        starts_on=datetime.date(2020, 1, 1), ends_on=datetime.date(2021, 1, 1)
    )
    second = factories.DesignationFactory.create(
        member=first.member, person=first.person, starts_on=datetime.date(2022, 1, 1)
    )
    data = {**opened(secretariat_client, second), "starts_on": "2020-06-01"}
    answer = secretariat_client.post(page_of(second), data)
    errors = answer.context["adminform"].form.errors
    assert errors["starts_on"] == [
        "This person already holds this designation from 1 January 2020."
    ]


def test_a_designation_is_corrected_with_who_corrected_it(
    secretariat_client: Client, secretariat: User
) -> None:
    row = factories.DesignationFactory.create()
    data = {**opened(secretariat_client, row), "letter_reference": "NV 9"}
    secretariat_client.post(page_of(row), data)
    row.refresh_from_db()
    assert row.letter_reference == "NV 9"
    assert row.events.latest("pgh_id").pgh_context.metadata["user"] == secretariat.pk


def test_a_corrected_address_ends_the_link_that_went_to_the_wrong_one(
    secretariat_client: Client, secretariat: User
) -> None:
    person = factories.DesignationFactory.create().person
    invitation = invite_person(person, by=secretariat)
    data = {**opened(secretariat_client, person), "email": "right@example.org"}
    page = secretariat_client.post(page_of(person), data, follow=True).content.decode()
    assert "no longer works" in page
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.REVOKED


def test_another_correction_leaves_the_link_alone(
    secretariat_client: Client, secretariat: User
) -> None:
    person = factories.DesignationFactory.create().person
    invitation = invite_person(person, by=secretariat)
    data = {**opened(secretariat_client, person), "phone": "+34 1"}
    secretariat_client.post(page_of(person), data)
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.OPEN


def letters_in(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]


def test_a_letter_goes_with_its_designation_and_with_its_replacement(
    secretariat_client: Client,
    settings: Settings,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    row = factories.DesignationFactory.create(starts_on=clock.today() + A_DAY)
    with_letter(row, b"%PDF-1.7 first")
    second = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 second")
    with django_capture_on_commit_callbacks(execute=True):
        data = {**opened(secretariat_client, row), "letter": second}
        assert secretariat_client.post(page_of(row), data).status_code == 302
    assert letters_in(tmp_path) == [b"%PDF-1.7 second"]
    with django_capture_on_commit_callbacks(execute=True):
        secretariat_client.post(
            reverse("admin:focalpoints_designation_delete", args=[row.pk]), {"post": "yes"}
        )
    assert not Designation.objects.exists()
    assert letters_in(tmp_path) == []


def test_who_enters_the_admin_without_being_of_the_secretariat_sees_no_names(
    client: Client, secretariat_client: Client
) -> None:
    person = factories.PersonFactory.create(family_name="Private")
    factories.DesignationFactory.create(person=person, ends_on=clock.today() + A_DAY)
    assert "Private" in secretariat_client.get("/admin/").content.decode()
    client.force_login(factories.UserFactory.create(is_staff=True))
    answer = client.get("/admin/")
    assert answer.status_code == 200
    assert "Private" not in answer.content.decode()
