"""How often something may be asked for; counted in the cache, shared by all processes."""

from __future__ import annotations

import datetime
import hashlib
import ipaddress
import math
import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

# Nothing is counted for longer, which the page on how long data are kept says.
COUNTED_FOR = datetime.timedelta(days=1)


def may_ask(request: HttpRequest, *, action: str, times: int, seconds: int) -> bool:
    """Whether this client may do `action` now: at most `times` in `seconds`.

    The client is its IP address, read through the proxies that production names.
    """
    client = network_of(get_adapter().get_client_ip(request))
    return within(action=action, whose=client, times=times, seconds=seconds)


def within(*, action: str, whose: str, times: int, seconds: int) -> bool:
    """Count one more `action` for `whose`; return whether it is at most the `times`-th in
    `seconds`.

    The period begins with the first. Only the digest of `whose` (a mail or an IP address) is kept.
    Raises ValueError for a period beyond COUNTED_FOR.
    """
    _require_short(seconds)
    digest = hashlib.sha256(whose.encode()).hexdigest()[:24]
    key = f"within:{action}:{digest}"
    try:
        cache.add(key, 0, timeout=seconds)
        return cache.incr(key) <= times
    except ValueError:
        return True  # the seconds were over between the two commands


def _require_short(seconds: int) -> None:
    if datetime.timedelta(seconds=seconds) > COUNTED_FOR:
        raise ValueError(f"Nothing is counted for {seconds} seconds.")


@dataclass(frozen=True)
class Limit:
    """At most `times` of `action` in `seconds` for `whose`; the period begins with the first.

    Raises ValueError for a period beyond COUNTED_FOR.
    """

    action: str
    whose: str
    times: int
    seconds: int

    def __post_init__(self) -> None:
        _require_short(self.seconds)

    @property
    def _key(self) -> str:
        digest = hashlib.sha256(self.whose.encode()).hexdigest()[:24]
        return f"limit:{self.action}:{digest}"

    def count(self) -> int:
        """Count one more: 0 if it is within the limit, or in how many seconds to try again."""
        now = time.time()
        if cache.add(self._key, 0, timeout=self.seconds):
            cache.set(f"{self._key}:until", now + self.seconds, timeout=self.seconds)
        try:
            if cache.incr(self._key) <= self.times:
                return 0
        except ValueError:
            return 0  # the seconds were over between the two commands
        until: float = cache.get(f"{self._key}:until", now + self.seconds)
        return max(1, math.ceil(until - now))

    def take_back(self) -> None:
        """Undo one `count` of something that turned out not to be limited."""
        try:
            if cache.get(self._key):
                cache.incr(self._key, -1)
        except ValueError:
            return  # the seconds were over between the two commands

    def forget(self) -> None:
        """Reset the count."""
        cache.delete_many([self._key, f"{self._key}:until"])


def network_of(address: str) -> str:
    """The address itself; for IPv6 the /64, which one customer owns entirely."""
    try:
        known = ipaddress.ip_address(unmapped(address))
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    return str(ipaddress.ip_network((known, 64), strict=False))


def unmapped(address: str) -> str:
    """An IP address; an IPv4 address written as IPv6 ("::ffff:192.0.2.1") as IPv4."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    mapped = getattr(known, "ipv4_mapped", None)
    return str(mapped or address)
