"""Who is deleted is gone: from every table, and from what is just leaving."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User
from network.mail.connection import Connection, Outcome
from network.mail.models import OutgoingMail, SendingState
from newsletters import services, tasks
from newsletters.models import Delivery, Subscription
from newsletters.services import subscriptions
from tests.confirming import do
from tests.factories import NewsletterFactory, SubscriptionFactory
from tests.mailserver import MailServer
from tests.newsletters.buttons import press

pytestmark = pytest.mark.django_db

ADDRESS = "Gone.Reader@example.org"


def places_of(word: str) -> list[str]:
    """The tables that hold `word` anywhere, in whatever case."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT 1 FROM {name} t WHERE t::text ILIKE %s LIMIT 1", [f"%{word}%"])
            found += [table] if cursor.fetchone() else []
    return found


def ask(client: Client) -> Subscription:
    client.post(reverse("newsletters:subscribe"), {"email": ADDRESS})
    return Subscription.objects.get()


def test_no_table_holds_the_address_of_who_was_deleted(
    secretariat_client: Client, secretariat: User, visitor: Client, mail_server: MailServer
) -> None:
    reader = ask(visitor)
    visitor.post(reverse("newsletters:confirm", args=[reader.token]))
    OutgoingMail.objects.update(state=SendingState.FAILED, due_at=None)
    asked = OutgoingMail.objects.get()
    secretariat_client.post(reverse("admin:network_outgoingmail_send_again", args=[asked.pk]))
    press(secretariat_client, "subscription_change", reader.pk, language="fr")
    issue = services.start_sending(NewsletterFactory.create(), by=secretariat)
    issue.deliveries.update(
        state=SendingState.FAILED, due_at=None, last_error=f"550 <{ADDRESS}> is not here"
    )
    assert len(places_of(ADDRESS)) >= 4
    press(secretariat_client, "subscription_delete", reader.pk, post="yes")
    assert places_of(ADDRESS) == []
    assert issue.deliveries.counts() == {SendingState.FAILED: 1}


def test_chosen_subscribers_are_deleted_from_every_table_too(
    secretariat_client: Client, visitor: Client
) -> None:
    ask(visitor)
    do(secretariat_client, "delete_selected", Subscription.objects.all())
    assert places_of(ADDRESS) == []


def test_no_table_holds_an_address_that_nobody_confirmed(visitor: Client) -> None:
    ask(visitor)
    Subscription.objects.update(asked_at=timezone.now() - datetime.timedelta(days=8))
    assert services.expire_unconfirmed() == 1
    assert places_of(ADDRESS) == []


def test_many_are_forgotten_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "_FORGET_AT_ONCE", 2)
    past = timezone.now() - datetime.timedelta(days=8)
    SubscriptionFactory.create_batch(5, state="unconfirmed", confirmed_at=None, asked_at=past)
    assert services.expire_unconfirmed() == 5
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(SendingState.RETRY, "451 Come back later"),
        Outcome(SendingState.UNCERTAIN, "The connection was lost."),
        Outcome(SendingState.SENT),
    ],
)
def test_a_message_that_leaves_during_the_deletion_is_never_tried_again(
    mail_server: MailServer,
    secretariat: User,
    subscriber: Subscription,
    monkeypatch: pytest.MonkeyPatch,
    outcome: Outcome,
) -> None:
    issue = services.start_sending(NewsletterFactory.create(), by=secretariat)

    def begin(self: Connection, **message: Any) -> None:
        services.erase(subscriber, by=secretariat)
        self.result = outcome

    with monkeypatch.context() as context:
        context.setattr(Connection, "begin", begin)
        tasks.deliver(issue.pk)
    row = Delivery.objects.get()
    assert row.address.endswith("@invalid")
    assert (row.state, row.due_at, row.lease_token) == (SendingState.UNCERTAIN, None, None)
    tasks.sweep_deliveries()
    tasks.deliver(issue.pk)
    assert mail_server.arrived == []
    issue.refresh_from_db()
    assert issue.state == "sent"


def test_the_mail_that_asked_for_a_confirmation_goes_with_it(
    secretariat: User, visitor: Client
) -> None:
    reader = ask(visitor)
    SubscriptionFactory.create(email="other@example.org")
    visitor.post(reverse("newsletters:subscribe"), {"email": "other@example.org"})
    services.erase(reader, by=secretariat)
    assert [mail.address for mail in OutgoingMail.objects.all()] == ["other@example.org"]
