"""Filters over the lists of initiatives and of plans, with an address of their own each."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from focalpoints.models import Country, Member, Region, owner_names
from initiatives.models import (
    STATE_STANDINGS,
    Initiative,
    InitiativeQuerySet,
    NationalActionPlanQuerySet,
    Pillar,
    Standing,
    Support,
    Theme,
)
from network.values.collation import in_alphabetical_order
from network.values.form_fields import NamesSelect, SearchField
from network.values.searching import closeness, found_or_alike

# The same first choice in every list: the label says what it is about.
ALL = _("All")


def _any(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", ALL), *choices], required=False)


class RegionField(forms.ChoiceField):
    """The regions of M49, in the alphabetical order of the reader's language."""

    def __init__(self) -> None:
        super().__init__(label=_("Region"), choices=_regions, required=False)


def _regions() -> list[tuple[str, Any]]:
    return [("", ALL), *in_alphabetical_order(Region.choices, key=lambda choice: choice[1])]


class InitiativeFilter(forms.Form):
    """The filters of /initiatives/; a value that is none of the choices filters nothing."""

    q = SearchField(label=_("Search words"))
    pillar = _any(_("Pillar"), Pillar.choices)
    theme = _any(_("Theme"), Theme.choices)
    scope = _any(_("Scope"), Initiative.Scope.choices)
    status = _any(_("Status"), Initiative.Status.choices)
    region = RegionField()
    member = forms.ChoiceField(label=_("Member"), required=False, widget=NamesSelect)
    country = forms.ChoiceField(label=_("Takes place in"), required=False, widget=NamesSelect)
    role = _any(_("Role of the member"), [("owner", _("owner")), ("partner", _("takes part"))])
    support = _any(
        _("Support"),
        [
            (f"seeks-{Support.FUNDING}", _("seeks funding")),
            (f"seeks-{Support.EXPERTISE}", _("seeks expertise")),
            (f"offers-{Support.FUNDING}", _("offers funding")),
            (f"offers-{Support.EXPERTISE}", _("offers expertise")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {
            row.slug: row for row in Member.objects.current().with_identity().in_protocol_order()
        }
        self.fields["member"].choices = [  # type: ignore[attr-defined]
            ("", ALL),
            *((slug, row.name) for slug, row in self.members.items()),
        ]
        self.countries = {row.iso3: row for row in Country.objects.in_order()}
        self.fields["country"].choices = [  # type: ignore[attr-defined]
            ("", ALL),
            *((iso3, str(row)) for iso3, row in self.countries.items()),
        ]
        self.is_valid()

    @property
    def unfolded(self) -> list[forms.BoundField]:
        """The fields that are also visible on a phone."""
        return [self["q"]]

    @property
    def folded(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "q"]

    @property
    def folded_count(self) -> int:
        """How many of the folded fields filter something."""
        return len(self.values.keys() - {"q"})

    @property
    def values(self) -> dict[str, str]:
        """The valid values that filter something; a role only with a member."""
        values = {name: value for name, value in self.cleaned_data.items() if value}
        if "member" not in values:
            values.pop("role", None)
        return values

    def apply(self, initiatives: InitiativeQuerySet) -> InitiativeQuerySet:
        """Everything but the words, whose search the view may repeat with similar ones."""
        values = self.values
        if "pillar" in values:
            initiatives = initiatives.filter(pillars__contains=[values["pillar"]])
        if "theme" in values:
            initiatives = initiatives.filter(themes__contains=[values["theme"]])
        for name in ("scope", "status"):
            if name in values:
                initiatives = initiatives.filter(**{name: values[name]})
        if "region" in values:
            initiatives = initiatives.in_region(values["region"])
        if "member" in values:
            member, role = self.members[values["member"]], values.get("role", "")
            initiatives = initiatives.of_member(member)
            if role:
                owned = Q(owner=member)
                initiatives = initiatives.filter(owned if role == "owner" else ~owned)
        if "country" in values:
            initiatives = initiatives.in_country(self.countries[values["country"]])
        if "support" in values:
            direction, kind = values["support"].split("-")
            initiatives = initiatives.filter(**{f"{direction}__contains": [kind]})
        return initiatives


class PlanFilter(forms.Form):
    """The filters of /plans/ and of the map's table."""

    q = SearchField(label=_("Name"))
    region = RegionField()
    standing = _any(
        _("Status"),
        [(item.value, item.label) for item in Standing if item is not Standing.NO_RECORD],
    )

    def __init__(self, *args: Any, day: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.is_valid()

    @property
    def values(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, plans: NationalActionPlanQuerySet) -> NationalActionPlanQuerySet:
        """The plans of the day, ranked by their standing on it, and by how close they are."""
        values = self.values
        plans = plans.existing_on(self.day).with_rank(self.day)
        if "q" in values:
            plans = found_or_alike(plans, (*owner_names(), "folded"), values["q"])
        if "region" in values:
            plans = plans.filter(country__region=values["region"])
        if "standing" in values:
            plans = plans.of_standing(values["standing"], day=self.day)
        return plans.alias(closeness=closeness(owner_names(), values.get("q", "")))


class MapFilter(PlanFilter):
    """The filters of /map/: a State always has a standing, even if nothing is recorded."""

    q = None  # type: ignore[assignment]  # Django's way of leaving a field out
    standing = _any(_("Status"), [(item.value, item.label) for item in STATE_STANDINGS])
