"""Erasing a person's data: emptied wherever they are repeated, and nothing else touched."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection
from django.test import Client
from django.urls import reverse

from focalpoints.designations import end_designation, invite_person
from focalpoints.drafting import Colleague, give_drafting_right, revoke_drafting_right
from focalpoints.erasure import ERASABLE, erase_person_data
from focalpoints.models import Designation, Person, ProposedChange, Revision
from focalpoints.people import correct_person, remove_person
from focalpoints.register import PEOPLE
from focalpoints.review import drafts, submissions
from focalpoints.review.restoration import restore
from focalpoints.revisions import record, values_of
from network import clock
from network.accounts.models import Invitation, User
from network.audit.erasure import events_of
from network.audit.tracking import acting
from network.documents.models import PrivateFile
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.changes import seen
from tests.focalpoints.letters import with_letter
from tests.focalpoints.versions import version

pytestmark = pytest.mark.django_db

NADIA = {
    "title": "Vizeadmiralin",
    "given_name": "Nadezhda",
    "family_name": "Quelquepart",
    "position": "Keeper of the lighthouse",
    "institution": "Harbour office of Nowhere",
    "email": "nadezhda@quelquepart.example",
    "phone": "+99 1234 5678",
}
OTHER_EMAIL = "n.q@elsewhere.example"


def everything_kept() -> dict[str, str]:
    """Every row of every table of the database, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(
                f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" AS t"
            )
            (found[table],) = cursor.fetchone()
    return found


def where_kept(values: Any) -> dict[str, list[str]]:
    """The tables that still say one of `values`, by value."""
    texts = everything_kept()
    found = {
        value: [table for table, text in texts.items() if value.lower() in text.lower()]
        for value in values
    }
    return {value: tables for value, tables in found.items() if tables}


@pytest.fixture
def official(spain: Any, focal_point: User, secretariat: User) -> Person:
    """Somebody of whom the portal has repeated everything, and who has left their office."""
    person = Person(**NADIA)
    with acting(secretariat):
        person.save()
    record(person, by=secretariat, source=Revision.Source.DIRECT_EDIT)
    designation = factories.DesignationFactory.create(
        member=spain, person=person, category=factories.category("alternate")
    )
    with_letter(designation, name=f"Letter of {NADIA['family_name']}.pdf")
    person.email = OTHER_EMAIL
    correct_person(person, by=secretariat)
    person.refresh_from_db()
    invite_person(person, by=secretariat)
    change = drafts.start_change(PEOPLE, person, member=spain, by=focal_point)
    change = drafts.save_draft(
        change,
        change.draft | {"position": NADIA["position"].upper()},
        seen=seen(change),
        by=focal_point,
    )
    submissions.submit(change, seen=seen(change), by=focal_point)
    LogEntry.objects.log_actions(secretariat.pk, [person], CHANGE, "Changed", single_object=True)
    LogEntry.objects.log_actions(
        secretariat.pk, [designation], CHANGE, "Changed", single_object=True
    )
    ended = clock.today() - datetime.timedelta(days=1)
    Designation.objects.filter(pk=designation.pk).update(ends_on=ended)
    person.refresh_from_db()
    return person


def test_nothing_of_what_is_erased_is_left_in_the_database(
    official: Person, secretariat: User
) -> None:
    said = {*NADIA.values(), OTHER_EMAIL}
    assert where_kept(said).keys() == said
    erase_person_data(official, ERASABLE, by=secretariat)
    assert where_kept(said) == {}
    official.refresh_from_db()
    assert str(official) == "name erased"
    assert official.designations.count() == 1
    change = ProposedChange.objects.get()
    assert change.state == ProposedChange.State.WITHDRAWN
    latest = Revision.objects.of(official).first()
    assert latest is not None
    assert latest.values == values_of(official)
    # Who did it is kept; what it was is not.
    event = events_of(Person).filter(pgh_obj_id=official.pk).latest("pgh_id")
    assert event.pgh_context.metadata["user"] == secretariat.pk


def test_what_is_not_chosen_stays(official: Person, secretariat: User) -> None:
    erase_person_data(official, ["phone"], by=secretariat)
    assert where_kept([NADIA["phone"]]) == {}
    official.refresh_from_db()
    assert (official.phone, official.email) == ("", OTHER_EMAIL)
    assert official.full_name == "Vizeadmiralin Nadezhda Quelquepart"
    assert official.invitation is not None
    restored = restore(official, version(official, 1), seen_version=2, by=secretariat)
    assert (restored.email, restored.phone) == (NADIA["email"], "")


def test_an_account_and_the_mail_to_it_stay(
    focal_point: User, spain: Any, secretariat: User
) -> None:
    person: Person = focal_point.person
    end_designation(person.designations.get(), by=secretariat)
    Designation.objects.update(ends_on=clock.today() - datetime.timedelta(days=1))
    erase_person_data(person, ["email", "given_name"], by=secretariat)
    focal_point.refresh_from_db()
    person.refresh_from_db()
    assert (person.email, person.given_name) == ("", "")
    assert focal_point.email
    assert person.user == focal_point


def test_the_letters_go_with_the_name_and_stay_with_the_telephone(
    official: Person, secretariat: User, django_capture_on_commit_callbacks: Any
) -> None:
    letter = PrivateFile.objects.get()
    name, storage = letter.file.name, letter.file.storage
    erase_person_data(official, ["phone"], by=secretariat)
    letter.refresh_from_db()
    assert letter.is_kept
    with django_capture_on_commit_callbacks(execute=True):
        erase_person_data(official, ["family_name"], by=secretariat)
    letter.refresh_from_db()
    assert (letter.is_kept, letter.original_name) == (False, "")
    assert not storage.exists(name)
    designation = Designation.objects.get(person=official)
    assert designation.letter == letter


def test_an_invitation_that_is_anothers_stays_whatever_its_address(
    official: Person, secretariat: User
) -> None:
    invitation = Invitation.objects.create(
        email=NADIA["email"], token_digest="1", expires_at=clock.now()
    )
    other = factories.PersonFactory.create(email="other@example.org", invitation=invitation)
    erase_person_data(official, ["email"], by=secretariat)
    other.refresh_from_db()
    assert other.invitation == invitation
    assert Invitation.objects.get() == invitation


def test_an_address_that_another_official_has_keeps_its_invitation(
    official: Person, spain: Any, secretariat: User
) -> None:
    successor = factories.PersonFactory.create(email=OTHER_EMAIL)
    erase_person_data(official, ["email"], by=secretariat)
    official.refresh_from_db()
    successor.refresh_from_db()
    assert successor.email == OTHER_EMAIL
    assert official.invitation is not None


def test_whoever_is_designated_or_may_draft_is_not_erased(
    official: Person, spain: Any, focal_point: User, secretariat: User
) -> None:
    Designation.objects.filter(person=official).update(ends_on=None)
    with pytest.raises(Refusal, match="is designated today or later"):
        erase_person_data(official, ["phone"], by=secretariat)
    right = give_drafting_right(
        spain,
        Colleague("Dora", "Drafter", "dora@example.org"),
        ends_on=clock.today() + datetime.timedelta(days=9),
        by=focal_point,
    )
    with pytest.raises(Refusal, match="has a drafting right"):
        erase_person_data(right.person, ["phone"], by=secretariat)
    revoke_drafting_right(right, by=secretariat)
    erase_person_data(right.person, ERASABLE, by=secretariat)
    assert where_kept(["dora@example.org", "Dora"]) == {}


def test_only_the_secretariat_erases_and_only_what_it_names(
    official: Person, focal_point: User, secretariat: User
) -> None:
    with pytest.raises(Refusal, match="Only the Secretariat"):
        erase_person_data(official, ["phone"], by=focal_point)
    with pytest.raises(Refusal, match="Choose what is to be erased"):
        erase_person_data(official, ["user", "phone_visibility"], by=secretariat)
    official.refresh_from_db()
    assert official.phone == NADIA["phone"]


def test_the_page_asks_which_data_and_names_what_stays(
    official: Person, secretariat_client: Client
) -> None:
    change = reverse("admin:focalpoints_person_change", args=[official.pk])
    url = reverse("admin:focalpoints_person_erase_this", args=[official.pk])
    assert url in secretariat_client.get(change).content.decode()
    page = secretariat_client.get(url).content.decode()
    assert "With the name its letter is removed." in page
    assert "This cannot be undone" in page
    official.refresh_from_db()
    assert official.phone == NADIA["phone"]  # looking erases nothing
    nothing = secretariat_client.post(url, follow=True).content.decode()
    assert "Choose what is to be erased." in nothing
    done = secretariat_client.post(url, {"chosen": list(ERASABLE)}, follow=True).content.decode()
    assert "Erased: Title, Given name" in done
    assert where_kept({*NADIA.values(), OTHER_EMAIL}) == {}
    history = reverse("admin:focalpoints_person_history", args=[official.pk])
    assert "Erased: Title" in secretariat_client.get(history).content.decode()


def test_the_page_of_a_row_that_changed_meanwhile_erases_nothing(
    official: Person, secretariat_client: Client
) -> None:
    url = reverse("admin:focalpoints_person_erase_this", args=[official.pk])
    sent = {"chosen": ["phone"], "seen": "something else"}
    page = secretariat_client.post(url, sent, follow=True).content.decode()
    assert "this has changed since you were asked" in page
    official.refresh_from_db()
    assert official.phone == NADIA["phone"]


def test_others_do_not_reach_the_page(
    official: Person, client: Client, focal_point_client: Client
) -> None:
    url = reverse("admin:focalpoints_person_erase_this", args=[official.pk])
    for anybody in (client, focal_point_client):
        for answer in (anybody.get(url), anybody.post(url, {"chosen": ["phone"]})):
            assert answer.status_code in (302, 403, 404)
    official.refresh_from_db()
    assert official.phone == NADIA["phone"]


def test_a_person_who_is_removed_leaves_nothing_behind(
    secretariat_client: Client, secretariat: User
) -> None:
    person = Person(**NADIA)
    with acting(secretariat):
        person.save()
    record(person, by=None, source=Revision.Source.DIRECT_EDIT)
    key = person.pk
    url = reverse("admin:focalpoints_person_delete", args=[key])
    secretariat_client.post(url, {"post": "yes"}, follow=True)
    assert not Person.objects.filter(pk=key).exists()
    assert where_kept(NADIA.values()) == {}
    events = events_of(Person).filter(pgh_obj_id=key)
    assert events.latest("pgh_id").pgh_context.metadata["user"] == secretariat.pk


def test_a_person_of_whom_something_was_proposed_is_removed_with_it(
    official: Person, secretariat: User
) -> None:
    Designation.objects.filter(person=official).delete()
    PrivateFile.objects.all().delete()
    remove_person(official, by=secretariat)
    assert where_kept({*NADIA.values(), OTHER_EMAIL}) == {}
