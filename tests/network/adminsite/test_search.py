"""The search of the admin's side: what an account may look at, and nothing else."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db


def search(client: Client, term: str) -> str:
    return client.get(reverse("admin:search"), {"s": term}).content.decode()


def test_spain_finds_the_member_and_the_country(secretariat_client: Client) -> None:
    spain = factories.member("ESP")
    page = search(secretariat_client, "spain")
    assert reverse("admin:focalpoints_member_change", args=[spain.pk]) in page
    assert reverse("admin:focalpoints_country_change", args=[spain.country_id]) in page


def test_an_account_finds_only_what_it_may_look_at() -> None:
    spain = factories.member("ESP")
    person = factories.PersonFactory.create(family_name="Spainfield")
    account = factories.UserFactory.create(is_staff=True)
    account.user_permissions.add(Permission.objects.get(codename="view_country"))
    client = Client()
    client.force_login(account)
    page = search(client, "spain")
    assert reverse("admin:focalpoints_country_change", args=[spain.country_id]) in page
    assert reverse("admin:focalpoints_member_change", args=[spain.pk]) not in page
    assert person.family_name not in page


def test_of_many_rows_a_list_shows_the_first_and_leads_to_all(secretariat_client: Client) -> None:
    factories.PersonFactory.create_batch(12, family_name="Multitude")
    page = search(secretariat_client, "Multitude")
    assert page.count("/change/") == 8
    assert reverse("admin:focalpoints_person_changelist") + "?q=Multitude" in page


def test_people_and_designations_are_named_with_what_tells_them_apart(
    secretariat_client: Client, query_cost: QueryCost
) -> None:
    held = factories.DesignationFactory.create(
        person__given_name="Ola",
        person__family_name="Nordmann",
        member=factories.member("NOR"),
        starts_on=datetime.date(2017, 1, 16),
        ends_on=None,
    )
    factories.PersonFactory.create(given_name="Kari", family_name="Nordmann")
    page = search(secretariat_client, "nordm")
    assert ">Ola Nordmann · Norway, National Focal Point</a>" in page
    assert ">Kari Nordmann</a>" in page
    assert ">Ola Nordmann, National Focal Point, Norway · since 16 January 2017</a>" in page
    one = query_cost(lambda: search(secretariat_client, "nordm"))
    for _each in range(4):
        factories.DesignationFactory.create(
            person__family_name="Nordmann", category=held.category, starts_on=held.starts_on
        )
    assert query_cost(lambda: search(secretariat_client, "nordm")) == one


@pytest.mark.parametrize("term", ["", "nothing at all", "a\x07b", "x" * 500])
def test_what_finds_nothing_says_so(secretariat_client: Client, term: str) -> None:
    response = secretariat_client.get(reverse("admin:search"), {"s": term})
    assert response.status_code == 200
    assert "/change/" not in response.content.decode()
