"""A newsletter survives what befalls the machine that sends it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from network.mail.models import SendingState
from newsletters.models import Delivery, Newsletter
from newsletters.services import start_sending
from tests.factories import NewsletterFactory, SecretariatFactory, SubscriptionFactory

if TYPE_CHECKING:
    import redis

    from tests.faults.conftest import Background
    from tests.mailserver import MailServer

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

READERS = 300


def test_nobody_is_left_out_when_the_worker_is_killed_and_redis_emptied(
    background: Background, slow_mail_server: MailServer, broker: redis.Redis
) -> None:
    """A kill in mid-run, and an emptied Redis: finished within 60 s, without anyone's hand.

    A copy too many comes at most once per kill and connection; each is marked uncertain and has the
    Message-ID of the first. `test_hard_run.py` kills more often, and with shorter leases.
    """
    issue = NewsletterFactory.create()
    SubscriptionFactory.create_batch(READERS)
    background.wait_for_worker(broker)
    start_sending(issue, by=SecretariatFactory.create())
    arrived = slow_mail_server.arrived
    background.wait_for("message 100", lambda: len(arrived) >= 100, seconds=90)
    background.kill()
    assert len(arrived) < READERS, "the kill came too late to be in the middle"
    broker.flushdb()
    background.start("worker")

    def is_finished() -> bool:
        return Newsletter.objects.get(pk=issue.pk).state == Newsletter.State.SENT

    background.wait_for("the end of the newsletter", is_finished, seconds=60)
    _assert_all_reached(slow_mail_server, kills=background.kills)


def _assert_all_reached(server: MailServer, *, kills: int) -> None:
    copies = Counter(arrived.recipient for arrived in server.arrived)
    assert len(copies) == READERS
    assert set(Delivery.objects.values_list("state", flat=True)) == {SendingState.SENT}

    doubled = {address for address, count in copies.items() if count > 1}
    assert sum(copies.values()) - READERS <= kills * settings.EMAIL_CONNECTIONS
    assert max(copies.values()) <= 2
    uncertain = Delivery.objects.filter(uncertain_at__isnull=False)
    assert 1 <= uncertain.count() <= kills * settings.EMAIL_CONNECTIONS
    assert doubled <= set(uncertain.values_list("address", flat=True))
    identities = dict(Delivery.objects.values_list("address", "message_id"))
    for arrived in server.arrived:
        assert arrived.message_id == identities[arrived.recipient]
