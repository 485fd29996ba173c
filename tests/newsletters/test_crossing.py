"""Two things at the same moment: holding, leaving and finishing while an issue is being sent."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connections

from network.accounts.models import User
from network.mail import attempts, connection
from network.mail.attempts import AttemptLog
from network.mail.connections import Connections
from network.mail.models import SendingState
from newsletters import services, tasks
from newsletters.models import Delivery, Subscription
from newsletters.models.newsletter import NewsletterQuerySet
from tests.costs import QueryCost
from tests.factories import NewsletterFactory, SubscriptionFactory
from tests.mailserver import MailServer

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_a_hold_reaches_a_batch_that_is_just_being_claimed(
    mail_server: MailServer, secretariat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = NewsletterFactory.create()
    SubscriptionFactory.create_batch(30)
    services.start_sending(issue, by=secretariat)
    holding: list[threading.Thread] = []
    take = AttemptLog.take

    def hold() -> None:
        services.hold_sending(issue, by=secretariat)
        connections.close_all()

    def chosen_but_not_marked(self: Any, rows: list[Any], **lease: Any) -> None:
        if not holding:
            holding.append(threading.Thread(target=hold))
            holding[0].start()
            # It must not come through before the claim is committed; given half a second, it does.
            holding[0].join(0.5)
        take(self, rows, **lease)

    def not_before_the_hold(self: connection.Connection) -> None:
        holding[0].join(10)
        connect(self)

    connect = connection.Connection.open
    monkeypatch.setattr(AttemptLog, "take", chosen_but_not_marked)
    monkeypatch.setattr(connection.Connection, "open", not_before_the_hold)
    tasks.deliver(issue.pk)
    assert not holding[0].is_alive()
    issue.refresh_from_db()
    assert issue.is_held
    assert mail_server.arrived == []
    assert Delivery.objects.counts() == {SendingState.RETRY: 30}


def test_who_leaves_while_refused_for_now_is_not_tried_again_in_the_same_run(
    mail_server: MailServer, secretariat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = SubscriptionFactory.create(email="greylisted@example.org")
    SubscriptionFactory.create(email="staying@example.org")
    issue = services.start_sending(NewsletterFactory.create(), by=secretariat)
    monkeypatch.setattr(attempts, "FIRST_DELAY", 0.0)
    begin = connection.Connection.begin

    def leaves_meanwhile(self: connection.Connection, **message: Any) -> None:
        if message["address"] == reader.email:
            services.unsubscribe(reader, by=None)
        begin(self, **message)

    monkeypatch.setattr(connection.Connection, "begin", leaves_meanwhile)
    tasks.deliver(issue.pk)
    assert [arrived.recipient for arrived in mail_server.arrived] == ["staying@example.org"]
    assert issue.deliveries.counts() == {SendingState.SENT: 1, SendingState.WITHDRAWN: 1}
    issue.refresh_from_db()
    assert issue.state == "sent"


@pytest.mark.parametrize("what", ["hold", "leave"])
def test_at_most_the_message_under_way_on_each_connection_still_goes(
    mail_server: MailServer,
    secretariat: User,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
) -> None:
    settings.EMAIL_CONNECTIONS = 4
    readers = SubscriptionFactory.create_batch(40)
    issue = services.start_sending(NewsletterFactory.create(), by=secretariat)
    gone: list[int] = []
    wait = Connections.wait

    def in_the_middle(self: Connections, **until: float) -> None:
        if not gone and len(mail_server.arrived) >= 8:
            gone.append(len(mail_server.arrived))
            if what == "hold":
                services.hold_sending(issue, by=secretariat)
            else:
                for reader in readers:
                    services.unsubscribe(reader, by=None)
        wait(self, **until)

    monkeypatch.setattr(Connections, "wait", in_the_middle)
    tasks.deliver(issue.pk)
    arrived = len(mail_server.arrived)
    assert gone[0] <= arrived <= gone[0] + 4 < 40
    stopped = SendingState.RETRY if what == "hold" else SendingState.WITHDRAWN
    assert issue.deliveries.counts() == {SendingState.SENT: arrived, stopped: 40 - arrived}


def test_trying_again_while_the_end_is_being_written_keeps_the_issue_open(
    secretariat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    SubscriptionFactory.create()
    issue = services.start_sending(NewsletterFactory.create(), by=secretariat)
    Delivery.objects.update(state=SendingState.FAILED, due_at=None)
    to_deliver = NewsletterQuerySet.to_deliver
    pressed: list[int] = []

    def a_colleague_presses(self: NewsletterQuerySet) -> NewsletterQuerySet:
        if not pressed:
            pressed.append(services.try_failed_again(issue, by=secretariat))
        return to_deliver(self)

    monkeypatch.setattr(NewsletterQuerySet, "to_deliver", a_colleague_presses)
    assert services.finish_if_done(issue.pk) is False
    issue.refresh_from_db()
    assert (pressed, issue.state) == ([1], "sending")


def test_the_choice_of_rows_costs_one_lock_a_batch_and_not_one_a_message(
    mail_server: MailServer, secretariat: User, query_cost: QueryCost
) -> None:
    def cost(readers: int) -> int:
        Subscription.objects.update(state="unsubscribed", unsubscribed_at="2020-01-01T00:00Z")
        SubscriptionFactory.create_batch(readers)
        issue = services.start_sending(NewsletterFactory.create(), by=secretariat)
        made = query_cost(lambda: tasks.deliver(issue.pk), once=True)
        locks = [sql for sql in made.sql if "FOR NO KEY UPDATE" in sql]
        return sum("newsletters_newsletter" in sql for sql in locks)

    assert cost(1) == cost(40) == 2  # the last finds nothing more
