"""How fresh the record of an official is, by the one rule (`network.values.freshness`).

Its age is that of the last confirmation or update; whether mail arrives is told by the last
message that the portal sent to the official.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest, NullIf

from focalpoints.models import Designation, Person
from network import clock
from network.mail.models import OutgoingMail
from network.values.freshness import tone_in_sql


@dataclass(frozen=True)
class RecordFreshness:
    """How fresh the record of one person is."""

    at: datetime.datetime | None  # the last confirmation or update
    confirmed_at: datetime.datetime | None
    is_unreached: bool  # whether the last mail to them certainly did not arrive
    tone: str  # of network.values.freshness


@dataclass(frozen=True)
class MemberFreshness:
    """How fresh the records of those are who may submit for a member.

    Everybody reads the month of `confirmed_at`, the latest confirmation. `record` is the freshest
    record, which members and staff know of; None for others.
    """

    confirmed_at: datetime.datetime | None
    record: RecordFreshness | None = None


# The freshest first.
_TONES = ("ok", "warn", "bad", "quiet")


def freshness_by_member(day: datetime.date, *, in_full: bool) -> dict[int, MemberFreshness]:
    """Of each member that somebody speaks for on `day`; one query.

    Without `in_full` nothing is asked but when they confirmed: what the public reads hangs on no
    message of the portal.
    """
    speaking = Designation.objects.active_on(day).that_may_submit().order_by()
    if not in_full:
        latest = speaking.values("member_id").annotate(at=Max("person__confirmed_at"))
        return {key: MemberFreshness(at) for key, at in latest.values_list("member_id", "at")}
    columns = ("member_id", "fresh_at", "person__confirmed_at", "is_unreached", "tone")
    found: dict[int, list[RecordFreshness]] = {}
    for key, *values in with_freshness(speaking, day, path="person__").values_list(*columns):
        found.setdefault(key, []).append(RecordFreshness(*values))
    return {
        key: MemberFreshness(
            max((row.confirmed_at for row in rows if row.confirmed_at), default=None),
            min(rows, key=lambda row: (_TONES.index(row.tone), row.is_unreached)),
        )
        for key, rows in found.items()
    }


def freshness_of(people: Iterable[int]) -> dict[int, RecordFreshness]:
    """The freshness of the records with these keys today, by one query."""
    rows = with_freshness(Person.objects.filter(pk__in=set(people)), clock.today())
    columns = ("pk", "fresh_at", "confirmed_at", "is_unreached", "tone")
    return {key: RecordFreshness(*values) for key, *values in rows.order_by().values_list(*columns)}


def address_of(path: str = "") -> Coalesce:
    """Where the portal writes to a person: the address of their account, or the recorded one.

    `path` leads to the person from another model ("person__").
    """
    return Coalesce(NullIf(F(f"{path}user__email"), Value("")), F(f"{path}email"))


def fresh_at(path: str = "") -> Greatest:
    """The moment of the last confirmation or update; NULL of what has neither."""
    return Greatest(F(f"{path}confirmed_at"), F(f"{path}published_at"))


def with_freshness(rows: QuerySet[Any], day: datetime.date, *, path: str = "") -> QuerySet[Any]:
    """Annotate `mailbox`, `fresh_at`, `is_unreached` and `tone`, as of `day`."""
    refused = OutgoingMail.objects.refusals().filter(address=OuterRef("mailbox"))
    reached = Q(is_unreached=False)
    rows = rows.annotate(mailbox=address_of(path), fresh_at=fresh_at(path))
    rows = rows.annotate(is_unreached=Exists(refused))
    found: QuerySet[Any] = rows.annotate(tone=tone_in_sql("fresh_at", day, is_reached=reached))
    return found
