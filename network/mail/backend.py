"""Django's `send_mail` writes to the outbox too, so that every message goes the same way."""

from __future__ import annotations

from collections.abc import Sequence
from email.mime.base import MIMEBase
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from network.mail.attachments import Attachment
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_mail


class OutboxBackend(BaseEmailBackend):
    """An email backend that queues one message per recipient, with its attachments."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        queued = 0
        for message in email_messages:
            try:
                html = ""
                for alternative in getattr(message, "alternatives", ()):
                    if alternative[1] == "text/html":
                        html = str(alternative[0])
                text = str(message.body)
                files = [_file(attachment) for attachment in message.attachments]
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
                        # What a library sends by itself may hold one.
                        holds_link=True,
                        attachments=files,
                    )
                queued += 1
            except Exception:
                if not self.fail_silently:
                    raise
        return queued


def _file(attached: Any) -> Attachment:
    """What Django attaches, a triple or a part, as a file of ours."""
    if isinstance(attached, MIMEBase):
        content = attached.get_payload(decode=True)
        assert isinstance(content, bytes)
        return Attachment(attached.get_filename() or "file", attached.get_content_type(), content)
    name, content, content_type = attached
    return Attachment(
        name or "file",
        content_type or "application/octet-stream",
        content.encode() if isinstance(content, str) else bytes(content),
    )
