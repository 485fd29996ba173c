"""Cards of the Secretariat's first page: entries gone stale, plans that lapse."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from initiatives.models import Initiative, NationalActionPlan
from network.dashboard import Need, NeedItem

FIRST = 5


def needs_today(user: object) -> list[Need]:
    """Entries that nobody has confirmed for a year, and plans that lapse within one."""
    return [_stale_initiatives(), _stale_plans(), _lapsing()]


def _stale_initiatives() -> Need:
    stale = Initiative.objects.stale(timezone.localdate())
    changelist = reverse("admin:initiatives_initiative_changelist")
    return Need(
        key="stale",
        title=_("Initiatives gone stale"),
        count=stale.count(),
        url=f"{changelist}?freshness=stale",
        empty=_("Every initiative was confirmed within the last twelve months."),
        tone="warn",
        items=[
            NeedItem(
                label=f"{row.owner.name}: {row}",
                url=reverse("admin:initiatives_initiative_change", args=[row.pk]),
                note=_last_word_on(row),
            )
            for row in stale.with_owner().order_by("confirmed_at", "pk")[:FIRST]
        ],
    )


def _stale_plans() -> Need:
    """Confirmed long ago stands before never: the second may have nobody yet to confirm it."""
    stale = NationalActionPlan.objects.stale(timezone.localdate())
    changelist = reverse("admin:initiatives_nationalactionplan_changelist")
    return Need(
        key="stale-plans",
        title=_("Plans gone stale"),
        count=stale.count(),
        url=f"{changelist}?freshness=stale",
        empty=_("Every plan was confirmed within the last twelve months."),
        items=[
            NeedItem(
                label=row.owner_name,
                url=reverse("admin:initiatives_nationalactionplan_change", args=[row.pk]),
                note=_last_word_on(row),
            )
            for row in stale.with_owner().order_by("confirmed_at", "pk")[:FIRST]
        ],
    )


def _last_word_on(entry: Initiative | NationalActionPlan) -> str:
    """When its member last said that it is right."""
    if entry.confirmed_at is None:
        return _("never confirmed")
    day = timezone.localdate(entry.confirmed_at)
    return _("confirmed %(day)s") % {"day": date_format(day)}


def _lapsing() -> Need:
    day = timezone.localdate()
    lapsing = [
        plan
        for plan in NationalActionPlan.objects.with_owner().best_by_country(day).values()
        if plan.standing(day).value == "lapsing"
    ]
    lapsing.sort(key=lambda plan: plan.ends_on.isoformat if plan.ends_on else "")
    changelist = reverse("admin:initiatives_nationalactionplan_changelist")
    return Need(
        key="lapsing",
        title=_("Plans lapsing within a year"),
        count=len(lapsing),
        url=f"{changelist}?standing=lapsing",
        empty=_("No recorded plan lapses within a year."),
        tone="info",
        items=[
            NeedItem(
                label=plan.owner_name,
                url=reverse("admin:initiatives_nationalactionplan_change", args=[plan.pk]),
                note=str(plan.ends_on.localized) if plan.ends_on else "",
            )
            for plan in lapsing[:FIRST]
        ],
    )
