"""Presidency, meetings and communiqués."""

from meetings.models.attendance import Attendance, AttendanceQuerySet
from meetings.models.communique import Communique, CommuniqueVersion, Paragraph, PdfBuild
from meetings.models.meeting import Meeting, MeetingHost
from meetings.models.presidency import Presidency, PresidencySeat

__all__ = [
    "Attendance",
    "AttendanceQuerySet",
    "Communique",
    "CommuniqueVersion",
    "Meeting",
    "MeetingHost",
    "Paragraph",
    "PdfBuild",
    "Presidency",
    "PresidencySeat",
]
