"""National Action Plans and initiatives."""

from initiatives.models.document import PlanDocument
from initiatives.models.evidence import PlanCount, PlanFinding, SourceDifference
from initiatives.models.initiative import Initiative, InitiativeQuerySet, Pillar, Support, Theme
from initiatives.models.plan import NationalActionPlan, NationalActionPlanQuerySet, plans_of
from initiatives.models.standing import STATE_STANDINGS, Standing

__all__ = [
    "STATE_STANDINGS",
    "Initiative",
    "InitiativeQuerySet",
    "NationalActionPlan",
    "NationalActionPlanQuerySet",
    "Pillar",
    "PlanCount",
    "PlanDocument",
    "PlanFinding",
    "SourceDifference",
    "Standing",
    "Support",
    "Theme",
    "plans_of",
]
