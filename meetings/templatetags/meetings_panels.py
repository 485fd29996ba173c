"""Panels that pages of the floors below show of meetings and of the presidency."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language, gettext_lazy

from focalpoints.models import Member
from meetings.documents import outcome_of
from meetings.models import Attendance, Communique, Meeting, Presidency
from meetings.troika import troika_on
from network import clock
from network.web.page_day import day_of, request_of

register = template.Library()

# What the reference data and the Secretariat write of outcomes, by its beginning; the longest
# first. Anything else is shown as it was written.
OUTCOMES = {
    "joint communique": gettext_lazy("joint communiqué"),
    "communique": gettext_lazy("communiqué"),
    "chair's summary": gettext_lazy("chair’s summary"),
    "recording": gettext_lazy("recording"),
}


@register.filter
def outcome_words(outcome: str) -> list[str]:
    """The outcomes of a meeting in the active language: `joint communique; recording`."""
    words = []
    for part in filter(None, (piece.strip() for piece in outcome.split(";"))):
        plain = part.replace("é", "e").replace("’", "'").lower()
        known = next((name for name in OUTCOMES if plain.startswith(name)), None)
        words.append(f"{OUTCOMES[known]}{part[len(known) :]}" if known else part)
    return words


@register.inclusion_tag("meetings/panels/troika.html", takes_context=True)
def troika_panel(context: template.Context) -> dict[str, Any]:
    """The Troika of the page's day as three cards."""
    return {"troika": troika_on(day_of(context))}


@register.inclusion_tag("meetings/panels/meetings.html", takes_context=True)
def meetings_panel(context: template.Context) -> dict[str, Any]:
    """The coming meeting and the last one, from the page's day, as everybody may see them now."""
    day = day_of(context)
    meetings = Meeting.objects.announced().with_hosts()
    return {"coming": meetings.coming(day).first(), "last": meetings.past(day).first()}


@register.inclusion_tag("meetings/panels/newest_communique.html", takes_context=True)
def newest_communique_panel(context: template.Context) -> dict[str, Any]:
    """The communiqué adopted last by the page's day, as everybody may read it now."""
    adopted = Communique.objects.visible_to(None).newest_first().adopted_by(day_of(context))
    newest = adopted.select_related("meeting").first()
    wanted = get_language() or "en"
    return {"outcome": outcome_of(newest, None, wanted) if newest else None}


# What a member is in the Troika of a day.
ROLES = {
    "former": gettext_lazy("Former presidency"),
    "current": gettext_lazy("Current presidency"),
    "following": gettext_lazy("Following presidency"),
}


@register.inclusion_tag("meetings/panels/member_meetings.html", takes_context=True)
def member_meetings_panel(context: template.Context, member: Member) -> dict[str, Any]:
    """A member's place in the Troika, its terms of the presidency and its meetings.

    On the page of a past day, what had begun by then.
    """
    day = day_of(context)
    is_past = day < clock.today()
    terms = Presidency.objects.with_holders().filter(seats__member=member)
    meetings = Meeting.objects.announced()
    attended = meetings.filter(attendances__member=member).order_by("starts_on", "pk")
    if is_past:
        terms = terms.filter(starts_on__lte=day)
        meetings = meetings.begun_by(day)
        attended = attended.begun_by(day)
    return {
        "member": member,
        "role": ROLES.get(troika_on(day).role_of(member), ""),
        "terms": terms,
        "meetings": meetings.with_hosts().filter(host_seats__member=member).latest_first(),
        "attended": attended,
    }


@register.simple_tag(takes_context=True)
def with_attendance(context: template.Context, members: list[Member]) -> list[Member]:
    """The same members, each with `attended_meetings`: those up to the page's day, oldest first.

    One query for all of them.
    """
    user = getattr(request_of(context), "user", None)
    rows = Attendance.objects.visible_to(user).filter(
        member__in=members, meeting__in=Meeting.objects.begun_by(day_of(context))
    )
    attended: dict[int, list[Meeting]] = {}
    for row in rows.select_related("meeting").order_by("meeting__starts_on", "meeting"):
        attended.setdefault(row.member_id, []).append(row.meeting)
    for member in members:
        member.attended_meetings = attended.get(member.pk, [])  # type: ignore[attr-defined]
    return members
