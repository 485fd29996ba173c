"""National Action Plans: the list by standing, and the page of each."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import F
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from translated_fields import to_attribute

from focalpoints.models import Member
from focalpoints.roles import members_of
from initiatives.atlas import Atlas
from initiatives.filters import PlanFilter
from initiatives.models import NationalActionPlan
from network import clock

PER_PAGE = 60


def plans(request: HttpRequest) -> HttpResponse:
    """All recorded plans: by standing, then in the alphabetical order of their owners."""
    filters = PlanFilter(request.GET)
    rank = to_attribute("country__name_rank", get_language() or "en")
    rows = (
        filters.apply(NationalActionPlan.objects.with_owner())
        .annotate(owner_rank=Coalesce(F(rank), 10_000))
        .order_by(F("standing_rank"), F("owner_rank"), F("generation").desc(nulls_last=True), "pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "initiatives/plans.html",
        {
            "filters": filters,
            "is_filtered": bool(filters.values),
            "page_obj": page,
            "atlas": Atlas(request.user, clock.today()),
        },
    )


def plan(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(NationalActionPlan.objects.with_owner(), slug=slug)
    of_owner = (
        {"country": found.country} if found.country_id else {"organisation": found.organisation}
    )
    others = NationalActionPlan.objects.filter(**of_owner).exclude(pk=found.pk)
    member = Member.objects.current().with_identity().filter(**of_owner).first()
    return render(
        request,
        "initiatives/plan.html",
        {
            "plan": found,
            "standing": found.standing(),
            "others": others.with_owner().current_first(),
            "member": member,
            "may_edit": member is not None
            and members_of(request.user).filter(pk=member.pk).exists(),
        },
    )
