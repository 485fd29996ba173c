"""What plans and initiatives lend to pages of the floors below: the map and the lists."""

from __future__ import annotations

from typing import Any

from django import template

from focalpoints.models import Member

register = template.Library()


@register.inclusion_tag("initiatives/panels/map.html", takes_context=True)
def map_panel(context: template.Context) -> dict[str, Any]:
    """The world map for the home page."""
    return {}


@register.inclusion_tag("initiatives/panels/member_plans.html", takes_context=True)
def member_plans_panel(context: template.Context, member: Member) -> dict[str, Any]:
    """The plans of a member."""
    return {}


@register.inclusion_tag("initiatives/panels/member_initiatives.html", takes_context=True)
def member_initiatives_panel(context: template.Context, member: Member) -> dict[str, Any]:
    """The initiatives of a member that the reader may see."""
    return {}


@register.inclusion_tag("initiatives/panels/desk_entries.html", takes_context=True)
def desk_entries_panel(context: template.Context, member: Member) -> dict[str, Any]:
    """A member's entries with what a focal point can do with each."""
    return {}
