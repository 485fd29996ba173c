"""What the tests of mail share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.mailserver import MailServer


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    """A running SMTP server that the settings name."""
    server = MailServer()
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield server
    server.stop()
