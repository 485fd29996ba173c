"""Figures, and how two things are timed in turn.

A machine is never equally fast twice, so no time is given by itself: a figure says how many times
longer one thing takes than another that was measured in the same minutes, and names both.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`value` is in `unit`; for a ratio, the time of `of` divided by the time of `against`."""

    name: str
    value: float
    unit: str
    of: str
    against: str

    def line(self) -> str:
        return f"{self.name} {self.value:.3g} {self.unit}"

    def as_json(self) -> dict[str, object]:
        return {
            "value": round(self.value, 4),
            "unit": self.unit,
            "of": self.of,
            "against": self.against,
        }


def ratio(
    name: str,
    *,
    of: tuple[str, Callable[[], object]],
    against: tuple[str, Callable[[], object]],
    rounds: int,
    repeat: int = 1,
) -> Figure:
    """Time two things in turn, `rounds` times, each `repeat` times at a stretch.

    The medians are compared: a pause of the machine spoils one round and not the figure. One
    round before counts for nothing, so that neither pays for what is loaded once.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for taken, (_label, work) in zip(times, (of, against), strict=True):
            begun = time.perf_counter()
            for _repeated in range(repeat):
                work()
            if number:
                taken.append(time.perf_counter() - begun)
    value = statistics.median(times[0]) / statistics.median(times[1])
    return Figure(name, value, "x", of[0], against[0])
