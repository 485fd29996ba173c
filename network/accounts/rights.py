"""Writes by staff: checked against the permissions of their account, and recorded in their name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.db.models import Model

from network.audit.tracking import acting
from network.values.actors import Actor
from network.values.permissions import require_permission as require_permission

Row = TypeVar("Row", bound=Model)


@transaction.atomic
def save_by(row: Row, *, by: Actor, write_related: Callable[[], object] | None = None) -> Row:
    """Write `row`, new or corrected, in the name of `by`, and then what belongs to it.

    `write_related` writes the rows that stand on the same form, in the same transaction. Raises
    Refusal where `by` has no permission for it.
    """
    require_permission(by, "add" if row._state.adding else "change", row)
    with acting(by):
        row.save()
        if write_related is not None:
            write_related()
    return row


@transaction.atomic
def remove_by(row: Model, *, by: Actor) -> None:
    """Delete `row` in the name of `by`; the history keeps it. Raises Refusal as `save_by` does."""
    require_permission(by, "delete", row)
    with acting(by):
        row.delete()
