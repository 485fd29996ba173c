"""What the tests of mail and of the admin share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import resolve

from network.accounts.invitations import invite
from network.accounts.models import User
from network.importing.loading import load_reference, load_samples
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


@pytest.fixture
def request_of_staff(
    request: pytest.FixtureRequest,
    settings: Any,
    tmp_path: Any,
    django_capture_on_commit_callbacks: Any,
) -> HttpRequest:
    """A request by staff, in a portal filled as the demo's is."""
    settings.MEDIA_ROOT = tmp_path
    with django_capture_on_commit_callbacks(execute=False):
        load_reference()
        load_samples()
        # After them: samples are refused where real people have accounts.
        secretariat: User = request.getfixturevalue("secretariat")
        invite(email="new@example.org", name="Nova", language="en", as_staff=True, by=secretariat)
    asked = RequestFactory().get("/admin/")
    asked.user = secretariat
    asked.resolver_match = resolve("/admin/")
    return asked
