"""The admin's first page: what needs me today."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class CardItem:
    """One thing to look at: a line with an address, and a word on when."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class DashboardCard:
    """A card of the first page: how many things of one kind wait, and the first few of them.

    `tone` is `ok`, `info`, `warn` or `bad`; `empty` says calmly that nothing waits.
    """

    key: str
    title: str
    count: int
    url: str
    empty: str
    tone: str = "info"
    items: list[CardItem] = field(default_factory=list)


def dashboard_cards(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Fill the admin's index with each app's cards, in the order of the settings.

    The cards name officials and people invited: an account that may enter the admin without
    being of the Secretariat sees none.
    """
    needs: list[DashboardCard] = []
    is_secretariat = getattr(request.user, "is_secretariat", False)
    for path in settings.PORTAL_DASHBOARD if is_secretariat else ():
        needs += import_string(path)(request.user)
    return {**context, "needs": needs}
