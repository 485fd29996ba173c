"""State machines: how a row may go from one state to the next, declared once.

A model names its machine `TRANSITIONS` and puts `TRANSITIONS.trigger()` among its triggers: the
database refuses every other update, whoever makes it. Services ask `may_become` where the answer
is a sentence for the user. `tests/test_states.py` walks all machines of all models.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pgtrigger


@dataclass(frozen=True)
class StateMachine:
    """The states of a row in the order of its life, and which may follow which."""

    following: Mapping[str, frozenset[str]]
    field: str = "state"

    def may_become(self, state: str, other: str) -> bool:
        """Whether a row may go from `state` to `other`; staying is no transition."""
        return other in self.following[state]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every allowed transition."""
        return [
            (state, other) for state, after in self.following.items() for other in sorted(after)
        ]

    @property
    def _is_refused(self) -> str:
        allowed = ",".join(f"{state}:{other}" for state, other in self.pairs)
        old, new = (f'{row}."{self.field}"' for row in ("OLD", "NEW"))
        return (
            f"{old} IS DISTINCT FROM {new}"
            f" AND ({old} || ':' || {new}) <> ALL ('{{{allowed}}}'::text[])"
        )

    def trigger(self, *, for_many: bool = False) -> pgtrigger.Trigger:
        """Refuses any other transition in the database. Costs nothing where the state stays.

        `for_many` is for rows that change by the thousand: the condition knows the allowed
        transitions, so that none of them calls the function, which takes 50 us.
        """
        changes = pgtrigger.Q(**{f"old__{self.field}__df": pgtrigger.F(f"new__{self.field}")})
        found = pgtrigger.FSM(
            name="state_transitions",
            field=self.field,
            transitions=self.pairs,
            condition=pgtrigger.Condition(self._is_refused) if for_many else changes,
        )
        found.operation = pgtrigger.UpdateOf(self.field)  # type: ignore[no-untyped-call]
        return found


def transitions(table: Mapping[str, Iterable[str]]) -> StateMachine:
    """Declare a machine: each state, and those that may follow it.

    Raises ValueError for a follower that is no state of the machine, or the state itself.
    """
    following = {str(state): frozenset(str(one) for one in after) for state, after in table.items()}
    for state, after in following.items():
        if unknown := after - following.keys() | after & {state}:
            raise ValueError(f"{state} is followed by {', '.join(sorted(unknown))}")
    return StateMachine(following)
