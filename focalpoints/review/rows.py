"""Writing the row of a published entry, beside colleagues who do the same."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from focalpoints.review.registry import Kind
from network.refusals import Refusal


def free_address(kind: Kind, entry: Any) -> str:
    """An address that no entry of the kind has, held until the transaction ends.

    Two entries of one title that are published at once would both find the same address free.
    """
    with connection.cursor() as cursor:
        table = kind.model._meta.db_table
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"address of {table}"])
    return kind.address(entry)


def save_entry(entry: Any) -> None:
    """Save the row. A constraint that a form could not foresee refuses with a sentence."""
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise Refusal(
            _(
                "An entry with the same web address, or a plan of the same generation, is "
                "already recorded. Check that one first."
            )
        ) from error
