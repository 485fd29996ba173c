"""The list of members, with the columns of upper floors (focalpoints.member_columns)."""

from __future__ import annotations

from django import template

from focalpoints import member_columns
from focalpoints.member_columns import Cell, MemberColumn
from focalpoints.models import Member

register = template.Library()


@register.simple_tag
def contributed_columns() -> list[MemberColumn]:
    return member_columns.columns()


@register.simple_tag(takes_context=True)
def with_cells(context: template.Context, members: list[Member]) -> list[tuple[Member, list[Cell]]]:
    return member_columns.with_cells(context, members)
