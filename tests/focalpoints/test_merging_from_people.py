"""From a person's page, and from two ticks in the list, one comes to the comparison of two."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.duplicates import tell_apart
from focalpoints.models import Merge, Person
from network.accounts.models import User
from tests import factories
from tests.confirming import ask, list_of
from tests.focalpoints.doubles import twice

pytestmark = pytest.mark.django_db

LIKELY = "Likely the same person"


@pytest.fixture
def pair(db: None) -> tuple[Person, Person]:
    """Erika, twice at Germany."""
    return twice()


def choice(person: Person) -> str:
    return reverse("admin:focalpoints_person_merge_this", args=[person.pk])


def comparison(*people: Person) -> str:
    address = reverse("admin:focalpoints_person_merge")
    return f"{address}?first={people[0].pk}&second={people[1].pk}"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def tick(client: Client, *people: Person) -> Any:
    sent = {"action": "merge_these", "_selected_action": [person.pk for person in people]}
    return client.post(list_of(Person), {**sent, "index": "0", "select_across": "0"})


# --- From the page of a person ---


def test_the_page_of_a_person_leads_to_whom_it_may_be_merged_with(
    pair: tuple[Person, Person], secretariat_client: Client
) -> None:
    own = page(secretariat_client, reverse("admin:focalpoints_person_change", args=[pair[0].pk]))
    assert choice(pair[0]) in own
    content = page(secretariat_client, choice(pair[0]))
    assert LIKELY in content
    assert "The same telephone number" in content
    assert comparison(*pair).replace("&", "&amp;") in content
    assert "Compare and merge" in page(secretariat_client, comparison(*pair))


def test_anybody_else_of_the_register_can_be_chosen(
    pair: tuple[Person, Person], secretariat_client: Client
) -> None:
    stranger = factories.PersonFactory.create(family_name="Stranger", phone="")
    content = page(secretariat_client, choice(stranger))
    assert LIKELY not in content
    assert f'name="first" value="{stranger.pk}"' in content
    assert 'name="second"' in content
    assert "Stranger" in page(secretariat_client, comparison(stranger, pair[0]))


def test_two_who_are_said_to_be_different_are_not_offered(
    pair: tuple[Person, Person], secretariat: User, secretariat_client: Client
) -> None:
    tell_apart(*pair, by=secretariat)
    assert LIKELY not in page(secretariat_client, choice(pair[0]))


@pytest.mark.parametrize("second", ["", "itself", "x", "999999999"])
def test_whoever_chooses_nobody_is_asked_again(
    second: str, pair: tuple[Person, Person], secretariat_client: Client
) -> None:
    sent = {"first": pair[0].pk, "second": pair[0].pk if second == "itself" else second}
    answer = secretariat_client.get(reverse("admin:focalpoints_person_merge"), sent, follow=True)
    assert answer.redirect_chain == [(choice(pair[0]), 302)]
    assert "Choose another person." in answer.content.decode()


# --- From the list ---


@pytest.mark.parametrize("turned", [False, True])
def test_two_ticked_people_are_compared(
    turned: bool, pair: tuple[Person, Person], secretariat_client: Client
) -> None:
    answer = tick(secretariat_client, *(reversed(pair) if turned else pair))
    assert (answer.status_code, answer.url) == (302, comparison(*pair))
    assert not Merge.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_one_or_three_are_refused(
    number: int, pair: tuple[Person, Person], secretariat_client: Client
) -> None:
    people = [*pair, factories.PersonFactory.create()][:number]
    content = ask(secretariat_client, "merge_these", people)
    assert "Exactly two records are merged at once." in content
    assert f"You have ticked {number}" in content
    assert 'name="confirmed"' not in content
    # Nor does the answer of a page that was never shown.
    secretariat_client.post(
        list_of(Person),
        {
            "action": "merge_these",
            "_selected_action": [person.pk for person in people],
            "index": "0",
            "select_across": "0",
            "confirmed": "yes",
        },
    )
    assert not Merge.objects.exists()


def test_one_that_was_merged_since_is_no_second(
    pair: tuple[Person, Person], secretariat_client: Client
) -> None:
    gone = pair[1].pk
    Person.everyone.filter(pk=gone).update(merged_into=pair[0])
    content = ask(secretariat_client, "merge_these", pair)
    assert "Exactly two records are merged at once." in content


# --- Who may ---


def test_who_may_only_look_is_offered_neither(
    pair: tuple[Person, Person], looker_client: Client
) -> None:
    own = page(looker_client, reverse("admin:focalpoints_person_change", args=[pair[0].pk]))
    assert choice(pair[0]) not in own
    assert looker_client.get(choice(pair[0])).status_code == 403
    assert 'value="merge_these"' not in page(looker_client, list_of(Person))
    assert comparison(*pair) not in str(tick(looker_client, *pair).headers.get("Location"))


def test_nobody_else_comes_here(
    pair: tuple[Person, Person], visitor: Client, focal_point_client: Client
) -> None:
    for client in (visitor, focal_point_client):
        for answer in (client.get(choice(pair[0])), tick(client, *pair)):
            assert answer.status_code in {302, 403, 404}
            assert "Mustermann" not in answer.content.decode()
            assert "merge/?first" not in str(answer.headers.get("Location"))
