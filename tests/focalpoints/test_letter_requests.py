"""A focal point sends in a letter; the Secretariat records it without typing it again."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from focalpoints.account_erasure import obstacles
from focalpoints.admin.person_erasure import what_stays
from focalpoints.erasure import (
    empty_everywhere,
    erase_person_data,
    hold_records_of,
    letter_waits,
)
from focalpoints.letter_requests import forget_settled, send_letter_back
from focalpoints.models import Designation, LetterRequest, Member, Person
from focalpoints.people import remove_person
from network import clock
from network.accounts.models import User
from network.documents.models import PrivateFile
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.letters import LetterRequestFactory
from tests.sent import sent_by

pytestmark = pytest.mark.django_db

LETTER = b"%PDF-1.7 of Spain"
State = LetterRequest.State


@pytest.fixture
def spain(focal_point: User) -> Member:
    return factories.member("ESP")


def typed(**other: Any) -> dict[str, Any]:
    return {
        "letter_dated_on": "2026-03-01",
        "letter_authority": "Ministry of Foreign Affairs",
        "letter_reference": "MFA/12",
        "category": factories.category("military").pk,
        "starts_on": "2026-03-15",
        "given_name": "Ana",
        "family_name": "Ejemplo",
        "position": "Adviser",
        "email": "ana.ejemplo@example.org",
        "note": "She speaks French too.",
        **other,
    }


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("letter.pdf", LETTER, content_type="application/pdf")


def send(client: Client, **other: Any) -> Any:
    page = reverse("focalpoints:letter-request-send", args=["spain"])
    return client.post(page, {"letter": upload(), **typed(**other)})


@pytest.fixture
def waiting(spain: Member, focal_point_client: Client) -> LetterRequest:
    assert send(focal_point_client).status_code == 302
    return LetterRequest.objects.get()


def test_a_letter_is_sent_and_the_secretariat_told(
    spain: Member, focal_point: User, focal_point_client: Client
) -> None:
    assert send(focal_point_client)["Location"] == reverse(
        "focalpoints:desk-member", args=["spain"]
    )
    row = LetterRequest.objects.get()
    assert (row.member, row.sent_by, row.state) == (spain, focal_point, State.WAITING)
    assert row.letter.is_kept
    mail = OutgoingMail.objects.get()
    assert mail.address == settings.SECRETARIAT_EMAIL
    assert "Ejemplo" not in mail.subject + mail.body_text, "who is named is not in the mail"
    desk = focal_point_client.get(reverse("focalpoints:desk")).content.decode()
    assert "Ana Ejemplo" in desk
    assert "waiting for the Secretariat" in desk
    assert not Designation.objects.filter(person__family_name="Ejemplo").exists()


def test_the_form_begins_without_a_complaint(spain: Member, focal_point_client: Client) -> None:
    page = reverse("focalpoints:letter-request-send", args=["spain"])
    shown = focal_point_client.get(page).content.decode()
    assert 'name="letter_reference"' in shown
    assert "<error-summary" not in shown
    assert "This field is required." not in shown
    assert "This field is required." in focal_point_client.post(page, {}).content.decode()


def test_what_was_typed_and_chosen_stays(spain: Member, focal_point_client: Client) -> None:
    response = send(focal_point_client, given_name="", ends_on="2025-01-01")
    page = response.content.decode()
    assert response.status_code == 200
    assert "cannot end before it starts" in page
    assert "“letter.pdf” is kept" in page
    form = response.context["form"]
    data = typed(kept_letter=form.data["kept_letter"])
    address = reverse("focalpoints:letter-request-send", args=["spain"])
    assert focal_point_client.post(address, data).status_code == 302
    row = LetterRequest.objects.get()
    assert row.letter.original_name == "letter.pdf"
    assert PrivateFile.objects.kept().count() == 1


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"letter": SimpleUploadedFile("a.pdf", b"no letter")}, "PDF, JPEG or PNG"),
        ({"letter": ""}, "This field is required."),
    ],
)
def test_a_file_that_is_no_letter_is_refused(
    spain: Member, focal_point_client: Client, other: dict[str, Any], sentence: str
) -> None:
    page = reverse("focalpoints:letter-request-send", args=["spain"])
    response = focal_point_client.post(page, {**typed(), **other})
    assert sentence in response.content.decode()
    assert not LetterRequest.objects.exists()


def test_it_is_recorded_without_typing(
    waiting: LetterRequest, secretariat_client: Client, focal_point: User
) -> None:
    page = reverse("admin:focalpoints_letterrequest_change", args=[waiting.pk])
    record = reverse("admin:focalpoints_letterrequest_record_this", args=[waiting.pk])
    assert record in secretariat_client.get(page).content.decode()
    form = secretariat_client.get(record, follow=True)
    first = form.content.decode()
    assert "She speaks French too." in first
    assert "letter.pdf" in first
    address = reverse("admin:focalpoints_designation_record_letter")
    second = secretariat_client.post(address, sent_by(first, "check")).content.decode()
    assert "Ana Ejemplo" in second
    assert not Designation.objects.filter(person__family_name="Ejemplo").exists()
    OutgoingMail.objects.all().delete()
    secretariat_client.post(address, sent_by(second, "record") | {"record": "1"})
    designation = Designation.objects.get(person__family_name="Ejemplo")
    assert designation.starts_on == datetime.date(2026, 3, 15)
    assert designation.letter_reference == "MFA/12"
    assert designation.letter is not None
    assert designation.letter.is_kept
    assert designation.person.email == "ana.ejemplo@example.org"
    waiting.refresh_from_db()
    assert (waiting.state, waiting.designation) == (State.RECORDED, designation)
    assert not waiting.letter.is_kept, "the designation has its copy"
    assert OutgoingMail.objects.get().address == focal_point.email


def test_it_is_recorded_once(waiting: LetterRequest, secretariat_client: Client) -> None:
    address = reverse("admin:focalpoints_designation_record_letter")
    first = secretariat_client.get(f"{address}?letter_request={waiting.pk}").content.decode()
    second = secretariat_client.post(address, sent_by(first, "check")).content.decode()
    data = sent_by(second, "record") | {"record": "1"}
    secretariat_client.post(address, data)
    again = secretariat_client.post(address, data)
    assert again.status_code == 200
    assert Designation.objects.filter(person__family_name="Ejemplo").count() == 1
    # Its address leads to an empty form by now.
    page = secretariat_client.get(f"{address}?letter_request={waiting.pk}").content.decode()
    assert "Ejemplo" not in page


def test_it_is_sent_back_with_a_reason(
    waiting: LetterRequest,
    secretariat_client: Client,
    focal_point: User,
    focal_point_client: Client,
) -> None:
    address = reverse("admin:focalpoints_letterrequest_send_this_back", args=[waiting.pk])
    assert "The file is deleted." in secretariat_client.get(address).content.decode()
    OutgoingMail.objects.all().delete()
    page = secretariat_client.post(address, {"reason": " "}, follow=True).content.decode()
    assert "Say what is missing" in page
    secretariat_client.post(address, {"reason": "It is not signed."})
    waiting.refresh_from_db()
    assert waiting.state == State.SENT_BACK
    assert not waiting.letter.is_kept
    mail = OutgoingMail.objects.get()
    assert (mail.address, "It is not signed." in mail.body_text) == (focal_point.email, True)
    assert "It is not signed." in focal_point_client.get("/desk/").content.decode()


def test_the_member_takes_it_back(
    waiting: LetterRequest, focal_point_client: Client, secretariat_client: Client
) -> None:
    address = reverse("focalpoints:letter-request-withdraw", args=[waiting.pk])
    assert "Withdraw the letter?" in focal_point_client.get(address).content.decode()
    focal_point_client.post(address)
    waiting.refresh_from_db()
    assert waiting.state == State.WITHDRAWN
    assert not waiting.letter.is_kept
    page = focal_point_client.post(address, follow=True).content.decode()
    assert "no longer waiting" in page


def test_nobody_else_reads_or_takes_back_a_letter(
    waiting: LetterRequest, other_focal_point_client: Client, visitor: Client
) -> None:
    file = reverse("private-file", args=[waiting.letter_id])
    back = reverse("focalpoints:letter-request-withdraw", args=[waiting.pk])
    form = reverse("focalpoints:letter-request-send", args=["spain"])
    for address in (file, back, form):
        assert other_focal_point_client.get(address).status_code == 404
        assert visitor.get(address).status_code == 302
    assert other_focal_point_client.post(back).status_code == 404
    assert send(other_focal_point_client).status_code == 404


def test_who_may_only_draft_sends_no_letter(spain: Member) -> None:
    adviser = factories.designee_of(spain, "military", email="adviser@example.org")
    client = Client()
    client.force_login(adviser)
    assert send(client).status_code == 404


def test_a_settled_one_is_forgotten(waiting: LetterRequest, secretariat: User) -> None:
    assert forget_settled() == 0
    LetterRequest.objects.update(
        state=State.WITHDRAWN, decided_at=clock.now() - datetime.timedelta(days=89)
    )
    assert forget_settled() == 0
    LetterRequest.objects.update(decided_at=clock.now() - datetime.timedelta(days=91))
    assert forget_settled() == 1


def test_an_erasure_takes_what_was_entered_of_the_person(
    waiting: LetterRequest, secretariat: User
) -> None:
    yesterday = clock.today() - datetime.timedelta(days=1)
    held = factories.DesignationFactory.create(ends_on=yesterday)
    LetterRequest.objects.update(state=State.RECORDED, designation=held, decided_at=clock.now())
    erase_person_data(held.person, ["given_name"], by=secretariat)
    assert not LetterRequest.objects.exists()


def former(**values: Any) -> Person:
    """Somebody whom Spain no longer designates."""
    person = factories.PersonFactory.create(**values)
    yesterday = clock.today() - datetime.timedelta(days=1)
    factories.DesignationFactory.create(
        person=person, member=factories.member("ESP"), ends_on=yesterday
    )
    return person


NAMED: dict[str, dict[str, str]] = {
    "by the address": {"given_name": "Other", "email": "ana.ejemplo@example.org"},
    "by the name": {"given_name": "ANA", "family_name": "Ejémplo", "email": "x@example.org"},
    "by a former name": {"given_name": "Anita", "email": "x@example.org"},
}


@pytest.mark.parametrize("how", NAMED)
def test_an_erasure_deletes_settled_letters_that_name_the_person(
    how: str, secretariat: User, waiting: LetterRequest
) -> None:
    person = former(given_name="Anita", family_name="Ejemplo", email="ana.ejemplo@example.org")
    Person.objects.filter(pk=person.pk).update(given_name="Ana")
    LetterRequest.objects.update(**{"family_name": "Ejemplo", **NAMED[how]})
    of_another = LetterRequestFactory.create(family_name="Ejemplo", given_name="Luis")
    elsewhere = LetterRequestFactory.create(
        member=factories.member("NAM"), given_name="Ana", family_name="Ejemplo"
    )
    # One that waits is the member's: it is settled first.
    with pytest.raises(Refusal, match="is waiting"):
        erase_person_data(person, ["email"], by=secretariat)
    waiting.refresh_from_db()
    send_letter_back(waiting, reason="No signature", by=secretariat)
    assert "1 settled letter that was sent in" in " ".join(what_stays(person))
    erase_person_data(person, ["email"], by=secretariat)
    assert set(LetterRequest.objects.all()) == {of_another, elsewhere}


def test_a_mailbox_of_an_office_does_not_name_its_former_reader(
    waiting: LetterRequest, secretariat: User
) -> None:
    factories.PersonFactory.create(
        is_office=True, given_name="Office", family_name="", email="ana.ejemplo@example.org"
    )
    erase_person_data(former(email="ana.ejemplo@example.org"), ["email"], by=secretariat)
    assert LetterRequest.objects.get() == waiting


def test_somebody_named_in_a_waiting_letter_reads_why_it_is_too_early(
    waiting: LetterRequest,
) -> None:
    user = factories.UserFactory.create()
    person = former(given_name="Ana", family_name="Ejemplo", user=user)
    assert obstacles(user) == [letter_waits(person)]
    LetterRequest.objects.update(state=State.WITHDRAWN)
    assert obstacles(user) == []


def test_what_a_backup_brings_back_of_a_letter_goes_with_its_file(
    waiting: LetterRequest, secretariat: User
) -> None:
    person = former(given_name="Ana", family_name="Ejemplo")
    empty_everywhere(hold_records_of([person]), ["given_name"], by=None)
    assert not LetterRequest.objects.exists()
    assert not PrivateFile.objects.kept().filter(pk=waiting.letter_id).exists()


def test_a_record_made_by_mistake_takes_no_waiting_letter_with_it(
    waiting: LetterRequest, secretariat: User
) -> None:
    mistaken = factories.PersonFactory.create(email="ana.ejemplo@example.org")
    remove_person(mistaken, by=secretariat)
    assert LetterRequest.objects.get() == waiting


def test_the_history_keeps_nothing_of_who_is_named(waiting: LetterRequest) -> None:
    columns = {field.name for field in LetterRequest.events.rel.related_model._meta.fields}  # type: ignore[attr-defined]
    assert not columns & {"given_name", "family_name", "email", "phone", "note"}
    assert {"state", "sent_by"} <= columns
