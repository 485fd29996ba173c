"""The cache: Redis, and the process's memory while Redis does not answer.

Rate limits are counted in the cache, so that without this nobody could sign in or ask for a
password while Redis is away. Counted in each process alone they are looser for that time, but still
limit.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

# Seconds without another request to Redis after a failure: a page makes many.
REST = 5.0


def _asking(name: str) -> Any:
    """The method of that name, which asks Redis or its stand-in."""

    def ask(self: RestingCache, *args: Any, **kwargs: Any) -> Any:
        return self._ask(name, *args, **kwargs)

    return ask


class RestingCache(RedisCache):
    """Asks Redis, and leaves it alone for a while after it has failed."""

    _resting_until = 0.0  # of the whole process: Django makes an instance for each thread

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        # No second try: what happens otherwise is there at once, and Redis is asked again soon.
        params = {**params, "OPTIONS": {"retry": Retry(NoBackoff(), 0), **params["OPTIONS"]}}
        super().__init__(server, params)

    def _ask(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= RestingCache._resting_until:
            try:
                return getattr(super(), name)(*args, **kwargs)
            except (RedisError, OSError) as error:
                log.error("Redis does not answer (%s): this process goes on without it.", error)
                RestingCache._resting_until = time.monotonic() + REST
        return self._without_redis(name, *args, **kwargs)

    def _without_redis(self, name: str, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError


class OptionalCache(RestingCache):
    """Keeps what can be made again: without Redis nothing is found, and nothing is kept."""

    def _without_redis(self, name: str, *args: Any, **kwargs: Any) -> Any:
        return None

    get = _asking("get")
    set = _asking("set")


class FallbackCache(RestingCache):
    """Does what Redis does, and falls back to memory when Redis is away."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        plain = {name: value for name, value in params.items() if name != "OPTIONS"}
        self._stand_in = LocMemCache("while-redis-is-away", plain)

    def _without_redis(self, name: str, *args: Any, **kwargs: Any) -> Any:
        return getattr(self._stand_in, name)(*args, **kwargs)

    add = _asking("add")
    get = _asking("get")
    set = _asking("set")
    touch = _asking("touch")
    delete = _asking("delete")
    has_key = _asking("has_key")
    get_many = _asking("get_many")
    set_many = _asking("set_many")
    delete_many = _asking("delete_many")

    def incr(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        # Redis may go between an `add` and its `incr`.
        self._stand_in.add(key, 0)
        return self._ask("incr", key, *args, **kwargs)

    def clear(self) -> Any:
        self._stand_in.clear()
        return self._ask("clear")
