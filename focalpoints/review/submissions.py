"""A submission from the member's hand to the Secretariat's decision.

Locks, editions and refusals are those of `drafts`: nobody decides on a text that they have not
seen.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoints.models import ProposedChange, ReviewStep, Revision
from focalpoints.review import notices, registry
from focalpoints.review.changes import (
    edition,
    errors_of,
    live_entry,
    locked,
    name_of,
    record_step,
    require_decider,
    require_existing,
    require_no_conflict,
    require_own,
    require_seen,
    require_state,
    require_submitter,
    require_valid,
)
from focalpoints.review.publication import publish_entry
from focalpoints.review.values import bound_form, same
from network import clock
from network.accounts.models import User
from network.values.refusals import Refusal

State = ProposedChange.State
Action = ReviewStep.Action


@transaction.atomic
def submit(change: ProposedChange, *, seen: str, by: User, note: str = "") -> ProposedChange:
    """Hand the draft to the Secretariat, with a note if there is something to say.

    Refuses a draft with errors, one that changes nothing, and one whose published entry has
    changed meanwhile (Conflict). Pressed twice, it is submitted once.
    """
    change = locked(change)
    require_submitter(by, change.member)
    if edition(change) == seen and _has_just_submitted(change, note, by):
        return change
    require_state(change, State.DRAFT, State.SENT_BACK)
    require_seen(change, seen, by)
    live = live_entry(change, lock=True)
    require_own(change, live)
    require_no_conflict(change, live)
    entry = require_valid(change)
    if live is not None and all(same(change.base.get(k), v) for k, v in change.draft.items()):
        raise Refusal(
            _(
                "The draft does not differ from the published entry. If the entry is still "
                "correct, confirm it on your desk instead."
            )
        )
    change.state = State.SUBMITTED
    change.submitted_at = clock.now()
    change.label = name_of(entry)
    change.save(update_fields=["state", "submitted_at", "label"])
    record_step(change, Action.SUBMITTED, by=by, reason=note)
    notices.tell_secretariat(change, note)
    return change


@transaction.atomic
def take_back(change: ProposedChange, *, seen: str, by: User) -> ProposedChange:
    """Withdraw a submission from the queue, to go on writing."""
    change = locked(change)
    require_submitter(by, change.member)
    require_state(change, State.SUBMITTED)
    require_seen(change, seen, by)
    change.state = State.DRAFT
    # A new edition: the Secretariat must not publish from a page opened before.
    change.edited_at = clock.now()
    change.save(update_fields=["state", "edited_at"])
    record_step(change, Action.TAKEN_BACK, by=by)
    return change


@transaction.atomic
def send_back(change: ProposedChange, *, reason: str, seen: str, by: User) -> ProposedChange:
    """Return a submission to its member with the reason, which they get by mail too."""
    change = locked(change)
    require_decider(by, change.member)
    require_state(change, State.SUBMITTED)
    require_seen(change, seen, by)
    if not reason.strip():
        raise Refusal(_("Say what the member should change, and why."), field="reason")
    change.state = State.SENT_BACK
    change.save(update_fields=["state"])
    record_step(change, Action.SENT_BACK, by=by, reason=reason.strip())
    notices.tell_focal_points(change, "sent_back", reason=reason.strip())
    return change


@transaction.atomic
def publish(change: ProposedChange, *, seen: str, by: User) -> Any:
    """Make the draft the published entry, and return that entry.

    The row, its many-to-many values and its next version are written together. Raises Conflict
    when the published entry is no longer the one that the draft started from.
    """
    change = locked(change)
    require_decider(by, change.member)
    require_state(change, State.SUBMITTED)
    require_seen(change, seen, by)
    kind = registry.kind_of(change)
    live = live_entry(change, lock=True)
    require_existing(change, live)
    require_own(change, live)
    require_no_conflict(change, live)
    form = bound_form(kind, live or kind.blank(change.member), change.draft)
    if not form.is_valid():
        raise Refusal(_("The draft no longer passes its checks: %s") % errors_of(form))
    entry = form.save(commit=False)
    if live is None:
        entry.is_sample = change.is_sample
    publish_entry(
        entry,
        by=by,
        source=Revision.Source.REVIEW,
        seen_version=change.base_version,
        reason=_note_of(change),
        change=change,
        write_related=form.save_m2m,
    )
    change.object_id = entry.pk
    change.label = name_of(entry)
    change.state = State.PUBLISHED
    change.decided_at = clock.now()
    change.save(update_fields=["object_id", "label", "state", "decided_at"])
    record_step(change, Action.PUBLISHED, by=by)
    notices.tell_focal_points(change, "published", entry=entry)
    return entry


def _note_of(change: ProposedChange) -> str:
    """What the member said with its last submission: why the entry changes."""
    steps = change.steps.filter(action=Action.SUBMITTED)
    last = steps.last()
    return last.reason if last is not None else ""


def _has_just_submitted(change: ProposedChange, note: str, by: User) -> bool:
    if change.state != State.SUBMITTED:
        return False
    last = change.steps.last()
    return last is not None and last.by_id == by.pk and last.reason == note.strip()
