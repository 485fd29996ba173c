"""Whom of the register a row of a spreadsheet is about.

By the portal's number, which exports give; by an address of mail, at whatever member; or by the
words of the name at the same member, never by a name alone. Where it is not certain the row asks: a
mailbox may be an office's that the successor has too, and two people of one name stay two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from focalpoints.models import Category, Designation, DraftingRight, Member, Person
from focalpoints.spreadsheets.names import words_of
from network.importing.problems import AmbiguousName
from network.values.lists import listed
from network.values.primary_keys import compared, readable

# The answer that the row is about nobody of the register.
SOMEBODY_NEW = "new"


@dataclass(frozen=True)
class Claim:
    """What a row says of who is designated.

    `words` are those of the name, in each way in which it can be read: with what may be a title
    and without it.
    """

    member: Member
    category: Category
    words: tuple[list[str], ...]
    emails: list[str] = field(default_factory=list)

    @property
    def question(self) -> str:
        """By what an answer to the question who is meant is known."""
        code = self.member.natural_key()[0]
        first = self.emails[0] if self.emails else ""
        return f"person {code} {' '.join(self.words[0])} {first}"[:250]


@dataclass(frozen=True)
class Candidates:
    """People of the register with an address of the row, and with its name at its member.

    `by_number` is whose number of the portal it gives.
    """

    by_email: list[Person]
    by_name: list[Person]
    by_number: Person | None = None

    @property
    def keys(self) -> list[int]:
        numbered = () if self.by_number is None else (self.by_number,)
        return sorted({person.pk for person in (*numbered, *self.by_email, *self.by_name)})


@dataclass(frozen=True)
class Wanted:
    """Who is sought for a row: by the words of the name at a member, by addresses, by a number.

    The `number` is that of another portal, or of somebody else by mistake, where neither name nor
    address agree: then it says nothing.
    """

    member: Member
    words: tuple[list[str], ...]
    emails: list[str]
    number: str = ""

    @property
    def names(self) -> set[str]:
        """Each way in which the name can be read, as the database keeps names to compare them."""
        return {" ".join(words) for words in self.words} - {""}


class FoundPeople:
    """Those of the register who may be meant by one row or by many; as many queries for both.

    Somebody whom the import itself has `changed` is held against what was recorded before; those
    whom it has made, which are `excluding`, are nobody.
    """

    def __init__(
        self,
        wanted: Iterable[Wanted],
        *,
        changed: Mapping[int, Person] = MappingProxyType({}),
        excluding: Set[int] = frozenset(),
    ) -> None:
        wanted = list(wanted)
        emails = {email for one in wanted for email in one.emails}
        names = {name for one in wanted for name in one.names}
        numbers = [key for one in wanted for key in _keys(one.number)]
        # Each has an index, of those who say something.
        is_wanted = (
            Q(email__gt="", email__in=emails)
            | Q(name_words__gt="", name_words__in=names)
            | Q(pk__in=numbers)
        )
        recorded = Person.objects.filter(is_wanted) if wanted else Person.objects.none()
        found = {person.pk: person for person in recorded if person.pk not in excluding}
        found |= {
            key: person
            for key, person in changed.items()
            if key in found or person.email in emails or _words(person) in names
        }
        self._people = [found[key] for key in sorted(found)]
        self._members = _members_of(found)

    def candidates(self, wanted: Wanted) -> Candidates:
        by_email = [one for one in self._people if one.email in wanted.emails]
        by_name = [
            one
            for one in self._people
            if _words(one) in wanted.names and wanted.member.pk in self._members[one.pk]
        ]
        return Candidates(by_email, by_name, self._numbered(wanted))

    def _numbered(self, wanted: Wanted) -> Person | None:
        keys = _keys(wanted.number)
        person = next((one for one in self._people if one.pk in keys), None)
        if person is None or person.email in wanted.emails:
            return person
        own = set(words_of(person.given_name, person.family_name))
        is_named_so = any(set(each) & own or not (each or own) for each in wanted.words)
        return person if is_named_so else None


def _keys(number: str) -> list[Any]:
    return readable(compared(Person._meta.pk), [number]) if number else []


def _words(person: Person) -> str:
    return " ".join(words_of(person.given_name, person.family_name))


def _members_of(people: Collection[int]) -> dict[int, set[int]]:
    """The members that ever designated each of `people`, or let them draft, by keys."""
    found: dict[int, set[int]] = {key: set() for key in people}
    if not found:
        return found
    held, given = (
        model.objects.filter(person__in=found).values_list("person", "member").order_by()
        for model in (Designation, DraftingRight)
    )
    for person, member in held.union(given):
        found[person].add(member)
    return found


def known_person(claim: Claim, found: Candidates, answers: Mapping[str, str]) -> Person | None:
    """Whom of those `found` the row is about; None for somebody who is not in the register.

    Raises AmbiguousName where nobody but the reader of the file can tell.
    """
    if found.by_number is not None:
        return found.by_number
    both = [person for person in found.by_email if person in found.by_name]
    if found.by_email:
        if len(both) == 1:
            return both[0]
        alike = both or [one for one in found.by_email if _is_alike(one, claim)]
        if len(alike) == 1:
            return alike[0]
        sentence = _(
            "The register has {names} with this address and another name. Choose who is meant."
        )
        return _asked(claim, alike or found.by_email, sentence, answers)
    if not found.by_name:
        return None
    certain = [
        one for one in found.by_name if not claim.emails or not one.email or _holds(one, claim)
    ]
    if len(certain) == 1 and len(found.by_name) == 1:
        return certain[0]
    sentence = _("The register has {names} with this name at {member}. Choose who is meant.")
    return _asked(claim, found.by_name, sentence, answers)


def _is_alike(person: Person, claim: Claim) -> bool:
    """Whether one name is the other with more words: `Ana Ruiz` and `Ana María Ruiz`."""
    own = set(words_of(person.given_name, person.family_name))
    return any(not words or own <= set(words) or own >= set(words) for words in claim.words)


def _holds(person: Person, claim: Claim) -> bool:
    """Whether they hold alone what the row is about: nobody else of that name can."""
    if not claim.category.has_one_holder:
        return False
    rows = Designation.objects.filter(member=claim.member, category=claim.category, ends_on=None)
    return rows.filter(person=person).exists()


def _asked(
    claim: Claim, people: list[Person], sentence: str, answers: Mapping[str, str]
) -> Person | None:
    """Whom of `people` the reader of the file has said to be meant; asks where they have not."""
    answer = answers.get(claim.question)
    if answer == SOMEBODY_NEW:
        return None
    for person in people:
        if answer == f"#{person.pk}":
            return person
    shown = {person: _shown(person) for person in people}
    raise AmbiguousName(
        sentence.format(names=listed(list(shown.values())), member=claim.member.name),
        asked=claim.question,
        choices=[
            *((f"#{person.pk}", name) for person, name in shown.items()),
            (SOMEBODY_NEW, _("somebody who is not in the register")),
        ],
    )


def _shown(person: Person) -> str:
    return f"{person.full_name} ({person.email})" if person.email else person.full_name
