"""Asking officials to confirm their records, as an official notification in fixed words.

Nobody types anything, so one person sends it. Each gets the message of `focalpoints.confirmation`,
whose secret link is nowhere else: the notification keeps its words, and who was written to.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoints.confirmation import ask_in_notification, ask_to_confirm, asked_people
from focalpoints.models import (
    CONFIRM_RECORD,
    FIXED_WORDS,
    Designation,
    Notification,
    NotificationRecipient,
    Person,
)
from focalpoints.notifications.approval import number_and_send
from focalpoints.notifications.audience import addressees_of
from focalpoints.notifications.document import order_documents
from network import clock
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import acting
from network.values.refusals import Refusal


@transaction.atomic
def ask_officially(people: Iterable[Person], *, by: User) -> Notification:
    """Send a numbered request to `people`; its recipients are those who can be asked.

    Whoever is designated by two members gets one message, and is on record for both. Raises
    Refusal without the rights to send notifications and to change people, and where nobody of
    them can be asked.
    """
    found = Notification(
        kind=CONFIRM_RECORD,
        visibility=Notification.Visibility.ADDRESSEES,
        **FIXED_WORDS[CONFIRM_RECORD],
    )
    require_permission(by, "add", found)
    asked = asked_people().filter(pk__in=[person.pk for person in people])
    active = Designation.objects.active_on(clock.today()).of_current_members()
    held = active.filter(person__in=asked.values("pk"))
    chosen = addressees_of(held)
    with acting(by):
        found.save()
        found.state = Notification.State.SUBMITTED
        found.submitted_by, found.submitted_at = by, clock.now()
        found.save(update_fields=["state", "submitted_by", "submitted_at"])
        number_and_send(found, approved_by=None)
        mails = ask_in_notification(
            {one.designation.person_id for one in chosen}, official=found, by=by
        )
        if not mails:
            raise Refusal(
                _("Nobody was written to: they are not designated today, or have no address.")
            )
        NotificationRecipient.objects.bulk_create(
            NotificationRecipient(
                notification=found,
                designation=one.designation,
                member_id=one.designation.member_id,
                address=one.address,
                language=one.language,
                mail=mails[one.designation.person_id],
            )
            for one in chosen
            if one.designation.person_id in mails
        )
    order_documents(found, by=by)
    return found


def remind_again(rows: list[NotificationRecipient], *, by: User) -> None:
    """Send each a new link, which is noted beside their rows as a reminder."""
    ask_to_confirm({row.person for row in rows}, by=by)
