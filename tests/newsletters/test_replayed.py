"""After a restore: who left the newsletter leaves it again, and who was erased is gone again."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from network.accounts.models import User
from network.journal.lines import Line
from network.journal.models import JournalEntry
from network.journal.recording import line_of
from network.mail.models import SendingState
from newsletters.models import Delivery, Subscription
from newsletters.services import subscriptions
from tests.factories import NewsletterFactory, SubscriptionFactory
from tests.newsletters.test_erasing import places_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _journal(settings: Any, tmp_path: Path) -> None:
    settings.ERASURE_JOURNAL = tmp_path / "erasures.jsonl"


def last_line() -> Line:
    return line_of(JournalEntry.objects.latest("pk"))


def test_who_left_after_the_backup_leaves_again(subscriber: Subscription) -> None:
    subscriptions.unsubscribe(subscriber, by=None)
    line = last_line()
    assert line.kind == "unsubscription"
    # As the backup has it: subscribed, and an issue that is due.
    Subscription.objects.filter(pk=subscriber.pk).update(state="unconfirmed")
    Subscription.objects.filter(pk=subscriber.pk).update(state="confirmed", unsubscribed_at=None)
    due = Delivery.objects.create(
        newsletter=NewsletterFactory.create(),
        subscription=subscriber,
        address=subscriber.email,
        language="en",
        message_id="<1@example.org>",
    )
    assert subscriptions.replay_unsubscription(line) == "unsubscribed"
    subscriber.refresh_from_db()
    due.refresh_from_db()
    assert (subscriber.state, subscriber.unsubscribed_at) == ("unsubscribed", line.happened_at)
    assert due.state == SendingState.WITHDRAWN
    assert subscriptions.replay_unsubscription(line) == "not subscribed in this backup"


def test_who_was_erased_after_the_backup_is_erased_again(secretariat: User) -> None:
    reader = SubscriptionFactory.create(email="gone.reader@example.org")
    subscriptions.erase(reader, by=secretariat)
    line = last_line()
    assert "reader" not in str(line.said)
    SubscriptionFactory.create(pk=int(line.key), email="gone.reader@example.org")
    assert subscriptions.replay_erasure(line) == "erased"
    assert places_of("gone.reader") == []
    assert subscriptions.replay_erasure(line) == "not in this backup"


def test_another_reader_under_the_same_number_stays(secretariat: User) -> None:
    reader = SubscriptionFactory.create()
    subscriptions.erase(reader, by=secretariat)
    line = last_line()
    other = SubscriptionFactory.create(pk=int(line.key), email="somebody.else@example.org")
    assert subscriptions.replay_erasure(line) == "not in this backup"
    leaving = dataclasses.replace(line, kind="unsubscription")
    assert subscriptions.replay_unsubscription(leaving) == "not in this backup"
    other.refresh_from_db()
    assert other.state == "confirmed"


def test_what_nobody_confirmed_is_not_noted() -> None:
    SubscriptionFactory.create(state="unconfirmed", confirmed_at=None, asked_at="2020-01-01T00:00Z")
    assert subscriptions.expire_unconfirmed() == 1
    assert not JournalEntry.objects.exists()


def test_where_the_address_cannot_be_compared_the_number_says_who_it_is(
    subscriber: Subscription, settings: Any
) -> None:
    subscriptions.unsubscribe(subscriber, by=None)
    line = last_line()
    Subscription.objects.filter(pk=subscriber.pk).update(state="unconfirmed")
    Subscription.objects.filter(pk=subscriber.pk).update(state="confirmed", unsubscribed_at=None)
    settings.JOURNAL_KEYS = ["another"]
    assert subscriptions.replay_unsubscription(line) == "unsubscribed"
    assert subscriptions.replay_erasure(line) == "erased"
    assert not Subscription.objects.exists()
