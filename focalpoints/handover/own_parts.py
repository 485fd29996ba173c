"""The parts of a handover that the register itself has."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoints.handover.parts import Handover, HandoverLine, HandoverPart
from focalpoints.models import (
    FIXED_WORDS,
    DraftingRight,
    NotificationRecipient,
    ProposedChange,
    ReviewStep,
)
from focalpoints.review import registry
from network import clock
from network.accounts.models import User
from network.values.deadlines import deadline, until

# Of what the predecessor did.
MOST_DONE = 15


def open_changes(handover: Handover) -> list[HandoverLine]:
    """Drafts, submissions and what came back, the latest edited first."""
    rows = ProposedChange.objects.filter(member=handover.member).begun()
    return [
        HandoverLine(
            title=str(row),
            note=_("{status}, last edited on {day}").format(
                status=row.get_state_display(), day=_day(row.edited_at)
            ),
            url=reverse("focalpoints:change", args=[row.pk]),
            is_sample=row.is_sample,
        )
        for row in rows.select_related("content_type").order_by("-edited_at", "-pk")
    ]


def asked_for(handover: Handover) -> list[HandoverLine]:
    """What the desk asks the member for."""
    return [
        HandoverLine(
            title=line.title,
            note=str(line.text),
            url=line.entry.get_absolute_url() if line.entry else "",
            is_sample=bool(line.entry and getattr(line.entry, "is_sample", False)),
        )
        for kind in registry.kinds()
        for line in kind.expectations(handover.member, handover.day)
    ]


def notifications(handover: Handover) -> list[HandoverLine]:
    """What the Secretariat wrote to earlier holders of the category, and asks for still."""
    held = handover.designation
    rows = (
        NotificationRecipient.objects.filter(
            member=handover.member, designation__category=held.category_id
        )
        .exclude(designation__person=held.person_id)
        # Nobody confirms the record of somebody else.
        .exclude(notification__kind__in=FIXED_WORDS)
        .unacted()
        .unreplaced()
        .with_names()
    )
    return [
        HandoverLine(
            title=f"{row.notification.number} {row.notification.subject}",
            note=_("Action required by {day}").format(day=deadline(row.notification.act_by))
            if row.notification.act_by
            else "",
            url=row.notification.get_absolute_url(),
            is_sample=row.notification.is_sample,
        )
        for row in rows.order_by("notification__act_by", "-notification")
    ]


def drafters(handover: Handover) -> list[HandoverLine]:
    """Who may draft, and whose right rests until it is confirmed."""
    rows = DraftingRight.objects.filter(member=handover.member).with_names()
    in_force, waiting = rows.order_by("ends_on", "pk").in_force_and_awaiting(handover.day)
    return [
        HandoverLine(
            title=str(right.person),
            note=(
                _("rests until you confirm it; it would end on {day}")
                if right in waiting
                else _("may draft until {day}")
            ).format(day=until(right.ends_on)),
            url=reverse("focalpoints:drafting-right-confirm", args=[right.pk])
            if right in waiting and handover.designation.category.may_submit
            else "",
            is_sample=right.is_sample,
        )
        for right in [*waiting, *in_force]
    ]


def done_before(handover: Handover) -> list[HandoverLine]:
    """What the predecessor did for the member in the review, the latest first."""
    before = handover.before
    account: User | None = None if before is None else before.person.user
    if account is None:
        return []
    rows = ReviewStep.objects.filter(by=account, change__member=handover.member)
    rows = rows.exclude(Q(change__is_personal=True)).select_related("change__content_type")
    return [
        HandoverLine(
            title=str(row.change),
            note=_("{action} on {day}").format(action=row.get_action_display(), day=_day(row.at)),
            url=reverse("focalpoints:change", args=[row.change_id]),
            is_sample=row.change.is_sample,
        )
        for row in rows.order_by("-at", "-pk")[:MOST_DONE]
    ]


def _day(moment: object) -> str:
    return date_format(clock.day_of(moment), "DATE_FORMAT")  # type: ignore[arg-type]


PARTS = (
    HandoverPart(
        name="asked-for",
        order=10,
        title=gettext_lazy("What the desk asks for"),
        nothing=gettext_lazy("Nothing: all entries are up to date."),
        lines=asked_for,
    ),
    HandoverPart(
        name="open",
        order=20,
        title=gettext_lazy("Drafts and submissions under way"),
        nothing=gettext_lazy("No draft is open."),
        lines=open_changes,
    ),
    HandoverPart(
        name="notifications",
        order=25,
        title=gettext_lazy("Official notifications to your predecessor"),
        nothing=gettext_lazy("None requires action."),
        lines=notifications,
    ),
    HandoverPart(
        name="drafters",
        order=30,
        title=gettext_lazy("Who may draft"),
        nothing=gettext_lazy("Nobody beside those whom the member designates."),
        lines=drafters,
    ),
    HandoverPart(
        name="done",
        order=90,
        title=gettext_lazy("What your predecessor did"),
        nothing=gettext_lazy("Nothing is on record."),
        lines=done_before,
    ),
)
