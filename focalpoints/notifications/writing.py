"""Writing a notification before it is sent; any edit takes its submission back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from translated_fields import to_attribute

from focalpoints.models import Notification, NotificationAnnex
from focalpoints.models.notification import TEXTS
from focalpoints.notifications import annexes
from network.accounts.models import User
from network.accounts.rights import remove_by, require_permission, save_by
from network.audit.tracking import acting
from network.documents.private import discard_file, keeping
from network.values.refusals import Refusal
from network.values.translations import LANGUAGES


def hold_unsent(notification: Notification) -> Notification:
    """Lock one that is about to be changed; raises Refusal once it is sent, or gone."""
    found = Notification.objects.select_for_update(of=("self",)).filter(pk=notification.pk).first()
    if found is None:
        raise Refusal(_("This notification no longer exists."))
    if found.is_sent:
        raise Refusal(_("This notification was sent, and never changes. Send a correction."))
    return found


@transaction.atomic
def save_notification(
    notification: Notification, *, by: User, write_related: Callable[[], Any] | None = None
) -> Notification:
    """Write one that is not sent, new or edited, with its audience and annexes.

    One that waits for a second person is a draft again: what they see is what was submitted.
    """
    if notification.pk is not None:
        hold_unsent(notification)
    _begin_again(notification)
    return save_by(notification, by=by, write_related=write_related)


def _begin_again(notification: Notification) -> None:
    notification.state = Notification.State.DRAFT
    notification.submitted_by = notification.submitted_at = None


@transaction.atomic
def take_back_submission(notification: Notification, *, by: User) -> Notification:
    """Make one that waits for a second person a draft again; a draft stays one.

    Raises Refusal once it is sent.
    """
    require_permission(by, "change", notification)
    found = hold_unsent(notification)
    if found.is_submitted:
        _begin_again(found)
        with acting(by):
            found.save(update_fields=["state", "submitted_by", "submitted_at"])
    return found


@transaction.atomic
def remove_notification(notification: Notification, *, by: User) -> None:
    """Delete one that was never sent, with its annexes."""
    found = hold_unsent(notification)
    require_permission(by, "delete", found)
    for annex in list(found.annexes.select_related("file")):
        remove_annex(annex, by=by)
    remove_by(found, by=by)


@transaction.atomic
def add_annex(
    notification: Notification, upload: File[bytes], *, title: str, by: User
) -> NotificationAnnex:
    """Add a file to one that is not sent. Raises Refusal for a file that is not taken."""
    found = take_back_submission(notification, by=by)
    with (
        keeping(
            upload, kind=annexes.KIND, owner=annexes.owner_of(found), by=by, field="upload"
        ) as file,
        acting(by),
    ):
        return NotificationAnnex.objects.create(notification=found, title=title, file=file)


@transaction.atomic
def rename_annex(annex: NotificationAnnex, *, title: str, by: User) -> NotificationAnnex:
    """Give an annex of one that is not sent another title."""
    take_back_submission(annex.notification, by=by)
    annex.title = title
    with acting(by):
        annex.save(update_fields=["title"])
    return annex


@transaction.atomic
def remove_annex(annex: NotificationAnnex, *, by: User) -> None:
    """Remove a file from one that is not sent."""
    take_back_submission(annex.notification, by=by)
    file = annex.file
    with acting(by):
        annex.delete()
    discard_file(file, by=by)


@transaction.atomic
def begin_correction(notification: Notification, *, by: User) -> Notification:
    """Begin a notification that replaces a sent one: its texts and its audience, to be edited.

    Annexes are added anew, since one of them may be what is wrong. Raises Refusal for one that is
    not sent, and where a correction exists, even as a draft.
    """
    require_permission(by, "add", notification)
    found = Notification.objects.select_for_update(of=("self",)).get(pk=notification.pk)
    if not found.is_sent:
        raise Refusal(_("This notification is not sent yet. Edit it."))
    if found.is_fixed:
        raise Refusal(_("The words of this notification are fixed. Ask again instead."))
    if Notification.objects.filter(corrects=found).exists():
        raise Refusal(_("A correction of this notification is already written."))
    columns = [to_attribute(name, code) for name in TEXTS for code in LANGUAGES]
    copied = {name: getattr(found, name) for name in columns}
    with acting(by):
        correction = Notification.objects.create(
            kind=found.kind,
            act_by=found.act_by,
            asks_answer=found.asks_answer,
            visibility=found.visibility,
            regions=found.regions,
            corrects=found,
            is_sample=found.is_sample,
            **copied,
        )
        correction.categories.set(found.categories.all())
        correction.members.set(found.members.all())
    return correction
