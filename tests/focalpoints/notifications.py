"""Notifications as two people of the Secretariat send them."""

from __future__ import annotations

import datetime
from typing import Any

from django.test import Client

from focalpoints.models import Designation, Notification, NotificationRecipient
from focalpoints.notifications.approval import approve_notification, submit_notification
from focalpoints.notifications.audience import addressees, seen_mark
from network import clock
from network.accounts.models import User
from tests import factories

COLLEAGUE = "colleague@example.org"


def colleague() -> User:
    """A second person of the Secretariat."""
    known = User.objects.filter(email=COLLEAGUE).first()
    return known or factories.SecretariatFactory.create(email=COLLEAGUE, name="Carla Colleague")


def mark_of(notification: Notification) -> str:
    """What the page of the second person carries."""
    return seen_mark(notification, addressees(notification, clock.today()))


def submitted(by: User, notification: Notification | None = None, **values: Any) -> Notification:
    draft = notification or factories.NotificationFactory.create(**values)
    return submit_notification(draft, by=by)


def sent(by: User, notification: Notification | None = None, **values: Any) -> Notification:
    """One that `by` submitted and the colleague sent."""
    waiting = submitted(by, notification, **values)
    return approve_notification(waiting, seen=mark_of(waiting), by=colleague())


def recipient(notification: Notification, user: User) -> NotificationRecipient:
    return NotificationRecipient.objects.get(
        notification=notification, designation__person__user=user
    )


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def end(user: User) -> None:
    """The designation of `user` ended yesterday."""
    yesterday = clock.today() - datetime.timedelta(days=1)
    Designation.objects.filter(person__user=user).update(ends_on=yesterday)
