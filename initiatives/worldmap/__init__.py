"""The world map as one inline SVG: plans by State, members, and initiatives at their owner's place.

Drawing only: no query, no model, no request. The caller says what each State shows
(`CountryMark`) and where counted dots stand (`OwnerMark`), and gets what the template
`initiatives/components/worldmap.html` draws:

    map = world_map(countries, owners, coverage=_("46 of about 108 plans are recorded here."))
    html = render_world_map(map)          # or {% include "…/worldmap.html" with map=map only %}

`projection` has the projection, `palette` the colours, `marks` the input of callers, `shapes` the
committed outlines, `drawing` puts them together. Lengths are units of a frame 2,000 wide.
"""

from __future__ import annotations

from initiatives.worldmap.drawing import TEMPLATE, WorldMap, render_world_map, world_map
from initiatives.worldmap.marks import STATES, CountryMark, OwnerMark
from initiatives.worldmap.shapes import has_place

__all__ = [
    "STATES",
    "TEMPLATE",
    "CountryMark",
    "OwnerMark",
    "WorldMap",
    "has_place",
    "render_world_map",
    "world_map",
]
