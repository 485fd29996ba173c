"""What meetings lend to the handover page: the dates to come, and terms of the presidency."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from focalpoints.handover.parts import Handover, HandoverLine
from meetings.models import Meeting, Presidency

MOST = 10


def next_dates(handover: Handover) -> list[HandoverLine]:
    """Announced meetings to come, those that the member hosts named so; the soonest first."""
    coming = Meeting.objects.announced().coming(handover.day).with_hosts()
    return [
        HandoverLine(
            title=str(meeting),
            note=" · ".join(
                part
                for part in (
                    meeting.period,
                    meeting.place,
                    _("your member hosts it") if handover.member in meeting.members else "",
                )
                if part
            ),
            url=meeting.get_absolute_url(),
            is_sample=meeting.is_sample,
        )
        for meeting in coming[:MOST]
    ]


def presidencies(handover: Handover) -> list[HandoverLine]:
    """Terms of the member that run or are to come."""
    terms = Presidency.objects.with_holders().filter(
        Q(ends_on__gte=handover.day), seats__member=handover.member
    )
    return [
        HandoverLine(
            title=str(term),
            note=term.theme,
            url=reverse("meetings:presidency"),
            is_sample=term.is_sample,
        )
        for term in terms.order_by("starts_on", "pk")
    ]
