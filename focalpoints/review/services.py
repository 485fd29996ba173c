"""Every decision on a proposed change, from its start to its publication.

Each function locks the change (and then its target, always in this order), decides on what it
then reads, writes the step in the same transaction, and refuses with a sentence (`grounds`).
`seen` is the edition of the draft that the person had before them (`edition(change)`): nobody
decides on, or overwrites, a text that they have not seen. Starting and taking up again ask for
none, for they write over nothing; saving leaves no step, for the draft itself is kept.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from focalpoints.models import Member, ProposedChange, ReviewStep
from focalpoints.review import notices, registry
from focalpoints.review.grounds import (
    Conflict,
    Overtaken,
    draft_entry,
    edition,
    errors_of,
    is_overtaken_by_publication,
    live_entry,
    locked,
    name_of,
    require_decider,
    require_drafter,
    require_existing,
    require_no_conflict,
    require_own,
    require_seen,
    require_state,
    require_submitter,
    require_valid,
)
from focalpoints.review.rows import save_entry
from focalpoints.review.untouched import untouched_beside
from focalpoints.review.values import Values, bound_form, same, values_of_entry
from focalpoints.rights import may_decide
from network import clock
from network.accounts.models import User
from network.values.refusals import Refusal

__all__ = [
    "Conflict",
    "Overtaken",
    "confirm_up_to_date",
    "draft_entry",
    "edition",
    "is_overtaken_by_publication",
    "live_entry",
    "publish",
    "rebase",
    "save_draft",
    "send_back",
    "settle_withdrawn",
    "start_change",
    "submit",
    "take_back",
    "take_up",
    "withdraw",
]

State = ProposedChange.State
Action = ReviewStep.Action


@transaction.atomic
def start_change(
    kind: registry.Kind, entry: Any = None, *, member: Member, by: User
) -> ProposedChange:
    """The open draft for `entry` (None: a new one) of `member`; started where there is none.

    Two who press the button at once get the same draft. A draft that nobody has touched yet
    follows the published entry without asking.
    """
    require_drafter(by, member)
    # Keeps a second press from making a second draft. Without its key, or a publication that
    # names the member as owner or partner could wait for this one and this one for it.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if entry is None:
        entry = kind.blank(member)
        base, version, key = values_of_entry(kind, entry), 0, None
        blank_ones = ProposedChange.objects.untouched().filter(
            content_type=kind.content_type, object_id=None, member=member, author=by
        )
        if blank := blank_ones.first():
            return blank
    else:
        # The change before the entry, as everywhere: whoever saves or decides holds it first.
        open_one = (
            ProposedChange.objects.open()
            .select_for_update()
            .filter(content_type=kind.content_type, object_id=entry.pk)
            .first()
        )
        entry = kind.model._default_manager.select_for_update(of=("self",)).get(pk=entry.pk)
        if not kind.entries_of(member).filter(pk=entry.pk).exists():
            raise Refusal(_("This entry does not belong to your member."))
        base, version, key = values_of_entry(kind, entry), entry.version, entry.pk
        if open_one and open_one.member_id != member.pk:
            # The entry has a new owner: what the former one began is settled, not inherited.
            settle_withdrawn(open_one, by=by, reason=_("This entry now belongs to another member."))
            open_one = None
        if open_one:
            if open_one.draft == open_one.base and open_one.base_version != version:
                open_one.base = open_one.draft = base
                open_one.base_version = version
                open_one.label = name_of(entry)
                # A new edition: a form that was opened on the older version must not be saved
                # over the newer one as if its values had been proposed.
                open_one.edited_at = clock.now()
                open_one.save(update_fields=["base", "draft", "base_version", "label", "edited_at"])
            return open_one
    change = ProposedChange(
        member=member,
        content_type=kind.content_type,
        object_id=key,
        base=base,
        draft=base,
        base_version=version,
        author=by,
        label=name_of(entry) if key else "",
        is_sample=bool(getattr(entry, "is_sample", False)),
    )
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError:
        # The constraint is the last word where the locks were somehow passed by.
        return ProposedChange.objects.open().get(content_type=kind.content_type, object_id=key)
    return change


@transaction.atomic
def save_draft(change: ProposedChange, values: Values, *, seen: str, by: User) -> ProposedChange:
    """Keep `values`, complete or not. Raises Overtaken when another edition has been saved.

    What the draft says already is no quarrel: the button may have been pressed twice.
    """
    change = locked(change)
    require_drafter(by, change.member)
    require_state(change, State.DRAFT, State.SENT_BACK)
    draft = {name: values.get(name) for name in registry.kind_of(change).form_fields}
    if change.draft == draft and change.author == by and edition(change) != seen:
        return change
    require_seen(change, seen, by)
    change.draft = draft
    change.label = _label(change)
    change.author = by
    change.edited_at = clock.now()
    change.save(update_fields=["draft", "label", "author", "edited_at"])
    return change


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
    _step(change, Action.SUBMITTED, by=by, reason=note)
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
    _step(change, Action.TAKEN_BACK, by=by)
    return change


@transaction.atomic
def withdraw(change: ProposedChange, *, seen: str, by: User) -> ProposedChange:
    """Give the draft up. What is published stays as it is."""
    change = locked(change)
    if change.state in (State.SUBMITTED, State.SENT_BACK):
        # What was once submitted is given up by those who may submit.
        require_submitter(by, change.member)
    else:
        require_drafter(by, change.member)
    require_state(change, *ProposedChange.OPEN_STATES)
    require_seen(change, seen, by)
    settle_withdrawn(change, by=by)
    return change


def settle_withdrawn(change: ProposedChange, *, by: User, reason: str = "") -> None:
    """Put `change`, which the caller holds, aside."""
    change.state = State.WITHDRAWN
    change.decided_at = clock.now()
    change.save(update_fields=["state", "decided_at"])
    _step(change, Action.WITHDRAWN, by=by, reason=reason)


@transaction.atomic
def take_up(change: ProposedChange, *, by: User) -> ProposedChange:
    """Go on with a draft that was withdrawn, from where it was.

    Refuses one whose entry has got another owner, another draft or was deleted meanwhile.
    """
    change = locked(change)
    require_drafter(by, change.member)
    require_state(change, State.WITHDRAWN)
    if blank := untouched_beside(change):
        settle_withdrawn(blank, by=by)
    live = live_entry(change, lock=True)
    require_existing(change, live)
    require_own(change, live)
    change.state = State.DRAFT
    change.decided_at = None
    change.edited_at = clock.now()
    try:
        with transaction.atomic():
            change.save(update_fields=["state", "decided_at", "edited_at"])
    except IntegrityError as error:
        raise Refusal(
            _("There is already a draft of this entry; continue with that one.")
        ) from error
    _step(change, Action.TAKEN_UP, by=by)
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
    _step(change, Action.SENT_BACK, by=by, reason=reason.strip())
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
    now = clock.now()
    entry.version = 1 if live is None else live.version + 1
    entry.published_at = entry.confirmed_at = now
    if live is None:
        entry.slug = kind.address(entry)
        entry.is_sample = change.is_sample
    save_entry(entry)
    form.save_m2m()
    change.object_id = entry.pk
    change.label = name_of(entry)
    change.state = State.PUBLISHED
    change.decided_at = now
    change.save(update_fields=["object_id", "label", "state", "decided_at"])
    _step(change, Action.PUBLISHED, by=by)
    notices.tell_focal_points(change, "published", entry=entry)
    return entry


@transaction.atomic
def rebase(
    change: ProposedChange, *, decisions: dict[str, str], seen: str, seen_version: int, by: User
) -> ProposedChange:
    """Bring the draft up to the published version.

    What the draft did not touch follows the published entry; what only the draft changed stays;
    what both changed needs a decision, `{field: "proposed" | "published"}`. Nothing is
    overwritten silently: a missing decision is refused, and so is one made on an older version
    (`seen_version`) than the one now published.
    """
    change = locked(change)
    if not may_decide(by, change.member):
        # A submission is read by the Secretariat as it was submitted.
        require = require_submitter if change.state == State.SUBMITTED else require_drafter
        require(by, change.member)
    require_state(change, *ProposedChange.OPEN_STATES)
    require_seen(change, seen, by)
    live = live_entry(change, lock=True)
    if live is None:
        raise Refusal(_("There is no published entry to compare with."))
    require_own(change, live)
    if live.version != seen_version:
        raise Overtaken(
            _("Another version of the entry was published in the meantime. Check it again.")
        )
    now_live = values_of_entry(registry.kind_of(change), live)
    draft: Values = {}
    for name, published in now_live.items():
        base, proposed = change.base.get(name), change.draft.get(name)
        if same(proposed, base) or same(proposed, published):
            draft[name] = published
        elif same(published, base) or decisions.get(name) == "proposed":
            draft[name] = proposed
        elif decisions.get(name) == "published":
            draft[name] = published
        else:
            raise Refusal(_("Both sides changed this: choose which to keep."), field=name)
    change.base, change.draft, change.base_version = now_live, draft, live.version
    change.edited_at = clock.now()
    change.label = _label(change)
    change.save(update_fields=["base", "draft", "base_version", "edited_at", "label"])
    _step(change, Action.REBASED, by=by)
    return change


@transaction.atomic
def confirm_up_to_date(entry: Any, *, member: Member, by: User) -> None:
    """The member says that the entry is still right: it is fresh again, and unchanged."""
    require_submitter(by, member)
    kind = registry.kind_of_entry(entry)
    if not kind.entries_of(member).filter(pk=entry.pk).exists():
        raise Refusal(_("This entry does not belong to your member."))
    kind.model._default_manager.filter(pk=entry.pk).update(confirmed_at=clock.now())


def _has_just_submitted(change: ProposedChange, note: str, by: User) -> bool:
    if change.state != State.SUBMITTED:
        return False
    last = change.steps.last()
    return last is not None and last.by_id == by.pk and last.reason == note.strip()


def _label(change: ProposedChange) -> str:
    """What the draft calls itself: its English title, or what the entry is called."""
    title = change.draft.get("title_en")
    if isinstance(title, str) and title.strip():
        return title.strip()[:250]
    live = live_entry(change)
    return name_of(live) if live else ""


def _step(change: ProposedChange, action: str, *, by: User, reason: str = "") -> None:
    ReviewStep.objects.create(
        change=change,
        action=action,
        by=by,
        by_name=str(by)[:150],
        reason=reason.strip(),
        draft=change.draft,
    )
