"""The map page: the drawing, and the table of the same facts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from focalpoints.models import Region
from initiatives.filters import MapFilter
from initiatives.map_data import MapData
from initiatives.models import NationalActionPlan, Standing
from network.web.kept_pages import kept_for_visitors
from network.web.page_day import page_day


@kept_for_visitors("on", *MapFilter.kept_parameters())
def map(request: HttpRequest) -> HttpResponse:
    """Where plans stand, and where initiatives are.

    The filters narrow the table only: a State that is filtered away must not look as if nothing
    were recorded of it.
    """
    shown = page_day(request)
    map_data = MapData(request.user, shown.day)
    filters = MapFilter(request, NationalActionPlan.objects.all(), day=shown.day)
    values = filters.values
    rows = map_data.filtered(region=values.get("region", ""), standing=values.get("standing", ""))
    return render(
        request,
        "initiatives/map.html",
        {
            "page_day": shown,
            "map_data": map_data,
            "filters": filters,
            "rows": rows,
            "recorded": [row for row in rows if row.has_record],
            # All without a plan, as the map's legend counts them: those with initiatives are in the
            # table as well.
            "without_plan": [row for row in rows if row.standing is Standing.NO_RECORD],
            "map": map_data.drawing(dated=shown.dated),
            "region": values.get("region", ""),
            "region_label": dict(Region.choices).get(values.get("region", ""), ""),
        },
    )
