"""A designation that ends soon is announced to the member and the Secretariat, once."""

from __future__ import annotations

import datetime

import pytest
from django.conf import settings

from focalpoints.announcing import announce_ends
from focalpoints.models import Designation, Member
from focalpoints.tasks import sweep_register
from network import clock
from network.accounts.models import User
from network.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


def in_days(number: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=number)


@pytest.fixture
def ending(focal_point: User) -> Designation:
    """An adviser of Spain, whose focal point is `focal_point`."""
    return factories.DesignationFactory.create(
        member=factories.member("ESP"),
        category=factories.category("military"),
        person__family_name="Adviser",
        ends_on=in_days(30),
    )


def told() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("address", flat=True))


def test_the_member_and_the_secretariat_are_told_thirty_days_before(
    ending: Designation, focal_point: User
) -> None:
    start = clock.now()
    Designation.objects.filter(pk=ending.pk).update(ends_on=in_days(31))
    assert announce_ends() == 0
    with clock.set_to(start + datetime.timedelta(days=1)):
        assert announce_ends() == 1
        assert announce_ends() == 0
    assert told() == sorted([settings.SECRETARIAT_EMAIL, focal_point.email])
    mail = OutgoingMail.objects.get(address=focal_point.email)
    assert "Adviser" in mail.body_text
    assert "/desk/" in mail.body_text
    assert "/admin/" in OutgoingMail.objects.get(address=settings.SECRETARIAT_EMAIL).body_text


def test_whose_designation_ends_is_told_too(ending: Designation, focal_point: User) -> None:
    adviser = factories.UserFactory.create(email="adviser@example.org", language="ar")
    ending.person.user = adviser
    ending.person.save()
    announce_ends()
    assert OutgoingMail.objects.get(address=adviser.email).language == "ar"


def test_a_moved_end_is_announced_again(ending: Designation) -> None:
    assert announce_ends() == 1
    Designation.objects.filter(pk=ending.pk).update(ends_on=in_days(20))
    assert announce_ends() == 1
    Designation.objects.filter(pk=ending.pk).update(ends_on=None)
    assert announce_ends() == 0


@pytest.mark.parametrize("ends_on", [-5, 0])
def test_what_has_ended_or_ends_today_is_no_news(ending: Designation, ends_on: int) -> None:
    Designation.objects.filter(pk=ending.pk).update(ends_on=in_days(ends_on))
    assert announce_ends() == 0


def test_who_is_followed_is_not_announced(ending: Designation) -> None:
    factories.DesignationFactory.create(
        member=ending.member, category=ending.category, starts_on=in_days(31)
    )
    assert announce_ends() == 0
    assert not told()


def test_a_member_that_has_left_is_not_written_to(ending: Designation) -> None:
    Member.objects.update(state=Member.State.WITHDRAWN)
    assert announce_ends() == 0


def test_the_sweep_announces(ending: Designation) -> None:
    sweep_register()
    assert settings.SECRETARIAT_EMAIL in told()
