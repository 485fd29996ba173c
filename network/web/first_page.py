"""The admin's first page with the cards that hang on the data alone kept, for each language.

They name the same rows to every member of the Secretariat, and nobody else is shown them
(`network.adminsite.dashboard`). As visitors' pages they are found again only under the version of
the data that was read before they were made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.translation import get_language

from network import clock
from network.adminsite import dashboard
from network.adminsite.dashboard import DashboardCard, Keep
from network.web import data_version
from network.web.kept_pages import LONGEST, release


@dataclass(frozen=True)
class KeptCards:
    """Cards as they were made; `key` says all that they hang on."""

    key: str
    cards: list[DashboardCard]


def first_page(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Fill the admin's index (unfold's DASHBOARD_CALLBACK)."""
    if not settings.KEPT_PARTS:
        return dashboard.first_page(request, context)
    return dashboard.first_page(request, context, _kept_under(data_version.current()))


def _kept_under(version: str) -> Keep:
    def keep(name: str, make: Callable[[], list[DashboardCard]]) -> list[DashboardCard]:
        language = get_language() or ""
        key = repr((name, language, clock.today().isoformat(), version, release()))
        # One place for each set of cards and language: their number is bounded.
        place = f"cards-{name}-{language}"
        found = caches["pages"].get(place)
        if isinstance(found, KeptCards) and found.key == key:
            return found.cards
        with clock.noting() as noted:
            cards = make()
        if not noted.moment_was_asked:
            caches["pages"].set(place, KeptCards(key, cards), LONGEST)
        return cards

    return keep
