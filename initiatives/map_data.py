"""What the world map and its table show: each State's standing, its members, its initiatives.

Five queries, whatever the number of States, plans and initiatives.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from focalpoints.freshness import MemberFreshness, freshness_by_member
from focalpoints.models import Country, Member, Region
from focalpoints.rights import is_member
from initiatives.models import (
    STATE_STANDINGS,
    Initiative,
    NationalActionPlan,
    PlanCount,
    PlanFinding,
    Standing,
)
from initiatives.worldmap import CountryMark, OwnerMark, WorldMap, world_map
from network import clock
from network.values.freshness import tone_of
from network.values.periods import period

# The words of the badges that say how long ago it is (templates/components/freshness.html).
AGES = {"warn": gettext_lazy("over a year ago"), "bad": gettext_lazy("over two years ago")}


@dataclass(frozen=True)
class StateRow:
    """A State on a day: its standing, the plan that decides it, and its initiatives.

    `finding` is what a source says of a plan that is not recorded; it applies to today only, as
    `fresh` does, which says when the focal points of a member last confirmed.
    """

    country: Country
    standing: Standing
    plan: NationalActionPlan | None
    member: Member | None
    initiatives: int
    finding: PlanFinding | None = None
    fresh: MemberFreshness | None = None

    @property
    def has_record(self) -> bool:
        """Whether anything is recorded of it besides that it is a member."""
        return (
            self.standing is not Standing.NO_RECORD
            or self.finding is not None
            or self.initiatives > 0
        )

    @property
    def has_adopted_plan(self) -> bool:
        return self.standing not in {Standing.NO_RECORD, Standing.PREPARATION}

    @property
    def url(self) -> str:
        """The link of its name: the member's page, else its plan's."""
        if self.member:
            return self.member.get_absolute_url()
        return self.plan.get_absolute_url() if self.plan else ""


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation that has a plan or initiatives, or is a member."""

    member: Member
    plan: NationalActionPlan | None
    standing: Standing
    initiatives: int
    fresh: MemberFreshness | None = None


@dataclass(frozen=True)
class Tally:
    """How many States have a standing."""

    standing: Standing
    count: int


class MapData:
    """The map's data for one reader on one day, queried once."""

    def __init__(self, user: object, day: datetime.date) -> None:
        self.user = user
        self.day = day

    @cached_property
    def members(self) -> list[Member]:
        members = Member.objects.belonging_on(self.day)
        return list(members.with_identity().in_protocol_order())

    @cached_property
    def initiatives_by_owner(self) -> dict[int, int]:
        counted = (
            Initiative.objects.visible_to(self.user)
            .shown_on(self.day)
            .order_by()
            .values_list("owner_id")
            .annotate(total=Count("pk"))
        )
        return dict(counted)

    @cached_property
    def fresh(self) -> dict[int, MemberFreshness]:
        """By member, as far as the reader may know of it; of a past day nothing is said."""
        if self.day != clock.today():
            return {}
        return freshness_by_member(self.day, in_full=is_member(self.user))

    @cached_property
    def states(self) -> list[StateRow]:
        """The 197, in the alphabetical order of the reader's language."""
        members = {row.country_id: row for row in self.members if row.country_id}
        plans = NationalActionPlan.objects.with_owner().best_by_country(self.day)
        findings = {row.country_id: row for row in PlanFinding.objects.open_on(self.day)}
        rows = []
        for country in Country.objects.in_order():
            plan, member = plans.get(country.pk), members.get(country.pk)
            finding = findings.get(country.pk)
            rows.append(
                StateRow(
                    country=country,
                    standing=_of_state(plan, finding),
                    plan=plan,
                    member=member,
                    initiatives=self.initiatives_by_owner.get(member.pk, 0) if member else 0,
                    finding=finding,
                    fresh=self.fresh.get(member.pk) if member else None,
                )
            )
        return rows

    @cached_property
    def organisations(self) -> list[OrganisationRow]:
        plans: dict[int, NationalActionPlan] = {}
        for plan in (
            NationalActionPlan.objects.with_owner()
            .filter(organisation__isnull=False)
            .best_first(self.day)
        ):
            assert plan.organisation_id is not None
            plans.setdefault(plan.organisation_id, plan)
        rows = []
        for member in self.members:
            if member.organisation_id is None:
                continue
            found = plans.get(member.organisation_id)
            total = self.initiatives_by_owner.get(member.pk, 0)
            fresh = self.fresh.get(member.pk)
            rows.append(OrganisationRow(member, found, _of_state(found), total, fresh))
        return rows

    @cached_property
    def tallies(self) -> list[Tally]:
        """How many States have each standing, the best first."""
        return [
            Tally(standing, sum(row.standing is standing for row in self.states))
            for standing in STATE_STANDINGS
        ]

    @cached_property
    def recorded(self) -> int:
        """How many States have an adopted plan recorded here, in force or not; no samples."""
        plans = NationalActionPlan.objects.existing_on(self.day).adopted()
        return plans.filter(country__isnull=False).values("country").distinct().count()

    @property
    def samples(self) -> int:
        """How many States are coloured by an adopted plan of the demonstration."""
        return sum(row.plan.is_sample for row in self.states if row.plan and row.has_adopted_plan)

    @property
    def initiatives(self) -> int:
        return sum(self.initiatives_by_owner.values())

    @property
    def coverage(self) -> str:
        """How many States' plans are recorded here, beside what others have counted by then."""
        sentence = (
            ngettext(
                "A plan of %(number)s State is recorded that had been adopted by this day.",
                "Plans of %(number)s States are recorded that had been adopted by this day.",
                self.recorded,
            )
            if self.day < clock.today()
            else ngettext(
                "A plan of %(number)s State is recorded here.",
                "Plans of %(number)s States are recorded here.",
                self.recorded,
            )
        ) % {"number": self.recorded}
        if counted := PlanCount.objects.newest_on(self.day):
            sentence += " " + _published(counted)
        if not self.samples:
            return sentence
        left_out = ngettext(
            "%(number)s sample plan on the map is not counted.",
            "%(number)s sample plans on the map are not counted.",
            self.samples,
        ) % {"number": self.samples}
        return f"{sentence} {left_out}"

    def filtered(self, *, region: str = "", standing: str = "") -> list[StateRow]:
        """The States of a region (M49) and of a standing, each if given."""
        wanted = Region(region) if region in Region.values else None
        return [
            row
            for row in self.states
            if (wanted is None or row.country.region == wanted.value)
            and (not standing or row.standing.value == standing)
        ]

    def drawing(
        self, *, prefix: str = "map", dated: Callable[[str], str] = lambda url: url
    ) -> WorldMap:
        """The map; `prefix` keeps the ids of two maps on one page apart.

        `dated` lets the addresses of its States keep the day of the page.
        """
        countries = [
            CountryMark(
                iso3=row.country.iso3,
                name=str(row.country.name),
                state=row.standing.value,
                is_member=row.member is not None,
                url=dated(row.url),
                note=_note(row),
            )
            for row in self.states
        ]
        owners = [
            OwnerMark(
                count=row.initiatives,
                label=_count_label(row.member.name, row.initiatives),
                url=initiatives_of(row.member, owned=True),
                iso3=row.country.iso3,
            )
            for row in self.states
            if row.initiatives and row.member
        ]
        owners += [
            OwnerMark(
                count=row.initiatives,
                label=_count_label(row.member.name, row.initiatives),
                url=initiatives_of(row.member, owned=True),
                lat=row.member.organisation.latitude,
                lon=row.member.organisation.longitude,
                is_organisation=True,
            )
            for row in self.organisations
            if row.initiatives
            and row.member.organisation
            # Without a seat there is no place to draw it; the table still has it.
            and row.member.organisation.latitude is not None
        ]
        return world_map(countries, owners, coverage=self.coverage, prefix=prefix)


def initiatives_of(member: Member, *, owned: bool = False) -> str:
    """The list of a member's initiatives; `owned` leaves out those where it only takes part.

    A dot of the map and a number of its table count what the member owns.
    """
    only = "&role=owner" if owned else ""
    return f"{reverse('initiatives:initiatives')}?member={member.slug}{only}"


def _published(counts: list[PlanCount]) -> str:
    """What others have counted in one year; `counts` begin with the lowest."""
    least, most, year = counts[0].states, counts[-1].states, counts[0].as_of.year
    if least == most:
        return _("A count published in %(year)s has %(number)s.") % {"year": year, "number": most}
    return _("Counts published in %(year)s have from %(least)s to %(most)s.") % {
        "year": year,
        "least": least,
        "most": most,
    }


def initiatives_in(member: Member) -> str:
    """The list of what takes place in a member State, whoever owns it."""
    country = f"?country={member.country.iso3}" if member.country else ""
    return f"{reverse('initiatives:initiatives')}{country}"


def _of_state(plan: NationalActionPlan | None, finding: PlanFinding | None = None) -> Standing:
    if plan is None:
        is_first = finding is not None and finding.subject == PlanFinding.Subject.FIRST
        return Standing.PREPARATION if is_first else Standing.NO_RECORD
    standing = Standing(plan.standing_on_day)  # type: ignore[attr-defined]
    # What replaced a superseded plan is not recorded here.
    return Standing.RECORDED if standing is Standing.SUPERSEDED else standing


def _note(row: StateRow) -> str:
    """The plan's period, that it is a sample where it is one, and what a source found."""
    parts = []
    if row.plan is not None:
        parts += [period(row.plan)] if row.plan.starts_on or row.plan.ends_on else []
        parts += [_("sample")] if row.plan.is_sample else []
    # The standing already says that a first plan is being written.
    if row.finding is not None and row.finding.subject != PlanFinding.Subject.FIRST:
        parts.append(str(row.finding.get_subject_display()))
    if row.fresh is not None:
        parts += _fresh_words(row.fresh)
    return "; ".join(parts)


def _fresh_words(fresh: MemberFreshness) -> list[str]:
    """For members and staff what the badge of a record says, for everybody the month."""
    if fresh.record is not None:
        if fresh.record.at is None:
            words = [_("focal point not confirmed yet")]
        else:
            day = date_format(clock.day_of(fresh.record.at), "DATE_FORMAT")
            words = [_("focal point up to date as of %(day)s") % {"day": day}]
        tone = tone_of(fresh.record.at, clock.today())
        words += [str(AGES[tone])] if tone in AGES else []
        return [*words, _("mail does not arrive")] if fresh.record.is_unreached else words
    if fresh.confirmed_at is None:
        return []
    month = date_format(clock.day_of(fresh.confirmed_at), "YEAR_MONTH_FORMAT")
    return [_("focal point confirmed in %(month)s") % {"month": month}]


def _count_label(name: str, count: int) -> str:
    return ngettext("%(name)s: %(count)s initiative", "%(name)s: %(count)s initiatives", count) % {
        "name": name,
        "count": count,
    }
