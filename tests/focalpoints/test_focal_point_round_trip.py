"""What an export of designations holds is what an import of it writes, whatever it is."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from focalpoints.models import Designation, Person
from focalpoints.people import correct_person
from network.accounts.models import User
from network.importing.imports import confirm_import
from network.values.folding import folded
from tests import factories
from tests.network.importing.files import checked, outcomes, sentences, worked
from tests.network.importing.test_round_trip import MANY, PLAIN, assert_nothing_changes

pytestmark = pytest.mark.django_db

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 1, 1))
NAMES = PLAIN.filter(lambda text: bool(folded(text)))
PERSON = (
    "title",
    "given_name",
    "family_name",
    "is_office",
    "position",
    "institution",
    "email",
    "phone",
)


@st.composite
def periods(draw: Any) -> dict[str, Any]:
    start, end = sorted([draw(DAYS), draw(DAYS)])
    return {"starts_on": start, "ends_on": draw(st.sampled_from([None, end]))}


def category(code: str) -> Any:
    return factories.category(code)


@MANY
@given(
    title=PLAIN,
    given_name=NAMES,
    family_name=PLAIN,
    position=PLAIN,
    institution=PLAIN,
    phone=PLAIN | st.sampled_from(["912 345 678", "+34 912 34 56 78", "0034912345678", "ext. 5"]),
    email=st.sampled_from(["", "ana@mfa.example", "a/b@mfa.example", "o'hara+wps@mfa.example"]),
    authority=PLAIN,
    reference=PLAIN,
    dated=st.none() | DAYS,
    when=periods(),
)
def test_importing_an_export_changes_nothing(
    secretariat_client: Client,
    when: dict[str, Any],
    authority: str,
    reference: str,
    dated: datetime.date | None,
    **person: str,
) -> None:
    Designation.objects.all().delete()
    Person.objects.all().delete()
    letter = {
        "letter_authority": authority,
        "letter_reference": reference,
        "letter_dated_on": dated,
    }
    one = factories.PersonFactory.create(**person)
    spain = factories.member("ESP")
    for code in ("focal_point", "military"):
        factories.DesignationFactory.create(
            person=one, member=spain, category=category(code), **when, **letter
        )
    # Two people of one name at one member, without an address; and somebody who was erased.
    for _n in range(2):
        namesake = factories.PersonFactory.create(given_name="Ana", family_name="Ruiz", email="")
        factories.DesignationFactory.create(
            person=namesake, member=spain, category=category("alternate")
        )
    erased = factories.PersonFactory.create(given_name="", family_name="", email="")
    factories.DesignationFactory.create(
        person=erased, member=spain, category=category("police"), ends_on="2021-01-01"
    )
    assert_nothing_changes(secretariat_client, "focalpoints_designation", "focal-points")


ORDINARY = st.sampled_from(["Ana", "José", "Ndapewa", "李明", "Kari Anne", "فاطمة", "O'Hara"])


@st.composite
def people(draw: Any) -> dict[str, Any]:
    """Somebody as the register has them, with an address that nobody else has."""
    number = draw(st.integers(0, 10**6))
    if draw(st.booleans()):
        name = {"given_name": f"Gender Unit {number}, Ministry", "is_office": True}
    else:
        name = {"given_name": draw(ORDINARY), "family_name": draw(st.just("") | ORDINARY)}
        name["title"] = draw(st.sampled_from(["", "H.E.", "Mr.", "Col."]))
    return {
        **name,
        "email": f"p{number}@mfa.example",
        "position": draw(PLAIN),
        "institution": draw(PLAIN),
        "phone": draw(st.sampled_from(["", "+34 912 34 56 78", "ext. 5"])),
    }


def register() -> set[tuple[Any, ...]]:
    """All designations with their people, by what they say."""
    return {
        (
            *(held.member.natural_key()[0], held.category.code, held.starts_on, held.ends_on),
            *(held.letter_authority, held.letter_reference, held.letter_dated_on),
            *(getattr(held.person, name) for name in PERSON),
        )
        for held in Designation.objects.with_people()
    }


@MANY
@given(
    drawn=st.lists(
        st.tuples(people(), st.lists(periods(), min_size=1, max_size=2)),
        max_size=4,
        unique_by=lambda one: one[0]["email"],
    )
)
def test_an_export_fills_an_empty_register_as_it_was(
    secretariat_client: Client, secretariat: User, drawn: Any
) -> None:
    Designation.objects.all().delete()
    Person.objects.all().delete()
    codes = ["ESP", "NOR"]
    for values, when in drawn:
        person = Person(**values)
        correct_person(person, by=secretariat)
        for number, period in enumerate(when):
            factories.DesignationFactory.create(
                person=person,
                member=factories.member(codes[number]),
                category=category("military"),
                letter_reference="=NV/1",
                **period,
            )
    before = register()
    for file_type in ("csv", "xlsx"):
        address = reverse("admin:focalpoints_designation_export")
        content = secretariat_client.post(address, {"format": file_type}).content
        Designation.objects.all().delete()
        Person.objects.all().delete()
        if not before:
            return
        found = checked(content, kind="focal-points", by=secretariat)
        assert sentences(found) == []
        assert set(outcomes(found)) == {"new"}
        done = worked(confirm_import(found, only_good=False, by=secretariat))
        assert (done.state, done.message) == ("written", "")
        assert register() == before
        assert Person.objects.count() == len(drawn)
