"""Figures of the ground floor: the home page, and the loading of reference data."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import loading
from benchmarks.figures import Figure
from benchmarks.pages import page


def figures() -> Iterator[Figure]:
    yield page("network.page_home", "/")
    yield from loading.figures()
