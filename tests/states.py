"""Rows put into a state by the transitions that their machine allows."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from network.values.states import StateMachine


def reach(rows: QuerySet[Any], state: str, **values: Any) -> int:
    """Update `rows` to `state`, and to `values` with the last step; how many rows."""
    machine: StateMachine = rows.model.TRANSITIONS
    found: dict[str, list[int]] = {}
    for key, current in rows.values_list("pk", machine.field):
        found.setdefault(current, []).append(key)
    for current, keys in found.items():
        *between, last = _way(machine, current, str(state)) or [str(state)]
        chosen = rows.model._default_manager.filter(pk__in=keys)
        for step in between:
            chosen.update(**{machine.field: step})
        chosen.update(**{machine.field: last}, **values)
    return sum(map(len, found.values()))


def _way(machine: StateMachine, start: str, end: str) -> list[str]:
    """The shortest way from `start` (left out) to `end`; empty when one is there already."""
    ways = {start: []}
    for state in (waiting := [start]):
        for after in sorted(machine.following[state] - ways.keys()):
            ways[after] = [*ways[state], after]
            waiting.append(after)
    return ways[end]
