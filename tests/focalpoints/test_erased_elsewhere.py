"""Erasing a person reaches what was written to others, and the files that list people."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import format_html

from focalpoints.announcing import announce_ends
from focalpoints.directory import document as directory
from focalpoints.erasure import ERASABLE, erase_person_data
from focalpoints.handover import document as handover
from focalpoints.models import Designation, Person
from focalpoints.people import correct_person
from network import clock, registry
from network.accounts.models import User
from network.documents.kinds import DocumentKind
from network.documents.models import DocumentBuild
from network.mail.erasing import forget_names_in_mail
from network.mail.models import OutgoingMail
from network.privacy.erasing import erase_account
from tests import factories
from tests.focalpoints.test_directory_selection import built, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(spain: Any, secretariat: User) -> Person:
    """Somebody who was designated until yesterday, and had another name before."""
    person: Person = factories.PersonFactory.create(
        title="", given_name="Ana", family_name="O'Neill", email="ana@quelquepart.example"
    )
    factories.DesignationFactory.create(
        member=spain, person=person, category=factories.category("alternate")
    )
    person.family_name = "Pérez"
    person.title = "Dr."
    correct_person(person, by=secretariat)
    return person


def end(person: Person) -> None:
    ended = clock.today() - datetime.timedelta(days=1)
    Designation.objects.filter(person=person).update(ends_on=ended)


def mail(subject: str, *, language: str = "en", text: str = "", html: str = "") -> OutgoingMail:
    return OutgoingMail.objects.create(
        kind=OutgoingMail.Kind.NOTICE,
        address="colleague@example.org",
        language=language,
        subject=subject,
        body_text=text,
        body_html=html,
        message_id=f"<{OutgoingMail.objects.count()}@example.org>",
    )


def test_what_was_written_to_colleagues_of_the_end_no_longer_names_the_person(
    official: Person, focal_point: User, secretariat: User
) -> None:
    """It may wait for days, where a server does not answer."""
    soon = clock.today() + datetime.timedelta(days=20)
    Designation.objects.filter(person=official).update(ends_on=soon)
    announce_ends()
    named = OutgoingMail.objects.filter(body_text__contains="Pérez")
    others = named.exclude(address=official.email)
    assert others.count() >= 2, "to the member and to the Secretariat"
    before = others.count()
    end(official)
    erase_person_data(official, ERASABLE, by=secretariat)
    assert not named.exists()
    told = OutgoingMail.objects.filter(body_text__contains="The designation of name erased as")
    assert told.count() == before, "that something was written stays"


def test_each_name_that_the_person_ever_had_is_taken_out_in_the_language_of_the_message(
    official: Person, secretariat: User
) -> None:
    rows = {
        "Published: name erased": mail("Published: Dr. Ana Pérez"),
        "For review: Spain, name erased": mail("For review: Spain, Ana O'Neill"),
        "Publié : nom effacé": mail("Publié : ANA PÉREZ", language="fr"),
    }
    waiting = mail(
        "About a record",
        text="It is of Ana O'Neill.",
        html=format_html("<p>It is of <bdi>{}</bdi>.</p>", "Ana O'Neill"),
    )
    end(official)
    erase_person_data(official, ERASABLE, by=secretariat)
    for subject, row in rows.items():
        row.refresh_from_db()
        assert row.subject == subject
    waiting.refresh_from_db()
    assert waiting.body_text == "It is of name erased."
    assert waiting.body_html == "<p>It is of <bdi>name erased</bdi>.</p>"


def test_a_part_of_another_name_and_a_common_word_stay() -> None:
    others = ["Published: Juana Pérezoso", "Published: Ana Pérez-Reverte's plan of Ana"]
    rows = [mail(subject) for subject in (*others[:1], "Gender Unit meets Ana", "Ana meets Gender")]
    forget_names_in_mail({"Ana Pérez"})
    assert [OutgoingMail.objects.get(pk=row.pk).subject for row in rows] == [
        "Published: Juana Pérezoso",
        "Gender Unit meets Ana",
        "Ana meets Gender",
    ]
    forget_names_in_mail({"Ana"})
    assert [OutgoingMail.objects.get(pk=row.pk).subject for row in rows] == [
        "Published: Juana Pérezoso",
        "Gender Unit meets name erased",
        "Ana meets Gender",
    ]
    assert forget_names_in_mail({"", " "}) == 0


def test_only_an_erasure_of_the_name_touches_mail(official: Person, secretariat: User) -> None:
    row = mail("Published: Dr. Ana Pérez")
    end(official)
    erase_person_data(official, ["phone"], by=secretariat)
    row.refresh_from_db()
    assert row.subject == "Published: Dr. Ana Pérez"


def test_the_name_of_an_account_is_taken_out_too(focal_point: User, secretariat: User) -> None:
    User.objects.filter(pk=focal_point.pk).update(name="Ondine Vasquarez")
    row = mail("Drafted by Ondine Vasquarez")
    Designation.objects.all().update(ends_on=clock.today() - datetime.timedelta(days=1))
    secretariat.is_superuser = True
    secretariat.save()
    erase_account(User.objects.get(pk=focal_point.pk), by=secretariat)
    row.refresh_from_db()
    assert row.subject == "Drafted by name erased"


# --- Files that list people ---


@pytest.mark.parametrize("field", ["phone", "family_name"])
def test_the_directory_that_lists_the_person_is_gone_at_once(
    official: Person,
    focal_point: User,
    focal_point_client: Any,
    secretariat: User,
    field: str,
    django_capture_on_commit_callbacks: Any,
) -> None:
    build = built(focal_point_client)
    file = reverse("document-file", args=[build.pk])
    assert text_of(focal_point_client, build)
    stored, storage = build.file.name, build.file.storage
    end(official)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person_data(official, [field], by=secretariat)
    assert focal_point_client.get(file).status_code == 404
    assert not storage.exists(stored)
    again = built(focal_point_client)
    assert "Pérez" not in " ".join(text_of(focal_point_client, again))


def test_a_directory_that_was_being_built_meanwhile_is_gone_too(
    official: Person,
    focal_point_client: Any,
    secretariat: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    end(official)
    with django_capture_on_commit_callbacks() as after:
        erase_person_data(official, ERASABLE, by=secretariat)
        built(focal_point_client)
    assert DocumentBuild.objects.filter(kind=directory.KIND).exists()
    for callback in after:
        callback()
    assert not DocumentBuild.objects.filter(kind=directory.KIND).exists()


@pytest.mark.guard
def test_each_kind_of_document_that_is_kept_for_a_while_says_whether_it_lists_people() -> None:
    """What is kept for good was adopted or sent; My data is the reader's own and goes with them."""
    kept = {kind.name: kind.lists_people for kind in registry.of(DocumentKind) if kind.kept}
    assert kept == {directory.KIND: True, handover.KIND: True, "my-data": False}
