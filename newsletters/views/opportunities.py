"""The public list of opportunities."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from network import clock
from network.accounts.access import find_visible
from network.web.kept_pages import keep_for_valid, kept_for_visitors
from newsletters.forms import OpportunityFilterForm
from newsletters.models import Opportunity

PER_PAGE = 30
# The most closed ones that the page lists.
CLOSED_SHOWN = 50


@kept_for_visitors("kind", "page")
def opportunities(request: HttpRequest) -> HttpResponse:
    """Open ones first, by deadline; closed ones folded below, the last closed first."""
    today = clock.today()
    form = OpportunityFilterForm(request.GET or None)
    keep_for_valid(request, form)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    # The public page shows the same to everybody: staff see drafts in the admin.
    found = Opportunity.objects.published()
    if kind:
        found = found.filter(kind=kind)
    page = Paginator(found.open_on(today).soonest_first(), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "newsletters/opportunities.html",
        {
            "form": form,
            "kind": kind,
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
