"""Checks of the system before it serves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import Error as AnyDatabaseError

from network.models import User


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
