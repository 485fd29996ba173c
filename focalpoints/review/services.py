"""Every decision on a proposed change, from its start to its publication.

Each function locks the change (and then its target, always in this order), decides on what it
then reads, writes the step in the same transaction, and refuses with a sentence. `seen` is the
edition of the draft that the person had before them (`edition(change)`): nobody decides on, or
overwrites, a text that they have not seen.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from focalpoints.models import Member, ProposedChange, ReviewStep, Versioned
from focalpoints.review import notices, registry
from focalpoints.review.values import Values, bound_form, same, values_of_entry
from focalpoints.roles import members_of
from network.models import User
from network.refusals import Refusal

State = ProposedChange.State
Action = ReviewStep.Action


class Conflict(Refusal):
    """The published entry has changed since the draft was started."""


class Overtaken(Refusal):
    """The draft is not the one that the person saw."""


def edition(change: ProposedChange) -> str:
    """A mark of what the draft says now, for forms to carry along."""
    return change.edited_at.isoformat()


def may_edit(user: object, member: Member) -> bool:
    """Whether `user` is an active focal point of `member` today."""
    return members_of(user).filter(pk=member.pk).exists()


def live_entry(change: ProposedChange, *, lock: bool = False) -> Any:
    """The published row that `change` is of, or None for a new entry."""
    if change.object_id is None:
        return None
    rows = registry.kind_of(change).model._default_manager.all()
    if lock:
        rows = rows.select_for_update(of=("self",))
    return rows.filter(pk=change.object_id).first()


def draft_entry(change: ProposedChange) -> Any:
    """A row to validate the draft upon: the live one (read anew), or a blank one."""
    return live_entry(change) or registry.kind_of(change).blank(change.member)


def is_overtaken_by_publication(change: ProposedChange, live: Versioned | None) -> bool:
    return live is not None and live.version != change.base_version


@transaction.atomic
def start_change(
    kind: registry.Kind, entry: Any = None, *, member: Member, by: User
) -> ProposedChange:
    """The open draft for `entry` (None: a new one) of `member`; started where there is none.

    Two who press the button at once get the same draft. A draft that nobody has touched yet
    follows the published entry without asking.
    """
    _require_editor(by, member)
    # Also keeps a second press of "new" from making a second empty draft.
    Member.objects.select_for_update().get(pk=member.pk)
    if entry is None:
        entry = kind.blank(member)
        base, version, key = values_of_entry(kind, entry), 0, None
        for untouched in ProposedChange.objects.open().filter(
            content_type=kind.content_type, object_id=None, member=member, author=by
        ):
            if untouched.draft == untouched.base:
                return untouched
    else:
        entry = kind.model._default_manager.select_for_update(of=("self",)).get(pk=entry.pk)
        if not kind.entries_of(member).filter(pk=entry.pk).exists():
            raise Refusal(_("This entry does not belong to your member."))
        base, version, key = values_of_entry(kind, entry), entry.version, entry.pk
        open_one = (
            ProposedChange.objects.open()
            .filter(content_type=kind.content_type, object_id=key)
            .first()
        )
        if open_one:
            if open_one.draft == open_one.base and open_one.base_version != version:
                open_one.base = open_one.draft = base
                open_one.base_version = version
                open_one.save(update_fields=["base", "draft", "base_version"])
            return open_one
    change = ProposedChange(
        member=member,
        content_type=kind.content_type,
        object_id=key,
        base=base,
        draft=base,
        base_version=version,
        author=by,
        label=str(entry)[:250] if key else "",
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
    """Keep `values`, complete or not. Raises Overtaken when another edition has been saved."""
    change = _locked(change)
    _require_editor(by, change.member)
    _require_state(change, State.DRAFT, State.SENT_BACK)
    _require_seen(change, seen)
    change.draft = {name: values.get(name) for name in registry.kind_of(change).form_fields}
    change.label = _label(change)
    change.author = by
    change.edited_at = timezone.now()
    change.save(update_fields=["draft", "label", "author", "edited_at"])
    return change


@transaction.atomic
def submit(change: ProposedChange, *, seen: str, by: User, note: str = "") -> ProposedChange:
    """Hand the draft to the Secretariat, with a note if there is something to say.

    Refuses a draft with errors, one that changes nothing, and one whose published entry has
    changed meanwhile (Conflict).
    """
    change = _locked(change)
    _require_editor(by, change.member)
    _require_state(change, State.DRAFT, State.SENT_BACK)
    _require_seen(change, seen)
    live = live_entry(change, lock=True)
    _require_no_conflict(change, live)
    _require_valid(change)
    if live is not None and all(same(change.base.get(k), v) for k, v in change.draft.items()):
        raise Refusal(
            _(
                "Nothing differs from the published entry. If it is still right, confirm it "
                "on your desk instead."
            )
        )
    change.state = State.SUBMITTED
    change.submitted_at = timezone.now()
    change.save(update_fields=["state", "submitted_at"])
    _step(change, Action.SUBMITTED, by=by, reason=note)
    notices.tell_secretariat(change, note)
    return change


@transaction.atomic
def take_back(change: ProposedChange, *, by: User) -> ProposedChange:
    """Withdraw a submission from the queue, to go on writing."""
    change = _locked(change)
    _require_editor(by, change.member)
    _require_state(change, State.SUBMITTED)
    change.state = State.DRAFT
    # A new edition: the Secretariat must not publish from a page opened before.
    change.edited_at = timezone.now()
    change.save(update_fields=["state", "edited_at"])
    _step(change, Action.TAKEN_BACK, by=by)
    return change


@transaction.atomic
def withdraw(change: ProposedChange, *, by: User) -> ProposedChange:
    """Give the draft up. What is published stays as it is."""
    change = _locked(change)
    _require_editor(by, change.member)
    _require_state(change, *ProposedChange.OPEN_STATES)
    change.state = State.WITHDRAWN
    change.decided_at = timezone.now()
    change.save(update_fields=["state", "decided_at"])
    _step(change, Action.WITHDRAWN, by=by)
    return change


@transaction.atomic
def send_back(change: ProposedChange, *, reason: str, seen: str, by: User) -> ProposedChange:
    """Return a submission to its member with the reason, which they get by mail too."""
    change = _locked(change)
    _require_secretariat(by)
    _require_state(change, State.SUBMITTED)
    _require_seen(change, seen)
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
    change = _locked(change)
    _require_secretariat(by)
    _require_state(change, State.SUBMITTED)
    _require_seen(change, seen)
    kind = registry.kind_of(change)
    live = live_entry(change, lock=True)
    if change.object_id is not None and live is None:
        raise Refusal(_("The published entry no longer exists; it was deleted."))
    _require_no_conflict(change, live)
    form = bound_form(kind, live or kind.blank(change.member), change.draft)
    if not form.is_valid():
        raise Refusal(_("The draft no longer passes its checks: %s") % _errors(form))
    entry = form.save(commit=False)
    now = timezone.now()
    entry.version = 1 if live is None else live.version + 1
    entry.published_at = entry.confirmed_at = now
    if live is None:
        entry.slug = kind.address(entry)
        entry.is_sample = change.is_sample
    entry.save()
    form.save_m2m()
    change.object_id = entry.pk
    change.label = str(entry)[:250]
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
    change = _locked(change)
    if not by.is_secretariat:
        _require_editor(by, change.member)
    _require_state(change, *ProposedChange.OPEN_STATES)
    _require_seen(change, seen)
    live = live_entry(change, lock=True)
    if live is None:
        raise Refusal(_("There is no published entry to compare with."))
    if live.version != seen_version:
        raise Overtaken(_("The entry was published again meanwhile. Look at it once more."))
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
    change.edited_at = timezone.now()
    change.label = _label(change)
    change.save(update_fields=["base", "draft", "base_version", "edited_at", "label"])
    _step(change, Action.REBASED, by=by)
    return change


@transaction.atomic
def confirm_up_to_date(entry: Any, *, member: Member, by: User) -> None:
    """The member says that the entry is still right: it is fresh again, and unchanged."""
    _require_editor(by, member)
    kind = registry.kind_of_entry(entry)
    if not kind.entries_of(member).filter(pk=entry.pk).exists():
        raise Refusal(_("This entry does not belong to your member."))
    kind.model._default_manager.filter(pk=entry.pk).update(confirmed_at=timezone.now())


def _locked(change: ProposedChange) -> ProposedChange:
    return (
        ProposedChange.objects.select_for_update(of=("self",))
        .select_related("member__country", "member__organisation")
        .get(pk=change.pk)
    )


def _label(change: ProposedChange) -> str:
    """What the draft calls itself: its English title, or what the entry is called."""
    title = change.draft.get("title_en")
    if isinstance(title, str) and title.strip():
        return title.strip()[:250]
    live = live_entry(change)
    return str(live)[:250] if live else ""


def _step(change: ProposedChange, action: str, *, by: User, reason: str = "") -> None:
    ReviewStep.objects.create(
        change=change,
        action=action,
        by=by,
        by_name=str(by)[:150],
        reason=reason.strip(),
        draft=change.draft,
    )


def _require_editor(user: User, member: Member) -> None:
    if not may_edit(user, member):
        raise Refusal(_("Only the focal points of this member may do this."))


def _require_secretariat(user: User) -> None:
    if not user.is_secretariat:
        raise Refusal(_("Only the Secretariat may decide on a submission."))


def _require_state(change: ProposedChange, *states: str) -> None:
    if change.state not in states:
        raise Refusal(
            _("This is not possible any more: the change is now “%(state)s”.")
            % {"state": change.get_state_display()}
        )


def _require_seen(change: ProposedChange, seen: str) -> None:
    if edition(change) != seen:
        raise Overtaken(
            _("%(name)s has changed this draft since you opened it. Look at it before going on.")
            % {"name": change.author or _("Somebody else")}
        )


def _require_no_conflict(change: ProposedChange, live: Versioned | None) -> None:
    if is_overtaken_by_publication(change, live):
        raise Conflict(
            _(
                "The published entry has changed since this draft was started. "
                "Compare the two and decide first."
            )
        )


def _require_valid(change: ProposedChange) -> None:
    kind = registry.kind_of(change)
    form = bound_form(kind, draft_entry(change), change.draft)
    if not form.is_valid():
        raise Refusal(_("Mend this before you submit: %s") % _errors(form))


def _errors(form: Any) -> str:
    """The first few errors of a form in one line, each with its field's name."""
    lines = []
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        lines.append(f"{label}: {errors[0]}" if label else str(errors[0]))
    return " ".join(str(line) for line in lines[:4])
