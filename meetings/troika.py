"""The Troika of a day: the former, the current and the following presidency.

It is computed from the terms and never typed. In a gap between two terms there is no current
presidency; the former and the following one keep the role.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from focalpoints.models import Member
from focalpoints.rights import members_of
from meetings.models import Presidency


@dataclass(frozen=True)
class Troika:
    """The three presidencies of `day`; each may be missing."""

    day: datetime.date
    former: Presidency | None
    current: Presidency | None
    following: Presidency | None

    @property
    def presidencies(self) -> list[Presidency]:
        """Those that exist, former first."""
        return [term for term in (self.former, self.current, self.following) if term]

    @property
    def members(self) -> list[Member]:
        """The members of the Troika, each once; every holder of a joint presidency belongs."""
        found: dict[int, Member] = {}
        for term in self.presidencies:
            for member in term.members:
                found.setdefault(member.pk, member)
        return list(found.values())

    def role_of(self, member: Member) -> str:
        """`former`, `current` or `following`: the place of `member` in this Troika; else empty.

        A member that holds several of the terms has the current one's place first.
        """
        for role in ("current", "former", "following"):
            term: Presidency | None = getattr(self, role)
            if term and any(holder.pk == member.pk for holder in term.members):
                return role
        return ""

    @property
    def is_gap(self) -> bool:
        """Whether terms are recorded before and after the day, and none on it."""
        return bool(self.current is None and self.former and self.following)


def troika_of(terms: Iterable[Presidency], day: datetime.date) -> Troika:
    """The Troika of `day` among `terms`, which do not overlap and come in any order."""
    ordered = sorted(terms, key=lambda term: term.starts_on)
    return Troika(
        day=day,
        former=next((term for term in reversed(ordered) if term.ends_on < day), None),
        current=next((t for t in ordered if t.starts_on <= day <= t.ends_on), None),
        following=next((term for term in ordered if term.starts_on > day), None),
    )


def troika_on(day: datetime.date) -> Troika:
    """The Troika of `day`, with its holders' names at hand; two queries whatever is recorded."""
    return troika_of(Presidency.objects.with_holders(), day)


def members_on(day: datetime.date) -> list[Member]:
    """The members of the Troika on `day`."""
    return troika_on(day).members


def is_troika_member(user: object, day: datetime.date) -> bool:
    """Whether `user` is on `day` a focal point of one of that day's Troika."""
    troika = [member.pk for member in members_on(day)]
    return bool(troika) and members_of(user, day=day).filter(pk__in=troika).exists()
