"""People in the register who are likely one person, and what speaks for it.

The same mailbox, the same telephone number, or the same name at one member. The database keeps what
is compared (`Person.name_words`, `Person.phone_digits`), so that the pairs of a whole register are
found in one statement. Two people may share any of these: whoever knows them decides, and what was
decided is kept.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoints.models import (
    Designation,
    DifferentPeople,
    DraftingRight,
    Member,
    Person,
    PersonQuerySet,
)
from focalpoints.rights import may_decide
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import acting
from network.values.folding import folded
from network.values.refusals import Refusal

# Fewer digits are an extension, or a number that stands for none.
FEWEST_DIGITS = 6
# What more people share is a switchboard or the mailbox of a ministry, and tells nothing.
MOST_SHARING = 8

REASONS = {
    "mailbox": gettext_lazy("The same email address"),
    "phone": gettext_lazy("The same telephone number"),
    "name": gettext_lazy("The same name, at the same member"),
}


@dataclass(frozen=True)
class LikelyDuplicate:
    """Somebody in the register, and in a sentence each why they may be the same person."""

    person: Person
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class LikelyPair:
    """Two people of the register who may be one, the older record first, and why."""

    first: Any
    second: Any
    reasons: tuple[str, ...]


def likely_duplicates(person: Person, *, member: Member | None = None) -> list[LikelyDuplicate]:
    """Who is likely the same as `person`, which may be unsaved: those with most reasons first.

    The same mailbox, the same telephone number, or the same name at one member: `member`, or one
    that `person` speaks or drafts for.
    """
    reasons: dict[Person, list[str]] = defaultdict(list)
    others = Person.objects.exclude(pk=person.pk)
    if person.email:
        for other in others.filter(email=person.email.lower()):
            reasons[other].append(str(REASONS["mailbox"]))
    digits = digits_of(person.phone)
    if len(digits) >= FEWEST_DIGITS:
        for other in others.filter(phone_digits=digits):
            reasons[other].append(str(REASONS["phone"]))
    for other in _with_name(others, person, member):
        reasons[other].append(str(REASONS["name"]))
    found = [LikelyDuplicate(other, tuple(why)) for other, why in reasons.items()]
    return sorted(found, key=lambda one: (-len(one.reasons), one.person.pk))


def digits_of(phone: str) -> str:
    """A telephone number by which it is compared: `+34 91…` and `0034 (91)…` are one."""
    return "".join(each for each in folded(phone) if each in "0123456789").lstrip("0")


def _with_name(others: PersonQuerySet, person: Person, member: Member | None) -> PersonQuerySet:
    """Those with the same words in their name, in any order, of one member with `person`."""
    words = " ".join(sorted(folded(f"{person.given_name} {person.family_name}").split()))
    if not words:
        return others.none()
    at = Q(pk__in=[])
    if member is not None and member.pk is not None:
        at |= Q(pk=member.pk)
    if person.pk is not None:
        at |= Q(designations__person=person) | Q(drafting_rights__person=person)
    members = Member.objects.filter(at).values("pk")
    theirs = Person.objects.filter(
        Q(designations__member__in=members) | Q(drafting_rights__member__in=members)
    )
    return others.filter(name_words=words, pk__in=theirs.values("pk"))


# --- The whole register ---

# Each value that several share is found in an index; only those who share one are read then.
_PAIRS = """
WITH mailbox AS (
  SELECT email AS value FROM focalpoints_person
  WHERE merged_into_id IS NULL AND email > ''
  GROUP BY email HAVING count(*) BETWEEN 2 AND %(most)s
), phone AS (
  SELECT phone_digits AS value FROM focalpoints_person
  WHERE merged_into_id IS NULL AND phone_digits > ''
  GROUP BY phone_digits
  HAVING count(*) BETWEEN 2 AND %(most)s AND length(phone_digits) >= %(fewest_digits)s
), name AS (
  SELECT name_words AS value FROM focalpoints_person
  WHERE merged_into_id IS NULL AND name_words > ''
  GROUP BY name_words HAVING count(*) > 1
), namesake AS (
  SELECT person.id, person.name_words
  FROM name JOIN focalpoints_person AS person ON person.name_words = name.value
  WHERE person.merged_into_id IS NULL
), placed AS (
  SELECT namesake.id, namesake.name_words, designation.member_id
  FROM namesake JOIN focalpoints_designation AS designation
    ON designation.person_id = namesake.id AND designation.joined_into_id IS NULL
  UNION
  SELECT namesake.id, namesake.name_words, drafting.member_id
  FROM namesake JOIN focalpoints_draftingright AS drafting ON drafting.person_id = namesake.id
), near AS (
  SELECT id, name_words, member_id, count(*) OVER (PARTITION BY member_id, name_words) AS number
  FROM placed
), alike AS (
  SELECT least(one.id, two.id) AS first, greatest(one.id, two.id) AS second, 'mailbox' AS reason
  FROM mailbox
  JOIN focalpoints_person AS one ON one.email = value AND one.merged_into_id IS NULL
  JOIN focalpoints_person AS two ON two.email = value AND two.merged_into_id IS NULL
    AND two.id > one.id
  UNION
  SELECT one.id, two.id, 'phone'
  FROM phone
  JOIN focalpoints_person AS one ON one.phone_digits = value AND one.merged_into_id IS NULL
  JOIN focalpoints_person AS two ON two.phone_digits = value AND two.merged_into_id IS NULL
    AND two.id > one.id
  UNION
  SELECT one.id, two.id, 'name'
  FROM near AS one JOIN near AS two
    ON two.member_id = one.member_id AND two.name_words = one.name_words AND two.id > one.id
  WHERE one.number BETWEEN 2 AND %(most)s
), told_apart AS (
  -- What was said of a record is said of the one that it was merged into.
  SELECT coalesce(one.merged_into_id, one.id) AS one, coalesce(two.merged_into_id, two.id) AS two
  FROM focalpoints_differentpeople AS different
  JOIN focalpoints_person AS one ON one.id = different.first_id
  JOIN focalpoints_person AS two ON two.id = different.second_id
), pair AS (
  SELECT alike.first, alike.second, array_agg(alike.reason ORDER BY alike.reason) AS reasons
  FROM alike
  JOIN focalpoints_person AS one ON one.id = alike.first
  JOIN focalpoints_person AS two ON two.id = alike.second
  -- An office and a person who reads its mailbox are two.
  WHERE one.is_office = two.is_office
    AND NOT EXISTS (
      SELECT FROM told_apart
      WHERE least(told_apart.one, told_apart.two) = alike.first
        AND greatest(told_apart.one, told_apart.two) = alike.second
    )
  GROUP BY alike.first, alike.second
)
SELECT first, second, reasons, count(*) OVER ()
FROM pair
ORDER BY cardinality(reasons) DESC, second DESC, first DESC
LIMIT %(limit)s OFFSET %(offset)s
"""


def likely_pairs(*, limit: int, offset: int = 0) -> tuple[list[LikelyPair], int]:
    """The pairs of the whole register, those with most reasons first, then the newest; and how many
    there are in all. Left out is who was said to be two people. As many queries for one as for all.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _PAIRS,
            {
                "most": MOST_SHARING,
                "fewest_digits": FEWEST_DIGITS,
                "limit": limit,
                "offset": offset,
            },
        )
        rows = cursor.fetchall()
    people = _described(key for row in rows for key in row[:2])
    pairs = [
        LikelyPair(people[first], people[second], tuple(str(REASONS[one]) for one in reasons))
        for first, second, reasons, _count in rows
        # Who was removed between the two statements.
        if first in people and second in people
    ]
    return pairs, rows[0][3] if rows else 0


def _described(keys: Any) -> dict[int, Any]:
    """People with what tells them apart for a reader: `held` and `drafts`, and their account."""
    held = Designation.objects.with_people().order_by("-starts_on", "pk")
    drafts = DraftingRight.objects.select_related("member__country", "member__organisation")
    found = Person.objects.filter(pk__in=set(keys)).select_related("user", "invitation")
    found = found.prefetch_related(
        Prefetch("designations", held, to_attr="held"),
        Prefetch("drafting_rights", drafts.order_by("-starts_on", "pk"), to_attr="drafts"),
    )
    return {person.pk: person for person in found}


def told_apart() -> QuerySet[DifferentPeople]:
    """The pairs of which somebody has said that they are two people, the latest first."""
    rows = DifferentPeople.objects.filter(first__merged_into=None, second__merged_into=None)
    return rows.select_related("first", "second", "decided_by").order_by("-decided_at", "-pk")


def are_told_apart(one: Person, two: Person) -> DifferentPeople | None:
    """What was decided of these two, or of a record that was merged into one of them."""
    found = DifferentPeople.objects.select_related("decided_by")
    these = [Q(**{f"{side}__in": _with_set_aside(one)}) for side in ("first", "second")]
    those = [Q(**{f"{side}__in": _with_set_aside(two)}) for side in ("second", "first")]
    return found.filter(these[0] & those[0] | these[1] & those[1]).first()


def _with_set_aside(person: Person) -> QuerySet[Person]:
    return Person.everyone.filter(Q(pk=person.pk) | Q(merged_into=person.pk)).values("pk")  # type: ignore[return-value]


@transaction.atomic
def tell_apart(one: Person, two: Person, *, by: User) -> DifferentPeople:
    """Keep that two people who look alike are two: they are not shown as a pair again.

    Raises Refusal without the right to change people, and for one and the same.
    """
    _require_right(by, one)
    if one.pk == two.pk:
        raise Refusal(_("Choose two people."))
    first, second = sorted((one, two), key=lambda person: person.pk)
    with acting(by):
        decided, _created = DifferentPeople.objects.get_or_create(
            first=first, second=second, defaults={"decided_by": by}
        )
    return decided


@transaction.atomic
def take_back_told_apart(decided: DifferentPeople, *, by: User) -> None:
    """Forget that two people are two: if they still look alike, they are shown again."""
    _require_right(by, decided.first)
    with acting(by):
        decided.delete()


def _require_right(by: User, person: Person) -> None:
    if not may_decide(by):
        raise Refusal(_("Only the Secretariat may say who is the same person."))
    require_permission(by, "change", person)
