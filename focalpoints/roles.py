"""Whose active focal point a user is. Every right of a focal point follows from this."""

from __future__ import annotations

from focalpoints.models import Designation, members_of
from network.accounts.models import User

__all__ = ["is_designee", "is_focal_point", "is_member", "members_of"]


def is_focal_point(user: object) -> bool:
    """Whether `user` is an active focal point of any member; asked once per request."""
    cached: bool | None = getattr(user, "_is_focal_point", None)
    if cached is None:
        cached = members_of(user).exists()
        if isinstance(user, User):
            setattr(user, "_is_focal_point", cached)  # noqa: B010 - a note on this request's user
    return cached


def is_designee(user: object) -> bool:
    """Whether `user` was, is or will be designated: the desk opens, or says when it does."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if is_focal_point(user):
        return True
    # The Secretariat's desk is the admin; its pages need not ask.
    return not user.is_secretariat and Designation.objects.filter(person__user=user).exists()


def is_member(user: object) -> bool:
    """Whether `user` reads what members read: a focal point, or the Secretariat."""
    return bool(getattr(user, "is_secretariat", False)) or is_focal_point(user)
