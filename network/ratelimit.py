"""How often something may be asked for; counted in the cache, shared by all processes."""

from __future__ import annotations

import hashlib
import ipaddress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def may_ask(request: HttpRequest, *, action: str, times: int, seconds: int) -> bool:
    """Whether this client may do `action` now: at most `times` in `seconds`.

    The client is its IP address, read through the proxies that production names.
    """
    client = _network_of(get_adapter().get_client_ip(request))
    return within(action=action, whose=client, times=times, seconds=seconds)


def within(*, action: str, whose: str, times: int, seconds: int) -> bool:
    """Count one more `action` for `whose`: whether it is at most the `times`-th in `seconds`.

    The seconds begin with the first. Of `whose` (a mail or an IP address) the digest is kept.
    """
    digest = hashlib.sha256(whose.encode()).hexdigest()[:24]
    key = f"within:{action}:{digest}"
    try:
        cache.add(key, 0, timeout=seconds)
        return cache.incr(key) <= times
    except ValueError:
        return True  # the seconds were over between the two commands


def _network_of(address: str) -> str:
    """The address itself, or of IPv6 the /64 that every customer has whole."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return address
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, 64), strict=False))
