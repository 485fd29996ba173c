"""Long lists in parts, each of which a statement of the database takes at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def in_batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """`items` in their order, at most `size` of them at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
