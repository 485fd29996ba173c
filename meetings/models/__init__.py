"""Presidency, meetings and communiqués."""

from meetings.models.attendance import Attendance, AttendanceQuerySet
from meetings.models.communique import (
    Acknowledgement,
    Communique,
    CommuniqueVersion,
)
from meetings.models.meeting import Meeting, MeetingHost
from meetings.models.paragraph import Paragraph, ParagraphText
from meetings.models.presidency import Presidency, PresidencySeat

__all__ = [
    "Acknowledgement",
    "Attendance",
    "AttendanceQuerySet",
    "Communique",
    "CommuniqueVersion",
    "Meeting",
    "MeetingHost",
    "Paragraph",
    "ParagraphText",
    "Presidency",
    "PresidencySeat",
]
