"""What the register of members says of an account: an upper floor answers, the page frame asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from network import registry


@dataclass(frozen=True, kw_only=True)
class Roles(registry.Contribution):
    """Answers about an account that is signed in.

    `has_desk`: works at a desk today; `has_desk_page`: the page of the desk, by the address named
    `desk`, has something to show now or from a later day; `is_member`: reads what members read.
    """

    has_desk: Callable[[Any], bool]
    has_desk_page: Callable[[Any], bool]
    is_member: Callable[[Any], bool]
    desk: str


def _known(user: object) -> list[Roles]:
    """The contributions to ask about `user`; none for a visitor."""
    return registry.of(Roles) if getattr(user, "is_authenticated", False) else []


def has_desk(user: object) -> bool:
    return any(roles.has_desk(user) for roles in _known(user))


def has_desk_page(user: object) -> bool:
    return any(roles.has_desk_page(user) for roles in _known(user))


def is_member(user: object) -> bool:
    return any(roles.is_member(user) for roles in _known(user))


def desk_of(user: object) -> str | None:
    """The name of the address of the desk that is open to `user`, if there is one."""
    return next((roles.desk for roles in _known(user) if roles.has_desk_page(user)), None)
