"""Figures of the ground floor: the loading of reference data."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import loading
from benchmarks.figures import Figure


def figures() -> Iterator[Figure]:
    yield from loading.figures()
