"""The map page: the drawing, and the table of the same facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from focalpoints.models import Region
from initiatives.filters import MapFilter
from initiatives.map_data import MapData, StateRow
from initiatives.models import NationalActionPlan, Standing
from network.web.kept_pages import kept_for_visitors
from network.web.page_day import page_day


@dataclass(frozen=True)
class StateTable:
    """The table beside the map; asks for nothing before the template draws it."""

    map_data: MapData
    region: str
    standing: str

    @cached_property
    def rows(self) -> list[StateRow]:
        return self.map_data.filtered(region=self.region, standing=self.standing)

    @property
    def recorded(self) -> list[StateRow]:
        return [row for row in self.rows if row.has_record]

    @property
    def without_plan(self) -> list[StateRow]:
        """All without one, as the map's legend counts them: some have initiatives as well."""
        return [row for row in self.rows if row.standing is Standing.NO_RECORD]


@kept_for_visitors("on", *MapFilter.kept_parameters())
def map(request: HttpRequest) -> HttpResponse:
    """Where plans stand, and where initiatives are.

    The filters narrow the table only: a State that is filtered away must not look as if nothing
    were recorded of it.
    """
    shown = page_day(request)
    map_data = MapData(request.user, shown.day)
    filters = MapFilter(request, NationalActionPlan.objects.all(), day=shown.day)
    region = filters.values.get("region", "")
    return render(
        request,
        "initiatives/map.html",
        {
            "page_day": shown,
            "map_data": map_data,
            "filters": filters,
            "table": StateTable(map_data, region, filters.values.get("standing", "")),
            # Drawn by the template, unless it is kept.
            "map": partial(map_data.drawing, dated=shown.dated),
            "region": region,
            "region_label": dict(Region.choices).get(region, ""),
        },
    )
