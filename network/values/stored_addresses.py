"""Addresses that were stored before they were normalised: brought into the one form, or named.

For migrations. No row is merged or deleted: which of two accounts of one mailbox stays is for a
person to decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import models
from django.utils import translation

from network.values.mail_addresses import STORED, normalised


@dataclass(frozen=True)
class AddressColumn:
    """A column of addresses. `rows` are all of its table, of which `once` may not share one."""

    what: str
    rows: models.QuerySet[Any]
    once: models.QuerySet[Any] | None = None
    field: str = "email"


def normalise_all(*columns: AddressColumn) -> int:
    """Bring the addresses of `columns` into the form in which they are kept now; how many.

    Raises CommandError, and changes nothing, where two rows are of one mailbox that may have one
    only, or where an address is none that mail can be sent to. It names all such rows.
    """
    troubles: list[str] = []
    changes: list[tuple[AddressColumn, dict[Any, str]]] = []
    # What an operator reads in a terminal is English, like the rest of it.
    with translation.override("en"):
        for column in columns:
            found = _changes(column, troubles)
            troubles += _collisions(column, found)
            changes.append((column, found))
    if troubles:
        raise CommandError(
            "Some email addresses cannot be brought into the form in which the portal keeps them "
            "now, so this step has changed nothing. Decide about each of these rows, as "
            "docs/operations.md says (“Addresses that collide”), and migrate again:\n"
            + "\n".join(f"- {trouble}" for trouble in troubles)
        )
    for column, found in changes:
        for key, address in found.items():
            column.rows.filter(pk=key).update(**{column.field: address})
    return sum(len(found) for _column, found in changes)


def _changes(column: AddressColumn, troubles: list[str]) -> dict[Any, str]:
    """The rows of another form than today's, and the form that each should have."""
    found: dict[Any, str] = {}
    other = column.rows.exclude(**{f"{column.field}__regex": STORED}).exclude(**{column.field: ""})
    for key, address in other.order_by("pk").values_list("pk", column.field):
        try:
            found[key] = normalised(address)
        except ValidationError as error:
            troubles.append(f"{column.what} {key} ({address}): {' '.join(error.messages)}")
    return found


def _collisions(column: AddressColumn, found: dict[Any, str]) -> Iterator[str]:
    if column.once is None or not found:
        return
    kept = dict(column.once.filter(pk__in=found).values_list("pk", column.field))
    by_address: dict[str, dict[Any, str]] = {}
    for key, address in kept.items():
        by_address.setdefault(found[key], {})[key] = address
    others = column.once.exclude(pk__in=found).filter(**{f"{column.field}__in": by_address})
    for key, address in others.values_list("pk", column.field):
        by_address[address][key] = address
    for address, rows in sorted(by_address.items()):
        if len(rows) > 1:
            named = ", ".join(f"{column.what} {key} ({rows[key]})" for key in sorted(rows))
            yield f"{named}: all are the mailbox {address}"
