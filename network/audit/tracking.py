"""The audit trail: database triggers write an event for every insert, update and delete.

No write escapes it, neither `bulk_create` nor `.update()` nor raw SQL. Rows by the million
(deliveries) are not tracked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pghistory
from django.db import models

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
ModelClass = TypeVar("ModelClass", bound=type[models.Model])


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[ModelClass], ModelClass]:
    """Keep every state of the decorated model, without the columns in `exclude`."""
    options: dict[str, Any] = {"exclude": list(exclude)} if exclude else {}
    decorate: Callable[[ModelClass], ModelClass] = pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), **options
    )
    return decorate


def tracked_links() -> Callable[[ModelClass], ModelClass]:
    """Keep additions to a many-to-many relation and removals, by a proxy of its `through` model."""
    decorate: Callable[[ModelClass], ModelClass] = pghistory.track(
        pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None
    )
    return decorate


@contextmanager
def acting(by: Any) -> Iterator[None]:
    """Record `by` (an account, or None for the portal itself) as the actor of the writes within."""
    with pghistory.context(user=getattr(by, "pk", None)):
        yield


def named_in_trail(service: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Let every write of `service` be made in the name of its keyword `by`."""

    @wraps(service)
    def named(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        with acting(kwargs["by"]):
            return service(*args, **kwargs)

    return named
