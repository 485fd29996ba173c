"""Which changes of meetings and terms are undone one by one (network.audit.undo)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from meetings.models import Attendance, Meeting, Presidency
from meetings.services.attendance import record_attendance
from meetings.services.meetings import save_meeting
from meetings.services.presidencies import save_presidency
from network.audit.undo import NotUndone, UndoneByService

CONTRIBUTIONS = (
    UndoneByService(name="meetings.meeting", model=Meeting, write=save_meeting),
    UndoneByService(name="meetings.presidency", model=Presidency, write=save_presidency),
    UndoneByService(name="meetings.attendance", model=Attendance, write=record_attendance),
    NotUndone(
        name="meetings.communique",
        reason=_(
            "The text of a communiqué is negotiated and adopted by members. It is written again, "
            "and never undone."
        ),
    ),
)
