"""What the tests of newsletters share: a mail server, readers and issues."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from network.accounts.models import User
from network.mail import engine
from network.mail.outbox import outbox
from newsletters import services, tasks
from newsletters.models import Newsletter
from tests.factories import NewsletterFactory, newsletter_text
from tests.mailserver import MailServer


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A running SMTP server that the settings name."""
    server = MailServer()
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield server
    server.stop()


@pytest.fixture
def send(secretariat: User) -> Callable[[Newsletter], Newsletter]:
    """Start an issue and let the sending task run once."""

    def start(issue: Newsletter) -> Newsletter:
        services.start_sending(issue, by=secretariat)
        tasks.deliver(issue.pk)
        issue.refresh_from_db()
        return issue

    return start


@pytest.fixture
def send_outbox() -> Callable[[], None]:
    def run() -> None:
        engine.run(outbox)

    return run


def issue_in(languages: dict[str, str], **values: Any) -> Newsletter:
    """A draft with a text in each of `languages`, a language -> subject mapping."""
    issue = NewsletterFactory.create(text=False, **values)
    for language, subject in languages.items():
        newsletter_text(issue, language, subject, f"<p>{subject}!</p>")
    return issue


def link_in(text: str, word: str) -> str:
    """The path of the first link in a plain text whose address holds `word`."""
    for line in text.splitlines():
        if line.startswith("http") and word in line:
            return "/" + line.strip().split("/", 3)[3]
    raise AssertionError(f"No link with {word} in:\n{text}")


@pytest.fixture
def issue(db: None) -> Newsletter:
    """A draft, number 7, with an English, a French and an Arabic text."""
    draft = NewsletterFactory.create(
        number=7,
        text__subject="News of the Network",
        text__body='<p>Read <a href="https://example.org/a?b=1&amp;c=2">the report</a>.</p>',
    )
    for language, subject, body in (
        ("fr", "Nouvelles du Réseau", "<p>Chères lectrices,</p>"),
        ("ar", "أخبار الشبكة", "<p>تحية طيبة</p>"),
    ):
        newsletter_text(draft, language, subject, body)
    return draft
