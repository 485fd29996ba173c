"""A Redis that hangs or dies breaks no page."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from network.accounts.models import User
from network.demo.embedded import Redis
from network.mail.models import OutgoingMail
from network.web.cache import RestingCache

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture
def hung_redis(spare_redis: Redis, settings: pytest.FixtureRequest) -> Iterator[None]:
    """The portal's cache is a Redis whose process is stopped: it accepts, and says nothing."""
    known = settings.CACHES["default"]  # type: ignore[attr-defined]
    settings.CACHES = {"default": {**known, "LOCATION": spare_redis.url}}  # type: ignore[attr-defined]
    cache.set("asked-before", 1)
    assert spare_redis.process is not None
    spare_redis.process.send_signal(signal.SIGSTOP)
    yield
    spare_redis.process.send_signal(signal.SIGCONT)
    RestingCache._resting_until = 0.0


@pytest.mark.usefixtures("hung_redis")
def test_one_signs_in_while_redis_hangs(focal_point: User, visitor: Client) -> None:
    focal_point.set_password(PASSWORD)
    focal_point.save()
    began = time.monotonic()
    given = {"login": focal_point.email, "password": PASSWORD}
    response = visitor.post(reverse("account_login"), given)
    assert response.status_code == 302
    assert visitor.get("/desk/", follow=True).status_code == 200
    assert time.monotonic() - began < 5, "Redis is asked once, not by every line"


@pytest.mark.usefixtures("hung_redis")
def test_a_password_can_be_asked_for_while_redis_hangs(focal_point: User, visitor: Client) -> None:
    visitor.post(reverse("account_reset_password"), {"email": focal_point.email})
    assert OutgoingMail.objects.filter(address=focal_point.email).exists()


@pytest.mark.usefixtures("hung_redis")
def test_limits_hold_while_redis_hangs(visitor: Client) -> None:
    given = {"login": "nobody@example.org", "password": "wrong words"}
    pages = [
        visitor.post(reverse("account_login"), given).content.decode() for _attempt in range(7)
    ]
    assert "Too many attempts" not in pages[0]
    assert "Too many attempts" in pages[-1]


def test_redis_is_asked_again_after_a_while(
    spare_redis: Redis, settings: pytest.FixtureRequest
) -> None:
    known = settings.CACHES["default"]  # type: ignore[attr-defined]
    settings.CACHES = {"default": {**known, "LOCATION": spare_redis.url}}  # type: ignore[attr-defined]
    cache.set("key", "by Redis")
    spare_redis.stop()
    assert cache.get("key") is None
    assert cache.add("count", 0)
    assert cache.incr("count") == 1
    spare_redis.start()
    RestingCache._resting_until = 0.0
    assert cache.get("key") == "by Redis"
