"""The checks and records of every step of a proposed change.

Whose change it is, in which state and edition, whose entry, whether the published entry is still
the one that the draft started from; each `require_` refuses with a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from focalpoints.models import (
    ChangeAuthor,
    Member,
    ProposedChange,
    ReviewStep,
    Revision,
    Versioned,
)
from focalpoints.review import registry
from focalpoints.review.values import Values, bound_form
from focalpoints.rights import may_decide, may_draft, may_see_officials, may_submit
from network import clock
from network.accounts.models import User
from network.audit.tracking import named_in_trail
from network.values.optimistic_lock import Overtaken as Overtaken
from network.values.optimistic_lock import changed_since, mark_of, written
from network.values.refusals import Refusal
from network.values.translations import OutdatedText


class Conflict(Refusal):
    """The published entry has changed since the draft was started."""


def edition(change: ProposedChange) -> str:
    """The mark of the draft as it is now, for pages to carry along.

    Of the moment of its last step, not of its text: a draft that was handed in and taken back may
    say the same, and nobody decides on it from the page before.
    """
    return written(_marks(change))


def _marks(change: ProposedChange) -> dict[str, str]:
    return {"draft": mark_of(change.edited_at.isoformat())}


def live_entry(change: ProposedChange, *, lock: bool = False) -> Any:
    """The published row that `change` is of, or None for a new entry."""
    if change.object_id is None:
        return None
    kind = registry.kind_of(change)
    rows = kind.model._default_manager.select_related(*kind.related)
    if lock:
        rows = rows.select_for_update(of=("self",))
    return rows.filter(pk=change.object_id).first()


def draft_entry(change: ProposedChange) -> Any:
    """A row to validate the draft upon: the live one (read again), or a blank one."""
    return live_entry(change) or registry.kind_of(change).blank(change.member)


def is_overtaken_by_publication(change: ProposedChange, live: Versioned | None) -> bool:
    return live is not None and live.version != change.base_version


def locked(change: ProposedChange) -> ProposedChange:
    """The change as it is now, held until the decision is written."""
    return (
        ProposedChange.objects.select_for_update(of=("self",))
        .select_related("member__country", "member__organisation")
        .get(pk=change.pk)
    )


def require_drafter(user: User, member: Member, *, is_personal: bool = False) -> None:
    if not may_draft(user, member):
        raise Refusal(
            _("Only the focal points of this member, and whom they let draft, may do this.")
        )
    if is_personal and not may_see_officials(user, member):
        raise Refusal(_("Only those whom this member designates may do this."))


def require_submitter(user: User, member: Member) -> None:
    if not may_submit(user, member):
        raise Refusal(_("Only the focal points of this member who may submit may do this."))


def require_decider(user: User, member: Member) -> None:
    if not may_decide(user, member):
        raise Refusal(_("Only the Secretariat may decide on a submission."))


def require_state(change: ProposedChange, *states: str) -> None:
    if change.state not in states:
        raise Refusal(
            _("This is no longer possible: the change is now “%(state)s”.")
            % {"state": change.get_state_display()}
        )


def require_seen(change: ProposedChange, seen: str, by: User) -> None:
    if not changed_since(seen, _marks(change)):
        return
    if change.author is None or change.author == by:
        # One's own other window, or a step that writes no text of its own.
        raise Overtaken(
            _("This draft has changed since you opened it. Check it before you continue.")
        )
    raise Overtaken(
        _("%(name)s has changed this draft since you opened it. Check it before you continue.")
        % {"name": change.author}
    )


def require_existing(change: ProposedChange, live: Versioned | None) -> None:
    if change.object_id is not None and live is None:
        raise Refusal(_("The published entry no longer exists; it was deleted."))


def require_own(change: ProposedChange, live: Versioned | None) -> None:
    """An entry may have got another owner since the draft was started."""
    if live is None:
        return
    own = registry.kind_of(change).entries_of(change.member)
    if not own.filter(pk=live.pk).exists():
        raise Refusal(_("This entry now belongs to another member, whose focal points edit it."))


def require_no_conflict(change: ProposedChange, live: Versioned | None) -> None:
    if is_overtaken_by_publication(change, live):
        raise Conflict(
            _(
                "The published entry has changed since this draft was started. "
                "Compare the two and decide first."
            )
        )


def require_valid(change: ProposedChange) -> Any:
    """The entry as the draft would have it, not saved; raises Refusal where it has errors."""
    kind = registry.kind_of(change)
    form = bound_form(kind, draft_entry(change), change.draft)
    if not form.is_valid():
        raise Refusal(_("Correct this before you submit: %s") % errors_of(form))
    return form.instance


def name_of(entry: Any) -> str:
    """What an entry is called, in English: all who read the queue and the mail share the name."""
    with translation.override("en"):
        return str(registry.kind_of_entry(entry).name_of(entry))[:250]


def errors_of(form: Any) -> str:
    """The first few errors of a form in one line, each with its field's name."""
    lines = []
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        lines.append(f"{label}: {errors[0]}" if label else str(errors[0]))
    for _row, label, text in form.row_errors:
        lines.append(f"{label}: {text}" if label else text)
    return " ".join(str(line) for line in lines[:4])


def is_unedited(change: ProposedChange) -> bool:
    """Whether nothing has been written in the draft, and nothing has happened to it."""
    return ProposedChange.objects.unedited().filter(pk=change.pk).exists()


def unedited_beside(change: ProposedChange) -> ProposedChange | None:
    """The unedited draft of the same entry, held by the caller's transaction."""
    if change.object_id is None:
        return None
    return (
        ProposedChange.objects.unedited()
        .select_for_update(of=("self",))
        .filter(content_type=change.content_type_id, object_id=change.object_id)
        .first()
    )


@named_in_trail
def settle_withdrawn(change: ProposedChange, *, by: User | None, reason: str = "") -> None:
    """Withdraw `change`, which the caller has locked."""
    change.state = ProposedChange.State.WITHDRAWN
    change.decided_at = clock.now()
    change.save(update_fields=["state", "decided_at"])
    record_step(change, ReviewStep.Action.WITHDRAWN, by=by, reason=reason)


def label_of(change: ProposedChange) -> str:
    """The name of the draft: its English title, or the entry's name."""
    title = "" if change.is_personal else change.draft.get("title_en")
    if isinstance(title, str) and title.strip():
        return title.strip()[:250]
    live = live_entry(change)
    return name_of(live) if live else ""


@named_in_trail
def record_step(
    change: ProposedChange,
    action: str,
    *,
    by: User | None,
    reason: str = "",
    fields: dict[str, list[str]] | None = None,
    outdated: Iterable[OutdatedText] = (),
) -> None:
    """Keep that something happened; `fields` names what was accepted, declined or corrected.

    `outdated` are the outdated translations that `by` acknowledged.
    """
    ReviewStep.objects.create(
        change=change,
        action=action,
        by=by,
        by_name=str(by or "")[:150],
        reason=reason.strip(),
        draft=change.draft,
        fields=fields or {},
        outdated=[item.record for item in outdated],
    )


def record_author(change: ProposedChange, user: User) -> None:
    """Keep that `user` has written in the draft just now; the caller holds the change."""
    now = clock.now()
    if not change.authors.filter(user=user).update(last_at=now):
        ChangeAuthor.objects.create(
            change=change, user=user, name=str(user)[:150], first_at=now, last_at=now
        )


def said_of(change: ProposedChange) -> Iterator[Values]:
    """What the draft has said, the published entry, and each of its earlier versions."""
    yield from (change.draft, change.base)
    if change.object_id is not None:
        kind = registry.kind_of(change)
        rows = Revision.objects.filter(content_type=kind.content_type, object_id=change.object_id)
        yield from rows.values_list("values", flat=True)
