"""Reminding those who have not acted, in fixed words: no second person is needed for it."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoints.freshness import address_of
from focalpoints.models import Notification, NotificationRecipient, NotificationRecipientQuerySet
from focalpoints.notifications.kinds import kind_of
from focalpoints.notifications.mailing import write_reminder
from network import clock
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import acting
from network.values.optimistic_lock import Overtaken
from network.values.refusals import Refusal


def to_remind(notification: Notification) -> NotificationRecipientQuerySet:
    """Those who have not acted, hold the designation today, and can be written to."""
    found = NotificationRecipient.objects.filter(notification=notification).unreplaced().unacted()
    return (
        found.still_designated(clock.today())
        # Of two designations that were joined, the one that stays says who it is.
        .annotate(
            mailbox=Coalesce(
                address_of("designation__joined_into__person__"),
                address_of("designation__person__"),
            )
        )
        .exclude(mailbox="")
        .with_names()
        .in_order()
    )


def reminding_mark(rows: list[NotificationRecipient]) -> str:
    """A digest of who is named on the page that asks before they are reminded."""
    keys = " ".join(str(row.pk) for row in sorted(rows, key=lambda row: row.pk))
    return hashlib.sha256(keys.encode()).hexdigest()[:16]


@transaction.atomic
def remind(notification: Notification, *, seen: str, by: User) -> int:
    """Write to each of `to_remind`, at the address of today; how many.

    `seen` is the mark of those that were looked at. Raises Refusal where nobody is to be reminded,
    and where others are by now.
    """
    require_permission(by, "change", notification)
    # Two presses at once would remind everybody twice.
    Notification.objects.select_for_update(of=("self",)).get(pk=notification.pk)
    rows = list(to_remind(notification))
    if not rows:
        raise Refusal(_("There is nobody to remind."))
    if reminding_mark(rows) != seen:
        raise Overtaken(_("Nobody was reminded: others have acted meanwhile. Look again."))
    by_its_kind = kind_of(notification).remind
    if by_its_kind is not None:
        by_its_kind(rows, by=by)
        return len(rows)
    now = clock.now()
    with acting(by):
        for row in rows:
            account = row.person.user
            row.reminder = write_reminder(
                row.notification,
                row.designation,
                address=row.mailbox,  # type: ignore[attr-defined]
                language=account.language if account is not None else settings.LANGUAGE_CODE,
            )
            NotificationRecipient.objects.filter(pk=row.pk).update(
                reminder=row.reminder, reminded_at=now, reminders=F("reminders") + 1
            )
    return len(rows)


def reminded_sentence(count: int) -> str:
    return ngettext(
        "A reminder is being sent to {number} recipient.",
        "Reminders are being sent to {number} recipients.",
        count,
    ).format(number=count)
