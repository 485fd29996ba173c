"""The fixed cast of the tests, and a client for each who signs in.

`secretariat`, `focal_point` (Spain's), `other_focal_point` (Germany's) and `troika_member`
(Canada's, whose member holds this year's presidency with Uruguay) are accounts; `subscriber` is
a confirmed subscription, for a subscriber has no login; `visitor` is a client without a session.
`looker` is staff with the permissions to view and no others.
`<account>_client` is a client signed in as that account.
"""

from __future__ import annotations

import os
import secrets

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponseNotFound
from django.test import Client
from django.utils import translation

from network.accounts.models import User
from newsletters.models import Subscription
from tests import databases, factories, players
from tests.costs import QueryCost, cost_of

# Here, before workers start: all of them draw from the same seed.
os.environ.setdefault("FUZZ_SEED", str(secrets.randbelow(2**32)))


settings.PASSWORD_HASHERS = ["tests.passwords.QuickHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each worker's database, and any other that a test makes, is a copy of the migrated one."""
    databases.use_template()


def pytest_report_header() -> str:
    return f"fuzz: FUZZ_SEED={os.environ['FUZZ_SEED']} draws the same requests again"


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests(request: pytest.FixtureRequest) -> None:
    """Rate limits and cached answers live in Redis, which no transaction rolls back."""
    names = {"db", "transactional_db"} & set(request.fixturenames)
    if names or request.node.get_closest_marker("django_db"):
        cache.clear()
    # Nor does one take back a line of the journal, which closes a portal that does not know it.
    settings.ERASURE_JOURNAL.unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """A request in another language leaves it active in the thread."""
    translation.activate("en")


@pytest.fixture
def bare_404(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that are refused thousands of times and ask for the status alone.

    The page that a person gets instead is tested where it is made.
    """
    monkeypatch.setattr(
        "network.urls.handler404",
        lambda request, exception: HttpResponseNotFound(),
        raising=False,
    )


@pytest.fixture
def secretariat(db: None) -> User:
    return players.secretariat()


@pytest.fixture
def looker(db: None) -> User:
    return players.looker()


@pytest.fixture
def focal_point(db: None) -> User:
    return players.focal_point()


@pytest.fixture
def other_focal_point(db: None) -> User:
    return players.other_focal_point()


@pytest.fixture
def troika_member(db: None) -> User:
    return players.troika_member()


@pytest.fixture
def subscriber(db: None) -> Subscription:
    return factories.SubscriptionFactory.create(email="reader@example.org")


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def query_cost(db: None) -> QueryCost:
    """`query_cost(lambda: client.get(url))`: how many queries that takes, to be compared."""
    return cost_of


def _signed_in(account: User) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def secretariat_client(secretariat: User) -> Client:
    return _signed_in(secretariat)


@pytest.fixture
def looker_client(looker: User) -> Client:
    return _signed_in(looker)


@pytest.fixture
def focal_point_client(focal_point: User) -> Client:
    return _signed_in(focal_point)


@pytest.fixture
def other_focal_point_client(other_focal_point: User) -> Client:
    return _signed_in(other_focal_point)


@pytest.fixture
def troika_member_client(troika_member: User) -> Client:
    return _signed_in(troika_member)
