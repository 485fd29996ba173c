"""The first page's card on requests for erasure."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network import clock
from network.adminsite.dashboard import CardItem, DashboardCard, first_of
from network.privacy.models import ErasureRequest

_SHOWN = 5


def dashboard_cards(user: Any) -> list[DashboardCard]:
    """Requests that wait for a decision, the oldest first; no card while there are none."""
    if not user.has_perm("network.view_erasurerequest"):
        return []
    waiting = ErasureRequest.objects.waiting().select_related("account").order_by("asked_at")
    first, count = first_of(waiting, _SHOWN)
    if not count:
        return []
    return [
        DashboardCard(
            key="erasure-requests",
            title=_("Requests for erasure"),
            count=count,
            url=reverse("admin:network_erasurerequest_changelist") + "?waits=yes",
            empty=_("Nobody has asked for erasure."),
            tone="warn",
            items=[
                CardItem(
                    str(row.account),
                    reverse("admin:network_erasurerequest_change", args=[row.pk]),
                    date_format(clock.day_of(row.asked_at), "DATE_FORMAT"),
                )
                for row in first
            ],
        )
    ]
