"""Filters over the list of members and over the directory."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from focalpoints.models import MemberQuerySet, Region
from network.values.collation import in_alphabetical_order
from network.web.list_filters import ChoiceFilter, ListFilter, SearchFilter

ORGANISATIONS = "organisations"


def regions() -> list[tuple[str, Any]]:
    """The regions of M49, in the alphabetical order of the reader's language."""
    return in_alphabetical_order(Region.choices, key=lambda choice: choice[1])


def _regions_and_organisations() -> list[tuple[str, Any]]:
    return [*regions(), (ORGANISATIONS, _("Organisations"))]


class MemberFilter(ListFilter):
    """The filters of /members/: those searched for stand by how close their names are."""

    q = SearchFilter(label=_("Name"), method="called")
    region = ChoiceFilter(label=_("Region"), choices=_regions_and_organisations, method="in_region")

    def called(self, rows: MemberQuerySet, _name: str, text: str) -> MemberQuerySet:
        return rows.called(text)

    def in_region(self, rows: MemberQuerySet, _name: str, region: str) -> MemberQuerySet:
        if region == ORGANISATIONS:
            return rows.organisations()
        return rows.filter(country__region=region)

    def filter_queryset(self, queryset: Any) -> MemberQuerySet:
        rows: MemberQuerySet = super().filter_queryset(queryset)
        text = self.values.get("q", "")
        return rows.closest_first(text) if text else rows.in_protocol_order()


class DirectoryFilter(MemberFilter):
    """The filters of /directory/."""
