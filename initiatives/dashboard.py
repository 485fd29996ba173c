"""Cards of the Secretariat's first page: stale entries, plans that lapse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from initiatives.models import Initiative, NationalActionPlan
from network import clock
from network.adminsite.dashboard import (
    CardItem,
    DashboardCard,
    Keep,
    first_of,
    made_anew,
)
from network.adminsite.translations import (
    outdated_card,
    outdated_item,
    outdated_list,
    outdated_rows,
)
from network.values.translations import has_outdated_texts

FIRST = 5


def dashboard_cards(user: object, keep: Keep = made_anew) -> list[DashboardCard]:
    """Entries that nobody has confirmed for a year, and plans that lapse within one."""
    return keep("initiatives", _cards)


def _cards() -> list[DashboardCard]:
    outdated = _outdated()
    cards = [_stale_initiatives(), _stale_plans(), _lapsing()]
    return [*cards, outdated] if outdated.count else cards


def _outdated() -> DashboardCard:
    """Plans and initiatives with a translation that somebody should look at."""
    plans = NationalActionPlan.objects.filter(has_outdated_texts(NationalActionPlan))
    initiatives = Initiative.objects.filter(has_outdated_texts(Initiative))
    of_plans, of_initiatives = outdated_rows(
        plans.with_owner().order_by("slug"), initiatives.order_by("-published_at", "-pk")
    )
    found: list[NationalActionPlan | Initiative] = [*of_plans, *of_initiatives]
    has_plans = isinstance(next(iter(found), None), NationalActionPlan)
    return outdated_card(
        "outdated-entries",
        _("Outdated translations: plans and initiatives"),
        [outdated_item(row) for row in found[:FIRST]],
        count=len(found),
        url=outdated_list(NationalActionPlan if has_plans else Initiative),
    )


def _stale_initiatives() -> DashboardCard:
    items, count = _first(
        Initiative.objects.stale(clock.today()), lambda row: f"{row.owner.name}: {row}"
    )
    return DashboardCard(
        key="stale",
        title=_("Initiatives not confirmed for 12 months"),
        count=count,
        url=_changelist(Initiative) + "?freshness=stale",
        empty=_("Every initiative was confirmed within the last 12 months."),
        tone="warn",
        items=items,
    )


def _stale_plans() -> DashboardCard:
    items, count = _first(
        NationalActionPlan.objects.stale(clock.today()), lambda row: row.owner_name
    )
    return DashboardCard(
        key="stale-plans",
        title=_("Plans not confirmed for 12 months"),
        count=count,
        url=_changelist(NationalActionPlan) + "?freshness=stale",
        empty=_("Every plan was confirmed within the last 12 months."),
        items=items,
    )


def _changelist(model: type[Initiative | NationalActionPlan]) -> str:
    return reverse(f"admin:initiatives_{model._meta.model_name}_changelist")


def _first(stale: Any, label: Callable[[Any], str]) -> tuple[list[CardItem], int]:
    """The first of them and how many; those confirmed long ago before those never confirmed."""
    rows, count = first_of(stale.with_owner().order_by("confirmed_at", "pk"), FIRST)
    return [
        CardItem(
            label=label(row),
            url=reverse(f"admin:initiatives_{row._meta.model_name}_change", args=[row.pk]),
            note=_last_word_on(row),
        )
        for row in rows
    ], count


def _last_word_on(entry: Initiative | NationalActionPlan) -> str:
    """When its member last confirmed it."""
    if entry.confirmed_at is None:
        return _("never confirmed")
    day = clock.day_of(entry.confirmed_at)
    return _("confirmed %(day)s") % {"day": date_format(day)}


def _lapsing() -> DashboardCard:
    day = clock.today()
    lapsing = [
        plan
        for plan in NationalActionPlan.objects.with_owner().best_by_country(day).values()
        if plan.standing(day).value == "lapsing"
    ]
    lapsing.sort(key=lambda plan: plan.ends_on.isoformat if plan.ends_on else "")
    return DashboardCard(
        key="lapsing",
        title=_("Plans lapsing within a year"),
        count=len(lapsing),
        url=f"{_changelist(NationalActionPlan)}?standing=lapsing",
        empty=_("No recorded plan lapses within a year."),
        tone="info",
        items=[
            CardItem(
                label=plan.owner_name,
                url=reverse("admin:initiatives_nationalactionplan_change", args=[plan.pk]),
                note=str(plan.ends_on.localized) if plan.ends_on else "",
            )
            for plan in lapsing[:FIRST]
        ],
    )
