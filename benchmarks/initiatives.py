"""Figures of plans and initiatives: the map, and the list of plans."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.pages import page


def figures() -> Iterator[Figure]:
    yield page("initiatives.page_map", "/map/")
    yield page("initiatives.page_plans", "/plans/")
