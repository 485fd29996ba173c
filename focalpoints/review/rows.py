"""Writing the row of a published entry, beside colleagues who do the same."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from network.values.refusals import Refusal


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
