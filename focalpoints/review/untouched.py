"""Drafts in which nobody has written yet: the page is open, and nothing stands on it.

Nobody is shown them. What was opened and left again is no work that waits, and no draft that
stands in another's way.
"""

from __future__ import annotations

from django.db import transaction

from focalpoints.models import ProposedChange
from focalpoints.review.grounds import locked, require_drafter
from network.accounts.models import User


def is_untouched(change: ProposedChange) -> bool:
    """Whether nothing has been written in the draft, and nothing has happened to it."""
    return ProposedChange.objects.untouched().filter(pk=change.pk).exists()


@transaction.atomic
def drop_new(change: ProposedChange, *, by: User) -> bool:
    """Remove a new entry that `by` opened and wrote nothing in; tells whether it was one.

    The untouched draft of a published entry stays: colleagues share it, and one of them may be
    writing in it now.
    """
    change = locked(change)
    require_drafter(by, change.member)
    if change.object_id is not None or change.author != by or not is_untouched(change):
        return False
    change.delete()
    return True


def untouched_beside(change: ProposedChange) -> ProposedChange | None:
    """The untouched draft of the same entry, held by the caller's transaction."""
    if change.object_id is None:
        return None
    return (
        ProposedChange.objects.untouched()
        .select_for_update(of=("self",))
        .filter(content_type=change.content_type_id, object_id=change.object_id)
        .first()
    )
