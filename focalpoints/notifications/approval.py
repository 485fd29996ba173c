"""From draft to sent: one person submits, another looks at text and recipients and sends."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from translated_fields import to_attribute

from focalpoints.models import Notification, NotificationRecipient
from focalpoints.notifications.audience import Addressee, addressees, seen_mark
from focalpoints.notifications.document import order_documents
from focalpoints.notifications.mailing import enclosed, write_to
from focalpoints.notifications.writing import hold_unsent
from network import clock
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import acting
from network.values.optimistic_lock import Overtaken
from network.values.refusals import Refusal
from network.values.translations import LANGUAGES, languages_of


@transaction.atomic
def submit_notification(notification: Notification, *, by: User) -> Notification:
    """Hand a draft to a second person.

    Raises Refusal for what could not be sent: a language with a subject and no text, an outdated
    translation, a day that has passed, nobody to write to.
    """
    require_permission(by, "change", notification)
    found = hold_unsent(notification)
    if found.is_submitted:
        raise Refusal(_("This notification is waiting for a second person already."))
    _check(found)
    found.state = Notification.State.SUBMITTED
    found.submitted_by, found.submitted_at = by, clock.now()
    with acting(by):
        found.save(update_fields=["state", "submitted_by", "submitted_at"])
    return found


def _check(notification: Notification) -> list[Addressee]:
    """Refuse what cannot be sent today; otherwise to whom it goes."""
    if not notification.is_written_in("en"):
        raise Refusal(
            _("Write the English text first: readers of other languages fall back to it.")
        )
    for code in LANGUAGES:
        written = [bool(getattr(notification, to_attribute(n, code))) for n in ("subject", "body")]
        if any(written) and not all(written):
            raise Refusal(
                _("In {language} there is a subject or a text, and not both.").format(
                    language=_(get_language_info(code)["name"])
                )
            )
    if outdated := notification.outdated_texts():
        raise Refusal(
            _("Translations are outdated: {languages}. Correct them, or confirm them.").format(
                languages=", ".join(languages_of(outdated))
            )
        )
    if notification.is_overdue_on(clock.today()):
        raise Refusal(_("The day by which something is to be done has passed."), field="act_by")
    found = addressees(notification, clock.today())
    if not any(one.address for one in found):
        raise Refusal(_("Nobody would receive this: the choice holds no designee with an address."))
    return found


@transaction.atomic
def approve_notification(notification: Notification, *, seen: str, by: User) -> Notification:
    """Send it: give it the next number, write its recipients as rows, and a message to each.

    `seen` is the mark of the preview (`audience.seen_mark`): texts and recipients that have
    changed since are not sent. Raises Refusal for whoever submitted it: it takes two.
    """
    require_permission(by, "change", notification)
    found = hold_unsent(notification)
    if not found.is_submitted:
        raise Refusal(_("This notification was taken back and is a draft."))
    if found.submitted_by_id is None or found.submitted_by_id == by.pk:
        raise Refusal(_("You submitted this notification yourself. A second person has to look."))
    chosen = _check(found)
    if seen_mark(found, chosen) != seen:
        raise Overtaken(
            _("Nothing was sent: the text or the recipients have changed. Look at them again.")
        )
    with acting(by):
        number_and_send(found, approved_by=by)
        _write_to_each(found, chosen)
    order_documents(found, by=by)
    return found


def number_and_send(notification: Notification, *, approved_by: User | None) -> None:
    """Give a submitted one its number and make it sent; in the transaction that writes to each.

    Without a second person the database takes fixed words alone.
    """
    now = clock.now()
    notification.year = clock.day_of(now).year
    notification.serial = _next_serial(notification.year)
    notification.state = Notification.State.SENT
    notification.approved_by, notification.sent_at = approved_by, now
    notification.save(update_fields=["year", "serial", "state", "approved_by", "sent_at"])


def _next_serial(year: int) -> int:
    """The number after the last of the year; a second approval waits until this one is done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('focalpoints_notification'))")
    last: int | None = Notification.objects.filter(year=year).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def _write_to_each(notification: Notification, chosen: list[Addressee]) -> None:
    annexes = list(notification.annexes.select_related("file"))
    # Read once, and only where somebody cannot fetch them.
    needed = any(one.address and not one.has_account for one in chosen)
    attachments = enclosed(annexes) if needed else []
    NotificationRecipient.objects.bulk_create(
        NotificationRecipient(
            notification=notification,
            designation=one.designation,
            member_id=one.designation.member_id,
            address=one.address,
            language=one.language,
            mail=write_to(notification, one, annexes=annexes, attachments=attachments)
            if one.address
            else None,
        )
        for one in chosen
    )
