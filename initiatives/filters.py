"""Filters over the lists of initiatives and of plans, and over the map's table."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from focalpoints.filters import regions
from focalpoints.models import Country, Member, owner_names
from initiatives.models import (
    STATE_STANDINGS,
    Initiative,
    InitiativeQuerySet,
    NationalActionPlan,
    NationalActionPlanQuerySet,
    Pillar,
    Standing,
    Support,
    Theme,
)
from network.values.collation import alphabetical
from network.values.searching import closeness, found_or_alike
from network.web.list_filters import ChoiceFilter, Choices, ListFilter, SearchFilter
from network.web.page_day import page_day


class InitiativeFilter(ListFilter):
    """The filters of /initiatives/, the newest publication first.

    `is_alike` says that no entry holds the words, and those of a similar spelling are shown.
    """

    needs: ClassVar[Mapping[str, str]] = {"role": "member"}
    shown_at_once = ("q",)
    is_alike = False

    q = SearchFilter(label=_("Search words"), method="with_words")
    pillar = ChoiceFilter(label=_("Pillar"), choices=Pillar.choices, method="holding_pillar")
    theme = ChoiceFilter(label=_("Theme"), choices=Theme.choices, method="holding_theme")
    scope = ChoiceFilter(label=_("Scope"), choices=Initiative.Scope.choices)
    status = ChoiceFilter(label=_("Status"), choices=Initiative.Status.choices)
    region = ChoiceFilter(label=_("Region"), choices=regions, method="in_region")
    member = ChoiceFilter(label=_("Member"), method="of_member")
    country = ChoiceFilter(label=_("Takes place in"), method="in_country")
    role = ChoiceFilter(
        label=_("Role of the member"),
        choices=[("owner", _("owner")), ("partner", _("takes part"))],
        method="in_role",
    )
    support = ChoiceFilter(
        label=_("Support"),
        choices=[
            (f"seeks-{Support.FUNDING}", _("seeks funding")),
            (f"seeks-{Support.EXPERTISE}", _("seeks expertise")),
            (f"offers-{Support.FUNDING}", _("offers funding")),
            (f"offers-{Support.EXPERTISE}", _("offers expertise")),
        ],
        method="of_support",
    )

    @cached_property
    def members(self) -> dict[str, Member]:
        members = Member.objects.current().with_identity().in_protocol_order()
        return {row.slug: row for row in members}

    @cached_property
    def countries(self) -> dict[str, Country]:
        return {row.iso3: row for row in Country.objects.in_order()}

    def choices(self) -> dict[str, Choices]:
        return {
            "member": lambda: [(slug, row.name) for slug, row in self.members.items()],
            "country": lambda: [(iso3, str(row)) for iso3, row in self.countries.items()],
        }

    def with_words(self, rows: InitiativeQuerySet, _name: str, words: str) -> InitiativeQuerySet:
        exact = rows.search(words)
        self.is_alike = not exact.exists()
        return rows.search_alike(words) if self.is_alike else exact

    def holding_pillar(self, rows: InitiativeQuerySet, _name: str, value: str) -> Any:
        return rows.filter(pillars__contains=[value])

    def holding_theme(self, rows: InitiativeQuerySet, _name: str, value: str) -> Any:
        return rows.filter(themes__contains=[value])

    def in_region(self, rows: InitiativeQuerySet, _name: str, region: str) -> InitiativeQuerySet:
        return rows.in_region(region)

    def of_member(self, rows: InitiativeQuerySet, _name: str, slug: str) -> InitiativeQuerySet:
        return rows.of_member(self.members[slug])

    def in_role(self, rows: InitiativeQuerySet, _name: str, role: str) -> InitiativeQuerySet:
        owned = Q(owner=self.members[self.values["member"]])
        return rows.filter(owned if role == "owner" else ~owned)

    def in_country(self, rows: InitiativeQuerySet, _name: str, iso3: str) -> InitiativeQuerySet:
        return rows.in_country(self.countries[iso3])

    def of_support(self, rows: InitiativeQuerySet, _name: str, value: str) -> Any:
        direction, kind = value.split("-")
        return rows.filter(**{f"{direction}__contains": [kind]})

    def filter_queryset(self, queryset: Any) -> InitiativeQuerySet:
        rows: InitiativeQuerySet = super().filter_queryset(queryset)
        return rows.order_by("-published_at", "-pk")


class PlanFilter(ListFilter):
    """The filters of /plans/: the plans of `day`, ranked by their standing on it.

    Those whose owner's name is closest to what was searched for stand first; the rest by standing,
    then in the alphabetical order of their owners.
    """

    q = SearchFilter(label=_("Name"), method="called")
    region = ChoiceFilter(label=_("Region"), choices=regions, field_name="country__region")
    standing = ChoiceFilter(
        label=_("Status"),
        choices=[(item.value, item.label) for item in Standing if item is not Standing.NO_RECORD],
        method="of_standing",
    )

    def __init__(self, request: HttpRequest, queryset: Any, *, day: datetime.date) -> None:
        self.day = day
        super().__init__(request, queryset)

    def called(self, rows: NationalActionPlanQuerySet, _name: str, text: str) -> Any:
        return found_or_alike(rows, (*owner_names(), "folded"), text)

    def of_standing(self, rows: NationalActionPlanQuerySet, _name: str, value: str) -> Any:
        return rows.of_standing(value, day=self.day)

    def filter_queryset(self, queryset: Any) -> NationalActionPlanQuerySet:
        plans: NationalActionPlanQuerySet = super().filter_queryset(
            queryset.existing_on(self.day).with_rank(self.day)
        )
        return plans.order_by(
            closeness(owner_names(), self.values.get("q", "")),
            F("standing_rank"),
            alphabetical("country"),
            alphabetical("organisation"),
            F("generation").desc(nulls_last=True),
            "pk",
        )


class MapFilter(PlanFilter):
    """The filters of /map/: a State always has a standing, even if nothing is recorded."""

    is_exported = False  # its table is of States, with or without a plan

    q = None  # type: ignore[assignment]  # the library's way of leaving a filter out
    standing = ChoiceFilter(
        label=_("Status"),
        choices=[(item.value, item.label) for item in STATE_STANDINGS],
        method="of_standing",
    )


def initiatives_shown(request: HttpRequest) -> InitiativeFilter:
    """What /initiatives/ shows for a request."""
    return InitiativeFilter(request, Initiative.objects.visible_to(request.user).with_owner())


def plans_shown(request: HttpRequest) -> PlanFilter:
    """What /plans/ shows for a request, on its day."""
    plans = NationalActionPlan.objects.with_owner()
    return PlanFilter(request, plans, day=page_day(request).day)
