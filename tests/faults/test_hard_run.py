"""A newsletter while everything fails: workers, PostgreSQL, Redis, and the mail server at random.

The ordinary run is short; `make faults` is the long one, with 20 kills in 5,000 messages and a
PostgreSQL of its own that really stops. Leases and waits are seconds (`tests/faults/hurried.py`).
"""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection

from network.demo.embedded import Postgres
from network.mail.models import SendingState
from newsletters.models import Delivery, Newsletter
from newsletters.services import start_sending
from tests import databases
from tests.factories import NewsletterFactory, SecretariatFactory, SubscriptionFactory
from tests.faults.conftest import Background, database_url
from tests.mailserver import MailServer

IS_LONG = bool(os.environ.get("LONG_FAULTS"))
pytestmark = [pytest.mark.faults]
if not IS_LONG:
    pytestmark.append(pytest.mark.django_db(transaction=True))
READERS = 5000 if IS_LONG else 600
KILLS = 20 if IS_LONG else 2
SEED = int(os.environ.get("FUZZ_SEED", "0"))

END_SESSIONS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def restart_postgres(request: pytest.FixtureRequest) -> Iterator[Callable[[], None]]:
    """What a restart of PostgreSQL does to the portal; a real one in the long run."""
    if not IS_LONG:

        def end_sessions() -> None:
            with connection.cursor() as cursor:
                cursor.execute(END_SESSIONS)

        yield end_sessions
        return
    server: Postgres = request.getfixturevalue("spare_postgres")
    databases.read_into(server.url)

    def restart() -> None:
        connection.close()
        server.stop()
        server.start()

    with request.getfixturevalue("django_db_blocker").unblock():
        before = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict.update(settings.DATABASES["default"] | _names(server.url))
        assert database_url().endswith("/portal")
        yield restart
        connection.close()
        connection.settings_dict.update(before)


def _names(url: str) -> dict[str, str]:
    user, rest = url.removeprefix("postgres://").split(":", 1)
    password, place = rest.split("@")
    host, port = place.split("/")[0].split(":")
    return {
        "USER": user,
        "PASSWORD": password,
        "HOST": host,
        "PORT": port,
        "NAME": place.split("/")[1],
    }


@pytest.fixture
def broker() -> Iterator[redis.Redis]:
    with redis.Redis.from_url(settings.REDIS_URL) as link:
        link.flushdb()
        yield link
        link.flushdb()


@pytest.fixture
def workers(
    restart_postgres: Callable[[], None], broker: redis.Redis, tmp_path: Path
) -> Iterator[tuple[Background, MailServer]]:
    server = MailServer()
    server.pipelining = True
    server.pause = 0.01
    server.start()
    running = Background(tmp_path, server.port, hurried=True)
    running.start()
    running.wait_for_worker(broker)
    yield running, server
    running.stop()
    server.stop()


def test_everybody_is_reached_whatever_fails(
    workers: tuple[Background, MailServer],
    restart_postgres: Callable[[], None],
    broker: redis.Redis,
) -> None:
    background, server = workers
    chance = random.Random(SEED)
    server.weather = random.Random(SEED)
    SubscriptionFactory.create_batch(READERS)
    issue = start_sending(NewsletterFactory.create(), by=SecretariatFactory.create())
    moments = sorted(chance.sample(range(READERS // 20, READERS * 4 // 5), KILLS))
    restarts = {KILLS // 2, KILLS - 1}
    for number, moment in enumerate(moments):
        background.wait_for(
            f"message {moment}",
            lambda moment=moment: len(server.arrived) >= moment,  # type: ignore[misc]
            seconds=120,
        )
        if number in restarts:
            restart_postgres()
        if number == KILLS // 2:
            broker.flushdb()
        background.kill()
        background.start("worker")
    server.weather = None

    def is_finished() -> bool:
        return Newsletter.objects.get(pk=issue.pk).state == Newsletter.State.SENT

    taken = background.wait_for("the end of the newsletter", is_finished, seconds=60)
    copies = Counter(arrived.recipient for arrived in server.arrived)
    doubled = {address for address, count in copies.items() if count > 1}
    sys.stdout.write(
        f"seed {SEED}: {background.kills} kills, {len(doubled)} doubled, "
        f"{len(server.unanswered)} not answered, done {taken:.0f} s after the last; "
        f"{Delivery.objects.counts()}\n"
    )
    rows = Delivery.objects.filter(newsletter=issue)
    assert rows.count() == READERS, "deliveries equal recipients"
    assert not rows.unfinished().exists()
    by_state = {
        state: set(rows.filter(state=state).values_list("address", flat=True))
        for state in SendingState
    }
    assert by_state[SendingState.SENT] <= copies.keys()
    assert by_state[SendingState.FAILED] <= server.refused_by_weather
    settled = [by_state[state] for state in ("sent", "failed", "uncertain")]
    assert sum(map(len, settled)) == READERS, "nobody is left out"

    uncertain = set(rows.filter(uncertain_at__isnull=False).values_list("address", flat=True))
    assert doubled <= uncertain
    assert max(copies.values()) <= 2
    faults = (background.kills + len(restarts)) * settings.EMAIL_CONNECTIONS
    assert len(doubled) <= faults + len(server.unanswered)
