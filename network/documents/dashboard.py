"""Cards of the Secretariat's first page: documents that could not be made."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from network.adminsite.dashboard import CardItem, DashboardCard, first_of
from network.documents.models import DocumentBuild, DocumentBuildQuerySet

_SHOWN = 5


def dashboard_cards(user: Any) -> list[DashboardCard]:
    """PDFs that failed, and those that wait for room on the disk; none where there are none."""
    if not user.has_perm("network.view_documentbuild"):
        return []
    cards = (
        _card(
            "failed-pdfs",
            _("PDFs that failed"),
            DocumentBuild.objects.failed(),
            state="failed",
            empty=_("Every PDF was built."),
        ),
        _card(
            "pdfs-without-room",
            _("PDFs waiting because the disk is full"),
            DocumentBuild.objects.without_room(),
            state="waiting",
            empty=_("There is room for every PDF."),
        ),
    )
    return [card for card in cards if card.count]


def _card(
    key: str, title: str, builds: DocumentBuildQuerySet, *, state: str, empty: str
) -> DashboardCard:
    first, count = first_of(builds.order_by("-pk"), _SHOWN)
    return DashboardCard(
        key=key,
        title=title,
        count=count,
        url=reverse("admin:network_documentbuild_changelist") + f"?state__exact={state}",
        empty=empty,
        tone="bad",
        items=[
            CardItem(
                label=build.title,
                url=reverse("admin:network_documentbuild_change", args=[build.pk]),
                note=build.language,
            )
            for build in first
        ],
    )
