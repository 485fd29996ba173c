"""Loading of sample rows: each once, found again by a key that no edit can change.

What people changed in a sample stays, and what they deleted does not come back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models, transaction
from psycopg import errors

from network.importing.models import SampleRow

Row = TypeVar("Row", bound=models.Model)

log = logging.getLogger(__name__)


class SampleError(Exception):
    """A sample row could not be loaded; the sentence names it, the reason and what to do."""

    def __init__(self, kind: str, key: str, reason: Exception) -> None:
        lines = str(reason).splitlines()
        because = lines[0] if lines else type(reason).__name__
        super().__init__(
            f"The sample row {kind} {key!r} could not be loaded ({because}). Nothing was changed. "
            "`make reset` removes the demo's data, with all that was entered, and starts afresh."
        )


def load_once(
    key: str, known_as: models.QuerySet[Row], make: Callable[[], Row | None]
) -> Row | None:
    """The sample row `key`: the row that was loaded for it, or what `make` creates the first time.

    None when it was deleted since, or was skipped: because `make` returned None or missed a row
    that it needs, or because people entered a row with the same unique value. `known_as` finds the
    rows of databases that were filled before keys were remembered; the oldest is taken.

    Raises SampleError on any other failure of `make`.
    """
    manager = known_as.model._default_manager
    kind = known_as.model._meta.label_lower
    memory = SampleRow.objects.filter(model=kind, key=key).first()
    if memory is not None:
        return manager.filter(pk=memory.object_id).first()
    others = SampleRow.objects.filter(model=kind, object_id__isnull=False).values("object_id")
    row = known_as.exclude(pk__in=others).order_by("pk").first() or _made(kind, key, make)
    SampleRow.objects.create(model=kind, key=key, object_id=row.pk if row else None)
    return row


def was_loaded(model: type[models.Model], *, prefix: str) -> list[str]:
    """The keys of the samples of `model` that begin with `prefix`, in their order."""
    known = SampleRow.objects.filter(model=model._meta.label_lower, key__startswith=prefix)
    return list(known.order_by("key").values_list("key", flat=True))


def _made(kind: str, key: str, make: Callable[[], Row | None]) -> Row | None:
    try:
        with transaction.atomic():
            row = make()
    except IntegrityError as conflict:
        if not isinstance(conflict.__cause__, errors.UniqueViolation | errors.ExclusionViolation):
            raise SampleError(kind, key, conflict) from conflict
        row = None
    except ObjectDoesNotExist:
        # What this sample depends on, such as its account, was deleted or renamed.
        row = None
    except Exception as error:
        raise SampleError(kind, key, error) from error
    if row is None:
        log.warning("The sample row %s %r is passed by: what people entered prevents it", kind, key)
    return row
