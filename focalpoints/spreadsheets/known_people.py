"""Whom of the register a row of a spreadsheet is about.

By the portal's number, which exports give; by an address of mail, at whatever member; or by the
words of the name at the same member, never by a name alone. Where it is not certain the row asks: a
mailbox may be an office's that the successor has too, and two people of one name stay two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from focalpoints.models import Category, Designation, Member, Person
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
    emails: Sequence[str],
    *,
    number: str = "",
    excluding: Set[int] = frozenset(),
) -> Candidates:
    """Who may be meant; those made by the import itself are `excluding`.

    The `number` is that of another portal, or of somebody else by mistake, where neither name nor
    address agree: then it says nothing.
    """
    here = _keys_found(member, words[-1] if words else [], emails)
    found = Person.objects.in_bulk(here.keys() - excluding) if here else {}
    people = [found[key] for key in sorted(found)]
    by_email = [one for one in people if one.email in emails]
    by_name = [
        one for one in people if here[one.pk] and words_of(one.given_name, one.family_name) in words
    ]
    numbered = _numbered(number, words, emails) if number else None
    return Candidates(by_email, by_name, numbered)


def _keys_found(member: Member, words: list[str], emails: Sequence[str]) -> dict[int, bool]:
    """The keys of people with one of `emails`, or with all `words` at `member`; whether they are.

    Asked for each row of a file, most of which find nobody: written once, and not made anew from
    its parts each time. What is folded has an index.
    """
    values: list[Any] = [member.pk, member.pk]
    conditions = []
    for email in emails:
        conditions.append("(person.folded LIKE %s AND person.email = %s)")
        values += [_within(folded(email)), email]
    if words:
        held = " AND ".join("person.folded LIKE %s" for _word in words)
        conditions.append(f"(is_here AND {held})")
        values += [_within(word) for word in words]
    if not conditions:
        return {}
    statement = _PEOPLE + " OR ".join(conditions)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return dict(cursor.fetchall())


_PEOPLE = """
    SELECT person.id, is_here
    FROM focalpoints_person AS person
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM focalpoints_designation AS held
            WHERE held.person_id = person.id AND held.member_id = %s
        ) OR EXISTS (
            SELECT FROM focalpoints_draftingright AS given
            WHERE given.person_id = person.id AND given.member_id = %s
        ) AS is_here
    ) AS there
    WHERE """


def _within(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"% {escaped} %"


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
