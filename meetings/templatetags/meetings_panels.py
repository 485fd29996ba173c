"""Panels that pages of the floors below show of meetings and of the presidency."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from focalpoints.models import Member
from meetings.models import Meeting, Presidency
from meetings.troika import troika_on

register = template.Library()


@register.inclusion_tag("meetings/panels/troika.html")
def troika_panel() -> dict[str, Any]:
    """The Troika of today as three cards."""
    return {"troika": troika_on(timezone.localdate())}


@register.inclusion_tag("meetings/panels/meetings.html")
def meetings_panel() -> dict[str, Any]:
    """The coming meeting and the last one, as everybody may see them."""
    today = timezone.localdate()
    meetings = Meeting.objects.announced().with_hosts()
    return {"coming": meetings.coming(today).first(), "last": meetings.past(today).first()}


@register.inclusion_tag("meetings/panels/member_meetings.html")
def member_meetings_panel(member: Member) -> dict[str, Any]:
    """A member's terms of the presidency and the meetings that it hosted."""
    return {
        "member": member,
        "terms": Presidency.objects.with_holders().filter(seats__member=member),
        "meetings": Meeting.objects.announced()
        .with_hosts()
        .filter(host_seats__member=member)
        .latest_first(),
    }
