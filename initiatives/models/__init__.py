"""National Action Plans and initiatives."""

from initiatives.models.initiative import Initiative, InitiativeQuerySet, Pillar, Support, Theme
from initiatives.models.plan import (
    STATE_STANDINGS,
    NationalActionPlan,
    NationalActionPlanQuerySet,
    Standing,
)

__all__ = [
    "STATE_STANDINGS",
    "Initiative",
    "InitiativeQuerySet",
    "NationalActionPlan",
    "NationalActionPlanQuerySet",
    "Pillar",
    "Standing",
    "Support",
    "Theme",
]
