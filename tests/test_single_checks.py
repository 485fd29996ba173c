"""Checks that another layer hides, each at its own level."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from focalpoints.models import Member
from focalpoints.review import drafts, submissions
from focalpoints.review.changes import Overtaken
from focalpoints.review.drafts import discard_new
from focalpoints.rights import has_desk_page, is_focal_point, is_member, members_of
from meetings.models import Communique, CommuniqueVersion
from meetings.services.builds import request_builds
from network.accounts.invitations import accept_with_account, accept_with_password, invite
from network.accounts.models import User
from network.documents.queue import claim
from network.templatetags.portal import has_desk
from network.templatetags.portal import is_member as knows_as_member
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.changes import INITIATIVE, draft_of, kind, seen
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
    steps: list[Any] = [submissions.submit, submissions.take_back, drafts.withdraw]
    for step in steps:
        with pytest.raises(Refusal, match="Only the focal points"):
            step(change, seen=seen(change), by=stranger)
    with pytest.raises(Refusal, match="Only the focal points"):
        drafts.save_draft(change, INITIATIVE, seen=seen(change), by=stranger)
    drafts.withdraw(change, seen=seen(change), by=focal_point)
    with pytest.raises(Refusal, match="Only the focal points"):
        drafts.take_up(change, by=stranger)


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


def test_a_meeting_goes_while_it_is_not_announced_and_has_no_communique(
    secretariat: User, secretariat_client: Client
) -> None:
    communique = written()
    for is_announced, has_communique, answer in (
        (False, True, 403),
        (True, False, 403),
        (True, True, 403),
        (False, False, 200),
    ):
        meeting = factories.MeetingFactory.create(is_announced=is_announced)
        if has_communique:
            communique.meeting = meeting
            communique.save(update_fields=["meeting"])
        address = reverse("admin:meetings_meeting_delete", args=[meeting.pk])
        given = secretariat_client.get(address).status_code
        assert given == answer, (is_announced, has_communique)


def test_who_is_not_signed_in_is_nobodys_focal_point(focal_point: User) -> None:
    for somebody in (None, AnonymousUser(), SimpleNamespace(is_active=True), object()):
        assert not members_of(somebody).exists()
        assert not is_focal_point(somebody)
        assert not is_member(somebody)
        assert not has_desk_page(somebody)
        assert not knows_as_member(somebody)
        assert not has_desk(somebody)


def test_the_desk_of_who_was_designated_says_when_and_the_secretariats_is_the_admin(
    focal_point: User, secretariat: User
) -> None:
    designation = focal_point.person.designations.get()
    designation.starts_on = datetime.date(2020, 1, 1)
    designation.ends_on = datetime.date(2020, 12, 31)
    designation.save(update_fields=["starts_on", "ends_on"])
    assert has_desk_page(User.objects.get(pk=focal_point.pk))
    assert not has_desk_page(secretariat)
    assert not has_desk_page(factories.UserFactory.create())
    designation.person.user = secretariat
    designation.person.save(update_fields=["user"])
    assert not has_desk_page(User.objects.get(pk=secretariat.pk))
    secretariat.is_active = False
    assert not has_desk_page(secretariat)


def test_what_a_colleague_saved_or_submitted_is_not_taken_for_ones_own(focal_point: User) -> None:
    """Pressed twice is no quarrel; the same words of somebody else are."""
    place = factories.member("ESP")
    colleague = factories.focal_point_of(place, email="second.spain@example.org")
    change = draft_of(None, focal_point, member=place, **INITIATIVE)
    before = "an edition that is no longer"
    again = drafts.save_draft(change, change.draft, seen=before, by=focal_point)
    assert again.author == focal_point
    with pytest.raises(Overtaken, match="has changed this draft"):
        drafts.save_draft(change, change.draft, seen=before, by=colleague)
    assert not discard_new(change, by=focal_point)
    submissions.submit(change, seen=seen(change), by=focal_point)
    submissions.submit(change, seen=seen(change), by=focal_point)
    with pytest.raises(Refusal, match="no longer possible"):
        submissions.submit(change, seen=seen(change), by=colleague)


def test_an_empty_new_entry_goes_with_who_opened_it_alone(focal_point: User) -> None:
    place = factories.member("ESP")
    colleague = factories.focal_point_of(place, email="second.spain@example.org")
    change = drafts.start_change(kind(), None, member=place, by=focal_point)
    assert not discard_new(change, by=colleague)
    assert discard_new(change, by=focal_point)


def test_a_draft_without_an_author_has_been_changed_by_nobody_in_particular(
    focal_point: User,
) -> None:
    change = draft_of(None, focal_point, member=factories.member("ESP"), **INITIATIVE)
    for author in (None, focal_point):
        change.author = author
        change.save(update_fields=["author"])
        with pytest.raises(Overtaken, match="This draft has changed since you opened it"):
            drafts.withdraw(change, seen="another edition", by=focal_point)
