"""Letting mail leave as the workers do, and reading what arrived."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from network.mail import engine
from network.mail import outbox as mailing
from newsletters import tasks
from newsletters.models import Newsletter
from tests.mailserver import Arrived


def work_off(newsletter: Newsletter) -> Newsletter:
    """Send what is due of the issue, and reload it."""
    tasks.deliver(newsletter.pk)
    newsletter.refresh_from_db()
    return newsletter


def empty_outbox() -> None:
    engine.run(mailing.outbox)


def part(arrived: Arrived, kind: str) -> str:
    """The `plain` or `html` part of a message."""
    body = arrived.message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def links(arrived: Arrived, page: str) -> set[str]:
    """The paths of the links to `page` ("unsubscribe", "confirm") in both parts of a message."""
    text = part(arrived, "plain") + part(arrived, "html")
    found = re.findall(rf"https?://[^\s\"<>]+/subscription/[^\s\"<>]+/{page}/", text)
    return {urlsplit(address).path for address in found}


def preference_links(arrived: Arrived) -> set[str]:
    text = part(arrived, "plain") + part(arrived, "html")
    found = re.findall(r"https?://[^\s\"<>]+/subscription/[\w-]{43}/(?=[\s\"])", text)
    return {urlsplit(address).path for address in found}


def one_click(arrived: Arrived) -> str:
    """The path in the List-Unsubscribe header (RFC 2369)."""
    return urlsplit(str(arrived.message["List-Unsubscribe"]).strip("<>")).path
