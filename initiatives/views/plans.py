"""National Action Plans: the list by standing, and the page of each."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import conditional_escape

from focalpoints.models import Member
from focalpoints.rights import may_draft, may_submit
from initiatives.filters import PlanFilter, plans_shown
from initiatives.map_data import MapData
from initiatives.models import NationalActionPlan, PlanCount, PlanFinding
from network.web.kept_pages import kept_for_visitors, page_asked_for
from network.web.kept_parts import kept_part
from network.web.page_day import page_day

PER_PAGE = 60


@kept_for_visitors("on", "page", *PlanFilter.kept_parameters())
def plans(request: HttpRequest) -> HttpResponse:
    """All recorded plans of today or of another day, with their standing on it."""
    shown = page_day(request)
    filters = plans_shown(request)
    page = page_asked_for(request, Paginator(filters.qs, PER_PAGE))
    return render(
        request,
        "initiatives/plans.html",
        {
            "page_day": shown,
            "filters": filters,
            "page_obj": page,
            "coverage": kept_part(
                request,
                "coverage",
                lambda: conditional_escape(MapData(request.user, shown.day).coverage),
                shown.day,
            ),
            # Asked for by the template, unless it is kept.
            "counts": PlanCount.objects.published_by(shown.day),
        },
    )


@kept_for_visitors("on")
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """One plan, with its standing today or on another day."""
    shown = page_day(request)
    plans = NationalActionPlan.objects.with_owner().with_standing(shown.day)
    found = get_object_or_404(plans, slug=slug)
    of_owner = (
        {"country": found.country} if found.country_id else {"organisation": found.organisation}
    )
    existing = plans.existing_on(shown.day)
    # Another day's list has the plans of that day, and the requested one.
    generations = plans.filter(**of_owner).filter(
        Q(pk=found.pk) | Q(pk__in=existing.filter(**of_owner).values("pk"))
    )
    member = Member.objects.current().with_identity().filter(**of_owner).first()
    return render(
        request,
        "initiatives/plan.html",
        {
            "page_day": shown,
            "plan": found,
            # None: as far as is known, it did not exist yet.
            "standing": found.standing() if existing.filter(pk=found.pk).exists() else None,
            # Documents have no day: on a past one they are not shown.
            "documents": [] if shown.is_past else found.documents.all(),
            "generations": generations.in_generations(),
            # Once the member has confirmed it, its sources are no longer shown.
            "differences": [] if found.confirmed_at else found.source_differences.in_order(),
            "finding": PlanFinding.objects.open_on(shown.day)
            .filter(country=found.country_id)
            .first(),
            "member": member,
            "may_draft": member is not None and may_draft(request.user, member),
            "may_submit": member is not None and may_submit(request.user, member),
        },
    )
