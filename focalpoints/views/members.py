"""The register of members, with their contacts as the reader may see them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from focalpoints.contacts import (
    contacts_for,
    contacts_of_past_day,
    reader_of,
    with_freshness_of,
)
from focalpoints.filters import MemberFilter, members_shown
from focalpoints.models import FOUNDED_ON, Country, Member, Reader
from focalpoints.rights import may_decide, may_draft
from network.web.kept_pages import kept_for_visitors
from network.web.page_day import page_day


@kept_for_visitors("on", *MemberFilter.kept_parameters())
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """All members of today or of another day in the order of protocol, by region or by name."""
    shown = page_day(request)
    filters = members_shown(request)
    everybody, found = filters.queryset, list(filters.qs)
    context = {
        "page_day": shown,
        "filters": filters,
        "states": [member for member in found if member.is_state],
        "organisations": [member for member in found if not member.is_state],
        "count": len(found),
        "total": everybody.count(),
        # On a past day the page says of how many members the day of joining is unknown.
        "undated": everybody.filter(joined_on=None).count() if shown.is_past else 0,
        "founded_on": FOUNDED_ON if shown.day < FOUNDED_ON else None,
    }
    return render(request, "focalpoints/members.html", context)


@kept_for_visitors("on")
@require_safe
def member(request: HttpRequest, slug: str) -> HttpResponse:
    """What the Network knows of one member, and of its officials what the reader may see.

    The facts are those of the page's day; what the reader may see of them is judged now.
    """
    found = get_object_or_404(Member.objects.with_identity(), slug=slug)
    reader = reader_of(request.user, found)
    shown = page_day(request)
    designations = found.designations.select_related("category").in_order_of_category()
    active = designations.active_on(shown.day)
    if found.state == Member.State.WITHDRAWN and reader < Reader.OWN:
        # It has left the Network, so no designations are shown, as in the directory.
        active = active.none()
    context: dict[str, Any] = {
        "page_day": shown,
        "member": found,
        "belongs": Member.objects.belonging_on(shown.day).filter(pk=found.pk).exists(),
        "reader": reader.name.lower(),
        "is_decider": may_decide(request.user, found),
        "may_draft": may_draft(request.user, found),
        "contacts": (contacts_of_past_day if shown.is_past else contacts_for)(reader, active),
        # What an organisation covers, and institutions on public pages, have no date: they are
        # shown for today only.
        "covered": [] if found.is_state or shown.is_past else _covered_countries(found),
        "institutions": [] if shown.is_past else list(found.institutions.all()),
    }
    if reader >= Reader.MEMBER and shown.is_today:
        context["contacts"] = with_freshness_of(context["contacts"])
    if reader >= Reader.OWN:
        # Only the member itself sees its former designations.
        context["coming"] = contacts_for(reader, designations.starting_after(shown.day))
        context["past"] = contacts_for(
            reader, designations.ended_before(shown.day).order_by("-ends_on", "pk")
        )
    return render(request, "focalpoints/member.html", context)


def _covered_countries(found: Member) -> list[Country]:
    return list(Country.objects.filter(organisations=found.organisation).in_order())
