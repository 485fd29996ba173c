"""The content of a newsletter: the frozen copy, the preview, and the bytes that are sent.

All three come from `compose`, so that the preview shows what is sent and the archive keeps it.
"""

from __future__ import annotations

import datetime
from typing import Any, TypedDict

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_info, override

from network.mail.message import Prepared, prepare, slot, unsubscribe_headers
from newsletters.markup import clean, plain_text
from newsletters.models import Newsletter, NewsletterText
from newsletters.models.texts import bodies_of

TOKEN = "token"  # noqa: S105 - the name of the slot where each reader's key is spliced in
# Where the key stands: the unsubscribe and the preferences link, in text and in HTML, and the
# header. One more or less, and no message is built.
_SLOTS = {TOKEN: 5}


class Copy(TypedDict):
    """An issue in one language. `html` and `text` hold slots for the reader's key."""

    subject: str
    body: str
    html: str
    text: str


def page_url(name: str, *args: str, language: str) -> str:
    """The absolute address of a page of this app, in the language of the reader."""
    with override(language):
        return settings.SITE_URL + reverse(f"newsletters:{name}", args=args)


def compose(
    newsletter: Newsletter, text: NewsletterText, *, day: datetime.date, body: str | None = None
) -> Copy:
    """The issue in the language of `text`, dated `day`, cleaned again.

    `body` is what it says, where the caller has asked for all languages at once.
    """
    language = text.language
    body = clean(text.body if body is None else body)
    info = get_language_info(language)
    with override(language):
        context = {
            "newsletter": newsletter,
            "subject": text.subject,
            "body": body,
            "body_text": plain_text(body),
            "day": day,
            "language": language,
            "direction": "rtl" if info["bidi"] else "ltr",
            "topics": newsletter.topic_labels,
            "archive_url": page_url("newsletter", newsletter.slug, language=language),
            "site_url": settings.SITE_URL,
            "unsubscribe_url": page_url("unsubscribe", slot(TOKEN), language=language),
            "preferences_url": page_url("preferences", slot(TOKEN), language=language),
        }
        return {
            "subject": _one_line(text.subject),
            "body": body,
            "html": render_to_string("newsletters/email/newsletter.html", context),
            "text": render_to_string("newsletters/email/newsletter.txt", context),
        }


def compose_all(newsletter: Newsletter, *, day: datetime.date) -> dict[str, Copy]:
    """The issue in each language that has a text, English first."""
    texts = sorted(newsletter.texts.all(), key=lambda text: (text.language != "en", text.language))
    bodies = bodies_of(newsletter)
    return {
        text.language: compose(newsletter, text, day=day, body=bodies.get(text.language, ""))
        for text in texts
    }


def prepare_message(copy: Copy | dict[str, Any], *, language: str) -> Prepared:
    """The message of a copy, with the key, address and Message-ID still to be spliced.

    Raises network.mail.message.MessageError where the copy has lost one of its links.
    """
    headers = {
        **unsubscribe_headers(page_url("unsubscribe", slot(TOKEN), language=language)),
        # RFC 2919: by this mail programs tell the list, whatever the language.
        "List-Id": f"<newsletter.{settings.SITE_HOST}>",
        "List-Archive": f"<{page_url('newsletters', language=language)}>",
    }
    return prepare(
        subject=copy["subject"],
        text=copy["text"],
        html=copy["html"],
        language=language,
        headers=headers,
        expected=_SLOTS,
    )


def with_key(text: str, key: str) -> str:
    """`text` with `key` in its slots, for a preview or a test."""
    return text.replace(slot(TOKEN), key)


def _one_line(text: str) -> str:
    return " ".join(text.split())
