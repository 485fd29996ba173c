"""Rows of several lists in one query."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet


def rows_of_all(*lists: QuerySet[Any]) -> list[tuple[Any, ...]]:
    """The rows of these lists of values, one list after the other in no order; one query.

    As one SELECT round the union: pghistory takes a statement that begins with a bracket for one
    that writes, and would say in the trail whose the following changes are.
    """
    if not lists:
        return []
    sql, params = lists[0].union(*lists[1:], all=True).query.sql_with_params()
    with connection.cursor() as cursor:
        # The compiler's own SQL, with its parameters apart.
        cursor.execute(f"SELECT * FROM ({sql}) AS found", params)  # noqa: S608
        return list(cursor.fetchall())
