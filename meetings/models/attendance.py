"""Which members took part in a meeting, as the documents of the time say."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from focalpoints.models import Member
from meetings.models.meeting import Meeting
from network.audit.tracking import tracked
from network.values.collation import alphabetical
from network.values.constraints import one_of
from network.values.sample_mark import Sourced


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def with_members(self) -> AttendanceQuerySet:
        return self.select_related("member__country", "member__organisation")

    def in_protocol_order(self) -> AttendanceQuerySet:
        """By member: States in the alphabetical order of the language, then organisations."""
        return self.order_by(
            alphabetical("member__country"), alphabetical("member__organisation"), "member"
        )

    def visible_to(self, user: object) -> AttendanceQuerySet:
        """Attendance is as public as its meeting."""
        return self.filter(meeting__in=Meeting.objects.visible_to(user))


@tracked()
class Attendance(Sourced):
    """A member that took part in a meeting: listed in its communiqué, or named by another source.

    That a member has no row says nothing: most meetings published no list.
    """

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="attendances", verbose_name=_("meeting")
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="attendances", verbose_name=_("member")
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["meeting", "pk"]
        constraints = [
            one_of("confidence", "", "high", "medium"),
            models.UniqueConstraint(
                fields=["meeting", "member"],
                name="attendance_once",
                violation_error_message=_("This member is already recorded at this meeting."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.member}"
