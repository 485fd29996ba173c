"""A person's whole file is one timeline: all that was recorded, and nothing that was erased."""

from __future__ import annotations

import datetime
import html
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from focalpoints.designations import end_designation, invite_person
from focalpoints.drafting import Colleague, give_drafting_right, revoke_drafting_right
from focalpoints.erasure import ERASABLE, erase_person_data
from focalpoints.merging import merge_people, undo_merge
from focalpoints.models import ConfirmationRequest, Person
from focalpoints.people import correct_person
from focalpoints.person_file import file_of
from network import clock
from network.accounts.models import User
from network.importing.exports import note_export
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.letters import with_letter

pytestmark = pytest.mark.django_db


def address(person: Person) -> str:
    return reverse("admin:focalpoints_person_file_of_this", args=[person.pk])


def file_page(client: Client, person: Person) -> str:
    answer = client.get(address(person))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def corrected(person: Person, by: User, **values: Any) -> Person:
    person = Person.objects.get(pk=person.pk)
    for name, value in values.items():
        setattr(person, name, value)
    correct_person(person, by=by)
    return person


def test_all_that_was_recorded_stands_in_one_order(
    secretariat: User, secretariat_client: Client, focal_point: User
) -> None:
    designation = with_letter(factories.DesignationFactory.create(person__position="Adviser"))
    person = designation.person
    corrected(person, secretariat, position="Director")
    Person.objects.filter(pk=person.pk).update(phone="+34915550199")
    invite_person(Person.objects.get(pk=person.pk), by=secretariat)
    end_designation(designation, by=secretariat)
    ConfirmationRequest.objects.create(person=person)
    note_export(Person, filters="", columns=["Email"], rows=3, file_type="csv", by=secretariat)
    note_export(Person, filters="active=no", columns=[], rows=3, file_type="csv", by=secretariat)
    shown = file_page(secretariat_client, person)
    shown = shown[shown.index("<tbody>") :]
    for text in (
        "<del>Adviser</del> → <ins>Director</ins>",
        "+34915550199",
        "direct edit by the Secretariat",
        "<dt>Letter</dt>",
        "private file",
        "invitation",
        "waiting for an answer",
        "a whole list was exported, with this person",
        "a part of a list was exported, perhaps with this person",
        secretariat.name,
    ):
        assert text.lower() in shown.lower(), text
    moments = [line.at for line in file_of(person, secretariat)]
    assert moments == sorted(moments, reverse=True)
    assert reverse("admin:focalpoints_designation_change", args=[designation.pk]) in shown
    opened = secretariat_client.get(reverse("admin:focalpoints_person_change", args=[person.pk]))
    assert address(person) in opened.content.decode()


def test_what_was_erased_is_not_in_the_file(
    secretariat: User, secretariat_client: Client, focal_point: User
) -> None:
    said = {
        "given_name": "Nadezhda",
        "family_name": "Quelquepart",
        "position": "Keeper of the lighthouse",
        "phone": "+34915550177",
        "email": "quelquepart@example.org",
    }
    member = factories.member("ESP")
    colleague = Colleague("Nadezhda", "Quelquepart", "quelquepart@example.org")
    today = clock.today()
    right = give_drafting_right(
        member=member,
        colleague=colleague,
        ends_on=today + datetime.timedelta(days=9),
        by=focal_point,
    )
    revoke_drafting_right(right, by=focal_point)
    person = corrected(right.person, secretariat, **said)
    Person.objects.filter(pk=person.pk).update(position="Another post of hers")
    designation = with_letter(
        factories.DesignationFactory.create(
            person=person,
            member=factories.member("DEU"),
            starts_on=today - datetime.timedelta(days=90),
            ends_on=today - datetime.timedelta(days=9),
        )
    )
    before = file_page(secretariat_client, person)
    assert "Quelquepart" in before
    erase_person_data(person, ERASABLE, by=secretariat)
    after = file_page(secretariat_client, Person.objects.get(pk=person.pk))
    for value in (*said.values(), "Another post of hers"):
        assert value not in after, value
    assert "personal data erased" in after
    assert reverse("admin:focalpoints_designation_change", args=[designation.pk]) in after


def test_the_file_costs_the_same_for_few_lines_and_for_many(
    secretariat: User, secretariat_client: Client, focal_point: User, query_cost: QueryCost
) -> None:
    person = factories.DesignationFactory.create(member=factories.member("NOR")).person
    members = ["DEU", "NAM", "CAN", "URY", "JPN"]

    def record(number: int) -> None:
        corrected(person, secretariat, position=f"Post {number}")
        held = with_letter(
            factories.DesignationFactory.create(
                person=person, member=factories.member(members[number])
            )
        )
        end_designation(held, by=secretariat)
        ConfirmationRequest.objects.create(person=person, state="unanswered")
        note_export(Person, filters="", columns=[], rows=1, file_type="csv", by=secretariat)

    record(0)
    one = query_cost(lambda: file_page(secretariat_client, person))
    for number in range(1, 5):
        record(number)
    assert query_cost(lambda: file_page(secretariat_client, person)) == one


def test_who_may_see_people_reads_the_file_and_nobody_else(
    looker_client: Client, focal_point_client: Client, client: Client
) -> None:
    person = factories.PersonFactory.create()
    assert "No history" not in file_page(looker_client, person)
    assert focal_point_client.get(address(person)).status_code == 404
    assert client.get(address(person)).status_code == 302
    missing = reverse("admin:focalpoints_person_file_of_this", args=["word"])
    assert looker_client.get(missing).status_code == 404


def test_what_sql_wrote_is_in_the_file(secretariat_client: Client) -> None:
    person = factories.PersonFactory.create()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE focalpoints_person SET institution = 'By SQL' WHERE id = %s", [person.pk]
        )
    assert "<ins>By SQL</ins>" in file_page(secretariat_client, person)


def test_many_lines_stand_on_several_pages(secretariat_client: Client) -> None:
    person = factories.PersonFactory.create()
    for number in range(120):
        Person.objects.filter(pk=person.pk).update(position=f"Post no. {number}.")
    assert "Post no. 119." in file_page(secretariat_client, person)
    second = secretariat_client.get(address(person), {"p": 2}).content.decode()
    assert "Post no. 5." in second
    assert "Post no. 119." not in second
    assert secretariat_client.get(address(person), {"p": "word"}).status_code == 200


def test_what_was_merged_into_a_record_is_in_its_file(
    secretariat: User, secretariat_client: Client
) -> None:
    kept, other = (
        factories.PersonFactory.create(position=position, phone="+34915550188")
        for position in ("Adviser", "Counsellor")
    )
    Person.objects.filter(pk=other.pk).update(position="First counsellor")
    merge = merge_people(kept, other, chosen={}, by=secretariat)
    shown = file_page(secretariat_client, kept)
    assert "<del>Counsellor</del> → <ins>First counsellor</ins>" in shown
    assert f"merged: record {other.pk} into record {kept.pk}" in shown
    undo_merge(merge, by=secretariat)
    apart = file_page(secretariat_client, kept)
    assert "First counsellor" not in apart
    assert "merge undone" in apart
