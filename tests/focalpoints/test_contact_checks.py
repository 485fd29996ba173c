"""Who is how near to a member, and what each then sees of an official: every combination."""

from __future__ import annotations

import datetime
import itertools
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from focalpoints.contacts import contacts_for, reader_of
from focalpoints.directory.selection import take_addresses, take_vcards
from focalpoints.filters import directory_shown
from focalpoints.models import PARTS, Category, Designation, Person, Reader
from focalpoints.models.visibility import levels_of
from network.accounts.models import User
from network.values.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db


def test_how_near_each_reader_is_to_a_member(
    secretariat: User, focal_point: User, other_focal_point: User
) -> None:
    spain, namibia = factories.member("ESP"), factories.member("NAM")
    nobody = factories.UserFactory.create()
    for user, of_spain, of_namibia in (
        (secretariat, Reader.OWN, Reader.OWN),
        (focal_point, Reader.OWN, Reader.MEMBER),
        (other_focal_point, Reader.MEMBER, Reader.MEMBER),
        (nobody, Reader.PUBLIC, Reader.PUBLIC),
        (AnonymousUser(), Reader.PUBLIC, Reader.PUBLIC),
        (None, Reader.PUBLIC, Reader.PUBLIC),
    ):
        assert (reader_of(user, spain), reader_of(user, namibia)) == (of_spain, of_namibia), user


LEVELS = [[level for level, _label in levels_of(part)] for part in PARTS]


def test_what_each_reader_sees_of_an_official_at_every_combination_of_levels() -> None:
    spain = factories.member("ESP")
    every = list(itertools.product(*LEVELS))
    people = Person.objects.bulk_create(
        factories.PersonFactory.build(
            given_name="Ada",
            family_name=f"Example{number}",
            position="Adviser",
            institution="Ministry",
            email=f"ada{number}@example.org",
            phone="+34 600 000 000",
            **dict(zip([f"{part}_visibility" for part in PARTS], levels, strict=True)),
        )
        for number, levels in enumerate(every)
    )
    kind = factories.category("alternate")
    Designation.objects.bulk_create(
        Designation(member=spain, person=person, category=kind, starts_on=datetime.date(2020, 1, 1))
        for person in people
    )
    rows = Designation.objects.select_related("category").order_by("person_id")
    allowed = {
        Reader.OWN: {"public", "members", "secretariat"},
        Reader.MEMBER: {"public", "members"},
        Reader.PUBLIC: {"public"},
    }
    assert len(every) == 2 * 3 * 3 * 2 * 2
    for reader, levels_seen in allowed.items():
        for levels, contact in zip(every, contacts_for(reader, rows), strict=True):
            seen = [getattr(contact, part) for part in PARTS]
            wanted = [level in levels_seen for level in levels]
            assert [bool(value) for value in seen] == wanted, (reader, levels)


@pytest.mark.parametrize(
    ("is_public", "is_for_members", "seen"),
    [(True, True, (1, 1, 1)), (False, True, (0, 1, 1)), (False, False, (0, 0, 1))],
)
def test_a_category_hides_its_holders_and_never_shows_more(
    is_public: bool, is_for_members: bool, seen: tuple[int, ...]
) -> None:
    category = Category.objects.create(
        code="quiet", name_en="Envoy", is_public=is_public, is_for_members=is_for_members
    )
    row = factories.DesignationFactory.create(
        category=category, person__institution_visibility="public", person__position="Envoy"
    )
    rows = Designation.objects.select_related("category").filter(pk=row.pk)
    found = {reader: contacts_for(reader, rows) for reader in Reader}
    assert tuple(len(found[reader]) for reader in Reader) == seen
    if is_for_members:
        (contact,) = found[Reader.MEMBER]
        assert (contact.institution, contact.email) == (row.person.institution, "")


def test_a_category_for_the_public_alone_is_refused() -> None:
    with pytest.raises(IntegrityError, match="category_public_is_for_members"):
        Category.objects.create(code="odd", name_en="Odd", is_public=True, is_for_members=False)


@pytest.mark.parametrize("part", ["name", "email", "phone"])
def test_no_level_shows_a_name_or_an_address_to_everybody(part: str) -> None:
    person = factories.PersonFactory.create()
    with pytest.raises(IntegrityError, match=f"person_{part}_visibility_valid"):
        Person.objects.filter(pk=person.pk).update(**{f"{part}_visibility": "public"})


def test_the_directory_shows_all_of_ones_own_member_and_of_others_what_they_allow(
    focal_point_client: Client, secretariat_client: Client, other_focal_point: User
) -> None:
    for account in User.objects.filter(person__isnull=False):
        person = account.person
        person.email = f"{person.pk}@ministry.example"
        person.email_visibility = "secretariat"
        person.save(update_fields=["email", "email_visibility"])
    own = User.objects.get(email="focal.spain@example.org").person.email
    others = other_focal_point.person.pk
    for client, sees_others in ((focal_point_client, False), (secretariat_client, True)):
        page = client.get(reverse("focalpoints:directory")).content.decode()
        assert own in page
        assert (f"{others}@ministry.example" in page) is sees_others


@pytest.mark.parametrize("take", [take_vcards, partial(take_addresses, separator="comma")])
def test_no_more_people_are_taken_along_than_a_person_looks_at(
    take: Any, focal_point: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    focal_point.person.email = "shared@example.org"
    focal_point.person.save(update_fields=["email"])
    request = HttpRequest()
    request.user = focal_point
    assert take(directory_shown(request), by=focal_point)
    monkeypatch.setattr("focalpoints.directory.selection.MOST", 0)
    with pytest.raises(Refusal, match="more than 0 people"):
        take(directory_shown(request), by=focal_point)
