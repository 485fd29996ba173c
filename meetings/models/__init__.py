"""Presidency, meetings and communiqués."""

from meetings.models.communique import Communique, CommuniqueVersion, Paragraph, PdfBuild
from meetings.models.meeting import Meeting, MeetingHost
from meetings.models.presidency import Presidency, PresidencySeat

__all__ = [
    "Communique",
    "CommuniqueVersion",
    "Meeting",
    "MeetingHost",
    "Paragraph",
    "PdfBuild",
    "Presidency",
    "PresidencySeat",
]
