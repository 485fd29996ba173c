"""What pages of the floors below show of plans and initiatives: the map and the lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from focalpoints.coverage import STATES as COVERAGE_STATES
from focalpoints.coverage import MemberCoverage
from focalpoints.models import Member, ProposedChange
from focalpoints.review.timeline import STATE_TONES
from initiatives.map_data import MapData, initiatives_in, initiatives_of
from initiatives.models import Initiative, NationalActionPlan, PlanFinding, plans_of
from initiatives.worldmap import CountryMark, has_place
from initiatives.worldmap import world_map as draw_map
from network import clock
from network.web.page_day import day_of, noted_on, request_of

ON_HOME_PAGE = 3
ON_MEMBER_PAGE = 6
ON_DESK = 50

STATUS_TONES = {
    Initiative.Status.PLANNED: "info",
    Initiative.Status.UNDER_WAY: "ok",
    Initiative.Status.COMPLETED: "quiet",
    Initiative.Status.SUSPENDED: "warn",
}


@dataclass(frozen=True)
class DeskEntry:
    """A published entry on the desk, with its state and the open change of it, if there is one."""

    entry: NationalActionPlan | Initiative
    tone: str
    label: str
    change: ProposedChange | None

    @property
    def change_tone(self) -> str:
        return STATE_TONES[self.change.state] if self.change else "quiet"


def _user(context: Context) -> object:
    return getattr(request_of(context), "user", None)


def world_map(context: Context) -> dict[str, Any]:
    """The world map of the page's day."""
    day, noted = day_of(context), noted_on(request_of(context))
    map_data = MapData(_user(context), day)
    # Drawn by the template, unless it is kept.
    draw = partial(map_data.drawing, dated=noted.dated) if noted else map_data.drawing
    return {"day": day, "map_data": map_data, "map": draw}


# Of the looks of the map, those that tell the states of coverage apart without their colour too.
_COVERAGE_LOOKS = {
    "covered": "in_force",
    "unconfirmed": "recorded",
    "unreached": "lapsed",
    "without": "lapsing",
}


def coverage_map(
    context: Context, *, by_member: list[MemberCoverage], region: str
) -> dict[str, Any]:
    """How the register covers the member States; for staff, each leading to its record."""
    marks = [
        CountryMark(
            iso3=row.member.country.iso3,
            name=row.member.name,
            state=_COVERAGE_LOOKS[row.state],
            url=reverse("admin:focalpoints_member_change", args=[row.member.pk]),
            words=row.label,
        )
        for row in by_member
        # A State that was recorded since the shapes were made stands in the lists alone.
        if row.member.country is not None and has_place(row.member.country.iso3)
    ]
    others = _("Not a member, or of another region") if region else _("Not a member")
    drawn = draw_map(
        marks,
        title=_("World map of the coverage of member States"),
        description=_("Whether each member State has a focal point whose record is confirmed."),
        prefix="coverage",
        labels={
            **{look: COVERAGE_STATES[state] for state, look in _COVERAGE_LOOKS.items()},
            "no_record": others,
        },
    )
    return {"map": drawn}


def newest_initiatives(context: Context) -> dict[str, Any] | None:
    """The initiatives published last that the reader may see; not shown on a past day."""
    if day_of(context) != clock.today():
        return None
    visible = Initiative.objects.visible_to(_user(context)).with_owner()
    return {"initiatives": list(visible.order_by("-published_at", "-pk")[:ON_HOME_PAGE])}


def member_plans(context: Context, member: Member) -> dict[str, Any]:
    """The plans of a member on the page's day."""
    day = day_of(context)
    plans = NationalActionPlan.objects.existing_on(day).of_member(member).with_owner()
    plans = plans.with_standing(day).current_first()
    findings = PlanFinding.objects.open_on(day).filter(country=member.country_id)
    return {
        "member": member,
        "plans": list(plans),
        "finding": findings.first(),
        "is_past": day < clock.today(),
    }


def member_initiatives(context: Context, member: Member) -> dict[str, Any]:
    """The initiatives of, with or in a member on the page's day, as far as the reader may see them.

    What takes place in a State is listed there whoever owns it; who may see it is judged now.
    """
    day = day_of(context)
    shown = Initiative.objects.visible_to(_user(context)).shown_on(day).with_owner()
    shown = shown.order_by("-published_at", "-pk")
    own = shown.of_member(member)
    found, here = list(own[: ON_MEMBER_PAGE + 1]), []
    if member.country is not None:
        others = shown.in_country(member.country).exclude(pk__in=own.order_by().values("pk"))
        here = list(others[: ON_MEMBER_PAGE + 1])
    return {
        "member": member,
        "initiatives": found[:ON_MEMBER_PAGE],
        "has_more": len(found) > ON_MEMBER_PAGE,
        "list_url": initiatives_of(member),
        "here": here[:ON_MEMBER_PAGE],
        "has_more_here": len(here) > ON_MEMBER_PAGE,
        "here_url": initiatives_in(member),
        "is_past": day < clock.today(),
    }


def desk_entries(context: Context, member: Member) -> dict[str, Any]:
    """A member's entries with what a focal point can do with each."""
    open_changes = context["open_changes"]
    types = ContentType.objects.get_for_models(NationalActionPlan, Initiative)
    plans = [
        DeskEntry(
            plan,
            plan.standing().tone,
            str(plan.standing().label),
            open_changes.get((types[NationalActionPlan].pk, plan.pk)),
        )
        for plan in plans_of(member).current_first()
    ]
    own = list(
        Initiative.objects.filter(owner=member).order_by("-published_at", "-pk")[: ON_DESK + 1]
    )
    initiatives = [
        DeskEntry(
            row,
            STATUS_TONES[Initiative.Status(row.status)],
            row.get_status_display(),
            open_changes.get((types[Initiative].pk, row.pk)),
        )
        for row in own[:ON_DESK]
    ]
    return {
        "member": member,
        "plan_lines": plans,
        "initiative_lines": initiatives,
        "has_more": len(own) > ON_DESK,
        "list_url": initiatives_of(member, owned=True),
        "may_submit": context.get("may_submit"),
    }
