"""Whose rows a reader gets: each condition of the rights, by itself."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from focalpoints import rights
from focalpoints.drafting import _supporting_designation
from focalpoints.handover.finding import recent_handover
from focalpoints.letters import may_read
from focalpoints.models import Designation, DraftingRight, Member, Person, ProposedChange
from focalpoints.review import changes, drafts
from network import clock
from network.accounts.models import User
from network.documents.private import discard_file
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.changes import draft_of
from tests.focalpoints.letters import with_letter
from tests.focalpoints.notifications import end, sent

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def spain(focal_point: User) -> Member:
    return factories.member("ESP")


@pytest.fixture
def right(spain: Member) -> DraftingRight:
    """A colleague of the focal point of Spain, who drafts for it."""
    account = factories.UserFactory.create()
    found: DraftingRight = factories.DraftingRightFactory.create(
        member=spain, person__user=account, ends_on=clock.today() + 30 * DAY
    )
    return found


def _held(user: object) -> list[DraftingRight]:
    return list(DraftingRight.objects.held_by(user, clock.today()))


def test_a_drafting_right_is_held_by_its_own_person(right: DraftingRight) -> None:
    other = factories.DraftingRightFactory.create(
        member=factories.member("NAM"), person__user=factories.UserFactory.create()
    )
    assert _held(right.person.user) == [right]
    assert _held(other.person.user) == [other]
    for nobody in (None, AnonymousUser(), factories.UserFactory.create()):
        assert _held(nobody) == []


def test_a_drafting_right_ends_with_the_account_its_day_and_the_member(
    right: DraftingRight,
) -> None:
    user = right.person.user
    assert user is not None
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert _held(User.objects.get(pk=user.pk)) == []
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert _held(user) == [right]
    assert not list(DraftingRight.objects.held_by(user, right.ends_on + DAY))
    Member.objects.filter(pk=right.member_id).update(state=Member.State.WITHDRAWN)
    assert _held(user) == []


def test_a_drafter_drafts_for_the_own_member_and_reads_nothing_personal(
    right: DraftingRight, spain: Member, focal_point: User, other_focal_point: User
) -> None:
    drafter = right.person.user
    for user in (drafter, focal_point):
        assert list(rights.members_drafted_for(user)) == [spain]
    assert list(rights.members_drafted_for(other_focal_point)) == [factories.member("DEU")]
    entry = factories.InitiativeFactory.create(owner=spain)
    open_one = draft_of(entry, focal_point, member=spain, title_en="Other")
    personal = _personal(focal_point, spain)
    assert set(rights.changes_drafted_by(focal_point)) == {open_one, personal}
    assert list(rights.changes_drafted_by(drafter)) == [open_one]
    assert not rights.changes_drafted_by(other_focal_point).exists()


def _personal(focal_point: User, member: Member) -> ProposedChange:
    """A draft of what is recorded of the focal point."""
    kind = changes.registry.kind_of_entry(focal_point.person)
    assert kind.is_personal
    return drafts.start_change(kind, focal_point.person, member=member, by=focal_point)


def test_a_drafter_takes_no_step_with_data_of_a_person(
    right: DraftingRight, spain: Member, focal_point: User
) -> None:
    drafter = right.person.user
    assert drafter is not None
    changes.require_drafter(drafter, spain)
    with pytest.raises(Refusal, match="Only those whom this member designates"):
        changes.require_drafter(drafter, spain, is_personal=True)
    changes.require_drafter(focal_point, spain, is_personal=True)
    change = _personal(focal_point, spain)
    with pytest.raises(Refusal, match="Only those whom this member designates"):
        drafts.rebase(change, decisions={}, seen="", seen_version=1, by=drafter)


def test_a_notification_is_received_by_its_designee_while_designated(
    spain: Member, focal_point: User, secretariat: User
) -> None:
    found = sent(secretariat)
    [row] = rights.notifications_received_by(focal_point)
    assert row.notification == found
    # Somebody else's designation for the member does not keep it open.
    factories.DesignationFactory.create(member=spain, category=factories.category("alternate"))
    end(focal_point)
    assert not rights.notifications_received_by(focal_point).exists()
    assert not rights.notifications_received_by(AnonymousUser()).exists()


def test_who_sees_the_officials_of_a_member_and_who_submits(
    spain: Member, focal_point: User, other_focal_point: User, secretariat: User
) -> None:
    alternate = factories.designee_of(spain, "mission")
    assert rights.sees_and_submits(focal_point, spain) == (True, True)
    assert rights.sees_and_submits(alternate, spain) == (True, False)
    assert rights.sees_and_submits(other_focal_point, spain) == (False, False)
    assert rights.sees_and_submits(secretariat, spain) == (True, False)


def test_a_handover_is_shown_to_the_successor(spain: Member, focal_point: User) -> None:
    today = clock.today()
    [held] = focal_point.person.designations.all()
    Designation.objects.filter(pk=held.pk).update(starts_on=today)
    factories.DesignationFactory.create(
        member=spain, category=held.category, starts_on=today - 90 * DAY, ends_on=today - DAY
    )
    assert recent_handover(focal_point, spain.pk) == held
    colleague = factories.designee_of(spain, "alternate")
    assert recent_handover(colleague, spain.pk) is None


def test_a_drafting_right_rests_on_the_givers_own_designation(
    spain: Member, focal_point: User
) -> None:
    [own] = focal_point.person.designations.all()
    Designation.objects.filter(pk=own.pk).update(ends_on=clock.today() + 60 * DAY)
    # A colleague's lasts longer.
    factories.designee_of(spain, "alternate")
    assert _supporting_designation(focal_point, spain) == own


def test_a_letter_that_was_discarded_is_read_by_nobody(
    spain: Member, focal_point: User, secretariat: User
) -> None:
    [own] = focal_point.person.designations.all()
    letter = with_letter(own).letter
    assert letter is not None
    for reader in (focal_point, secretariat):
        assert may_read(reader, str(spain.pk))
    discard_file(letter, by=secretariat)
    for reader in (focal_point, secretariat):
        assert not may_read(reader, str(spain.pk))


def test_the_desk_shows_a_drafter_their_own_right(right: DraftingRight) -> None:
    factories.DraftingRightFactory.create(
        member=right.member, person=Person.objects.exclude(pk=right.person_id).first()
    )
    for row in DraftingRight.objects.all():
        DraftingRight.objects.filter(pk=row.pk).update(
            ends_on=right.ends_on - (row.pk != right.pk) * DAY
        )
    client = Client()
    assert right.person.user is not None
    client.force_login(right.person.user)
    answer: Any = client.get(reverse("focalpoints:desk"), follow=True)
    assert answer.context["own_right"] == right
