"""A draft from its start to its end: started, saved, brought up to date, withdrawn, reopened.

Each function locks the change (and then its target, always in this order), decides on what it
then reads, writes the step in the same transaction, and refuses with a sentence. `seen` is the
edition of the draft that the person had before them (`changes.edition`): nobody overwrites a text
that they have not seen. Starting and reopening ask for none, for they write over nothing; saving
leaves no step, for the draft itself is kept.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from focalpoints.models import Member, ProposedChange, ReviewStep
from focalpoints.review import registry
from focalpoints.review.changes import (
    Overtaken,
    edition,
    is_unedited,
    label_of,
    live_entry,
    locked,
    name_of,
    record_author,
    record_step,
    require_drafter,
    require_existing,
    require_own,
    require_seen,
    require_state,
    require_submitter,
    said_of,
    settle_withdrawn,
    unedited_beside,
)
from focalpoints.review.outdated import confirm_in_draft
from focalpoints.review.values import (
    Items,
    Values,
    items_of,
    same,
    values_of_entry,
    values_of_items,
)
from focalpoints.rights import may_decide
from network import clock
from network.accounts.models import User
from network.audit.tracking import named_in_trail
from network.documents.public import hold_readable_files
from network.values.refusals import Refusal

State = ProposedChange.State
Action = ReviewStep.Action


@transaction.atomic
@named_in_trail
def start_change(
    kind: registry.Kind, entry: Any = None, *, member: Member, by: User
) -> ProposedChange:
    """The open draft for `entry` (None: a new one) of `member`; started where there is none.

    Two who press the button at once get the same draft. A draft that nobody has touched yet
    follows the published entry without asking.
    """
    require_drafter(by, member, is_personal=kind.is_personal)
    # Keeps a second press from making a second draft. Without its key, or a publication that
    # names the member as owner or partner could wait for this one and this one for it.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if entry is None:
        if not kind.may_add:
            raise Refusal(_("The Secretariat records these; propose a change to one of them."))
        entry = kind.blank(member)
        base, version, key = values_of_entry(kind, entry), 0, None
        blank_ones = ProposedChange.objects.unedited().filter(
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
            if kind.entries_of(open_one.member).filter(pk=entry.pk).exists():
                # Somebody whom two members designate.
                raise Refusal(_("Another member has an open draft of this entry."))
            # The entry has a new owner: what the former one began is settled, not inherited.
            settle_withdrawn(open_one, by=by, reason=_("This entry now belongs to another member."))
            open_one = None
        if open_one:
            if open_one.draft == open_one.base and open_one.base_version != version:
                open_one.base = open_one.draft = base
                open_one.translates = getattr(entry, "translates", {})
                open_one.base_version = version
                open_one.label = name_of(entry)
                # A new edition: a form that was opened on the older version must not be saved
                # over the newer one as if its values had been proposed.
                open_one.edited_at = clock.now()
                columns = ["base", "draft", "translates", "base_version", "label", "edited_at"]
                open_one.save(update_fields=columns)
            return open_one
    change = ProposedChange(
        member=member,
        content_type=kind.content_type,
        object_id=key,
        base=base,
        draft=base,
        translates=getattr(entry, "translates", {}),
        base_version=version,
        author=by,
        label=name_of(entry) if key else "",
        is_sample=bool(getattr(entry, "is_sample", False)),
        is_personal=kind.is_personal,
    )
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError:
        # The constraint is the last word where the locks were somehow passed by.
        return ProposedChange.objects.open().get(content_type=kind.content_type, object_id=key)
    return change


@transaction.atomic
@named_in_trail
def save_draft(
    change: ProposedChange,
    values: Values,
    *,
    seen: str,
    by: User,
    still_right: Collection[str] = (),
) -> ProposedChange:
    """Keep `values`, complete or not. Raises Overtaken when another edition has been saved.

    Raises NoSuchFile where they name an uploaded file that `by` may not read.

    `still_right` are the keys of outdated translations that `by` says need no change.

    What the draft says already is no quarrel: the button may have been pressed twice.
    """
    change = locked(change)
    require_drafter(by, change.member, is_personal=change.is_personal)
    require_state(change, State.DRAFT, State.SENT_BACK)
    draft = {name: values.get(name) for name in registry.kind_of(change).value_names}
    if change.draft == draft and change.author == by and edition(change) != seen:
        return change
    require_seen(change, seen, by)
    hold_readable_files(draft, known=said_of(change), by=by)
    change.draft = draft
    change.label = label_of(change)
    change.author = by
    change.edited_at = clock.now()
    change.save(update_fields=["draft", "label", "author", "edited_at"])
    # The database has written beside it what each translation follows.
    change.refresh_from_db(fields=["translates"])
    if still_right:
        confirm_in_draft(registry.kind_of(change), change, live_entry(change), still_right)
    record_author(change, by)
    return change


@transaction.atomic
@named_in_trail
def discard_new(change: ProposedChange, *, by: User) -> bool:
    """Remove a new entry that `by` opened and wrote nothing in; tells whether it was one.

    The unedited draft of a published entry stays: colleagues share it, and one of them may be
    writing in it now.
    """
    change = locked(change)
    require_drafter(by, change.member, is_personal=change.is_personal)
    if change.object_id is not None or change.author != by or not is_unedited(change):
        return False
    change.delete()
    return True


@transaction.atomic
@named_in_trail
def rebase(
    change: ProposedChange, *, decisions: dict[str, str], seen: str, seen_version: int, by: User
) -> ProposedChange:
    """Bring the draft up to the published version.

    What the draft did not touch follows the published entry; what only the draft changed stays;
    what both changed needs a decision, `{item: "proposed" | "published"}`. Nothing is
    overwritten silently: a missing decision is refused, and so is one made on an older version
    (`seen_version`) than the one now published.
    """
    change = locked(change)
    if not may_decide(by, change.member):
        # A submission is read by the Secretariat as it was submitted.
        if change.state == State.SUBMITTED:
            require_submitter(by, change.member)
        else:
            require_drafter(by, change.member, is_personal=change.is_personal)
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
    kind = registry.kind_of(change)
    now_live = values_of_entry(kind, live)
    base, draft, published = (
        items_of(kind, values) for values in (change.base, change.draft, now_live)
    )
    merged: Items = {}
    for name in [*published, *base, *draft]:
        ours, theirs = draft.get(name), published.get(name)
        if same(ours, base.get(name)) or same(ours, theirs):
            merged[name] = theirs
        elif same(theirs, base.get(name)) or decisions.get(name) == "proposed":
            merged[name] = ours
        elif decisions.get(name) == "published":
            merged[name] = theirs
        else:
            raise Refusal(_("Both sides changed this: choose which to keep."), field=name)
    change.base, change.draft = now_live, values_of_items(kind, merged)
    change.base_version = live.version
    change.edited_at = clock.now()
    change.label = label_of(change)
    change.save(update_fields=["base", "draft", "base_version", "edited_at", "label"])
    record_step(change, Action.REBASED, by=by)
    return change


@transaction.atomic
@named_in_trail
def withdraw(change: ProposedChange, *, seen: str, by: User) -> ProposedChange:
    """Give the draft up. What is published stays as it is."""
    change = locked(change)
    if change.state in (State.SUBMITTED, State.SENT_BACK):
        # What was once submitted is given up by those who may submit.
        require_submitter(by, change.member)
    else:
        require_drafter(by, change.member, is_personal=change.is_personal)
    require_state(change, *ProposedChange.OPEN_STATES)
    require_seen(change, seen, by)
    settle_withdrawn(change, by=by)
    return change


@transaction.atomic
@named_in_trail
def take_up(change: ProposedChange, *, by: User) -> ProposedChange:
    """Go on with a draft that was withdrawn, from where it was.

    Refuses one whose entry has got another owner, another draft or was deleted meanwhile.
    """
    change = locked(change)
    require_drafter(by, change.member, is_personal=change.is_personal)
    require_state(change, State.WITHDRAWN)
    if blank := unedited_beside(change):
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
    record_step(change, Action.TAKEN_UP, by=by)
    return change
