"""Asking people to confirm from the admin, and the list by how fresh the records are."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.confirmation import ask_to_confirm
from focalpoints.models import ConfirmationRequest, Designation, Person
from network import clock
from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import confirming, factories
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(db: None) -> Designation:
    return factories.DesignationFactory.create(
        member=factories.member("DEU"),
        person__given_name="Erika",
        person__family_name="Mustermann",
    )


def test_the_secretariat_asks_those_whom_it_has_looked_at(
    official: Designation, secretariat_client: Client
) -> None:
    nobody = factories.PersonFactory.create(family_name="Undesignated")
    people = [official.person, nobody]
    page = confirming.ask(secretariat_client, "ask_to_confirm", people)
    assert "Mustermann" in page
    assert official.person.email in page
    assert "Not written to" in page
    assert not OutgoingMail.objects.exists()
    page = confirming.answer(secretariat_client, page, confirming.list_of(Person))
    assert "An email is being sent to 1 person." in page
    asked = ConfirmationRequest.objects.get()
    assert asked.asked_by is not None


def test_one_person_is_asked_from_their_page(
    official: Designation, secretariat_client: Client
) -> None:
    page = reverse("admin:focalpoints_person_change", args=[official.person_id])
    url = reverse("admin:focalpoints_person_ask_this", args=[official.person_id])
    assert url in secretariat_client.get(page).content.decode()
    assert "Ask Erika" in secretariat_client.get(url).content.decode()
    assert not OutgoingMail.objects.exists()
    secretariat_client.post(url)
    assert OutgoingMail.objects.count() == 1


def test_who_may_only_look_asks_nobody(official: Designation, looker: User) -> None:
    with pytest.raises(Refusal):
        ask_to_confirm([official.person], by=looker)
    assert not OutgoingMail.objects.exists()


def test_the_list_is_filtered_by_freshness(
    official: Designation, secretariat_client: Client
) -> None:
    now = clock.now()
    changelist = reverse("admin:focalpoints_person_changelist")

    def shown(value: str) -> bool:
        page = secretariat_client.get(f"{changelist}?freshness={value}").content.decode()
        return "Mustermann" in page

    for age, tone in ((10, "ok"), (400, "warn"), (800, "bad")):
        Person.objects.update(
            confirmed_at=now - datetime.timedelta(days=age),
            published_at=now - datetime.timedelta(days=900),
        )
        assert [one for one in ("ok", "warn", "bad", "quiet") if shown(one)] == [tone]
        assert not shown("unconfirmed")
    Person.objects.update(confirmed_at=None, published_at=None)
    assert shown("quiet")
    assert shown("unconfirmed")
    assert not shown("unreached")


def test_asking_costs_the_same_for_each(
    official: Designation, secretariat: User, query_cost: QueryCost
) -> None:
    """What one more person costs does not grow with how many there are."""
    people = [
        factories.DesignationFactory.create(
            member=official.member, category=factories.category("alternate")
        ).person
        for _each in range(8)
    ]
    of_two = query_cost(lambda: ask_to_confirm(people[:2], by=secretariat))
    of_six = query_cost(lambda: ask_to_confirm(people[2:], by=secretariat))
    assert of_six <= 3 * of_two
