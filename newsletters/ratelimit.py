"""How often one client may ask for something; counted in the cache, shared by all processes."""

from __future__ import annotations

import hashlib
import logging
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def may_ask(request: HttpRequest, *, action: str, times: int, seconds: int) -> bool:
    """Whether this client may do `action` now: at most `times` in a window of `seconds`.

    The client is its IP address, read through the proxies that production names. The windows
    are fixed, so that up to twice as many fit round a window's edge. A cache that is away lets
    everybody pass: the limit protects mailboxes, it does not guard a secret.
    """
    client = hashlib.sha256(get_adapter().get_client_ip(request).encode()).hexdigest()[:24]
    key = f"may-ask:{action}:{client}:{int(time.time()) // seconds}"
    try:
        cache.add(key, 0, timeout=seconds)
        return cache.incr(key) <= times
    except ValueError:
        return True  # the window ended between the two commands
    except RedisError as error:
        log.warning("No cache to count %s in: %s", action, error)
        return True
