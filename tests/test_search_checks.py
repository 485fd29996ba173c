"""Whatever the index says, each kind of results asks its own table who may see an entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from network import registry
from network.accounts.models import User
from network.search.kinds import SearchResults
from tests import factories
from tests.meetings.texts import adopted, written

pytestmark = pytest.mark.django_db

# An entry of each kind that everybody may see, and one that the Secretariat alone may.
OF_KIND: dict[str, tuple[Callable[[User], Any], Callable[[User], Any]]] = {
    "meetings": (
        lambda by: factories.MeetingFactory.create(),
        lambda by: factories.MeetingFactory.create(is_announced=False),
    ),
    "communiques": (lambda by: adopted(by=by, public=True), lambda by: written()),
    "opportunities": (
        lambda by: factories.OpportunityFactory.create(),
        lambda by: factories.OpportunityFactory.create(published_at=None),
    ),
}


@pytest.mark.parametrize("name", OF_KIND)
def test_a_kind_shows_of_some_entries_those_that_the_reader_may_see(
    name: str, secretariat: User, focal_point: User
) -> None:
    [kind] = [one for one in registry.of(SearchResults) if one.name == name]
    shown, hidden = (make(secretariat).pk for make in OF_KIND[name])
    for user in (AnonymousUser(), focal_point):
        assert kind.rows(user, [shown, hidden]).keys() == {shown}
    assert kind.rows(secretariat, [shown, hidden]).keys() == {shown, hidden}


def test_an_initiative_for_members_is_found_by_members(
    secretariat: User, focal_point: User
) -> None:
    [kind] = [one for one in registry.of(SearchResults) if one.name == "initiatives"]
    shown = factories.InitiativeFactory.create().pk
    hidden = factories.InitiativeFactory.create(visibility="members").pk
    nobody = factories.UserFactory.create()
    for user, keys in (
        (AnonymousUser(), {shown}),
        (nobody, {shown}),
        (focal_point, {shown, hidden}),
        (secretariat, {shown, hidden}),
    ):
        assert kind.rows(user, [shown, hidden]).keys() == keys
