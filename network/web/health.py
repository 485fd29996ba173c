"""Whether the portal works: what /health/ reports to a monitor, in words and as a status code."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from typing import Any

import psycopg
import redis
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from network.journal.recording import is_late
from network.journal.standing import Standing, standing

log = logging.getLogger(__name__)

PATIENCE = 2  # seconds that a server may take to answer
PULSE_FRESH = 60  # seconds after which a worker that gives no sign counts as down
KEPT = 2.0  # seconds that an answer is good for: a stranger's questions cost no more than that
_PULSE = "health:pulse"
_NOT_ASKED_WITH = {
    "autocommit",
    "connect_timeout",
    "context",
    "cursor_factory",
    "options",
    "prepare_threshold",
}
_last: tuple[float, dict[str, dict[str, str]]] | None = None


class ServiceDown(Exception):  # noqa: N818 - reads as a finding
    """A part does not work; the sentence names no address and no secret."""


def beat_pulse() -> None:
    """Note that a worker has just worked.

    The note expires by itself, so that no two machines' clocks are compared.
    """
    cache.set(_PULSE, int(time.time()), PULSE_FRESH)


def check_database() -> str:
    """Query PostgreSQL over a separate connection: a page's may be broken, or busy."""
    given = connection.get_connection_params()
    # All options of the connection, TLS included, except Django's own and those set below.
    wanted = {name: value for name, value in given.items() if name not in _NOT_ASKED_WITH}
    try:
        with psycopg.connect(
            **wanted,
            connect_timeout=PATIENCE,
            options=f"-c statement_timeout={PATIENCE * 1000}",
            autocommit=True,
        ) as link:
            link.execute("SELECT 1")
    except psycopg.Error as error:
        raise ServiceDown("PostgreSQL does not answer.") from error
    return "PostgreSQL answers."


def _redis() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
    )


def check_cache() -> str:
    """Write to Redis and read it back."""
    key, value = f"portal-health:{uuid.uuid4().hex}", uuid.uuid4().bytes
    try:
        with _redis() as link:
            link.set(key, value, ex=PATIENCE * 5)
            kept = link.get(key)
            link.delete(key)
    except (redis.RedisError, OSError) as error:
        raise ServiceDown("Redis does not answer.") from error
    if kept != value:
        raise ServiceDown("Redis does not keep what it is given.")
    return "Redis answers."


def check_worker() -> str:
    """Check the last pulse of a Celery worker, which beat triggers every 10 s."""
    try:
        with _redis() as link:
            left = link.ttl(cache.make_key(_PULSE))
    except (redis.RedisError, OSError) as error:
        raise ServiceDown("Unknown: Redis does not answer.") from error
    if not isinstance(left, int) or left < 0:
        raise ServiceDown(f"No worker has given a sign of life for {PULSE_FRESH} seconds.")
    return f"A worker gave a sign of life {max(PULSE_FRESH - left, 0)} seconds ago."


def check_storage() -> str:
    """Write a small file where documents are kept, read it back and remove it."""
    value = uuid.uuid4().hex.encode()
    try:
        name = default_storage.save(f"health/{uuid.uuid4().hex}", ContentFile(value))
        try:
            with default_storage.open(name) as file:
                kept = file.read()
        finally:
            default_storage.delete(name)
    except OSError as error:
        raise ServiceDown("Documents cannot be written.") from error
    if kept != value:
        raise ServiceDown("Documents are not kept as they were written.")
    return "Documents can be written and read."


def check_journal() -> str:
    """Whether the database knows what was erased, and the journal too."""
    try:
        found, waits = standing(), is_late()
    except (DatabaseError, OSError) as error:
        raise ServiceDown("Unknown: the database or the journal cannot be read.") from error
    if found is not Standing.CURRENT:
        raise ServiceDown(found.value)
    if waits:
        raise ServiceDown("An erasure could not be written into the journal for over a minute.")
    return str(found.value)


CHECKS: dict[str, Callable[[], str]] = {
    "database": check_database,
    "cache": check_cache,
    "worker": check_worker,
    "storage": check_storage,
    "journal": check_journal,
}


def examine() -> dict[str, dict[str, str]]:
    """Each part's name with its `state` (`up` or `down`) and a sentence."""
    found: dict[str, dict[str, str]] = {}
    for name, check in CHECKS.items():
        try:
            found[name] = {"state": "up", "says": check()}
        except ServiceDown as down:
            log.error("%s is down: %s", name, down, exc_info=down.__cause__)
            found[name] = {"state": "down", "says": str(down)}
    return found


def examined_lately() -> dict[str, dict[str, str]]:
    """What `examine` found, at most KEPT seconds ago in this process."""
    global _last
    if _last is None or time.monotonic() - _last[0] > KEPT:
        found = examine()
        _last = (time.monotonic(), found)
    return _last[1]


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when every part is up, 503 when one is down; never a secret or an address."""
    parts = examined_lately()
    well = all(part["state"] == "up" for part in parts.values())
    answer: dict[str, Any] = {"state": "up" if well else "down", "parts": parts}
    return JsonResponse(answer, status=200 if well else 503, json_dumps_params={"indent": 1})
