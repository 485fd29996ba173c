"""Recording which members took part in a meeting."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from meetings.models import Attendance
from network.accounts.models import User
from network.accounts.rights import remove_by, save_by
from network.values.refusals import Refusal


@transaction.atomic
def record_attendance(attendance: Attendance, *, by: User) -> Attendance:
    """Write an attendance, new or corrected, with the source that names the member.

    Raises Refusal when the member is recorded at the meeting already.
    """
    try:
        with transaction.atomic():
            save_by(attendance, by=by)
    except IntegrityError as error:
        raise Refusal(
            _("This member is already recorded at this meeting."), field="member"
        ) from error
    return attendance


def remove_attendance(attendance: Attendance, *, by: User) -> None:
    """Remove an attendance that was recorded by mistake; the history keeps it."""
    remove_by(attendance, by=by)
