"""Likely duplicates: who is shown, and with what reason."""

from __future__ import annotations

from typing import Any

import pytest

from focalpoints.duplicates import likely_duplicates
from focalpoints.models import Member, Person
from tests import factories

pytestmark = pytest.mark.django_db


def speaks_for_spain(person: Person) -> None:
    factories.DesignationFactory.create(
        member=factories.member("ESP"), person=person, category=factories.category("military")
    )


@pytest.fixture
def known() -> Person:
    """José Muñoz of Spain."""
    person = factories.PersonFactory.create(
        given_name="José", family_name="Muñoz", email="j.munoz@example.org", phone="+34 91 555 0100"
    )
    speaks_for_spain(person)
    factories.DesignationFactory.create(member=factories.member("DEU"))
    return person


def newcomer(**values: Any) -> Person:
    return Person(**{"given_name": "Ana", "email": "", "phone": "", **values})


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"email": "j.munoz@example.org"}, "email address"),
        ({"phone": "0034 (91) 555-01 00"}, "telephone"),
        ({"phone": "٠٠٣٤ ٩١ ٥٥٥ ٠١٠٠"}, "telephone"),
        ({"given_name": "MUNOZ", "family_name": "Jose"}, "same member"),
    ],
)
def test_the_likely_same_person_is_shown_with_the_reason(
    known: Person, values: dict[str, str], reason: str
) -> None:
    [found] = likely_duplicates(newcomer(**values), member=factories.member("ESP"))
    assert found.person == known
    [said] = found.reasons
    assert reason in said


@pytest.mark.parametrize(
    "values",
    [
        {"email": "other@example.org"},
        {"phone": "555 0100"},
        {"phone": "000"},
        {"given_name": "José", "family_name": "Muñoz Ruiz"},
        {},
    ],
)
def test_others_are_not(known: Person, values: dict[str, str]) -> None:
    assert likely_duplicates(newcomer(**values), member=factories.member("ESP")) == []


def test_a_name_alone_says_nothing_at_another_member(known: Person) -> None:
    same = newcomer(given_name="José", family_name="Muñoz")
    for member in (factories.member("DEU"), Member(country=factories.country("NAM")), None):
        assert likely_duplicates(same, member=member) == []


def test_whoever_shares_most_comes_first(known: Person) -> None:
    other = factories.PersonFactory.create(email=known.email)
    twin = factories.PersonFactory.create(
        given_name="Jose", family_name="Munoz", email=known.email, phone=known.phone
    )
    speaks_for_spain(twin)
    assert [one.person for one in likely_duplicates(known)] == [twin, other]
    assert len(likely_duplicates(known)[0].reasons) == 3


def test_many_people_cost_as_many_queries_as_one(known: Person, query_cost: Any) -> None:
    one = query_cost(lambda: likely_duplicates(known))
    for _each in range(5):
        twin = factories.PersonFactory.create(
            given_name="José", family_name="Muñoz", email=known.email, phone=known.phone
        )
        speaks_for_spain(twin)
    assert query_cost(lambda: likely_duplicates(known)) == one
