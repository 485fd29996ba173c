"""Panels that pages of the floors below show of meetings and of the presidency."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language, gettext_lazy

from focalpoints.models import Member
from meetings.documents import outcome_of
from meetings.models import Communique, Meeting, Presidency
from meetings.troika import troika_on
from network import clock

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


@register.inclusion_tag("meetings/panels/troika.html")
def troika_panel() -> dict[str, Any]:
    """The Troika of today as three cards."""
    return {"troika": troika_on(clock.today())}


@register.inclusion_tag("meetings/panels/meetings.html")
def meetings_panel() -> dict[str, Any]:
    """The coming meeting and the last one, as everybody may see them."""
    today = clock.today()
    meetings = Meeting.objects.announced().with_hosts()
    return {"coming": meetings.coming(today).first(), "last": meetings.past(today).first()}


@register.inclusion_tag("meetings/panels/newest_communique.html")
def newest_communique_panel() -> dict[str, Any]:
    """The communiqué adopted last, as everybody may read it."""
    newest = Communique.objects.visible_to(None).newest_first().select_related("meeting").first()
    wanted = get_language() or "en"
    return {"outcome": outcome_of(newest, None, wanted) if newest else None}


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
