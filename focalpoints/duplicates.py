"""People in the register who are likely one person, and what speaks for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Func, Q, TextField
from django.utils.translation import gettext as _

from focalpoints.models import Member, Person, PersonQuerySet
from network.values.folding import folded
from network.values.searching import as_folded

# Fewer digits are an extension, or a number that stands for none.
FEWEST_DIGITS = 6


@dataclass(frozen=True)
class LikelyDuplicate:
    """Somebody in the register, and in a sentence each why they may be the same person."""

    person: Person
    reasons: tuple[str, ...]


def likely_duplicates(person: Person, *, member: Member | None = None) -> list[LikelyDuplicate]:
    """Who is likely the same as `person`, which may be unsaved: those with most reasons first.

    The same mailbox, the same telephone number, or the same name at one member: `member`, or one
    that `person` speaks or drafts for. Two people may share any of these: whoever knows them
    decides.
    """
    reasons: dict[Person, list[str]] = defaultdict(list)
    others = Person.objects.exclude(pk=person.pk)
    if person.email:
        for other in others.filter(email__iexact=person.email):
            reasons[other].append(_("The same email address"))
    for other in _with_number(others, person.phone):
        reasons[other].append(_("The same telephone number"))
    for other in _with_name(others, person, member):
        reasons[other].append(_("The same name, at the same member"))
    found = [LikelyDuplicate(other, tuple(why)) for other, why in reasons.items()]
    return sorted(found, key=lambda one: (-len(one.reasons), one.person.pk))


def digits_of(phone: str) -> str:
    """A telephone number by which it is compared: `+34 91…` and `0034 (91)…` are one."""
    return "".join(each for each in folded(phone) if each.isdecimal()).lstrip("0")


def _with_number(others: PersonQuerySet, phone: str) -> PersonQuerySet:
    digits = digits_of(phone)
    if len(digits) < FEWEST_DIGITS:
        return others.none()
    in_database = Func(
        as_folded("phone"),
        template="ltrim(regexp_replace(%(expressions)s, '[^0-9]', '', 'g'), '0')",
        output_field=TextField(),
    )
    return others.exclude(phone="").alias(digits=in_database).filter(digits=digits)


def _with_name(others: PersonQuerySet, person: Person, member: Member | None) -> list[Person]:
    """Those with the same words in their name, in any order, of one member with `person`."""
    words = _words_of(person)
    at = Q(pk__in=[])
    if member is not None and member.pk is not None:
        at |= Q(pk=member.pk)
    if person.pk is not None:
        at |= Q(designations__person=person) | Q(drafting_rights__person=person)
    members = Member.objects.filter(at).values("pk")
    theirs = Person.objects.filter(
        Q(designations__member__in=members) | Q(drafting_rights__member__in=members)
    )
    rows = others.filter(pk__in=theirs.values("pk")) if words else others.none()
    return [other for other in rows if _words_of(other) == words]


def _words_of(person: Person) -> list[str]:
    return sorted(folded(f"{person.given_name} {person.family_name}").split())
