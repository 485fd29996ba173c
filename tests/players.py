"""The fixed cast: each function creates one of those who play in the tests."""

from __future__ import annotations

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
