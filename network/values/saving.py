"""Rows that are saved together: those that are new, or changed, by one statement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db import IntegrityError, models, transaction

from network.values.refusals import Refusal, RefusedRows


def save_all(
    rows: Sequence[Any], *, why: Callable[[Any], Refusal], names: Collection[str] = ()
) -> None:
    """Save `rows` of one model, new or changed: all of them, or none.

    `names` are the columns that the changed ones say otherwise than the database; without them each
    is saved by itself. So is each row of a model that does something of its own in `save`.

    Raises RefusedRows with the first that a constraint of the database does not take, and what
    `why` says of it.
    """
    try:
        with transaction.atomic():
            _save(rows, names)
    except IntegrityError as error:
        if len(rows) == 1:
            raise RefusedRows({0: why(rows[0])}) from error
        _save_one_by_one(rows, why)


def _save(rows: Sequence[Any], names: Collection[str]) -> None:
    new: list[Any] = []
    changed: list[Any] = []
    for row in rows:
        (new if row._state.adding else changed).append(row)
    # What is changed first: it may make room.
    if names and _are_many(changed):
        type(changed[0])._base_manager.bulk_update(changed, names)
    else:
        for row in changed:
            row.save()
    if _are_many(new):
        type(new[0])._base_manager.bulk_create(new)
    else:
        for row in new:
            row.save()


def _are_many(rows: Sequence[Any]) -> bool:
    return len(rows) > 1 and type(rows[0]).save is models.Model.save


@transaction.atomic
def _save_one_by_one(rows: Sequence[Any], why: Callable[[Any], Refusal]) -> None:
    """So that it is known which of them the database does not take."""
    for place, row in enumerate(rows):
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise RefusedRows({place: why(row)}) from error
