"""Stable addresses: made once from an English title or from whose plan it is, then stored."""

from __future__ import annotations

import itertools

from django.db import models
from django.utils.text import slugify
from translated_fields import to_attribute

from initiatives.models import Initiative, NationalActionPlan

LONGEST = 100


def free_slug(model: type[models.Model], wanted: str) -> str:
    """`wanted`, or with the first number behind it that nobody has."""
    stem = slugify(wanted)[:LONGEST].strip("-") or "entry"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    numbered = (f"{stem}-{number}" for number in itertools.count(2))
    return next(slug for slug in numbered if slug not in taken)


def slug_of_initiative(initiative: Initiative) -> str:
    return free_slug(Initiative, getattr(initiative, to_attribute("title", "en")))


def plan_slug(owner_slug: str, generation: int | None = None) -> str:
    """The address of an owner's plan; without a generation, of the only or latest recorded."""
    stem = f"{owner_slug}-action-plan"
    return f"{stem}-{generation}" if generation else stem


def slug_of_plan(plan: NationalActionPlan) -> str:
    return free_slug(NationalActionPlan, plan_slug(plan.owner.slug, plan.generation))
