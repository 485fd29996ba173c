"""Meetings: how the Secretariat records, corrects and removes them."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Meeting
from network.accounts.models import User
from network.accounts.rights import remove_by, save_by
from network.values.refusals import Refusal


def may_be_removed(meeting: Meeting) -> bool:
    """An announced meeting is known to its participants; a communiqué belongs to the States."""
    return not meeting.is_announced and not meeting.communiques.exists()


def save_meeting(
    meeting: Meeting, *, by: User, write_related: Callable[[], object] | None = None
) -> Meeting:
    """Write a meeting, new or corrected, with its hosts."""
    return save_by(meeting, by=by, write_related=write_related)


@transaction.atomic
def remove_meeting(meeting: Meeting, *, by: User) -> None:
    """Delete a meeting that was planned by mistake. Refuses an announced one."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not may_be_removed(meeting):
        raise Refusal(
            _(
                "“{meeting}” has been announced or has a communiqué. Take it off the public pages "
                "instead."
            ).format(meeting=meeting)
        )
    remove_by(meeting, by=by)
