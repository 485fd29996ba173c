"""Filters over the list of members and over the directory."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Func, TextField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from focalpoints.contacts import directory_of
from focalpoints.models import (
    SEEN_TEXTS,
    Category,
    DesignationQuerySet,
    Member,
    MemberQuerySet,
    Region,
    owner_names,
)
from network.values.collation import alphabetical, in_alphabetical_order
from network.values.searching import closeness, found_or_alike, holds
from network.web.list_filters import ChoiceFilter, ListFilter, SearchFilter
from network.web.page_day import page_day

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


class DirectoryFilter(ListFilter):
    """The filters of /directory/, over designations as the reader sees them (`contacts.seen_by`).

    Words are sought in the names of members and in what is seen of the people, so that nothing
    hidden decides what is found. Members whose names are closest stand first.
    """

    q = SearchFilter(label=_("Member, person or institution"), method="called")
    region = ChoiceFilter(label=_("Region"), choices=_regions_and_organisations, method="in_region")
    category = ChoiceFilter(label=_("Category"), field_name="category__code")

    def choices(self) -> dict[str, list[tuple[str, Any]]]:
        """Categories that have a holder of whom the reader may know."""
        held = self.queryset.order_by().values("category")
        found = Category.objects.filter(pk__in=held).in_order()
        return {"category": [(row.code, row.name) for row in found]}

    def called(self, rows: DesignationQuerySet, _name: str, text: str) -> Any:
        seen = Func(*map(F, SEEN_TEXTS), function="portal_names_folded", output_field=TextField())
        return found_or_alike(
            rows.alias(seen_folded=seen), (*owner_names("member"), "seen_folded"), text
        )

    def in_region(self, rows: DesignationQuerySet, _name: str, region: str) -> DesignationQuerySet:
        if region == ORGANISATIONS:
            return rows.filter(member__organisation__isnull=False)
        return rows.filter(member__country__region=region)

    def filter_queryset(self, queryset: Any) -> DesignationQuerySet:
        rows: DesignationQuerySet = super().filter_queryset(queryset)
        return rows.order_by(
            closeness(owner_names("member"), self.values.get("q", "")),
            alphabetical("member__country"),
            alphabetical("member__organisation"),
            "member",
            "category__order",
            "category",
            "starts_on",
            "pk",
        )

    def members_without(self, *, is_any_found: bool) -> MemberQuerySet:
        """Current members of the region and the words, of whose holders the reader knows none.

        Where nobody was found, those with names spelt nearly like the words too.
        """
        known = self.queryset.order_by().values("member")
        rows = Member.objects.current().exclude(pk__in=known).with_identity()
        if "category" in self.values:
            return rows.none()
        region, text = self.values.get("region", ""), self.values.get("q", "")
        if region == ORGANISATIONS:
            rows = rows.organisations()
        elif region:
            rows = rows.filter(country__region=region)
        if text:
            rows = rows.filter(holds(owner_names(), text)) if is_any_found else rows.called(text)
            return rows.closest_first(text)
        return rows.in_protocol_order()


def members_shown(request: HttpRequest) -> MemberFilter:
    """What /members/ shows for a request, on its day."""
    return MemberFilter(request, Member.objects.belonging_on(page_day(request).day).with_identity())


def directory_shown(request: HttpRequest) -> DirectoryFilter:
    """What /directory/ shows for a request: the designations as its reader sees them."""
    rows = directory_of(request.user)
    return DirectoryFilter(
        request, rows.select_related("category", "member__country", "member__organisation")
    )
