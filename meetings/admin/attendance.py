"""Which members took part in which meeting, with the source that says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from focalpoints.models import owner_names
from meetings.models import Attendance, Meeting
from meetings.services.attendance import record_attendance, remove_attendance
from network.accounts.access import signed_in_user
from network.adminsite.base import ProtectedAdmin, ServiceAdmin
from network.adminsite.optimistic_lock import OptimisticLockAdmin
from network.values.collation import owner_name_order


class MeetingFilter(admin.SimpleListFilter):
    """Only meetings of which any attendance is recorded."""

    title = _("meeting")
    parameter_name = "meeting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        meetings = Meeting.objects.filter(attendances__isnull=False).distinct().latest_first()
        return [(str(row.pk), row.short_name) for row in meetings]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Attendance]
    ) -> models.QuerySet[Attendance]:
        value = self.value() or ""
        return queryset.filter(meeting=int(value)) if value.isdecimal() else queryset


@admin.register(Attendance)
class AttendanceAdmin(OptimisticLockAdmin, ServiceAdmin, ProtectedAdmin):
    list_per_page = 50
    list_display = ["shown_member", "shown_meeting", "source", "confidence"]
    list_filter = [MeetingFilter]
    search_fields = [*owner_names("member"), "meeting__folded"]
    list_select_related = ["meeting", "member__country", "member__organisation"]
    autocomplete_fields = ["meeting", "member"]
    readonly_fields = ["confidence"]
    fields = ["meeting", "member", "source", "confidence"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # Another member or meeting is another attendance.
        fixed = ("meeting", "member") if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def may_go(self, row: Attendance) -> bool:
        return True

    def save_row(
        self, request: HttpRequest, row: Attendance, form: Any, write_related: Callable[[], None]
    ) -> None:
        record_attendance(row, by=signed_in_user(request))

    def remove_row(self, request: HttpRequest, row: Attendance) -> None:
        remove_attendance(row, by=signed_in_user(request))

    @display(description=_("member"), ordering=owner_name_order("member"))
    def shown_member(self, attendance: Attendance) -> str:
        return attendance.member.name

    @display(description=_("meeting"), ordering="meeting__starts_on")
    def shown_meeting(self, attendance: Attendance) -> str:
        return attendance.meeting.short_name
