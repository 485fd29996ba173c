"""Kinds of official notifications: what an app declares so that its messages go the same way.

An app adds a `NotificationKind` in its `contributions.py` and writes rows of that kind; the second
person, the number, the recipients, what is known of each and the archive need nothing more.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from focalpoints.coverage import Coverage
from focalpoints.models import Designation, DesignationQuerySet, Member, Notification
from network import registry


def chosen_designations(notification: Notification, day: datetime.date) -> DesignationQuerySet:
    """The designations of `day` that its audience means, of members that have not withdrawn."""
    of_members = Member.objects.current()
    named = list(notification.members.values_list("pk", flat=True))
    if notification.regions or named:
        of_members = of_members.filter(
            Q(country__region__in=notification.regions) | Q(pk__in=named)
        )
    found = Designation.objects.active_on(day).filter(member__in=of_members.values("pk"))
    categories = list(notification.categories.values_list("pk", flat=True))
    return found.filter(category__in=categories) if categories else found


def of_members_without_focal_point(
    notification: Notification, day: datetime.date
) -> DesignationQuerySet:
    """Of its audience those whose member has no focal point: who is written to instead."""
    without = Coverage(day).members_without()
    return chosen_designations(notification, day).filter(member__in=without.values("pk"))


def with_unconfirmed_records(notification: Notification, day: datetime.date) -> DesignationQuerySet:
    """Of its audience those whose record is not confirmed, as the coverage page lists them."""
    people = Coverage(day).unconfirmed().order_by()
    return chosen_designations(notification, day).filter(person__in=people.values("pk"))


def nobody_yet(notification: Notification, day: datetime.date) -> DesignationQuerySet:
    """Of a kind that is begun and sent in one step: no draft of it has an audience."""
    return Designation.objects.none()


@dataclass(frozen=True, kw_only=True)
class NotificationKind(registry.Contribution):
    """A kind of notification.

    `designations` gives, of a notification and a day, those who are written to; by default whom its
    audience means. A kind that is about something of its own (a meeting, a text) answers by that,
    and is not `written_by_hand`: only the app that lends it begins such a notification.

    One whose recipients do something else than say that they have seen it names in `acts_at` the
    page where they do, and `remind` writes to rows that have not.
    """

    label: Any
    written_by_hand: bool = False
    designations: Callable[[Notification, datetime.date], DesignationQuerySet] = chosen_designations
    acts_at: str = ""
    remind: Callable[..., None] | None = None


def page_to_act(notification: Notification) -> str:
    """The name of the page where its recipients do what is asked; empty where saying so does."""
    found = registry.named(NotificationKind, notification.kind)
    return found.acts_at if found is not None else ""


def kind_of(notification: Notification) -> NotificationKind:
    """The kind of a notification; raises LookupError where no app declares it any more."""
    found = registry.named(NotificationKind, notification.kind)
    if found is None:
        raise LookupError(f"No app declares notifications of the kind {notification.kind!r}.")
    return found
