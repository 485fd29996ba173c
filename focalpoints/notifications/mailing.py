"""The messages of a notification: one for each recipient, in their language or in English."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from translated_fields import to_attribute

from focalpoints.models import Designation, Notification, NotificationAnnex
from focalpoints.notifications.audience import Addressee
from network.documents.uploads import ENDINGS
from network.mail.attachments import LONGEST_NAME, MOST_BYTES, Attachment
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail
from network.values.rich_text import to_html, to_text
from network.values.translations import own_name


def text_language(notification: Notification, language: str) -> str:
    """The language in which a reader of `language` gets it."""
    return language if notification.is_written_in(language) else "en"


def said_in(notification: Notification, language: str) -> dict[str, str]:
    """Subject, text and action in exactly one language; the action in English if it lacks there."""
    action = getattr(notification, to_attribute("action", language))
    body = getattr(notification, to_attribute("body", language))
    return {
        "subject": getattr(notification, to_attribute("subject", language)),
        "body": body,
        "action": action or getattr(notification, to_attribute("action", "en")),
    }


def page_of(notification: Notification, language: str) -> str:
    """The absolute address of its page in the reader's language: no secret, so nothing dies."""
    with override(language):
        return settings.SITE_URL + reverse(
            "focalpoints:notification", args=[notification.year, notification.serial]
        )


def enclosed(annexes: list[NotificationAnnex]) -> list[Attachment]:
    """The annexes as attachments; none of them where they are too much for one message."""
    if sum(annex.file.size for annex in annexes) > MOST_BYTES:
        return []
    found = []
    for number, annex in enumerate(annexes, start=1):
        ending = ENDINGS[annex.file.content_type][0]
        name = f"annex-{number}{ending}"[:LONGEST_NAME]
        with annex.file.file.open("rb") as stored:
            found.append(Attachment(name, annex.file.content_type, stored.read()))
    return found


def write_to(
    notification: Notification,
    addressee: Addressee,
    *,
    annexes: list[NotificationAnnex],
    attachments: list[Attachment],
) -> OutgoingMail:
    """The message to one addressee. Those without an account get the annexes with it."""
    is_reader = addressee.has_account
    language = addressee.language
    told = text_language(notification, language)
    said = said_in(notification, told)
    return queue_template_mail(
        "focalpoints/email/notification",
        kind=OutgoingMail.Kind.NOTICE,
        address=addressee.address,
        language=language,
        # The address of the page lets nobody act who is not signed in.
        holds_link=False,
        attachments=[] if is_reader else attachments,
        context={
            **_common(notification, addressee.designation, language, is_reader=is_reader),
            "subject": said["subject"],
            "action": said["action"],
            "body_text": to_text(said["body"], with_links=True),
            "body_html": to_html(said["body"]),
            "told_in": told,
            "is_other_language": told != language,
            "told_in_name": own_name(told),
            "annexes": annexes,
            "are_enclosed": bool(attachments) and not is_reader,
        },
    )


def write_reminder(
    notification: Notification, designation: Designation, *, address: str, language: str
) -> OutgoingMail:
    """The fixed words by which somebody is reminded; nothing in it is typed."""
    told = text_language(notification, language)
    said = said_in(notification, told)
    is_reader = designation.person.user_id is not None
    return queue_template_mail(
        "focalpoints/email/notification_reminder",
        kind=OutgoingMail.Kind.NOTICE,
        address=address,
        language=language,
        holds_link=False,
        context={
            **_common(notification, designation, language, is_reader=is_reader),
            "subject": said["subject"],
            "action": said["action"],
        },
    )


def _common(
    notification: Notification, designation: Designation, language: str, *, is_reader: bool
) -> dict[str, object]:
    return {
        "notification": notification,
        "designation": designation,
        "is_reader": is_reader,
        "url": page_of(notification, language),
        "secretariat_email": settings.SECRETARIAT_EMAIL,
    }
