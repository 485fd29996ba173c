"""Writes of staff: who may make them by the permissions of their account, and in whose name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from django.contrib.auth import get_permission_codename
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from network.audit.tracking import acting
from network.values.actors import Actor
from network.values.refusals import Refusal

Row = TypeVar("Row", bound=Model)


def require_permission(by: Actor, action: Literal["add", "change", "delete"], row: Model) -> None:
    """Refuses `by` where their account has no permission for this on rows like `row`."""
    options = row._meta
    if not by.has_perm(f"{options.app_label}.{get_permission_codename(action, options)}"):
        raise Refusal(_("Your account has no permission for this."))


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
