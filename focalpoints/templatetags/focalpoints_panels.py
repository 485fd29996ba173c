"""Panels that other pages show of the register."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count, Q
from django.utils.translation import ngettext

from focalpoints.models import Member
from focalpoints.roles import members_of
from network.web.page_day import day_of

register = template.Library()


@register.inclusion_tag("focalpoints/panels/member_count.html", takes_context=True)
def member_count_panel(context: template.Context) -> dict[str, Any]:
    """How many members are recorded on the page's day: States and organisations."""
    count = Member.objects.belonging_on(day_of(context)).aggregate(
        states=Count("pk", filter=Q(country__isnull=False)),
        organisations=Count("pk", filter=Q(organisation__isnull=False)),
    )
    states, organisations = count["states"], count["organisations"]
    return {
        "total": states + organisations,
        "kinds": [
            ngettext("%(states)s State", "%(states)s States", states) % {"states": states},
            ngettext(
                "%(organisations)s organisation", "%(organisations)s organisations", organisations
            )
            % {"organisations": organisations},
        ],
    }


@register.simple_tag
def own_members(user: object) -> list[Member]:
    """The members whose active focal point `user` is."""
    return list(members_of(user).in_protocol_order())
