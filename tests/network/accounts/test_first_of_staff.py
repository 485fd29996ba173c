"""How the first member of the Secretariat gets in: a command, a mail, a link, a second factor."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from network.accounts.models import Invitation, User
from network.mail import engine
from network.mail.models import OutgoingMail
from network.mail.outbox import outbox
from network.management.commands import invite_secretariat
from tests import factories
from tests.mailserver import MailServer

pytestmark = pytest.mark.django_db

FIRST = "first@ministry.example"


def invite_first(address: str = FIRST, wait: float = 0, **options: Any) -> str:
    said = io.StringIO()
    call_command("invite_secretariat", address, wait=wait, stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def _a_worker_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the command pauses, the outbox is worked off once."""
    monkeypatch.setattr(invite_secretariat.time, "sleep", lambda _pause: engine.run(outbox))


@pytest.mark.usefixtures("_a_worker_runs")
def test_the_first_of_the_staff_comes_in_by_mail_and_sets_up_a_second_factor(
    mail_server: MailServer, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    said = invite_first(wait=10, name="Ana First", language="es")
    assert "first@ministry.example is invited" in said
    assert "The mail server has taken the mail." in said

    (arrived,) = mail_server.to(FIRST)
    text = arrived.message.get_body(("plain",)).get_content()
    url = re.search(r"http://localhost:\d+(/es/invitation/\S+)", text)[1]
    assert url.split("/")[-2] not in str(OutgoingMail.objects.values())
    client = Client()
    password = {"password1": factories.PASSWORD, "password2": factories.PASSWORD}
    client.post(url, {"name": "Ana First", **password})
    assert User.objects.get(email=FIRST).is_secretariat
    assert Client().get(url).status_code == 410

    led = client.get(reverse("admin:index"))
    assert led["Location"].startswith(reverse("mfa_activate_totp"))
    assert client.get(led["Location"]).status_code == 200
    secret = client.session["mfa.totp.secret"]
    _before, now, _after = yield_hotp_counters_from_time()
    code = {"code": format_hotp_value(hotp_value(secret, now))}
    client.post(reverse("mfa_activate_totp"), code)
    led = client.get(reverse("admin:index"))
    assert client.post(led["Location"], code)["Location"] == reverse("admin:index")
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_administrator_is_in_the_history_as_nobody() -> None:
    invite_first()
    invitation = Invitation.objects.get()
    assert invitation.as_staff
    assert invitation.invited_by is None


def test_asked_again_it_sends_a_new_link_and_the_older_one_dies() -> None:
    invite_first()
    older = Invitation.objects.get().token_digest
    invite_first(FIRST.upper())
    assert Invitation.objects.get().token_digest != older
    assert OutgoingMail.objects.filter(address=FIRST).count() == 2


def test_it_says_when_nobody_takes_the_mail_up() -> None:
    assert "It leaves once the worker and its clock run." in invite_first()


def test_it_says_when_sending_is_off(settings: Settings) -> None:
    settings.PORTAL_SENDING = False
    assert "PORTAL_SENDING is off" in invite_first(wait=10)


@pytest.mark.usefixtures("_a_worker_runs")
def test_it_says_why_a_mail_does_not_leave(mail_server: MailServer) -> None:
    with pytest.raises(CommandError, match=r"permanently: .*No such mailbox here"):
        invite_first("unknown@ministry.example", wait=10)
    mail_server.stop()
    assert "is tried again by itself: " in invite_first(wait=10)


@pytest.mark.parametrize("address", ["nobody at home", "staff@example.org"])
def test_it_refuses_with_the_sentence_of_the_service(secretariat: User, address: str) -> None:
    with pytest.raises(CommandError, match=r"valid email address|staff already"):
        invite_first(address)
    assert not OutgoingMail.objects.exists()
