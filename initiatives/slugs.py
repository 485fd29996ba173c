"""Stable addresses: made once from an English title or from whose plan it is, then stored."""

from __future__ import annotations

from translated_fields import to_attribute

from initiatives.models import Initiative, NationalActionPlan
from network.values.slugs import free_slug


def slug_of_initiative(initiative: Initiative) -> str:
    return free_slug(Initiative, getattr(initiative, to_attribute("title", "en")))


def plan_slug(owner_slug: str, generation: int | None = None) -> str:
    """The address of an owner's plan; without a generation, of the only or latest recorded."""
    stem = f"{owner_slug}-action-plan"
    return f"{stem}-{generation}" if generation else stem


def slug_of_plan(plan: NationalActionPlan) -> str:
    return free_slug(NationalActionPlan, plan_slug(plan.owner.slug, plan.generation))
