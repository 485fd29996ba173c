"""Designations, letters, invitations of people and what others may see of them."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from focalpoints.contacts import reader_of
from focalpoints.designations import (
    designate,
    end_designation,
    invite_person,
)
from focalpoints.letters import RULE
from focalpoints.models import Designation, Member, Person, Reader
from focalpoints.people import choose_own_contact, correct_person, import_people
from focalpoints.rights import members_of
from network import clock
from network.accounts.models import Invitation, User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.letters import with_letter

pytestmark = pytest.mark.django_db

A_DAY = datetime.timedelta(days=1)


def planned(**values: Any) -> Designation:
    """A designation of Spain that is not saved yet."""
    defaults = {
        "member": factories.member("ESP"),
        "category": factories.category("military"),
        "starts_on": datetime.date(2024, 1, 1),
    }
    if "person" not in values:
        values["person"] = factories.PersonFactory.create()
    return Designation(**{**defaults, **values})


# --- Designating and ending ---


def test_a_designation_is_recorded_with_who_recorded_it(secretariat: User) -> None:
    designation = designate(planned(), by=secretariat)
    event = designation.events.get()
    assert event.pgh_context.metadata["user"] == secretariat.pk


def test_a_member_may_designate_several_people_for_the_same_category(secretariat: User) -> None:
    designate(planned(), by=secretariat)
    designate(planned(), by=secretariat)
    assert Designation.objects.count() == 2


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "may_be"),
    [
        ("2023-01-01", "2023-12-31", True),
        ("2023-01-01", "2024-01-01", False),
        ("2024-06-30", None, False),
        ("2024-07-01", None, True),
        ("2020-01-01", None, False),
    ],
)
def test_a_person_holds_a_designation_once_at_a_time(
    secretariat: User, starts_on: str, ends_on: str | None, may_be: bool
) -> None:
    person = factories.PersonFactory.create()
    designate(planned(person=person, ends_on=datetime.date(2024, 6, 30)), by=secretariat)
    day = datetime.date.fromisoformat
    second = planned(
        person=person, starts_on=day(starts_on), ends_on=day(ends_on) if ends_on else None
    )
    if may_be:
        designate(second, by=secretariat)
        return
    with pytest.raises(Refusal, match="already holds") as refusal:
        designate(second, by=secretariat)
    assert refusal.value.field == "starts_on"
    # The database enforces it too, for every write.
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_a_designation_never_ends_before_it_starts(secretariat: User) -> None:
    with pytest.raises(Refusal, match="cannot end before it starts"):
        designate(planned(ends_on=datetime.date(2023, 12, 31)), by=secretariat)


def test_a_withdrawn_member_designates_nobody(secretariat: User) -> None:
    member = factories.member("ESP")
    Member.objects.filter(pk=member.pk).update(state=Member.State.WITHDRAWN)
    with pytest.raises(Refusal, match="has withdrawn"):
        designate(planned(), by=secretariat)


def test_rights_end_the_day_after_the_designation(focal_point: User, secretariat: User) -> None:
    designation = Designation.objects.get(person__user=focal_point)
    end_designation(designation, by=secretariat)
    assert members_of(focal_point).exists(), "the last day still counts"
    assert not members_of(focal_point, day=clock.today() + A_DAY).exists()
    end_designation_again = pytest.raises(Refusal, match="already")
    with end_designation_again:
        end_designation(designation, by=secretariat)


def test_rights_begin_with_the_designation_and_not_before(focal_point: User) -> None:
    Designation.objects.update(starts_on=clock.today() + A_DAY)
    assert not members_of(focal_point).exists()
    assert members_of(focal_point, day=clock.today() + A_DAY).exists()


def test_one_that_has_not_begun_is_not_ended(secretariat: User) -> None:
    designation = designate(planned(starts_on=clock.today() + A_DAY), by=secretariat)
    with pytest.raises(Refusal, match="does not start until"):
        end_designation(designation, by=secretariat)


# --- Inviting people ---


def test_a_designated_person_is_invited_and_gets_the_members_rights(
    secretariat: User, visitor: Client
) -> None:
    designation = designate(planned(), by=secretariat)
    person = designation.person
    invite_person(person, by=secretariat)
    mail = OutgoingMail.objects.get(address=person.email)
    url = "/invitation/" + mail.body_text.split("/invitation/")[1].split()[0]
    password = factories.PASSWORD
    visitor.post(url, {"name": "A", "password1": password, "password2": password})
    person.refresh_from_db()
    assert person.user is not None
    assert [str(member) for member in members_of(person.user)] == ["Spain"]
    assert visitor.get(reverse("after-login"))["Location"] == reverse("focalpoints:desk")


@pytest.mark.parametrize(
    ("change", "said"),
    [({"email": ""}, "email address"), ({}, "No member has designated")],
)
def test_whom_nobody_designates_or_nobody_can_write_to_is_not_invited(
    secretariat: User, change: dict[str, Any], said: str
) -> None:
    person = factories.PersonFactory.create(**change)
    with pytest.raises(Refusal, match=said):
        invite_person(person, by=secretariat)


def test_a_person_with_an_account_is_not_invited(focal_point: User, secretariat: User) -> None:
    with pytest.raises(Refusal, match="has an account"):
        invite_person(focal_point.person, by=secretariat)


def test_a_corrected_address_makes_the_older_link_worthless(secretariat: User) -> None:
    person = designate(planned(), by=secretariat).person
    first = invite_person(person, by=secretariat)
    person.refresh_from_db()
    person.email = "right@example.org"
    person.save()
    second = invite_person(person, by=secretariat)
    first.refresh_from_db()
    assert first.state == Invitation.State.REVOKED
    assert second.state == Invitation.State.OPEN


def test_two_people_are_not_invited_with_one_address(secretariat: User) -> None:
    people = [designate(planned(), by=secretariat).person for _each in range(2)]
    Person.objects.update(email="shared@example.org")
    invite_person(people[0], by=secretariat)
    with pytest.raises(Refusal, match="same address"):
        invite_person(people[1], by=secretariat)


# --- What others may see ---


def test_a_function_shows_as_far_as_its_own_level_says(
    focal_point: User, other_focal_point_client: Client, visitor: Client
) -> None:
    person = focal_point.person
    person.position, person.institution = "Chief of Cabinet", "Ministry of the Sea"
    person.name_visibility = "members"
    person.position_visibility, person.institution_visibility = "secretariat", "public"
    person.save()
    for url in (reverse("focalpoints:directory"), reverse("focalpoints:member", args=["spain"])):
        page = other_focal_point_client.get(url).content.decode()
        assert person.full_name in page
        assert "Chief of Cabinet" not in page
        assert "Ministry of the Sea" in page
    page = visitor.get(url).content.decode()
    assert person.full_name not in page
    assert "Chief of Cabinet" not in page
    assert "Ministry of the Sea" in page


def test_readers_are_distinguished(
    focal_point: User, other_focal_point: User, secretariat: User
) -> None:
    spain = factories.member("ESP")
    assert reader_of(focal_point, spain) == Reader.OWN
    assert reader_of(other_focal_point, spain) == Reader.MEMBER
    assert reader_of(secretariat, spain) == Reader.OWN
    assert reader_of(factories.UserFactory.create(), spain) == Reader.PUBLIC


def test_a_focal_point_chooses_what_others_see(
    focal_point: User, focal_point_client: Client, other_focal_point_client: Client
) -> None:
    person = focal_point.person
    page = reverse("focalpoints:member", args=["spain"])
    assert person.email not in other_focal_point_client.get(page).content.decode()
    url = reverse("focalpoints:own-contact")
    values = {"given_name": "Fabi", "family_name": "Spain", "email": person.email}
    values |= dict.fromkeys(Person.consents, "secretariat")
    values |= {"name_visibility": "members", "email_visibility": "members"}
    assert focal_point_client.post(url, values).status_code == 302
    shown = other_focal_point_client.get(page).content.decode()
    assert "Fabi Spain" in shown
    assert person.email in shown
    assert "Fabi" not in Client().get(page).content.decode()
    person.refresh_from_db()
    event = person.events.order_by("-pgh_id")[0]
    assert event.pgh_context.metadata["user"] == focal_point.pk


def test_a_wrong_address_is_said_beside_the_field_and_nothing_is_lost(
    focal_point_client: Client, focal_point: User
) -> None:
    values = {"given_name": "Fabi", "email": "no address", "phone": "+34 1"}
    response = focal_point_client.post(reverse("focalpoints:own-contact"), values)
    page = response.content.decode()
    assert "Enter a valid email address" in page
    assert "+34 1" in page
    focal_point.person.refresh_from_db()
    assert focal_point.person.given_name != "Fabi"


@transaction.atomic
def corrected(person: Person, *, by: User, **values: str) -> list[OutgoingMail]:
    OutgoingMail.objects.all().delete()
    person = Person.objects.select_for_update().get(pk=person.pk)
    for name, value in values.items():
        setattr(person, name, value)
    correct_person(person, by=by)
    return list(OutgoingMail.objects.order_by("pk"))


@pytest.mark.parametrize("is_office", [False, True])
def test_whoever_has_no_account_is_told_too_what_staff_changed(
    is_office: bool, secretariat: User
) -> None:
    name = {"given_name": "Muster", "family_name": "" if is_office else "Sample"}
    person = factories.PersonFactory.create(email="old@example.org", is_office=is_office, **name)
    [mail] = corrected(person, by=secretariat, phone="+49 30 5678")
    assert (mail.address, mail.language) == ("old@example.org", "en")
    assert "changed this of your record in the portal: telephone." in mail.body_text
    for unsaid in ("5678", "Muster", "my-contact", "See what is recorded"):
        assert unsaid not in mail.body_text
    assert "If you did not expect this" in mail.body_text
    # An address is not taken off the record unnoticed.
    mails = corrected(person, by=secretariat, email="new@example.org")
    assert [mail.address for mail in mails] == ["new@example.org", "old@example.org"]
    assert not corrected(person, by=secretariat)


def test_whoever_has_an_account_is_told_there_alone(secretariat: User, focal_point: User) -> None:
    person = Person.objects.get(user=focal_point)
    [mail] = corrected(person, by=secretariat, email="new@example.org")
    assert mail.address == focal_point.email
    assert "See what is recorded" in mail.body_text
    # One that is closed is read by nobody.
    User.objects.filter(pk=focal_point.pk).update(is_active=False)
    [mail] = corrected(person, by=secretariat, phone="+49 30 5678")
    assert mail.address == "new@example.org"


def test_whom_nobody_can_write_to_is_not_told_and_an_import_tells_nobody(secretariat: User) -> None:
    person = factories.PersonFactory.create(email="")
    assert not corrected(person, by=secretariat, phone="+49 30 5678")
    person = factories.PersonFactory.create(phone="")
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        person.phone = "+49 30 5678"
        import_people([person], by=secretariat)
    assert not OutgoingMail.objects.exists()


def test_nobody_chooses_for_another(other_focal_point: User, focal_point: User) -> None:
    with pytest.raises(Refusal):
        choose_own_contact(focal_point.person, {"given_name": "X"}, by=other_focal_point)


# --- Letters ---


@pytest.mark.parametrize(
    ("name", "content", "is_letter"),
    [
        ("letter.pdf", b"%PDF-1.7 ...", True),
        ("letter.pdf", b"\xef\xbb\xbf\r\n\0 %PDF-1.7 ...", True),
        ("letter.pdf", b"\n" * 2000 + b"%PDF-1.7 ...", False),
        ("letter.pdf", b"MZ %PDF-1.7 ...", False),
        ("letter.pdf", b"%FDF-1.2 ...", False),
        ("letter.JPG", b"\xff\xd8\xff\xe0 ...", True),
        ("letter.png", b"\x89PNG\r\n\x1a\n ...", True),
        ("letter.pdf", b"<html><script>alert(1)</script>", False),
        ("letter.html", b"%PDF-1.7 ...", False),
        ("letter.png", b"%PDF-1.7 ...", False),
        ("letter.pdf", b"", False),
    ],
)
def test_a_letter_is_what_its_first_bytes_say(name: str, content: bytes, is_letter: bool) -> None:
    # The browser's claim does not count.
    upload = SimpleUploadedFile(name, content, content_type="application/pdf")
    if is_letter:
        RULE.type_of(upload)
    else:
        with pytest.raises(ValidationError):
            RULE.type_of(upload)


def test_a_letter_holds_ten_megabytes_at_most() -> None:
    upload = SimpleUploadedFile("letter.pdf", b"%PDF-1.7" + b"x" * (10 * 1024 * 1024))
    with pytest.raises(ValidationError, match="10 MB"):
        RULE.type_of(upload)


def test_a_letter_is_given_back_as_a_download_that_no_browser_runs(
    focal_point: User, focal_point_client: Client
) -> None:
    designation = Designation.objects.get(person__user=focal_point)
    with_letter(designation, name="Ñandú <b>.pdf")
    assert re.fullmatch(r"private/[0-9a-f]{32}", designation.letter.file.name)
    response = focal_point_client.get(reverse("focalpoints:letter", args=[designation.pk]))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 of Spain"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == (
        'attachment; filename="spain-national-focal-point-2020-01-01.pdf"'
    )
    assert "no-store" in response["Cache-Control"]


def test_a_letter_is_read_by_its_own_member_and_the_secretariat_alone(
    focal_point: User, other_focal_point_client: Client, secretariat_client: Client, visitor: Client
) -> None:
    designation = Designation.objects.get(person__user=focal_point)
    with_letter(designation)
    url = reverse("focalpoints:letter", args=[designation.pk])
    given = secretariat_client.get(url)
    assert (given.status_code, b"".join(given.streaming_content)) == (200, b"%PDF-1.7 of Spain")
    assert other_focal_point_client.get(url).status_code == 404
    assert visitor.get(url).status_code == 302
    assert visitor.get("/media/" + designation.letter.file.name).status_code == 404
    Designation.objects.update(ends_on=clock.today() - A_DAY)
    former = Client()
    former.force_login(focal_point)
    assert former.get(url).status_code == 404
