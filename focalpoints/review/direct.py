"""The Secretariat's own edits of published entries, outside of review.

They count as publications: the version rises, so that whoever has a draft open is told of the
conflict.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoints.models import ProposedChange
from focalpoints.review import registry
from focalpoints.review.rows import save_entry
from focalpoints.review.services import Overtaken, settle_withdrawn
from focalpoints.rights import may_decide
from network import clock
from network.accounts.models import User
from network.values.refusals import Refusal


@transaction.atomic
def edit_directly(entry: Any, *, seen_version: int, by: User) -> Any:
    """Write `entry` as the Secretariat changed it, as its next version.

    Raises Overtaken when another version was published since `seen_version` was opened. The
    caller writes many-to-many values in the same transaction.
    """
    if not may_decide(by):
        raise Refusal(_("Only the Secretariat may edit a published entry directly."))
    if entry.pk is None:
        entry.version = 1
        if not entry.slug:
            entry.slug = registry.kind_of_entry(entry).address(entry)
    else:
        live = type(entry)._default_manager.select_for_update(of=("self",)).get(pk=entry.pk)
        if live.version != seen_version:
            raise Overtaken(
                _(
                    "Another version of this entry was published while you were editing it. Open "
                    "it again."
                )
            )
        entry.version = live.version + 1
        entry.confirmed_at = live.confirmed_at
    entry.published_at = clock.now()
    save_entry(entry)
    return entry


@transaction.atomic
def remove_entry(entry: Any, *, by: User) -> None:
    """Delete a published entry; an open draft of it is withdrawn with a reason."""
    if not may_decide(by):
        raise Refusal(_("Only the Secretariat may delete a published entry."))
    kind = registry.kind_of_entry(entry)
    for change in (
        ProposedChange.objects.open()
        .select_for_update()
        .filter(content_type=kind.content_type, object_id=entry.pk)
    ):
        settle_withdrawn(
            change, by=by, reason=_("The published entry was deleted by the Secretariat.")
        )
    entry.delete()
