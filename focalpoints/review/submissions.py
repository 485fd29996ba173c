"""A submission, up to the Secretariat's decision.

Locks, editions and refusals are those of `drafts`: nobody decides on a text that they have not
seen.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoints.models import ChangeAuthor, ProposedChange, ReviewStep, Revision
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
    said_of,
)
from focalpoints.review.children import ChildRows
from focalpoints.review.forms import ReviewForm
from focalpoints.review.outdated import Follows, follows_of_draft, outdated_in_draft
from focalpoints.review.publication import publish_entry
from focalpoints.review.values import (
    Values,
    bound_form,
    changed_items,
    items_of,
    values_of_entry,
    values_of_items,
)
from network import clock
from network.accounts.models import User
from network.audit.tracking import named_in_trail
from network.documents.public import hold_readable_files
from network.values.refusals import Refusal
from network.values.translations import FollowsEnglish, check_acknowledged, follow_each

State = ProposedChange.State
Action = ReviewStep.Action


class IncompleteAcceptance(Refusal):
    """What is accepted is not valid without what is left out; `errors` says why, by item."""

    def __init__(self, form: ReviewForm) -> None:
        self.errors = {name: str(texts[0]) for name, texts in form.errors.items()}
        for name, rows in form.child_rows.items():
            for row, _label, text in rows.errors:
                self.errors.setdefault(f"{name}.{row.key}", text)
        super().__init__(_("What you accepted is not valid without the rest: %s") % errors_of(form))


@transaction.atomic
@named_in_trail
def submit(
    change: ProposedChange,
    *,
    seen: str,
    by: User,
    note: str = "",
    acknowledged: Collection[str] = (),
) -> ProposedChange:
    """Hand the draft to the Secretariat, with a note if there is something to say.

    Refuses a draft with errors, one that changes nothing, and one whose published entry has
    changed meanwhile (Conflict). Pressed twice, it is submitted once. Raises OutdatedTranslations
    unless `acknowledged` holds the key of each outdated translation; the step keeps them.
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
    if live is not None and not changed_items(registry.kind_of(change), change.base, change.draft):
        raise Refusal(
            _(
                "The draft does not differ from the published entry. If the entry is still "
                "correct, confirm it on your desk instead."
            )
        )
    outdated = outdated_in_draft(registry.kind_of(change), change, live)
    check_acknowledged(outdated, acknowledged)
    change.state = State.SUBMITTED
    change.submitted_at = clock.now()
    change.label = name_of(entry)
    change.save(update_fields=["state", "submitted_at", "label"])
    record_step(change, Action.SUBMITTED, by=by, reason=note, outdated=outdated)
    notices.notify_secretariat(change, note)
    return change


@transaction.atomic
@named_in_trail
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
@named_in_trail
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
    notices.notify_of_return(change, reason=reason.strip())
    return change


@transaction.atomic
@named_in_trail
def correct(change: ProposedChange, values: Values, *, seen: str, by: User) -> ProposedChange:
    """Correct a slip in a submission, which stays with the Secretariat; the member is told with
    the decision. Refuses values with errors, and ones that correct nothing.
    """
    change = locked(change)
    require_decider(by, change.member)
    require_state(change, State.SUBMITTED)
    require_seen(change, seen, by)
    kind = registry.kind_of(change)
    draft = {name: values.get(name) for name in kind.value_names}
    hold_readable_files(draft, known=said_of(change), by=by)
    before, change.draft = change.draft, draft
    corrected = changed_items(kind, before, change.draft)
    if not corrected:
        raise Refusal(_("Nothing is corrected: the text is as the member submitted it."))
    entry = require_valid(change)
    change.label = name_of(entry)
    # A new edition: nobody decides from a page that shows the text before.
    change.edited_at = clock.now()
    change.save(update_fields=["draft", "label", "edited_at"])
    record_step(change, Action.CORRECTED, by=by, fields={"corrected": corrected})
    return change


@transaction.atomic
@named_in_trail
def publish(
    change: ProposedChange,
    *,
    seen: str,
    by: User,
    declined: Collection[str] = (),
    reason: str = "",
    acknowledged: Collection[str] = (),
) -> Any:
    """Make the draft the published entry, and return that entry.

    What `declined` names (fields, child rows as `documents.12`) stays as it is published; it goes
    back to the member as a draft of its own, with the `reason`. The row, what belongs to it and its
    next version are written together. Raises Conflict when the published entry is no longer the one
    that the draft started from, IncompleteAcceptance when what is accepted is not valid without the
    rest, OutdatedTranslations unless `acknowledged` holds the key of each translation that is
    outdated in what is published; the step and the version keep them.
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
    changed = changed_items(kind, change.base, change.draft)
    left_out = [item for item in changed if item in declined]
    accepted = [item for item in changed if item not in declined]
    reason = reason.strip()
    if left_out and not accepted:
        raise Refusal(_("Accept at least one field, or send the whole submission back."))
    if left_out and not reason:
        raise Refusal(_("Say why you leave out what you did not accept."), field="reason")
    values = _without(kind, change, left_out)
    # Before the form writes into the row.
    follows = follows_of_draft(kind, change, live, left_out=left_out)
    form = bound_form(kind, live or kind.blank(change.member), values)
    if not form.is_valid():
        if left_out:
            raise IncompleteAcceptance(form)
        raise Refusal(_("The draft no longer passes its checks: %s") % errors_of(form))
    entry = form.save(commit=False)
    if live is None and hasattr(entry, "is_sample"):
        entry.is_sample = change.is_sample
    publish_entry(
        entry,
        by=by,
        source=Revision.Source.REVIEW,
        seen_version=change.base_version,
        reason=reason or _note_of(change),
        change=change,
        write_related=partial(_write_related, kind, form, values, change, follows),
        acknowledged=acknowledged,
    )
    fields = {"accepted": accepted, "declined": left_out} if left_out else {}
    change.object_id = entry.pk
    change.label = name_of(entry)
    change.state = State.PUBLISHED
    change.decided_at = clock.now()
    change.save(update_fields=["object_id", "label", "state", "decided_at"])
    outdated = entry.outdated_texts() if isinstance(entry, FollowsEnglish) else []
    record_step(change, Action.PUBLISHED, by=by, reason=reason, fields=fields, outdated=outdated)
    rest = _send_back_rest(change, entry, left_out, fields, reason, by) if left_out else None
    notices.notify_of_publication(change, entry, rest=rest, reason=reason, fields=fields)
    return entry


def _note_of(change: ProposedChange) -> str:
    """The member's note with its last submission."""
    steps = change.steps.filter(action=Action.SUBMITTED)
    last = steps.last()
    return last.reason if last is not None else ""


def _without(kind: registry.Kind, change: ProposedChange, left_out: Collection[str]) -> Values:
    """The draft's values, those of `left_out` as they were published."""
    base, draft = items_of(kind, change.base), items_of(kind, change.draft)
    return values_of_items(kind, draft | {item: base.get(item) for item in left_out})


def _write_related(
    kind: registry.Kind,
    form: ReviewForm,
    values: Values,
    change: ProposedChange,
    follows: Follows,
) -> None:
    if isinstance(form.instance, FollowsEnglish):
        follow_each(form.instance, follows)
    form.save_m2m()
    for children in kind.children:
        rows = form.child_rows[children.name]
        # A draft from before the kind had such rows says nothing of them.
        if children.name in change.draft and isinstance(rows, ChildRows):
            rows.write(form.instance, published=change.base.get(children.name) or [])


def _send_back_rest(
    change: ProposedChange,
    entry: Any,
    left_out: Collection[str],
    fields: dict[str, list[str]],
    reason: str,
    by: User,
) -> ProposedChange:
    """Keep what was not accepted as a draft of its own, upon the version just published."""
    kind = registry.kind_of(change)
    published = values_of_entry(kind, entry)
    draft = items_of(kind, change.draft)
    proposed = items_of(kind, published) | {item: draft.get(item) for item in left_out}
    rest = ProposedChange.objects.create(
        member=change.member,
        content_type=change.content_type,
        object_id=entry.pk,
        label=change.label,
        state=State.SENT_BACK,
        base=published,
        draft=values_of_items(kind, proposed),
        translates=change.translates,
        base_version=entry.version,
        author=change.author,
        submitted_at=change.submitted_at,
        is_sample=change.is_sample,
        is_personal=change.is_personal,
        follows=change,
    )
    ChangeAuthor.objects.bulk_create(
        ChangeAuthor(
            change=rest, user=row.user, name=row.name, first_at=row.first_at, last_at=row.last_at
        )
        for row in change.authors.select_related("user")
    )
    record_step(rest, Action.SENT_BACK, by=by, reason=reason, fields=fields)
    return rest


def _has_just_submitted(change: ProposedChange, note: str, by: User) -> bool:
    if change.state != State.SUBMITTED:
        return False
    last = change.steps.last()
    return last is not None and last.by_id == by.pk and last.reason == note.strip()
