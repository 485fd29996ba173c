"""The Secretariat's pages of this app."""

from meetings.admin.attendance import AttendanceAdmin
from meetings.admin.communique import CommuniqueAdmin
from meetings.admin.meeting import MeetingAdmin
from meetings.admin.presidency import PresidencyAdmin

__all__ = ["AttendanceAdmin", "CommuniqueAdmin", "MeetingAdmin", "PresidencyAdmin"]
