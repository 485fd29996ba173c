"""What a row of the access tables says: who may open an address, and what the others get."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.test import Client

from focalpoints.models import Member
from network.accounts.models import User

ROLES = ("visitor", "focal_point", "other_focal_point", "troika_member", "secretariat")


class Answer(StrEnum):
    OK = "ok"  # the page, or what was asked for
    MOVED = "moved"  # led to another page that is not sign-in
    LOGIN = "login"  # led to sign-in
    MISSING = "missing"  # 404: for this reader it does not exist
    METHOD = "method"  # 405
    REFUSED = "refused"  # 400, 403, 410 or 422, with a sentence


OK, MOVED, LOGIN, MISSING, METHOD, REFUSED = Answer


@dataclass(frozen=True)
class Cast:
    """Who plays, and the two members that the table speaks of.

    `spain` is the focal point's member, `germany` the other focal point's. A subscriber has no
    login and is a visitor.
    """

    clients: dict[str, Client]
    users: dict[str, User]
    spain: Member
    germany: Member


def _nothing(cast: Cast) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """The answers by role to one request.

    `arrange` makes the rows that the address names and gives its arguments. `method` is what
    is sent; `data` goes with it.
    """

    visitor: Answer
    focal_point: Answer
    other_focal_point: Answer
    troika_member: Answer
    secretariat: Answer
    arrange: Callable[[Cast], dict[str, Any]] = _nothing
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)


def everybody(answer: Answer = OK, **more: Any) -> Row:
    return Row(*[answer] * 5, **more)


def signed_in(answer: Answer = OK, **more: Any) -> Row:
    return Row(LOGIN, *[answer] * 4, **more)


def secretariat(answer: Answer = OK, **more: Any) -> Row:
    return Row(LOGIN, MISSING, MISSING, MISSING, answer, **more)


def focal_points(answer: Answer = OK, **more: Any) -> Row:
    """For focal points of any member; the Secretariat has no desk of its own."""
    return Row(LOGIN, answer, answer, answer, MISSING, **more)


def own(answer: Answer = OK, *, secretariat: Answer = MISSING, **more: Any) -> Row:
    """For Spain's focal point alone (and the Secretariat, when told)."""
    return Row(LOGIN, answer, MISSING, MISSING, secretariat, **more)
