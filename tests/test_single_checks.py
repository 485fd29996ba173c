"""Checks that another layer stands before, each at its own level."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from focalpoints.models import Member
from focalpoints.review import services
from focalpoints.roles import is_focal_point, is_member, members_of
from meetings.models import Communique, CommuniqueVersion
from meetings.services.builds import claim, request_builds
from network.invitations import accept_with_account, accept_with_password, invite
from network.models import User
from network.refusals import Refusal
from tests import factories
from tests.focalpoints.changes import INITIATIVE, draft_of, seen
from tests.meetings.texts import adopted, written

pytestmark = pytest.mark.django_db


def test_a_communique_of_a_meeting_that_is_not_announced_is_for_the_secretariat(
    secretariat: User, focal_point: User
) -> None:
    communique = adopted(by=secretariat, public=True)
    communique.meeting.is_announced = False
    communique.meeting.save(update_fields=["is_announced"])
    for reader in (AnonymousUser(), focal_point):
        assert not Communique.objects.visible_to(reader).exists()
        assert not CommuniqueVersion.objects.visible_to(reader).exists()
    assert Communique.objects.visible_to(secretariat).get() == communique


def test_the_desk_of_a_member_that_left_is_closed(
    focal_point: User, focal_point_client: Client
) -> None:
    place = factories.member("ESP")
    assert focal_point_client.get(reverse("focalpoints:desk")).status_code == 200
    Member.objects.filter(pk=place.pk).update(state=Member.State.WITHDRAWN)
    page = focal_point_client.get(reverse("focalpoints:desk"))
    assert "focalpoints/desk_closed.html" in [template.name for template in page.templates]
    for name, args in (("desk-member", [place.slug]), ("directory", [])):
        assert focal_point_client.get(reverse(f"focalpoints:{name}", args=args)).status_code == 404
    gone = User.objects.get(pk=focal_point.pk)
    assert not members_of(gone).exists()
    assert not is_focal_point(gone)


def test_the_pdf_of_another_communique_is_not_retried(
    secretariat: User, secretariat_client: Client
) -> None:
    mine, other = written(), written()
    [build] = request_builds(other, by=secretariat)
    claim(build.pk).give_up("The document takes too long to lay out.")
    address = reverse("admin:meetings_communique_retry", args=[mine.pk, build.pk])
    assert secretariat_client.post(address).status_code == 404
    build.refresh_from_db()
    assert build.state == "failed"


@pytest.mark.parametrize("role", ["other_focal_point", "secretariat"])
def test_only_the_members_focal_points_take_a_step_of_a_draft(
    role: str, focal_point: User, request: pytest.FixtureRequest
) -> None:
    stranger = request.getfixturevalue(role)
    change = draft_of(None, focal_point, member=factories.member("ESP"), **INITIATIVE)
    steps: list[Any] = [services.submit, services.take_back, services.withdraw]
    for step in steps:
        with pytest.raises(Refusal, match="Only the focal points"):
            step(change, seen=seen(change), by=stranger)
    with pytest.raises(Refusal, match="Only the focal points"):
        services.save_draft(change, INITIATIVE, seen=seen(change), by=stranger)
    services.withdraw(change, seen=seen(change), by=focal_point)
    with pytest.raises(Refusal, match="Only the focal points"):
        services.take_up(change, by=stranger)


def test_an_invitation_is_accepted_with_the_account_of_its_address_alone(
    secretariat: User, focal_point: User
) -> None:
    factories.UserFactory.create(email="newcomer@example.org")
    invitation = invite(email="newcomer@example.org", as_staff=True, by=secretariat)
    with pytest.raises(Refusal, match="another address"):
        accept_with_account(invitation, by=focal_point)
    focal_point.refresh_from_db()
    assert not focal_point.is_staff


def test_an_address_that_has_got_an_account_meanwhile_makes_no_second_one(
    secretariat: User,
) -> None:
    invitation = invite(email="newcomer@example.org", by=secretariat)
    factories.UserFactory.create(email="newcomer@example.org")
    with pytest.raises(Refusal, match="already has an account"):
        accept_with_password(invitation, name="Nora", password="a-quite-long-sentence")
    assert User.objects.filter(email="newcomer@example.org").count() == 1


def test_a_deactivated_account_has_no_right_of_the_secretariat() -> None:
    for more in ({}, {"is_superuser": True}):
        account = factories.SecretariatFactory.create(**more)
        assert User.objects.get(pk=account.pk).is_secretariat
        account.is_active = False
        account.save(update_fields=["is_active"])
        assert not User.objects.get(pk=account.pk).is_secretariat


def test_the_group_alone_or_the_flag_alone_is_not_the_secretariat() -> None:
    assert not factories.UserFactory.create(is_staff=True).is_secretariat
    in_group = factories.SecretariatFactory.create()
    in_group.is_staff = False
    in_group.save(update_fields=["is_staff"])
    assert not User.objects.get(pk=in_group.pk).is_secretariat


def test_a_deactivated_focal_point_is_nobodys(focal_point: User) -> None:
    assert is_focal_point(User.objects.get(pk=focal_point.pk))
    focal_point.is_active = False
    focal_point.save(update_fields=["is_active"])
    gone = User.objects.get(pk=focal_point.pk)
    assert not is_focal_point(gone)
    assert not is_member(gone)


def test_a_designation_counts_from_its_first_day_to_its_last(focal_point: User) -> None:
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    designation = focal_point.person.designations.get()
    for starts, ends, is_active in (
        (today, today, True),
        (today + day, None, False),
        (today - 2 * day, today - day, False),
        (today - day, None, True),
    ):
        designation.starts_on, designation.ends_on = starts, ends
        designation.save(update_fields=["starts_on", "ends_on"])
        assert is_focal_point(User.objects.get(pk=focal_point.pk)) is is_active, (starts, ends)
