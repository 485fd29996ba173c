"""Erika, twice in the register of Germany, for the tests of merges."""

from __future__ import annotations

import datetime
from typing import Any

from focalpoints.merging import merge_people
from focalpoints.models import Designation, Merge, Person, Revision
from focalpoints.revisions import record
from network.accounts.models import User
from tests import factories
from tests.focalpoints.registers import assert_whole

DAY = datetime.timedelta(days=1)
ERIKA = {
    "title": "Dr.",
    "given_name": "Erika",
    "family_name": "Mustermann",
    "position": "Head of Division",
    "email": "erika@example.org",
    "phone": "+49 30 5550100",
    "languages": ["de", "en"],
    "email_visibility": "members",
    "position_visibility": "public",
}
AGAIN = {
    "title": "",
    "given_name": "Mustermann",
    "family_name": "Erika",
    "position": "Director",
    "email": "e.mustermann@example.org",
    "phone": "0049 30 555 0100",
    "languages": ["en", "fr"],
    "email_visibility": "secretariat",
    "position_visibility": "members",
}


def held(person: Person, code: str = "military", **values: Any) -> Designation:
    values = {"member": factories.member("DEU"), **values}
    return factories.DesignationFactory.create(
        person=person, category=factories.category(code), **values
    )


def twice() -> tuple[Person, Person]:
    """Erika, twice in the register of Germany, each time with a first version."""
    people = (factories.PersonFactory.create(**ERIKA), factories.PersonFactory.create(**AGAIN))
    for person in people:
        record(person, by=None, source=Revision.Source.DIRECT_EDIT)
    held(people[0])
    held(people[1], "police")
    return people


def merged(two: tuple[Person, Person], by: User, **chosen: str) -> Merge:
    merge = merge_people(*two, chosen=chosen, by=by)
    for person in two:
        person.refresh_from_db()
    assert_whole()
    return merge
