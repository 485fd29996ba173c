"""Languages and expertise: entered by the person alone, seen and found as far as they share."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from focalpoints.erasure import erase_person_data
from focalpoints.models import Designation, Person, Revision
from focalpoints.own_contact_form import OWN_FIELDS
from focalpoints.review import registry
from network.accounts.models import User
from network.audit.erasure import events_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def linguist(focal_point: User) -> Person:
    """Of Germany: speaks Swahili and French, knows mediation, and shares it with members."""
    held = factories.DesignationFactory.create(
        member=factories.member("DEU"),
        category=factories.category("alternate"),
        person__family_name="Linguist",
        person__languages=["fr", "sw"],
        person__expertise=["mediation"],
        person__skills_visibility="members",
    )
    return held.person


def found(client: Client, **query: str) -> list[str]:
    entries = client.get(reverse("focalpoints:directory"), query).context["entries"]
    return [contact.name for entry in entries for contact in entry.contacts]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"languages": "sw"}, True),
        ({"languages": "sw", "expertise": "mediation"}, True),
        ({"languages": "de"}, False),
        ({"languages": "sw", "expertise": "policing"}, False),
        ({"languages": "sw", "q": "linguist", "region": "150"}, True),
    ],
)
def test_people_are_found_by_what_they_speak_and_know(
    query: dict[str, str], is_found: bool, linguist: Person, focal_point_client: Client
) -> None:
    assert found(focal_point_client, **query) == (["Alex Linguist"] if is_found else [])


def test_what_a_person_keeps_from_members_neither_shows_nor_finds_them(
    linguist: Person, focal_point_client: Client, secretariat_client: Client
) -> None:
    page = focal_point_client.get(reverse("focalpoints:directory")).content.decode()
    assert "French, Swahili" in page
    Person.objects.filter(pk=linguist.pk).update(skills_visibility="secretariat")
    assert found(focal_point_client, languages="sw") == []
    assert found(focal_point_client, expertise="mediation") == []
    assert found(secretariat_client, languages="sw") == ["Alex Linguist"]
    page = focal_point_client.get(reverse("focalpoints:directory")).content.decode()
    assert ("French, Swahili" in page, "Alex Linguist" in page) == (False, True)
    # Of the reader's own member everything is seen.
    Designation.objects.filter(person=linguist).update(member=factories.member("ESP"))
    assert found(focal_point_client, languages="sw") == ["Alex Linguist"]


def test_nobody_shares_them_before_they_choose_to() -> None:
    assert Person().skills_visibility == "secretariat"


@pytest.mark.parametrize(
    "values", [{"languages": ["xx"]}, {"expertise": ["cooking"]}, {"skills_visibility": "public"}]
)
def test_the_database_refuses_other_values(values: dict[str, Any], linguist: Person) -> None:
    with pytest.raises(IntegrityError):
        Person.objects.filter(pk=linguist.pk).update(**values)


def test_a_person_enters_them_on_their_own_page(
    focal_point: User, focal_point_client: Client
) -> None:
    address = reverse("focalpoints:own-contact")
    person = focal_point.person  # type: ignore[attr-defined]
    sent = {name: getattr(person, name) for name in OWN_FIELDS} | {
        "languages": ["es", "qu"],
        "expertise": ["plans", "data"],
        "skills_visibility": "members",
    }
    versions = Revision.objects.of(person).count()
    assert focal_point_client.post(address, sent).status_code == 302
    person.refresh_from_db()
    assert (person.languages, person.expertise) == (["es", "qu"], ["plans", "data"])
    assert person.skills_visibility == "members"
    # They are the person's own, and no part of what a member proposes or a version keeps.
    assert Revision.objects.of(person).count() == versions
    assert not {"languages", "expertise"} & set(registry.kind_of_entry(person).value_names)
    page = focal_point_client.get(address).content.decode()
    assert "Quechua" in page
    # Nothing is widened by silence, and an unticked box is one.
    del sent["skills_visibility"], sent["languages"]
    focal_point_client.post(address, sent)
    person.refresh_from_db()
    assert (person.languages, person.skills_visibility) == ([], "members")


def test_they_are_erased_with_the_history_of_them(linguist: Person, secretariat: User) -> None:
    Designation.objects.filter(person=linguist).update(starts_on="2019-01-01", ends_on="2020-01-01")
    Person.objects.filter(pk=linguist.pk).update(languages=["fr"])
    erase_person_data(linguist, ["languages", "expertise"], by=secretariat)
    linguist.refresh_from_db()
    assert (linguist.languages, linguist.expertise) == ([], [])
    kept = events_of(Person).filter(pgh_obj_id=linguist.pk)
    assert {tuple(row.languages) for row in kept} == {()}
    assert {tuple(row.expertise) for row in kept} == {()}
