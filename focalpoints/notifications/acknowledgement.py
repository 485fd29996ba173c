"""What recipients do: say that they have seen a notification, and answer it.

In the portal they do it themselves; what they tell the Secretariat otherwise, staff record.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoints.models import NotificationRecipient
from focalpoints.notifications.kinds import page_to_act
from focalpoints.rights import notifications_received_by
from network import clock
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import acting
from network.values.refusals import Refusal


@transaction.atomic
def acknowledge(recipient: NotificationRecipient, *, by: User) -> NotificationRecipient:
    """Record that `by`, to whom it was sent, has seen the notification; once is enough.

    Raises Refusal for anybody else, where a correction has replaced it, and where something else
    is asked than to have seen it (`NotificationKind.acts_at`).
    """
    found = _own(recipient, by)
    _require_act_here(found)
    if found.acknowledged_at is None:
        _note(found, by)
        with acting(by):
            found.save(update_fields=["acknowledged_at", "acknowledged_by"])
    return found


@transaction.atomic
def answer(recipient: NotificationRecipient, text: str, *, by: User) -> NotificationRecipient:
    """Record the answer of `by`, which acknowledges too; a later answer replaces it.

    Raises Refusal as `acknowledge` does, where no answer is asked for, and for an empty one.
    """
    found = _own(recipient, by)
    if not found.notification.asks_answer:
        raise Refusal(_("This notification does not ask for an answer."))
    if not text.strip():
        raise Refusal(_("Write your answer."), field="answer")
    found.answer = text
    found.answered_at, found.answered_by = clock.now(), by
    if found.acknowledged_at is None:
        _note(found, by)
    with acting(by):
        found.save()
    return found


@transaction.atomic
def record_answer(
    recipient: NotificationRecipient, text: str, *, by: User
) -> NotificationRecipient:
    """Record what a recipient has told the Secretariat, by email or by word: an office cannot sign
    in. Without a text it is recorded that they have seen the notification.

    Raises Refusal for an account without the right to change notifications, for a text where none
    is asked for, and where the recipient has done so in the portal: their own act stays.
    """
    require_permission(by, "change", recipient.notification)
    found = (
        NotificationRecipient.objects.select_for_update(of=("self",))
        .select_related("notification", "designation__person")
        .get(pk=recipient.pk)
    )
    _require_unreplaced(found)
    _require_act_here(found)
    if text.strip() and not found.notification.asks_answer:
        raise Refusal(_("This notification does not ask for an answer."))
    account = found.person.user_id
    if account is not None and found.answered_by_id == account:
        raise Refusal(_("The recipient has answered in the portal: that answer stays."))
    if not text.strip() and found.acknowledged_at is not None:
        raise Refusal(_("It is recorded already that the recipient has seen it."))
    if text.strip():
        found.answer = text
        found.answered_at, found.answered_by = clock.now(), by
    if found.acknowledged_at is None:
        _note(found, by)
    with acting(by):
        found.save()
    return found


def _note(row: NotificationRecipient, by: User) -> None:
    row.acknowledged_at, row.acknowledged_by = clock.now(), by


def _own(recipient: NotificationRecipient, by: User) -> NotificationRecipient:
    """The row, locked, if it is that of `by` today."""
    found = (
        notifications_received_by(by)
        .select_for_update(of=("self",))
        .select_related("notification")
        .filter(pk=recipient.pk)
        .first()
    )
    if found is None:
        raise Refusal(_("Only those to whom it was sent may do this, while they are designated."))
    _require_unreplaced(found)
    return found


def _require_act_here(row: NotificationRecipient) -> None:
    if page_to_act(row.notification):
        raise Refusal(_("Only what this notification asks for answers it."))


def _require_unreplaced(row: NotificationRecipient) -> None:
    later = row.notification.replaced_by()
    if later is not None:
        raise Refusal(_("Notification {number} has replaced this one.").format(number=later.number))
