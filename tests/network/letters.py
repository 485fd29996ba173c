"""What the tests of sending write, make due and kill."""

from __future__ import annotations

import datetime

from django.db.models import F
from django.utils import timezone

from network.mail.message import new_message_id
from network.mail.models import OutgoingMail


def write(address: str = "reader@example.org", **columns) -> OutgoingMail:
    return OutgoingMail.objects.create(
        **{
            "kind": "notice",
            "address": address,
            "language": "en",
            "subject": "A notice",
            "body_text": "Good day.\n",
            "message_id": new_message_id(),
            **columns,
        }
    )


def again(mail: OutgoingMail) -> OutgoingMail:
    mail.refresh_from_db()
    return mail


def make_due() -> None:
    OutgoingMail.objects.unfinished().update(due_at=timezone.now() - datetime.timedelta(seconds=1))


def let_wait() -> None:
    """Let nothing be due for a day."""
    day = datetime.timedelta(days=1)
    OutgoingMail.objects.unfinished().update(due_at=timezone.now() + day)


def wait_an_hour() -> None:
    """Let an hour go by for all that waits, in the order in which it is due."""
    hour = datetime.timedelta(hours=1)
    OutgoingMail.objects.unfinished().update(due_at=F("due_at") - hour)


def end_leases() -> None:
    OutgoingMail.objects.in_flight().update(
        lease_ends_at=timezone.now() - datetime.timedelta(seconds=1)
    )


class Killed(BaseException):
    """Stands for the end of a process: nothing after it runs."""
