"""The card of the Secretariat's first page: submissions to review."""

from __future__ import annotations

from django.template.defaultfilters import date
from django.urls import reverse
from django.utils.translation import gettext as _

from focalpoints.models import ProposedChange
from network.adminsite.dashboard import CardItem, DashboardCard

FIRST = 5


def submissions(user: object) -> DashboardCard:
    """What waits for the Secretariat's review, the longest waiting first."""
    waiting = ProposedChange.objects.awaiting_review()
    first = waiting.select_related("member__country", "member__organisation").order_by(
        "submitted_at"
    )[:FIRST]
    return DashboardCard(
        key="submissions",
        title=_("Review queue"),
        count=waiting.count(),
        url=reverse("admin:focalpoints_proposedchange_changelist") + "?queue=waiting",
        empty=_("Nothing is waiting for review."),
        tone="warn",
        items=[
            CardItem(
                label=f"{change.member}: {change.label or change.content_type.name}",
                url=reverse("admin:focalpoints_proposedchange_change", args=[change.pk]),
                note=_since(change),
            )
            for change in first
        ],
    )


def _since(change: ProposedChange) -> str:
    return date(change.submitted_at, "DATE_FORMAT") if change.submitted_at else ""
