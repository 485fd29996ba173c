"""What the register lacks today: members nobody speaks for, old records, lost mail, no letter."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from focalpoints.freshness import with_freshness
from focalpoints.models import (
    Designation,
    DesignationQuerySet,
    Member,
    MemberQuerySet,
    Person,
    Region,
)
from network.values.freshness import is_stale, stale_on

# Of a list on the page; the number above it counts all.
MOST_SHOWN = 100

# How a member is covered, the best first.
STATES: dict[str, Any] = {
    "covered": _("Focal point, confirmed within a year"),
    "unconfirmed": _("Focal point, not confirmed"),
    "unreached": _("Mail does not reach the focal point"),
    "without": _("No focal point"),
}


@dataclass(frozen=True)
class Lacking:
    """A member without a focal point, and who else it designates, who is written to instead."""

    member: Member
    others: list[Designation]


@dataclass(frozen=True)
class MemberCoverage:
    """A member and how it is covered: a key of STATES."""

    member: Member
    state: str

    @property
    def label(self) -> Any:
        return STATES[self.state]


@dataclass(frozen=True)
class RegionCoverage:
    """How many members of a region have a focal point."""

    region: str
    label: str
    members: int
    covered: int

    @property
    def share(self) -> int:
        """In whole per cent."""
        return round(100 * self.covered / self.members) if self.members else 0


class Coverage:
    """The register on `day`; in one region (M49) where `region` is given. Each list one query."""

    def __init__(self, day: datetime.date, region: str = "") -> None:
        self.day = day
        self.region = region if region in Region.values else ""

    def _here(self, path: str) -> Q:
        return Q(**{f"{path}country__region": self.region}) if self.region else Q()

    def members(self) -> MemberQuerySet:
        return Member.objects.current().filter(self._here(""))

    def held(self) -> DesignationQuerySet:
        """Today's designations of current members."""
        found = Designation.objects.active_on(self.day).of_current_members()
        return found.filter(self._here("member__")).with_people()

    def _covered(self) -> Exists:
        """Whom somebody speaks for who may submit."""
        speaking = Designation.objects.active_on(self.day).that_may_submit()
        return Exists(speaking.filter(member=OuterRef("pk")))

    def members_without(self) -> MemberQuerySet:
        return self.members().filter(~self._covered())

    def lacking(self) -> list[Lacking]:
        """Members without a focal point, in the order of protocol."""
        members = list(self.members_without().with_identity().in_protocol_order())
        others = defaultdict(list)
        rows = self.held().filter(member__in=[member.pk for member in members])
        for row in rows.in_order_of_category():
            others[row.member_id].append(row)
        return [Lacking(member, others[member.pk]) for member in members]

    def by_member(self) -> list[MemberCoverage]:
        """Each member, by the best of those who may submit for it; two queries."""
        members = list(self.members().with_identity().in_protocol_order())
        speaking = Designation.objects.active_on(self.day).that_may_submit().order_by()
        rows = with_freshness(
            speaking.filter(member__in=self.members().values("pk")), self.day, path="person__"
        )
        order = list(STATES)
        best: dict[int, str] = {}
        columns = ("member_id", "person__confirmed_at", "is_unreached")
        for member, confirmed_at, is_unreached in rows.values_list(*columns):
            state = self._state(confirmed_at, is_unreached=is_unreached)
            best[member] = min(best.get(member, state), state, key=order.index)
        return [MemberCoverage(row, best.get(row.pk, "without")) for row in members]

    def _state(self, confirmed_at: datetime.datetime | None, *, is_unreached: bool) -> str:
        """What the lists of the page say of a person."""
        if is_unreached:
            return "unreached"
        return "unconfirmed" if is_stale(confirmed_at, self.day) else "covered"

    def people(self) -> QuerySet[Any]:
        """Who is designated today, with the freshness of each record."""
        held = self.held().filter(person=OuterRef("pk"))
        return with_freshness(Person.objects.filter(Exists(held)), self.day)

    def unconfirmed(self) -> QuerySet[Any]:
        """Those who never confirmed, or not within a year; who has waited longest first.

        Not by the tone: what staff edit or import makes a record younger and confirms nothing.
        """
        return self._longest_ago_first(stale_on(self.day) & Q(is_unreached=False))

    def unreached(self) -> QuerySet[Any]:
        return self._longest_ago_first(Q(is_unreached=True))

    def _longest_ago_first(self, which: Q) -> QuerySet[Any]:
        found = self.people().filter(which)
        return found.order_by(F("confirmed_at").asc(nulls_first=True), "pk")

    def without_letter(self) -> DesignationQuerySet:
        kept = Q(letter__isnull=False, letter__discarded_at=None)
        return self.held().exclude(kept).order_by("starts_on", "pk")

    def regions(self) -> list[RegionCoverage]:
        """Each region of the States, and how many of its members have a focal point; one query."""
        rows = Member.objects.current().filter(country__isnull=False).annotate(c=self._covered())
        members: dict[str, int] = defaultdict(int)
        covered: dict[str, int] = defaultdict(int)
        for region, is_covered in rows.order_by().values_list("country__region", "c"):
            members[region] += 1
            covered[region] += is_covered
        return [
            RegionCoverage(region.value, str(region.label), members[region], covered[region])
            for region in Region
            if members[region]
        ]

    def memberships(self, people: list[Any]) -> dict[int, list[Designation]]:
        """The designations of `people`, by their keys; one query."""
        found = defaultdict(list)
        rows = self.held().filter(person__in=[person.pk for person in people])
        for row in rows.in_order_of_category():
            found[row.person_id].append(row)
        return found
