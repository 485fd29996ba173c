"""Whom of the register a row of a spreadsheet is about.

By the portal's number, which exports give; by an address of mail, at whatever member; or by the
words of the name at the same member, never by a name alone. Where it is not certain the row asks: a
mailbox may be an office's that the successor has too, and two people of one name stay two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from focalpoints.models import Category, Designation, DraftingRight, Member, Person
from focalpoints.spreadsheets.names import words_of
from network.importing.problems import AmbiguousName
from network.values.folding import folded
from network.values.lists import listed
from network.values.primary_keys import at_key

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


def candidates(
    member: Member,
    words: Sequence[list[str]],
    emails: Collection[str],
    *,
    number: str = "",
    excluding: Collection[int] = (),
) -> Candidates:
    """Who may be meant; those made by the import itself are `excluding`.

    The `number` is that of another portal, or of somebody else by mistake, where neither name nor
    address agree: then it says nothing.
    """
    people = Person.objects.exclude(pk__in=excluding)
    by_email: list[Person] = []
    if emails:
        # The folded words first, for which there is an index.
        held = Q()
        for email in emails:
            held |= Q(folded__contains=f" {folded(email)} ", email=email)
        by_email = list(people.filter(held).order_by("pk"))
    by_name: list[Person] = []
    if words and words[-1]:
        rows = people.filter(
            Exists(Designation.objects.filter(person=OuterRef("pk"), member=member))
            | Exists(DraftingRight.objects.filter(person=OuterRef("pk"), member=member))
        )
        for word in words[-1]:
            rows = rows.filter(folded__contains=f" {word} ")
        by_name = [
            person
            for person in rows.order_by("pk")
            if words_of(person.given_name, person.family_name) in words
        ]
    numbered = _numbered(number, words, emails) if number else None
    return Candidates(by_email, by_name, numbered)


def _numbered(number: str, words: Sequence[list[str]], emails: Collection[str]) -> Person | None:
    person: Person | None = at_key(Person.objects.all(), number).first()
    if person is None or person.email in emails:
        return person
    own = set(words_of(person.given_name, person.family_name))
    is_named_so = any(set(each) & own or not (each or own) for each in words)
    return person if is_named_so else None


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
