"""What a row of the access tables says: who may open an address, and what the others get."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.test import Client

from focalpoints.models import Member
from network.accounts.models import User

ROLES = (
    "visitor",
    "focal_point",
    "mission_contact",
    "drafter",
    "former_focal_point",
    "other_focal_point",
    "troika_member",
    "secretariat",
)


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

    Of `spain` are the focal point, who may submit, the mission contact and the drafter, who may
    only draft, and the former focal point, whose time is over. `germany` is the other focal
    point's. The Troika member is Canada's focal point, in its presidency. A subscriber has no
    login and is a visitor.
    """

    clients: dict[str, Client]
    users: dict[str, User]
    spain: Member
    germany: Member


def _nothing(cast: Cast) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Row:
    """The answers by role to one request.

    `arrange` makes the rows that the address names and gives its arguments. `method` is what
    is sent; `data` goes with it.
    """

    visitor: Answer
    focal_point: Answer
    mission_contact: Answer
    drafter: Answer
    former_focal_point: Answer
    other_focal_point: Answer
    troika_member: Answer
    secretariat: Answer
    arrange: Callable[[Cast], dict[str, Any]] = _nothing
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)


def signed_in(answer: Answer = OK, *, visitor: Answer = LOGIN, **more: Any) -> Row:
    """`more` may name a role with an answer of its own."""
    return Row(**{**dict.fromkeys(ROLES, answer), "visitor": visitor, **more})


def everybody(answer: Answer = OK, **more: Any) -> Row:
    return signed_in(answer, visitor=answer, **more)


def secretariat(answer: Answer = OK, **more: Any) -> Row:
    return signed_in(MISSING, secretariat=answer, **more)


def members(answer: Answer = OK, **more: Any) -> Row:
    """For those whom a member designates, and the Secretariat."""
    return signed_in(answer, **{"drafter": MISSING, "former_focal_point": MISSING, **more})


def officials(answer: Answer = OK, **more: Any) -> Row:
    """For everybody who is in the register of people, whatever they may do today."""
    return signed_in(answer, secretariat=MISSING, **more)


def own_officials(answer: Answer = OK, **more: Any) -> Row:
    """For those whom Spain designates."""
    return signed_in(MISSING, **{"focal_point": answer, "mission_contact": answer, **more})


def own(answer: Answer = OK, **more: Any) -> Row:
    """For those who may draft for Spain."""
    return own_officials(answer, **{"drafter": answer, **more})


def own_to_submit(answer: Answer = OK, **more: Any) -> Row:
    """For those who may submit for Spain."""
    return signed_in(MISSING, **{"focal_point": answer, **more})
