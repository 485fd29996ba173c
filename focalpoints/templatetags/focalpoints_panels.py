"""Panels that other pages show of the register."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count, Q

from focalpoints.models import Member
from focalpoints.roles import members_of

register = template.Library()


@register.inclusion_tag("focalpoints/panels/member_count.html")
def member_count_panel() -> dict[str, Any]:
    """How many members are recorded: States and organisations."""
    return Member.objects.current().aggregate(
        total=Count("pk"),
        states=Count("pk", filter=Q(country__isnull=False)),
        organisations=Count("pk", filter=Q(organisation__isnull=False)),
    )


@register.simple_tag
def own_members(user: object) -> list[Member]:
    """The members whose active focal point `user` is."""
    return list(members_of(user).in_protocol_order())
