"""The public list of opportunities."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from newsletters.forms import OpportunityFilterForm
from newsletters.models import Opportunity

# Closed ones are there to be looked up; beyond this many nobody does.
CLOSED_SHOWN = 50


def opportunities(request: HttpRequest) -> HttpResponse:
    """Open ones first, by deadline; closed ones folded below, the last closed first."""
    today = timezone.localdate()
    form = OpportunityFilterForm(request.GET or None)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    # The public page shows the same to everybody: staff see drafts in the admin.
    found = Opportunity.objects.published()
    if kind:
        found = found.filter(kind=kind)
    return render(
        request,
        "newsletters/opportunities.html",
        {
            "form": form,
            "kind": kind,
            "open": found.open_on(today).soonest_first(),
            "closed": found.closed_on(today).order_by("-deadline_on", "-pk")[:CLOSED_SHOWN],
        },
    )


def opportunity(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Opportunity.objects.visible_to(request.user), slug=slug)
    return render(
        request,
        "newsletters/opportunity.html",
        {"opportunity": found, "is_open": found.is_open_on(timezone.localdate())},
    )
