"""Every ground on which a step of the review is refused, asked of every step on its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from focalpoints.models import Member, ProposedChange
from focalpoints.review import changes, drafts, publication, submissions
from focalpoints.review.drafts import discard_new
from focalpoints.review.publication import edit_directly, remove_entry
from focalpoints.review.waiting import assign
from focalpoints.rights import changes_drafted_by, changes_submitted_by, may_draft, may_submit
from initiatives.models import Initiative
from network import clock
from network.accounts.models import User
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.changes import draft_of, kind, seen
from tests.states import reach

pytestmark = pytest.mark.django_db

State = ProposedChange.State
Step = Callable[[ProposedChange, User, str], Any]
TITLE = {"title_en": "Another title"}


def _rebase(change: ProposedChange, by: User, mark: str) -> Any:
    live = changes.live_entry(change)
    version = live.version if live else 1
    return drafts.rebase(change, decisions={}, seen=mark, seen_version=version, by=by)


def _send_back(change: ProposedChange, by: User, mark: str) -> Any:
    return submissions.send_back(change, reason="Say more.", seen=mark, by=by)


def _save(change: ProposedChange, by: User, mark: str) -> Any:
    return drafts.save_draft(change, {**change.draft, **TITLE, "title_fr": "x"}, seen=mark, by=by)


def _correct(change: ProposedChange, by: User, mark: str) -> Any:
    return submissions.correct(change, {**change.draft, "title_en": "Mended"}, seen=mark, by=by)


STEPS: dict[str, Step] = {
    "save_draft": _save,
    "submit": lambda change, by, mark: submissions.submit(change, seen=mark, by=by),
    "take_back": lambda change, by, mark: submissions.take_back(change, seen=mark, by=by),
    "withdraw": lambda change, by, mark: drafts.withdraw(change, seen=mark, by=by),
    "take_up": lambda change, by, mark: drafts.take_up(change, by=by),
    "rebase": _rebase,
    "send_back": _send_back,
    "correct": _correct,
    "publish": lambda change, by, mark: submissions.publish(change, seen=mark, by=by),
}
DECISIONS = {"send_back", "correct", "publish"}
# The states in which a step may be taken.
WHILE = {
    "save_draft": {State.DRAFT, State.SENT_BACK},
    "submit": {State.DRAFT, State.SENT_BACK},
    "take_back": {State.SUBMITTED},
    "withdraw": {State.DRAFT, State.SENT_BACK, State.SUBMITTED},
    "take_up": {State.WITHDRAWN},
    "rebase": {State.DRAFT, State.SENT_BACK, State.SUBMITTED},
    "send_back": {State.SUBMITTED},
    "correct": {State.SUBMITTED},
    "publish": {State.SUBMITTED},
}


@pytest.fixture
def spain(focal_point: User) -> Member:
    return factories.member("ESP")


@pytest.fixture
def entry(spain: Member) -> Initiative:
    found: Initiative = factories.InitiativeFactory.create(owner=spain)
    return found


def _in_state(entry: Initiative, by: User, member: Member, state: str) -> ProposedChange:
    change = draft_of(entry, by, member=member, **TITLE)
    decided = state in (State.WITHDRAWN, State.PUBLISHED)
    reach(
        ProposedChange.objects.filter(pk=change.pk),
        state,
        submitted_at=None if state == State.DRAFT else timezone.now(),
        decided_at=timezone.now() if decided else None,
    )
    change.refresh_from_db()
    return change


def _fit(name: str) -> str:
    return min(WHILE[name], key=lambda state: state != State.SUBMITTED)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_for_its_role_alone(
    name: str,
    entry: Initiative,
    spain: Member,
    focal_point: User,
    other_focal_point: User,
    secretariat: User,
) -> None:
    change = _in_state(entry, focal_point, spain, _fit(name))
    strangers = [factories.UserFactory.create(), other_focal_point]
    if name in DECISIONS:
        strangers.append(focal_point)
    elif name != "rebase":
        strangers.append(secretariat)
    for stranger in strangers:
        with pytest.raises(Refusal, match="Only the "):
            STEPS[name](change, stranger, seen(change))


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_taken_in_its_states_alone(
    name: str, state: str, entry: Initiative, spain: Member, focal_point: User, secretariat: User
) -> None:
    change = _in_state(entry, focal_point, spain, state)
    by = secretariat if name in DECISIONS else focal_point
    if state in WHILE[name]:
        STEPS[name](change, by, seen(change))
    else:
        with pytest.raises(Refusal, match="no longer possible"):
            STEPS[name](change, by, seen(change))


@pytest.mark.parametrize("name", [name for name in STEPS if name != "take_up"])
def test_a_step_is_taken_on_what_its_person_has_seen(
    name: str, entry: Initiative, spain: Member, focal_point: User, secretariat: User
) -> None:
    change = _in_state(entry, focal_point, spain, _fit(name))
    by = secretariat if name in DECISIONS else focal_point
    with pytest.raises(changes.Overtaken):
        STEPS[name](change, by, "an edition of before")


@pytest.mark.parametrize("name", ["submit", "take_up", "rebase", "publish"])
def test_an_entry_that_has_got_another_owner_is_not_written(
    name: str, entry: Initiative, spain: Member, focal_point: User, secretariat: User
) -> None:
    change = _in_state(entry, focal_point, spain, _fit(name))
    Initiative.objects.filter(pk=entry.pk).update(owner=factories.member("NAM"))
    by = secretariat if name in DECISIONS else focal_point
    with pytest.raises(Refusal, match="belongs to another member"):
        STEPS[name](change, by, seen(change))


@pytest.mark.parametrize("name", ["take_up", "publish"])
def test_an_entry_that_was_deleted_is_not_made_again(
    name: str, entry: Initiative, spain: Member, focal_point: User, secretariat: User
) -> None:
    change = _in_state(entry, focal_point, spain, _fit(name))
    Initiative.objects.filter(pk=entry.pk).delete()
    by = secretariat if name in DECISIONS else focal_point
    with pytest.raises(Refusal, match="no longer exists"):
        STEPS[name](change, by, seen(change))


@pytest.mark.parametrize("name", ["submit", "publish"])
def test_what_was_published_meanwhile_is_not_written_over(
    name: str, entry: Initiative, spain: Member, focal_point: User, secretariat: User
) -> None:
    change = _in_state(entry, focal_point, spain, _fit(name))
    Initiative.objects.filter(pk=entry.pk).update(version=entry.version + 1)
    by = secretariat if name in DECISIONS else focal_point
    with pytest.raises(changes.Conflict):
        STEPS[name](change, by, seen(change))


def test_a_draft_with_errors_is_not_handed_over(
    entry: Initiative, spain: Member, focal_point: User
) -> None:
    change = draft_of(entry, focal_point, member=spain, title_en="")
    with pytest.raises(Refusal, match="Correct this before you submit"):
        submissions.submit(change, seen=seen(change), by=focal_point)


def test_a_submission_is_assigned_by_who_decides_alone(
    entry: Initiative, spain: Member, focal_point: User, secretariat: User
) -> None:
    change = _in_state(entry, focal_point, spain, State.SUBMITTED)
    for by in (focal_point, factories.UserFactory.create(), factories.LookerFactory.create()):
        with pytest.raises(Refusal, match="Only the Secretariat"):
            assign(change, to=None, by=by)
    assert assign(change, to=secretariat, by=secretariat).assigned_to == secretariat


def test_an_entry_is_begun_and_confirmed_by_its_own_member_alone(
    entry: Initiative, spain: Member, focal_point: User, other_focal_point: User
) -> None:
    germany = factories.member("DEU")
    for by in (other_focal_point, factories.UserFactory.create()):
        with pytest.raises(Refusal, match="Only the focal points"):
            drafts.start_change(kind(), entry, member=spain, by=by)
        with pytest.raises(Refusal, match="Only the focal points"):
            publication.confirm_up_to_date(entry, member=spain, by=by)
    with pytest.raises(Refusal, match="does not belong to your member"):
        drafts.start_change(kind(), entry, member=germany, by=other_focal_point)
    with pytest.raises(Refusal, match="does not belong to your member"):
        publication.confirm_up_to_date(entry, member=germany, by=other_focal_point)
    # Also where the other member has entries of its own.
    factories.InitiativeFactory.create(owner=germany)
    with pytest.raises(Refusal, match="does not belong to your member"):
        drafts.start_change(kind(), entry, member=germany, by=other_focal_point)
    with pytest.raises(Refusal, match="does not belong to your member"):
        publication.confirm_up_to_date(entry, member=germany, by=other_focal_point)
    publication.confirm_up_to_date(entry, member=spain, by=focal_point)


def test_an_empty_draft_is_dropped_by_its_members_focal_points_alone(
    spain: Member, focal_point: User, other_focal_point: User
) -> None:
    change = drafts.start_change(kind(), None, member=spain, by=focal_point)
    with pytest.raises(Refusal, match="Only the focal points"):
        discard_new(change, by=other_focal_point)
    assert discard_new(change, by=focal_point)


def test_a_published_entry_is_written_and_deleted_by_the_secretariat_alone(
    entry: Initiative, focal_point: User, secretariat: User
) -> None:
    for by in (focal_point, factories.LookerFactory.create()):
        with pytest.raises(Refusal, match="Only the Secretariat may edit"):
            edit_directly(entry, seen_version=entry.version, by=by)
        with pytest.raises(Refusal, match="Only the Secretariat may delete"):
            remove_entry(entry, by=by)
    edit_directly(entry, seen_version=entry.version, by=secretariat)
    remove_entry(entry, by=secretariat)
    assert not Initiative.objects.filter(pk=entry.pk).exists()


def test_only_who_may_edit_a_member_edits_its_change(
    entry: Initiative, spain: Member, focal_point: User, other_focal_point: User
) -> None:
    change = draft_of(entry, focal_point, member=spain, **TITLE)
    for rows_of in (changes_drafted_by, changes_submitted_by):
        assert rows_of(focal_point, clock.today()).get() == change
        assert not rows_of(other_focal_point, clock.today()).exists()
    for may in (may_draft, may_submit):
        assert may(focal_point, spain)
        assert not may(other_focal_point, spain)
        assert not may(focal_point, factories.member("NAM"))
        assert not may(None, spain)
