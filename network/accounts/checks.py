"""Checks of the system before it serves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import Error as AnyDatabaseError

from network.accounts.models import User


@register(Tags.security, deploy=True)
def no_sample_accounts(
    app_configs: Sequence[AppConfig] | None, **_options: Any
) -> list[CheckMessage]:
    """Production holds no sample account: their password is in the README."""
    if not settings.IS_PRODUCTION:
        return []
    try:
        count = User.objects.filter(is_sample=True).count()
    except AnyDatabaseError:
        # No database yet, or no tables: nothing to complain about before the first migration.
        return []
    if not count:
        return []
    return [
        Error(
            f"{count} sample accounts are in this production database. They cannot sign in.",
            hint="Start production on a database of its own; never on that of a demo.",
            id="network.E001",
        )
    ]


@register(Tags.security, deploy=True)
def check_trusted_proxies(
    app_configs: Sequence[AppConfig] | None, **_options: Any
) -> list[CheckMessage]:
    """Limits of attempts count by address, and behind a proxy all come from one."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT or not settings.SITE_URL.startswith("https://"):
        return []
    return [
        Warning(
            "TRUSTED_PROXIES is 0, but only a proxy can end TLS before the portal: all visitors "
            "seem to come from its address, so that one who guesses passwords locks out all.",
            hint="Set TRUSTED_PROXIES=1 and let the proxy set X-Forwarded-For and "
            "X-Forwarded-Proto (docs/operations.md).",
            id="network.W001",
        )
    ]
