"""What is known of each message of a notification, in words, and kept beyond the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from focalpoints.models import SETTLED, Notification, NotificationRecipient
from network.mail.models import OutgoingMail, SendingState

# Never more than a server has said: that a message was taken is not that it was read.
NO_ADDRESS = "none"
WORDS: dict[str, Any] = {
    NO_ADDRESS: _("no address on record"),
    "": _("no longer known"),
    SendingState.WAITING: _("waiting to be sent"),
    SendingState.IN_FLIGHT: _("being sent"),
    SendingState.RETRY: _("not taken yet, being retried"),
    SendingState.SENT: _("accepted by the recipient's server"),
    SendingState.FAILED: _("refused"),
    SendingState.UNCERTAIN: _("uncertain"),
    SendingState.WITHDRAWN: _("not sent"),
    SendingState.BOUNCED: _("returned"),
}


def note_deliveries() -> int:
    """Note what became of messages before the outbox forgets them; how many changed."""
    mail = OutgoingMail.objects.filter(pk=OuterRef("mail"))
    unnoted = NotificationRecipient.objects.filter(mail__state__in=SETTLED).exclude(
        delivery=F("mail__state")
    )
    return unnoted.update(
        delivery=Subquery(mail.values("state")[:1]),
        delivery_at=Subquery(mail.values("sent_at")[:1]),
    )


@dataclass(frozen=True)
class Standing:
    """The counts of a sent notification."""

    recipients: int
    accepted: int
    unreached: int
    acknowledged: int
    answered: int


def standing_of(notification: Notification) -> Standing:
    """How many were written to, reached, and have acted; one query."""
    rows = NotificationRecipient.objects.filter(notification=notification).with_delivery()
    values = list(rows.values_list("known", "address", "acknowledged_at", "answered_at"))
    lost = {SendingState.FAILED, SendingState.BOUNCED, SendingState.WITHDRAWN}
    return Standing(
        recipients=len(values),
        accepted=sum(known == SendingState.SENT for known, *_rest in values),
        unreached=sum(known in lost or not address for known, address, *_rest in values),
        acknowledged=sum(value[2] is not None for value in values),
        answered=sum(value[3] is not None for value in values),
    )


def known_of(recipient: Any) -> str:
    """What is known of a row of `with_delivery`, as a key of WORDS."""
    if not recipient.known and recipient.mail_id is None and not recipient.address:
        return NO_ADDRESS
    return str(recipient.known)


def without_message() -> Q:
    """Those who had no address when it was sent; an erased one had a message."""
    return Q(address="", mail=None, delivery="")
