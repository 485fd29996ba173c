"""Files that go with notifications: which are taken, and who reads them."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from focalpoints.models import Notification
from focalpoints.rights import may_decide, notifications_read_by
from network.documents.uploads import JPEG, PDF, PNG, UploadRule
from network.values.actors import Actor

# The kind that annexes are among private files; their owner is the notification, by its key.
KIND = "notification_annex"
RULE = UploadRule(
    types=(PDF, JPEG, PNG),
    largest=10 * 1024 * 1024,
    wrong_type=_("An annex is a PDF, JPEG or PNG file."),
    too_large=_("An annex may not be larger than 10 MB."),
)


def owner_of(notification: Notification) -> str:
    return str(notification.pk)


def owner_names(owners: Collection[str]) -> dict[str, str]:
    """The notifications by their keys."""
    rows = Notification.objects.filter(pk__in=[int(owner) for owner in owners])
    return {owner_of(row): str(row) for row in rows}


def may_read(user: object, owner: str) -> bool:
    """Whoever reads the notification, and the Secretariat before it is sent."""
    return may_decide(user) or notifications_read_by(user).filter(pk=int(owner)).exists()


def may_keep(user: Actor, _owner: str) -> bool:
    """Whoever writes notifications; the services refuse what is sent."""
    return user.has_perm("focalpoints.change_notification")
