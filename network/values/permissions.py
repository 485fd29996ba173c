"""What the permissions of an account allow it to write."""

from __future__ import annotations

from typing import Literal

from django.contrib.auth import get_permission_codename
from django.db.models import Model
from django.utils.translation import gettext as _

from network.values.actors import Actor
from network.values.refusals import Refusal


def require_permission(
    by: Actor | None, action: Literal["add", "change", "delete", "export"], row: Model
) -> None:
    """Refuses `by` where their account has no permission for this on rows like `row`.

    Nobody is the portal itself, which loads samples, or a command on the server.
    """
    options = row._meta
    name = f"{options.app_label}.{get_permission_codename(action, options)}"
    if by is not None and not by.has_perm(name):
        raise Refusal(_("Your account has no permission for this."))
