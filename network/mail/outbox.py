"""Transactional mail: written to the outbox in the caller's transaction, sent by the engine.

A password mail is a row in PostgreSQL before anything else: losing the broker or the mail server
loses none of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation
from django.utils.text import Truncator

from network.jobs.starting import start_on_commit
from network.mail.addresses import NotSendable, envelope_address
from network.mail.attachments import Attachment
from network.mail.message import AUTOMATIC, MessageError, Prepared, new_message_id, prepare
from network.mail.models import MailAttachment, OutgoingMail
from network.mail.queue import Queue

# The task that works the outbox off.
SEND_OUTBOX = "network.tasks.send_outbox"
_LANGUAGES = {code for code, _name in settings.LANGUAGES}


def queue_mail(
    *,
    kind: str,
    address: str,
    language: str,
    subject: str,
    text: str,
    html: str = "",
    headers: Mapping[str, str] | None = None,
    holds_link: bool,
    attachments: Sequence[Attachment] = (),
    envelope_sender: str = "",
) -> OutgoingMail:
    """Write one message to the outbox and start sending it once the transaction is committed.

    `kind` is one of OutgoingMail.Kind; `headers` are additional ones. `holds_link` says that a
    text holds a link that lets whoever reads it act as the recipient. `envelope_sender` is where
    servers send the message back to, the portal's own address if empty. Raises MessageError when
    no correct message can be built from it, so that the fault shows where it was made.
    """
    try:
        envelope_sender = envelope_sender and envelope_address(envelope_sender)
    except NotSendable as error:
        raise MessageError("The envelope sender is not an address.") from error
    mail = OutgoingMail(
        kind=OutgoingMail.Kind(kind),
        address=address,
        language=language if language in _LANGUAGES else settings.LANGUAGE_CODE,
        subject=Truncator(" ".join(subject.split())).chars(200),
        body_text=text,
        body_html=html,
        headers={**AUTOMATIC, **(headers or {})},
        message_id=new_message_id(),
        holds_link=holds_link,
        envelope_sender=envelope_sender,
    )
    _prepared(mail, attachments)
    with transaction.atomic():
        mail.save(force_insert=True)
        if attachments:
            MailAttachment.objects.bulk_create(
                MailAttachment(
                    mail=mail,
                    name=file.name,
                    content_type=file.content_type,
                    size=len(file.content),
                    content=file.content,
                )
                for file in attachments
            )
    start_on_commit(SEND_OUTBOX)
    return mail


def queue_template_mail(
    template: str,
    *,
    kind: str,
    address: str,
    language: str,
    context: Mapping[str, Any],
    holds_link: bool,
    attachments: Sequence[Attachment] = (),
) -> OutgoingMail:
    """Write the message of `template` ("network/email/invitation") in the recipient's language.

    Rendered are `<template>.subject` and `<template>.txt`, as plain text, and `<template>.html`
    where it exists. Besides `context` they read `site_url`, `language` and `text_direction`.
    `holds_link` and `attachments` are as in `queue_mail`.
    """
    with translation.override(language):
        known = {
            "site_url": settings.SITE_URL,
            "language": language,
            "text_direction": "rtl" if translation.get_language_bidi() else "ltr",
            **context,
        }
        try:
            html = get_template(f"{template}.html").render(known)
        except TemplateDoesNotExist as missing:
            if str(missing) != f"{template}.html":
                raise
            html = ""
        return queue_mail(
            kind=kind,
            address=address,
            language=language,
            subject=_plain(f"{template}.subject", known),
            text=_plain(f"{template}.txt", known),
            html=html,
            holds_link=holds_link,
            attachments=attachments,
        )


def compose(mail: OutgoingMail) -> bytes:
    """The bytes of one message of the outbox."""
    files = [attachment.file for attachment in mail.attachments.all()]
    return _prepared(mail, files).splice(
        address=mail.address, message_id=mail.message_id, date=mail.created_at
    )


def _prepared(mail: OutgoingMail, attachments: Sequence[Attachment]) -> Prepared:
    if "\n" in mail.address or "\r" in mail.address:
        raise MessageError("The address holds a line break.")
    return prepare(
        subject=mail.subject,
        text=mail.body_text,
        html=mail.body_html,
        language=mail.language,
        headers=mail.headers,
        attachments=attachments,
    )


def _plain(name: str, context: dict[str, Any]) -> str:
    """A template rendered as plain text: an apostrophe stays one."""
    template = get_template(name).template  # type: ignore[attr-defined]
    text: str = template.render(Context(context, autoescape=False))
    return text.strip() + "\n"


outbox = Queue(
    name="outbox",
    # The files of a batch come with one query.
    rows=lambda: OutgoingMail.objects.prefetch_related("attachments"),
    message=compose,
    senders=2,
    # One-time links do not stay in the database once they are in the recipient's hands.
    when_sent={"body_text": "", "body_html": ""},
)
