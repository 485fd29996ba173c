"""Cards of the Secretariat's first page: the review queue, designations, invitations."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.template.defaultfilters import date
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoints.models import (
    Category,
    Designation,
    Member,
    Notification,
    Organisation,
)
from focalpoints.review.queue import Queue
from focalpoints.review.waiting import AWAITED
from network import clock
from network.accounts.models import Invitation
from network.adminsite.dashboard import (
    CardItem,
    DashboardCard,
    Keep,
    first_of,
    made_anew,
)
from network.adminsite.translations import (
    outdated_card,
    outdated_item,
    outdated_list,
    outdated_rows,
)
from network.values.deadlines import deadline
from network.values.translations import has_outdated_texts

FIRST = 5
ENDING_WITHIN = datetime.timedelta(days=60)


def dashboard_cards(user: Any, keep: Keep = made_anew) -> list[DashboardCard]:
    """Submissions, designations about to end, members without designations, stale invitations."""
    ending, without, outdated = keep(
        "focalpoints", lambda: [_ending_designations(), _without_focal_point(), _outdated()]
    )
    cards = [submissions(), ending, without, _invitations()]
    seldom = [_unapproved_notifications(user), outdated]
    return [*cards, *(card for card in seldom if card.count)]


def submissions() -> DashboardCard:
    """What waits for the Secretariat's review, the longest waiting first."""
    queue = Queue(AWAITED)
    return DashboardCard(
        key="submissions",
        title=_("Review queue"),
        count=len(queue.keys),
        url=reverse("admin:focalpoints_proposedchange_queue"),
        empty=_("Nothing is waiting for review."),
        tone="warn",
        items=[
            CardItem(
                label=f"{line.row.member}: {line.title or line.kind}",
                url=line.url,
                note=date(line.row.waiting_since, "DATE_FORMAT"),
            )
            for line in queue.lines(queue.keys[:FIRST])
        ],
    )


def _unapproved_notifications(user: Any) -> DashboardCard:
    """Notifications that a second person has to look at, the longest waiting first; whoever
    may be that person is led to the page that sends."""
    waiting = Notification.objects.awaiting_approval().select_related("submitted_by")
    first, count = first_of(waiting.order_by("submitted_at"), FIRST)
    return DashboardCard(
        key="notifications",
        title=_("Notifications to look at and send"),
        count=count,
        url=reverse("admin:focalpoints_notification_changelist") + "?state__exact=submitted",
        empty=_("No notification is waiting for a second person."),
        tone="warn",
        items=[
            CardItem(
                label=str(row),
                url=reverse(
                    "admin:focalpoints_notification_change"
                    if row.submitted_by_id == user.pk
                    else "admin:focalpoints_notification_approve",
                    args=[row.pk],
                ),
                note=str(row.submitted_by or ""),
            )
            for row in first
        ],
    )


def _outdated() -> DashboardCard:
    """Categories and organisations with a name that somebody should look at."""
    categories, organisations = outdated_rows(
        Category.objects.in_order().filter(has_outdated_texts(Category)),
        Organisation.objects.in_order().filter(has_outdated_texts(Organisation)),
    )
    rows = [*categories, *organisations]
    return outdated_card(
        "outdated-categories",
        _("Outdated translations: organisations and categories of designation"),
        [outdated_item(row) for row in rows[:FIRST]],
        count=len(rows),
        url=outdated_list(Category if categories else Organisation),
    )


def _ending_designations() -> DashboardCard:
    today = clock.today()
    ending = Designation.objects.filter(ends_on__gte=today, ends_on__lte=today + ENDING_WITHIN)
    first, count = first_of(ending.with_people().order_by("ends_on", "pk"), FIRST)
    return DashboardCard(
        key="ending-designations",
        title=_("Designations that end soon"),
        count=count,
        url=reverse("admin:focalpoints_designation_changelist") + "?standing=ending",
        empty=_("No designation ends within two months."),
        tone="warn",
        items=[
            CardItem(
                label=f"{designation.member}: {designation.person}",
                url=reverse("admin:focalpoints_designation_change", args=[designation.pk]),
                note=date_format(designation.ends_on, "DATE_FORMAT"),
            )
            for designation in first
            if designation.ends_on
        ],
    )


def _without_focal_point() -> DashboardCard:
    active = Designation.objects.active_on(clock.today()).filter(member=OuterRef("pk"))
    undesignated = Member.objects.current().exclude(Exists(active))
    first, count = first_of(undesignated.with_identity().in_protocol_order(), FIRST)
    return DashboardCard(
        key="members-without-focal-point",
        title=_("Members without a designation"),
        count=count,
        url=reverse("admin:focalpoints_member_changelist") + "?designated=no",
        empty=_("Every member has designated somebody."),
        tone="info",
        items=[
            CardItem(
                label=str(member),
                url=reverse("admin:focalpoints_member_change", args=[member.pk]),
            )
            for member in first
        ],
    )


def _invitations() -> DashboardCard:
    expired = Invitation.objects.pending().filter(expires_at__lte=clock.now())
    first, count = first_of(expired.order_by("expires_at"), FIRST)
    return DashboardCard(
        key="expired-invitations",
        title=_("Invitations that expired unused"),
        count=count,
        url=reverse("admin:network_invitation_changelist") + "?standing=expired",
        empty=_("No invitation needs to be sent again."),
        tone="info",
        items=[
            CardItem(
                label=invitation.name or invitation.email,
                url=reverse("admin:network_invitation_change", args=[invitation.pk]),
                note=deadline(invitation.expires_at),
            )
            for invitation in first
        ],
    )
