"""The committed shapes of the world, the projection they lie in, and the script that made them."""

from __future__ import annotations

import csv
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from shapely.geometry import Polygon

from initiatives.worldmap.projection import Frame, equal_earth
from initiatives.worldmap.shapes import SHAPES, world
from scripts import make_world_shapes as script

COUNTRIES = Path(settings.BASE_DIR) / "focalpoints" / "reference" / "countries.csv"


def rings(d: str) -> list[list[tuple[int, int]]]:
    """The points of each ring of a path as the script writes them: M x y l dx dy ... z."""
    found = []
    for part in re.findall(r"M([^M]+)", d):
        start, steps = part.rstrip("z").split("l")
        x, y = (int(number) for number in re.findall(r"-?\d+", start))
        points = [(x, y)]
        moves = [int(number) for number in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(moves[::2], moves[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        found.append(points)
    return found


@pytest.fixture(scope="module")
def data() -> dict:
    return json.loads(SHAPES.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"),
    [
        # From PROJ's eqearth on a sphere of radius 1.
        (0, 0, 0.0, 0.0),
        (180, 0, 2.7066299836960748, 0.0),
        (180, 90, 1.6035886482840516, 1.3173627591574133),
        (16.3738, 48.2082, 0.20600946722474156, 0.9129391971465703),
        (-58.3816, -34.6037, -0.8027237553239274, -0.6781178769923031),
        (-100, 60, -1.1328111597619772, 1.0883008355053196),
        (45, -75, 0.43627438536359736, -1.2534829731340382),
    ],
)
def test_the_projection_agrees_with_proj(lon: float, lat: float, x: float, y: float) -> None:
    assert equal_earth(lon, lat) == pytest.approx((x, y), abs=1e-9)


def test_the_projection_keeps_areas() -> None:
    def cell(lat: float) -> float:
        corners = [(0, lat), (1, lat), (1, lat + 1), (0, lat + 1)]
        return Polygon([equal_earth(*corner) for corner in corners]).area

    on_the_sphere = {0: 3.0459e-4, 45: 2.1350e-4, 70: 1.0164e-4}
    for lat, area in on_the_sphere.items():
        assert cell(lat) == pytest.approx(area, rel=2e-3)


def test_the_frame_puts_its_central_meridian_in_the_middle_and_cuts_opposite() -> None:
    frame = Frame(width=2000, margin=6, central_meridian=11)
    assert frame.project(11, 0) == pytest.approx((1000, frame.height / 2))
    assert frame.project(-168.9, 0)[0] < 10
    assert frame.project(-169.1, 0)[0] > 1990
    assert frame.project(191, 0) == pytest.approx(frame.project(-169, 0))


def test_each_of_the_197_has_a_shape_or_a_dot_within_the_frame(data: dict) -> None:
    with COUNTRIES.open(encoding="utf-8", newline="") as source:
        wanted = {row["iso3"] for row in csv.DictReader(source)}
    assert len(wanted) == 197
    assert set(data["countries"]) == wanted
    frame = world().frame
    for iso3, country in data["countries"].items():
        assert country["d"] or country["small"], iso3
        assert 0 < country["x"] < frame.width, iso3
        assert 0 < country["y"] < frame.height, iso3


def test_every_state_too_small_to_see_has_a_dot(data: dict) -> None:
    for iso3, country in data["countries"].items():
        largest = max((Polygon(r).area for r in rings(country["d"]) if len(r) > 2), default=0)
        assert country["small"] or largest > 20, iso3
    for iso3 in ("AND", "BHR", "KIR", "LIE", "MCO", "MDV", "NRU", "SGP", "SMR", "TUV", "VAT"):
        assert data["countries"][iso3]["small"], iso3
    for iso3 in ("BEL", "GMB", "LBN", "FJI", "RUS"):
        assert not data["countries"][iso3]["small"], iso3


def test_the_dots_of_small_states_do_not_hide_each_other(data: dict) -> None:
    dots = [(c["x"], c["y"]) for c in data["countries"].values() if c["small"]]
    for i, (x, y) in enumerate(dots):
        for other_x, other_y in dots[:i]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 > 12.5**2


def test_no_shape_smears_across_the_map(data: dict) -> None:
    paths = {iso3: country["d"] for iso3, country in data["countries"].items()}
    for name, d in {**paths, "other": data["other"]}.items():
        for ring in rings(d):
            for (x, y), (next_x, next_y) in pairwise([*ring, ring[0]]):
                # The longest straight border, Canada's with the United States, is 145 long.
                assert abs(next_x - x) < 160, name
                assert abs(next_y - y) < 160, name


def test_russia_and_fiji_are_in_one_piece_and_antarctica_reaches_from_edge_to_edge(
    data: dict,
) -> None:
    for iso3, width in {"RUS": 900, "FJI": 40}.items():
        xs = [x for ring in rings(data["countries"][iso3]["d"]) for x, _y in ring]
        assert max(xs) - min(xs) < width, iso3
    bottom = max(rings(data["other"]), key=lambda ring: Polygon(ring).area)
    assert max(x for x, _y in bottom) - min(x for x, _y in bottom) > 1000


def test_neighbours_share_their_border_point_for_point(data: dict) -> None:
    def points(iso3: str) -> set[tuple[int, int]]:
        return {point for ring in rings(data["countries"][iso3]["d"]) for point in ring}

    for one, other, least in [("CAN", "USA", 40), ("CHN", "RUS", 50), ("BRA", "PER", 20)]:
        assert len(points(one) & points(other)) >= least, (one, other)


def test_the_file_is_small(data: dict) -> None:
    assert SHAPES.stat().st_size <= 150_000
    assert {"width", "margin", "central_meridian"} == set(data["frame"])


def test_the_script_cuts_at_the_edge_of_the_map_and_leaves_nothing_out() -> None:
    across = Polygon([(175, -10), (185, -10), (185, 10), (175, 10)])
    parts = script.cut(across)
    assert sum(part.area for part in parts) == pytest.approx(across.area)
    assert sorted(part.bounds for part in parts) == [(-180, -10, -175, 10), (175, -10, 180, 10)]


def test_the_script_simplifies_a_line_between_its_ends_and_never_flattens_an_island() -> None:
    nearly_straight = [(0.0, 0.0), (1.0, 0.001), (2.0, 0.0), (3.0, 4.0)]
    assert script.simplify(nearly_straight, 1) == [(0.0, 0.0), (2.0, 0.0), (3.0, 4.0)]
    island = [(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01), (0.0, 0.0)]
    assert len(script.simplify(island, 1)) == 4


def test_the_script_closes_a_ring_round_the_pole_along_the_pole() -> None:
    arc = [(-180.0, -70.0), (-60.0, -75.0), (60.0, -75.0), (180.0, -70.0)]
    ring = script.ring_of([0], [arc])
    assert ring[-2:] == [(180.0, -90.0), (-180.0, -90.0)]
