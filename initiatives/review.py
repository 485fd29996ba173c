"""What the review engine of `focalpoints` knows of plans and initiatives."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoints.models import Member
from focalpoints.review import registry
from focalpoints.review.children import Children
from initiatives.forms import InitiativeForm, PlanDocumentForm, PlanForm
from initiatives.models import (
    Initiative,
    InitiativeQuerySet,
    NationalActionPlan,
    NationalActionPlanQuerySet,
    PlanDocument,
    Standing,
    plans_of,
)
from initiatives.slugs import slug_of_initiative, slug_of_plan
from network.values.freshness import is_stale

MOST_EXPECTATIONS = 10
PERIOD = ("starts_on", "ends_on")
# The fields that say that a plan goes on, or has a successor.
END = ("ends_on", "state")


def own_initiatives(member: Member) -> InitiativeQuerySet:
    return Initiative.objects.filter(owner=member)


def own_plans(member: Member) -> NationalActionPlanQuerySet:
    return plans_of(member)


def blank_initiative(member: Member) -> Initiative:
    return Initiative(owner=member)


def blank_plan(member: Member) -> NationalActionPlan:
    return NationalActionPlan(country=member.country, organisation=member.organisation)


def preview_initiative(initiative: Initiative, related: Mapping[str, list[Any]]) -> str:
    return render_to_string(
        "initiatives/components/initiative_body.html",
        {
            "initiative": initiative,
            "countries": related.get("countries", []),
            "members": related.get("members", []),
        },
    )


def preview_plan(plan: NationalActionPlan, related: Mapping[str, list[Any]]) -> str:
    return render_to_string(
        "initiatives/components/plan_body.html",
        {
            "plan": plan,
            "standing": plan.standing(),
            "documents": related.get("documents", []),
        },
    )


def initiatives_to_confirm(member: Member, day: datetime.date) -> list[registry.Expectation]:
    """Initiatives that the member has not confirmed for 12 months, the oldest first."""
    stale = own_initiatives(member).stale(day).order_by("confirmed_at")
    return [
        registry.Expectation(
            title=str(row),
            text=gettext_lazy("Not confirmed for 12 months. Is it still correct?"),
            tone="warn",
            entry=row,
            may_be_right=True,
        )
        for row in stale[:MOST_EXPECTATIONS]
    ]


def plans_to_look_at(member: Member, day: datetime.date) -> list[registry.Expectation]:
    """The member's plan that lapses or has lapsed, and plans not confirmed for 12 months."""
    found = []
    plans = list(own_plans(member).current().best_first(day))
    if not plans and (older := own_plans(member).current_first().first()):
        text = _("Superseded, and no plan that followed it is recorded. Please add that one.")
        found.append(_about(older, text, "info", fields=("state",), a_new_one=True))
    elif not plans:
        found.append(
            registry.Expectation(
                title=_("No plan is recorded"),
                text=gettext_lazy("Add your plan, or one under preparation, so the map shows it."),
                a_new_one=True,
            )
        )
    # A State with a plan in force is not asked about the plan before.
    for plan in plans[:1]:
        if plan.standing(day) is Standing.LAPSING and plan.ends_on:
            text = _("Ends %(date)s. Is it extended, or is a next one under preparation?")
            text %= {"date": plan.ends_on.localized}
            found.append(_about(plan, text, "warn", fields=END, a_new_one=True))
        elif plan.standing(day) is Standing.LAPSED and plan.ends_on:
            text = _("Ended %(date)s. Is it extended, or has another one followed?")
            text %= {"date": plan.ends_on.localized}
            found.append(_about(plan, text, "bad", fields=END, a_new_one=True))
        elif plan.standing(day) is Standing.RECORDED:
            text = _("Recorded from public sources without its period. Please complete it.")
            missing = tuple(name for name in PERIOD if getattr(plan, name) is None)
            found.append(_about(plan, text, "info", fields=missing))
    mentioned = {line.entry for line in found}
    # Of the current ones, as `stale` asks in SQL; in the order of addresses.
    stale = [plan for plan in plans if is_stale(plan.confirmed_at, day)]
    for plan in sorted(stale, key=lambda plan: plan.slug)[:MOST_EXPECTATIONS]:
        if plan not in mentioned:
            found.append(
                registry.Expectation(
                    title=str(plan),
                    text=gettext_lazy("Not confirmed for 12 months. Is it still correct?"),
                    tone="warn",
                    entry=plan,
                    may_be_right=True,
                )
            )
    return found


def _about(plan: NationalActionPlan, text: str, tone: str, **answers: Any) -> registry.Expectation:
    return registry.Expectation(title=str(plan), text=text, tone=tone, entry=plan, **answers)


DOCUMENTS = Children(
    name="documents",
    model=PlanDocument,
    parent="plan",
    form=PlanDocumentForm,
    label=gettext_lazy("Documents"),
    row_label=gettext_lazy("Document"),
    new_label=gettext_lazy("Add a document"),
    title="title",
    unique="url",
    help=gettext_lazy(
        "Translations, summaries, annexes and reports, on the web or uploaded, beside the document "
        "above."
    ),
)
PLANS = registry.Kind(
    name="plan",
    model=NationalActionPlan,
    label=gettext_lazy("National Action Plan"),
    new_label=gettext_lazy("Add a plan"),
    form=PlanForm,
    entries_of=own_plans,
    blank=blank_plan,
    address=slug_of_plan,
    preview=preview_plan,
    expectations=plans_to_look_at,
    related=("country", "organisation"),
    children=(DOCUMENTS,),
)
INITIATIVES = registry.Kind(
    name="initiative",
    model=Initiative,
    label=gettext_lazy("Initiative"),
    new_label=gettext_lazy("Add an initiative"),
    form=InitiativeForm,
    entries_of=own_initiatives,
    blank=blank_initiative,
    address=slug_of_initiative,
    preview=preview_initiative,
    expectations=initiatives_to_confirm,
    related=("owner__country", "owner__organisation"),
)
