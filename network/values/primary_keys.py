"""Keys of rows as they arrive from outside: any text, which may be the key of a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404


def readable(field: models.Field[Any, Any], texts: Iterable[Any]) -> list[Any]:
    """Those of `texts` that are possible values of `field`, converted; others are left out.

    A database column has bounds that Python's integers do not have: a number outside them is no
    key.
    """
    found = []
    for text in texts:
        try:
            found.append(field.clean(str(text), None))
        except ValidationError:
            continue
    return found


def at_key(rows: models.QuerySet[Any], text: Any) -> models.QuerySet[Any]:
    """The row of `rows` with the key of an address; none for any other text."""
    key = readable(compared(rows.model._meta.pk), [text])
    return rows.filter(pk=key[0]) if key else rows.none()


def find_at_key(rows: models.QuerySet[Any], text: Any) -> Any:
    """The same as a row; raises Http404 where there is none."""
    found = at_key(rows, text).first()
    if found is None:
        raise Http404
    return found


def compared(field: Any) -> Any:
    """The column that a key is compared with: behind a relation, the other table's."""
    while field.remote_field:
        field = field.remote_field.model._meta.pk if field.many_to_many else field.target_field
    return field
