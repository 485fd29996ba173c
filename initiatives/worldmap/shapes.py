"""The committed shapes of the world, read once per process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

from initiatives.worldmap.marks import OwnerMark
from initiatives.worldmap.palette import paint
from initiatives.worldmap.projection import Frame

SHAPES = Path(__file__).resolve().parent.parent.parent / "static" / "geo" / "world.json"


class Shape(TypedDict):
    """One of the 197: its path (empty for the Holy See), its place, whether a dot stands for it."""

    d: str
    x: float
    y: float
    small: bool


@dataclass(frozen=True)
class World:
    """`world.json`, with what is the same on every map already drawn as SVG."""

    frame: Frame
    view_box: str
    background: str
    boundaries: str
    countries: dict[str, Shape]

    def place(self, mark: OwnerMark) -> tuple[float, float]:
        """Where `mark` stands, in units; raises ValueError when it names no place."""
        if mark.lat is not None and mark.lon is not None:
            return self.frame.project(mark.lon, mark.lat)
        if mark.iso3 in self.countries:
            country = self.countries[mark.iso3]
            return country["x"], country["y"]
        raise ValueError(f"no place on the map for {mark.label!r}")


def has_place(iso3: str) -> bool:
    """Whether a State has a shape, or a dot."""
    return iso3 in world().countries


@lru_cache(maxsize=1)
def world() -> World:
    """The world as `scripts/make_world_shapes.py` left it."""
    data = json.loads(SHAPES.read_text(encoding="utf-8"))
    return World(
        frame=Frame(**data["frame"]),
        view_box=data["view_box"],
        background=(
            f'<path{paint("sea", "edge", 2, css="sea")} d="{data["sphere"]}"/>'
            f'<path{paint("", "graticule", 1.5, css="graticule")} d="{data["graticule"]}"/>'
            f'<path{paint("other", "border", 0.9, css="other")} fill-rule="evenodd" '
            f'd="{data["other"]}"/>'
        ),
        # The ground in the colour of the sea cuts gaps into what the States' outlines drew.
        boundaries=(
            f'<path{paint("", "sea", 2.6, css="broken-ground")} d="{data["broken_lines"]}"/>'
            f'<path{paint("", "broken", 2, css="broken")} stroke-dasharray="5 4" '
            f'd="{data["broken_lines"]}"/>'
        ),
        countries=data["countries"],
    )
