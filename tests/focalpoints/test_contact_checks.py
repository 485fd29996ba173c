"""Who is how near to a member, and what each then sees of an official: every combination."""

from __future__ import annotations

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from focalpoints.contacts import Reader, contact_for, reader_of
from focalpoints.models import Category, Designation
from network.accounts.models import User
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


FLAGS = ("members_see_name", "members_see_email", "members_see_phone", "public_sees_institution")


@pytest.mark.parametrize("choices", list(itertools.product((False, True), repeat=len(FLAGS))))
def test_what_each_reader_sees_of_an_official(choices: tuple[bool, ...]) -> None:
    name, email, phone, institution = choices
    designation: Designation = factories.DesignationFactory.build(
        category=Category(name_en="National Focal Point"),
        person=factories.PersonFactory.build(
            given_name="Ada",
            family_name="Example",
            position="Adviser",
            institution="Ministry",
            email="ada@example.org",
            phone="+34 600 000 000",
            **dict(zip(FLAGS, choices, strict=True)),
        ),
    )

    def seen(reader: Reader) -> tuple[bool, ...]:
        contact = contact_for(reader, designation)
        assert bool(contact.position) is bool(contact.institution)
        return bool(contact.name), bool(contact.email), bool(contact.phone), bool(contact.position)

    assert seen(Reader.OWN) == (True, True, True, True)
    assert seen(Reader.MEMBER) == (name, email, phone, name or institution)
    assert seen(Reader.PUBLIC) == (False, False, False, institution)


def test_the_directory_shows_all_of_ones_own_member_and_of_others_what_they_allow(
    focal_point_client: Client, secretariat_client: Client, other_focal_point: User
) -> None:
    for account in User.objects.filter(person__isnull=False):
        person = account.person
        person.email = f"{person.pk}@ministry.example"
        person.members_see_email = False
        person.save(update_fields=["email", "members_see_email"])
    own = User.objects.get(email="focal.spain@example.org").person.email
    others = other_focal_point.person.pk
    for client, sees_others in ((focal_point_client, False), (secretariat_client, True)):
        page = client.get(reverse("focalpoints:directory")).content.decode()
        assert own in page
        assert (f"{others}@ministry.example" in page) is sees_others
