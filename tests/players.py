"""The fixed cast: each function creates one of those who play in the tests."""

from __future__ import annotations

import datetime

from network.accounts.models import User
from tests import factories


def secretariat() -> User:
    return factories.SecretariatFactory.create(email="staff@example.org", name="Sam Staff")


def looker() -> User:
    """Staff who may look at everything in the admin and change nothing."""
    return factories.LookerFactory.create(email="looker@example.org", name="Luc Looker")


def focal_point() -> User:
    return factories.focal_point_of(
        factories.member("ESP"), email="focal.spain@example.org", name="Fabiola Spain"
    )


def other_focal_point() -> User:
    return factories.focal_point_of(
        factories.member("DEU"), email="focal.germany@example.org", name="Otto Germany"
    )


def troika_member() -> User:
    """Canada's focal point, in a year in which Canada presides with Uruguay."""
    holders = [factories.member("CAN"), factories.member("URY")]
    factories.PresidencyFactory.create(holders=holders)
    return factories.focal_point_of(
        holders[0], email="focal.canada@example.org", name="Toni Canada"
    )


def drafter() -> User:
    """A colleague whom Spain's focal point lets draft."""
    spain = factories.member("ESP")
    account = factories.UserFactory.create(email="drafter.spain@example.org", name="Dora Drafter")
    factories.DraftingRightFactory.create(
        member=spain,
        person=factories.PersonFactory.create(
            user=account, email=account.email, given_name="Dora", family_name="Drafter"
        ),
    )
    return account


def mission_contact() -> User:
    """Spain's contact in New York, who may only draft."""
    return factories.designee_of(
        factories.member("ESP"), "mission", email="mission.spain@example.org", name="Mia Mission"
    )


def former_focal_point() -> User:
    """Who was Spain's focal point until the end of 2021."""
    account = factories.UserFactory.create(email="former.spain@example.org", name="Fermín Former")
    factories.DesignationFactory.create(
        member=factories.member("ESP"),
        person=factories.PersonFactory.create(user=account, email=account.email),
        starts_on=datetime.date(2019, 1, 1),
        ends_on=datetime.date(2021, 12, 31),
    )
    return account
