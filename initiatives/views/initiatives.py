"""Initiatives: the list with its filters, and the page of each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from focalpoints.models import Country, Member
from focalpoints.rights import may_draft, may_submit
from initiatives.filters import InitiativeFilter, initiatives_shown
from initiatives.models import Initiative
from initiatives.paging import CappedPaginator
from network.accounts.access import find_visible
from network.web.kept_pages import kept_for_visitors, page_asked_for

PER_PAGE = 20


@kept_for_visitors("page", *InitiativeFilter.kept_parameters())
def initiatives(request: HttpRequest) -> HttpResponse:
    """What members do, the newest publication first."""
    filters = initiatives_shown(request)
    page = page_asked_for(request, CappedPaginator(filters.qs, PER_PAGE))
    return render(
        request,
        "initiatives/initiatives.html",
        {
            "filters": filters,
            "page_obj": page,
            "is_alike": filters.is_alike and bool(page.object_list),
            "words": filters.values.get("q", ""),
        },
    )


@kept_for_visitors()
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_visible(Initiative.objects.visible_to(request.user).with_owner(), slug=slug)
    return render(
        request,
        "initiatives/initiative.html",
        {
            "initiative": found,
            "countries": list(Country.objects.in_order().filter(initiatives=found)),
            "members": list(
                Member.objects.with_identity().in_protocol_order().filter(joint_initiatives=found)
            ),
            "may_draft": may_draft(request.user, found.owner),
            "may_submit": may_submit(request.user, found.owner),
        },
    )
