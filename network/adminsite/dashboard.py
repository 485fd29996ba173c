"""The admin's first page: what waits for the Secretariat today, in cards that the apps own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest

from network import registry


@dataclass(frozen=True)
class CardItem:
    """One thing to look at: a line with an address, and a word on when."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class DashboardCard:
    """A card of the first page: how many things of one kind wait, and the first few of them.

    `tone` is `ok`, `info`, `warn` or `bad`; `empty` is the sentence for when nothing waits.
    """

    key: str
    title: str
    count: int
    url: str
    empty: str
    tone: str = "info"
    items: list[CardItem] = field(default_factory=list)


# Gives what a function makes, which hangs on the version of the data, the day and the language.
Keep = Callable[[str, Callable[[], list[DashboardCard]]], list[DashboardCard]]


def made_anew(_name: str, make: Callable[[], list[DashboardCard]]) -> list[DashboardCard]:
    """What `make` makes; nothing is kept."""
    return make()


@dataclass(frozen=True, kw_only=True)
class DashboardCards(registry.Contribution):
    """Cards of an app: `cards` takes the signed-in user, a member of the Secretariat.

    Those of an app that `keeps` some of them take a Keep as well. Kept may be what every member of
    the Secretariat sees alike, and that none of the tables decides which raise no version
    (`network.web.data_version.UnseenTables`): no submission, no mail, no account.
    """

    cards: Callable[..., list[DashboardCard]]
    keeps: bool = False


def first_of(rows: QuerySet[Any], most: int) -> tuple[list[Any], int]:
    """The first of the rows, at most `most`, and how many there are in all; one query."""
    found = list(rows.annotate(how_many=Window(Count("pk")))[:most])
    return found, found[0].how_many if found else 0


def first_page(
    request: HttpRequest, context: dict[str, Any], keep: Keep = made_anew
) -> dict[str, Any]:
    """Fill the admin's index with the cards of each app.

    The cards name officials and people invited: an account that may enter the admin without
    belonging to the Secretariat sees none.
    """
    cards: list[DashboardCard] = []
    if getattr(request.user, "is_secretariat", False):
        for app in registry.of(DashboardCards):
            cards += app.cards(request.user, *((keep,) if app.keeps else ()))
    return {**context, "cards": cards}
