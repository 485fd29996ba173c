"""Django's `send_mail` writes to the outbox too, so that every message goes the same way."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from network.mail.models import OutgoingMail
from network.mail.outbox import queue_mail


class OutboxBackend(BaseEmailBackend):
    """An email backend that queues one message per recipient. Attachments are not carried."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        queued = 0
        for message in email_messages:
            try:
                html = ""
                for alternative in getattr(message, "alternatives", ()):
                    if alternative[1] == "text/html":
                        html = str(alternative[0])
                text = str(message.body)
                if message.content_subtype == "html" and not isinstance(
                    message, EmailMultiAlternatives
                ):
                    html, text = text, ""
                for address in message.recipients():
                    queue_mail(
                        kind=OutgoingMail.Kind.NOTICE,
                        address=address,
                        language=get_language() or "en",
                        subject=str(message.subject),
                        text=text,
                        html=html,
                    )
                queued += 1
            except Exception:
                if not self.fail_silently:
                    raise
        return queued
