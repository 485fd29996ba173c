"""Rows that are saved together: those that are new by one statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import IntegrityError, models, transaction

from network.values.refusals import Refusal, RefusedRows


def save_all(rows: Sequence[Any], *, why: Callable[[Any], Refusal]) -> None:
    """Save `rows` of one model, new or changed: all of them, or none.

    A model that does something of its own in `save` is saved row by row.

    Raises RefusedRows with the first that a constraint of the database does not take, and what
    `why` says of it.
    """
    try:
        with transaction.atomic():
            _save(rows)
    except IntegrityError as error:
        if len(rows) == 1:
            raise RefusedRows({0: why(rows[0])}) from error
        _save_one_by_one(rows, why)


def _save(rows: Sequence[Any]) -> None:
    new: list[Any] = []
    changed: list[Any] = []
    for row in rows:
        (new if row._state.adding else changed).append(row)
    # What is changed first: it may make room.
    is_bulk = len(new) > 1 and type(new[0]).save is models.Model.save
    for row in changed if is_bulk else [*changed, *new]:
        row.save()
    if is_bulk:
        type(new[0])._base_manager.bulk_create(new)


@transaction.atomic
def _save_one_by_one(rows: Sequence[Any], why: Callable[[Any], Refusal]) -> None:
    """So that it is known which of them the database does not take."""
    for place, row in enumerate(rows):
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise RefusedRows({place: why(row)}) from error
