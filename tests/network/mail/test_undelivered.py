"""Undelivered mail is seen by a person, can be helped, and is forgotten in time."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User
from network.jobs.models import SweepTurn
from network.mail import engine
from network.mail.models import OutgoingMail, SendingState
from network.mail.outbox import outbox
from network.mail.undelivered import forget_dead_links, try_again
from network.tasks import sweep_outbox
from network.values.refusals import Refusal
from tests.confirming import ask, do
from tests.factories import UserFactory
from tests.mailserver import MailServer
from tests.network.letters import again, write

pytestmark = pytest.mark.django_db


def failed(address: str = "bounced@example.org", **columns: Any) -> OutgoingMail:
    return write(address, state=SendingState.FAILED, due_at=None, **columns)


def days_ago(days: float) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def button(mail: OutgoingMail) -> str:
    return reverse("admin:network_outgoingmail_send_again", args=[mail.pk])


def listed(client: Client, query: str = "") -> str:
    return client.get(reverse("admin:network_outgoingmail_changelist") + query).content.decode()


def choose(client: Client, *mails: OutgoingMail) -> str:
    return do(client, "send_chosen_again", mails)


# --- Seen ---


def test_the_first_page_names_mail_that_did_not_arrive(secretariat_client: Client) -> None:
    page = secretariat_client.get(reverse("admin:index")).content.decode()
    assert "Every message was accepted." in page
    mail = failed(subject="Your invitation")
    page = secretariat_client.get(reverse("admin:index")).content.decode()
    assert "Your invitation → bounced@example.org" in page
    assert reverse("admin:network_outgoingmail_change", args=[mail.pk]) in page
    assert reverse("admin:network_outgoingmail_changelist") + "?waits=person" in page


def test_the_list_tells_what_waits_for_a_person_from_what_waits_for_its_turn(
    secretariat_client: Client,
) -> None:
    failed()
    write("twice@example.org", state=SendingState.UNCERTAIN, due_at=None)
    write("soon@example.org")
    write("sent@example.org", state=SendingState.SENT, due_at=None)
    page = listed(secretariat_client, "?waits=person")
    assert "bounced@example.org" in page
    assert "twice@example.org" in page
    assert "soon@example.org" not in page
    assert "sent@example.org" not in page
    page = listed(secretariat_client, "?waits=turn")
    assert "soon@example.org" in page
    assert "bounced@example.org" not in page


# --- Helped ---


def test_a_failed_message_is_sent_again_after_a_question(
    secretariat_client: Client, mail_server: MailServer
) -> None:
    mail = failed(created_at=days_ago(6), tries_since=days_ago(6))
    change = reverse("admin:network_outgoingmail_change", args=[mail.pk])
    assert button(mail) in secretariat_client.get(change).content.decode()
    asked = secretariat_client.get(button(mail)).content.decode()
    assert "Send this message to bounced@example.org again?" in asked
    assert again(mail).state == SendingState.FAILED
    done = secretariat_client.post(button(mail), follow=True).content.decode()
    assert "The message is tried again." in done
    assert engine.run(outbox).sent == 1
    assert len(mail_server.to("bounced@example.org")) == 1
    history = reverse("admin:network_outgoingmail_history", args=[mail.pk])
    assert "The message is tried again." in secretariat_client.get(history).content.decode()


def test_a_message_that_needs_nobody_has_no_button_and_is_refused(
    secretariat_client: Client,
) -> None:
    mail = write(state=SendingState.SENT, due_at=None)
    change = reverse("admin:network_outgoingmail_change", args=[mail.pk])
    assert button(mail) not in secretariat_client.get(change).content.decode()
    content = secretariat_client.post(button(mail), follow=True).content.decode()
    assert "This message has been sent, or will be retried automatically." in content
    assert again(mail).state == SendingState.SENT


def test_what_was_held_after_a_restore_can_be_let_go(
    secretariat_client: Client, mail_server: MailServer
) -> None:
    mails = [write(f"reader{number}@example.org") for number in range(3)]
    call_command("hold_mail")
    assert engine.run(outbox).sent == 0
    content = choose(secretariat_client, *mails[:2])
    assert "2 messages are tried again." in content
    engine.run(outbox)
    arrived = {message.recipient for message in mail_server.arrived}
    assert arrived == {"reader0@example.org", "reader1@example.org"}
    assert again(mails[2]).state == SendingState.UNCERTAIN
    page = ask(secretariat_client, "send_chosen_again", [mails[0]])
    assert "Nothing would happen: each selected row stays as it is." in page
    assert 'name="confirmed"' not in page


def test_who_may_only_look_sends_nothing_again() -> None:
    looker = UserFactory.create(is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename="view_outgoingmail"))
    client = Client(raise_request_exception=False)
    client.force_login(looker)
    mail = failed()
    assert "bounced@example.org" in listed(client)
    assert client.post(button(mail)).status_code in {302, 403, 404}
    confirmed = {"action": "send_chosen_again", "_selected_action": mail.pk, "confirmed": "yes"}
    client.post(reverse("admin:network_outgoingmail_changelist"), confirmed)
    assert again(mail).state == SendingState.FAILED


def test_a_text_is_never_edited_by_hand(secretariat_client: Client, secretariat: User) -> None:
    mail = failed()
    for name in ("change", "delete"):
        url = reverse(f"admin:network_outgoingmail_{name}", args=[mail.pk])
        assert secretariat_client.post(url, {"post": "yes", "subject": "x"}).status_code == 403
    assert again(mail).subject == "A notice"


# --- Forgotten ---


@pytest.mark.parametrize("state", [SendingState.FAILED, SendingState.UNCERTAIN])
def test_what_nobody_decided_on_is_forgotten_too(state: str) -> None:
    write(state=state, due_at=None, created_at=days_ago(400))
    kept = write(state=state, due_at=None, created_at=days_ago(80))
    late = write(state=SendingState.RETRY, created_at=days_ago(400))
    assert OutgoingMail.objects.forget_old() == 1
    assert set(OutgoingMail.objects.all()) == {kept, late}


def left() -> set[OutgoingMail]:
    OutgoingMail.objects.forget_old()
    return set(OutgoingMail.objects.all())


@pytest.mark.parametrize("state", [SendingState.FAILED, SendingState.BOUNCED])
def test_that_an_address_takes_no_mail_stays_known_until_a_message_arrives(state: str) -> None:
    said = {"body_html": "<p>x", "headers": {"X-Who": "Ana"}, "last_error": "550"}
    refused = write(state=state, due_at=None, created_at=days_ago(200), **said)
    refused.attachments.create(name="a.pdf", content_type="application/pdf", size=1, content=b"x")
    write(state=state, due_at=None, created_at=days_ago(300))
    write(state=SendingState.WITHDRAWN, due_at=None, created_at=days_ago(100))
    assert left() == {refused}
    refused = again(refused)
    assert (refused.subject, refused.body_text, refused.body_html) == ("", "", "")
    assert (refused.headers, refused.attachments.count(), refused.last_error) == ({}, 0, "550")
    elsewhere = write("other@example.org", state=SendingState.SENT, sent_at=days_ago(1))
    before = write(state=SendingState.SENT, created_at=days_ago(99), sent_at=days_ago(80))
    OutgoingMail.objects.filter(pk=before.pk).update(sent_at=days_ago(201))
    assert left() == {refused, elsewhere}
    arrived = write(state=SendingState.SENT, sent_at=days_ago(89))
    assert left() == {elsewhere, arrived}


def test_a_refusal_is_not_known_for_ever_and_not_of_readers() -> None:
    write("a@example.org", state=SendingState.FAILED, due_at=None, created_at=days_ago(731))
    kept = failed("b@example.org", created_at=days_ago(729))
    failed("c@example.org", created_at=days_ago(100), kind="subscription")
    # What was said to a reader does not stand for what was said to an official.
    other = failed("d@example.org", created_at=days_ago(120))
    failed("d@example.org", created_at=days_ago(100), kind="subscription")
    assert left() == {kept, other}


def test_what_is_kept_of_a_refusal_waits_for_nobody(secretariat_client: Client) -> None:
    mail = failed(created_at=days_ago(100))
    assert left() == {mail}
    page = secretariat_client.get(reverse("admin:index")).content.decode()
    assert "Every message was accepted." in page
    assert mail.address not in listed(secretariat_client, "?waits=person")
    assert mail.address in listed(secretariat_client)


@pytest.mark.parametrize("kind", ["invitation", "account", "subscription"])
def test_a_link_that_works_no_more_is_kept_nowhere_and_sent_to_nobody(
    kind: str, mail_server: MailServer, secretariat_client: Client
) -> None:
    text = {"kind": kind, "body_text": "https://x/secret", "body_html": "<a href=secret>"}
    given_up = failed("a@example.org", created_at=days_ago(9), **text)
    waiting = write("b@example.org", created_at=days_ago(9), **text)
    fresh = failed("c@example.org", created_at=days_ago(7), **text)
    SweepTurn.objects.all().delete()
    sweep_outbox()
    for mail in (given_up, waiting):
        assert (again(mail).body_text, mail.body_html, mail.due_at) == ("", "", None)
        assert mail.state == SendingState.FAILED
    assert "secret" in again(fresh).body_text
    assert engine.run(outbox).sent == 0
    content = secretariat_client.post(button(given_up), follow=True).content.decode()
    assert "its text was deleted" in content
    assert again(given_up).state == SendingState.FAILED
    assert "a@example.org" not in listed(secretariat_client, "?waits=person")


def test_a_notice_keeps_its_text_and_a_message_in_flight_is_left_alone() -> None:
    notice = failed(created_at=days_ago(9), holds_link=False)
    leaving = write(
        kind="account",
        created_at=days_ago(9),
        state=SendingState.IN_FLIGHT,
        lease_token=OutgoingMail.new_token(),
        lease_ends_at=timezone.now() + datetime.timedelta(seconds=20),
    )
    assert forget_dead_links() == 0
    assert again(notice).body_text
    assert again(leaving).state == SendingState.IN_FLIGHT


def test_who_may_not_send_is_told_nothing_of_a_message(secretariat: User, looker: User) -> None:
    sent = write("anna@example.org", state=SendingState.SENT, due_at=None)
    with pytest.raises(Refusal, match="has been sent"):
        try_again(sent, by=secretariat)
    with pytest.raises(Refusal, match="no permission"):
        try_again(sent, by=looker)
