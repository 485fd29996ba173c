"""What a page or a service costs the database, for comparing one row with many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from django.db import connection
from django.test.utils import CaptureQueriesContext


class Cost(int):
    """A number of queries that remembers their SQL, in the order in which they were made."""

    sql: list[str]

    def __repr__(self) -> str:
        """All of them, so that a comparison that fails shows which one came on top."""
        return "\n".join([f"{int(self)} queries:", *self.sql])


class QueryCost(Protocol):
    """The fixture `query_cost`, for the annotations of tests."""

    def __call__(self, look: Callable[[], Any], *, once: bool = False) -> Cost: ...


def cost_of(look: Callable[[], Any], *, once: bool = False) -> Cost:
    """How many queries `look` makes. A look that changes something is taken `once`.

    Any other is taken twice and counted the second time: what a process keeps from one request
    to the next is not the page's cost. Two error pages would cost the same, so none is counted.
    """
    if not once:
        look()
    with CaptureQueriesContext(connection) as captured:
        answer = look()
    status = getattr(answer, "status_code", 200)
    assert status < 400, f"the page answered {status}"
    cost = Cost(len(captured))
    cost.sql = [query["sql"] for query in captured.captured_queries]
    return cost
