"""National Action Plans and initiatives."""

from initiatives.models.initiative import Initiative, Pillar, Support, Theme
from initiatives.models.plan import NationalActionPlan, Standing

__all__ = ["Initiative", "NationalActionPlan", "Pillar", "Standing", "Support", "Theme"]
