"""The public list of opportunities."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from network import clock
from network.accounts.access import find_visible
from network.web.kept_pages import kept_for_visitors, page_asked_for
from newsletters.filters import OpportunityFilter, opportunities_shown
from newsletters.models import Opportunity

PER_PAGE = 30
# The most closed ones that the page lists.
CLOSED_SHOWN = 50


@kept_for_visitors("page", *OpportunityFilter.kept_parameters())
def opportunities(request: HttpRequest) -> HttpResponse:
    """Open ones first, by deadline; closed ones folded below, the last closed first."""
    today = clock.today()
    filters = opportunities_shown(request)
    found = filters.qs
    page = page_asked_for(request, Paginator(found.open_on(today).soonest_first(), PER_PAGE))
    return render(
        request,
        "newsletters/opportunities.html",
        {
            "filters": filters,
            "page_obj": page,
            "open": page.object_list,
            "closed": found.closed_on(today).order_by("-deadline_on", "-pk")[:CLOSED_SHOWN],
        },
    )


@kept_for_visitors()
def opportunity(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_visible(Opportunity.objects.visible_to(request.user), slug=slug)
    return render(
        request,
        "newsletters/opportunity.html",
        {"opportunity": found, "is_open": found.is_open_on(clock.today())},
    )
