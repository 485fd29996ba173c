"""Whether a row has changed since somebody was asked to confirm an action on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models.expressions import Expression

from network.values.optimistic_lock import mark_of


class RowVersion(Expression):
    """PostgreSQL's own mark of a row's present version, which changes with every write.

    `xmin` is the transaction that wrote it and `ctid` its position, which distinguishes two writes
    of one transaction. No column has to be read, or named, for it.
    """

    output_field = models.TextField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        table = compiler.quote_name_unless_alias(compiler.query.get_initial_alias())
        return f"({table}.xmin::text || {table}.ctid::text)", ()


def versions_of(model: type[models.Model], keys: Iterable[Any]) -> dict[str, str]:
    """A short mark of the version of each existing row, by its key as text, in their order.

    No row is locked for it: services lock what they decide on in an order of their own.
    """
    rows = model._base_manager.filter(pk__in=list(keys)).order_by("pk")
    return {str(key): mark_of(mark) for key, mark in rows.values_list("pk", RowVersion())}


def version_of(row: models.Model) -> str:
    """The mark of one row; empty when it is gone."""
    return versions_of(type(row), [row.pk]).get(str(row.pk), "")
