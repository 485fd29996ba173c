"""What a reader may see of an official: all personal data pass through this module."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.safestring import SafeString

from focalpoints.freshness import RecordFreshness, freshness_of
from focalpoints.models import (
    Designation,
    DesignationQuerySet,
    Expertise,
    Member,
    Person,
    PersonQuerySet,
    Reader,
    Visibility,
    active_on,
    full_name,
    language_name,
    owner_names,
)
from focalpoints.rights import is_member, may_decide, own_members
from network import clock
from network.values.collation import in_alphabetical_order
from network.values.lists import listed
from network.values.searching import alike, alike_by_index, holds_word

# Sets of words held by the names of members, each of which makes a longer statement.
MOST_SETS = 12


@dataclass(frozen=True)
class Contact:
    """An official as one reader may see them; what is not shown is empty."""

    designation: Designation
    name: str
    position: str
    institution: str
    email: str
    phone: str
    languages: list[str]
    expertise: list[str]
    is_sample: bool
    is_office: bool
    # Of the month of it the public knows too; nothing hidden can be told from it.
    confirmed_at: datetime.datetime | None
    # For members, and of today alone.
    freshness: RecordFreshness | None = None

    @property
    def category(self) -> str:
        return str(self.designation.category.name)

    @property
    def function(self) -> SafeString:
        """Position and institution in one line, as far as they are shown."""
        return listed(part for part in (self.position, self.institution) if part)

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the category is shown."""
        return not (self.name or self.position or self.institution or self.email or self.phone)


def reader_of(user: object, member: Member) -> Reader:
    """The relation of `user` to `member` by today's designations."""
    if may_decide(user, member):
        return Reader.OWN
    if not is_member(user):
        return Reader.PUBLIC
    return Reader.OWN if member.pk in own_members(user) else Reader.MEMBER


def contacts(designations: DesignationQuerySet) -> list[Contact]:
    """The contacts of designations as a reader sees them (`as_seen`), in their order."""
    return [_contact(row) for row in designations]


def contacts_for(reader: Reader, designations: DesignationQuerySet) -> list[Contact]:
    """The contacts that `reader` may see: members what each person shares with them, the public the
    institution and the function at most."""
    return contacts(designations.as_seen(reader))


def contacts_of_past_day(reader: Reader, designations: DesignationQuerySet) -> list[Contact]:
    """The contacts of a past day: of whoever no longer speaks for the member, the category alone.

    Officials share their data for as long as they are designated, and a function that is recorded
    today may not be the one of that day. The member itself and the Secretariat see everything.
    """
    return contacts(designations.as_seen(reader, shared=active_on(clock.today())))


def with_freshness_of(found: Iterable[Contact]) -> list[Contact]:
    """The contacts with the freshness of each record today, which members see; one query."""
    found = list(found)
    known = freshness_of(one.designation.person_id for one in found)
    return [replace(one, freshness=known.get(one.designation.person_id)) for one in found]


def _relation_of(user: object) -> tuple[Reader, Q | None]:
    """How `user` reads designations of any members, and which of them are their own member's."""
    if may_decide(user):
        return Reader.OWN, None
    if not is_member(user):
        return Reader.PUBLIC, None
    return Reader.MEMBER, Q(member__in=own_members(user))


def seen_by(user: object, designations: DesignationQuerySet) -> DesignationQuerySet:
    """Designations of any members as `user` sees them, those of their own member whole."""
    reader, own = _relation_of(user)
    return designations.as_seen(reader, own=own)


def _directory() -> DesignationQuerySet:
    """Today's designations of all current members."""
    return Designation.objects.active_on(clock.today()).of_current_members()


def directory_of(user: object) -> DesignationQuerySet:
    """The directory as `user` sees it: today's designations of all current members."""
    return seen_by(user, _directory())


def directory_known_to(user: object) -> DesignationQuerySet:
    """The designations of the directory of `user`, of which nothing of the people is read.

    What is counted, or narrowed by what `holding` and `skilled` find, need not join the people.
    """
    reader, own = _relation_of(user)
    return _directory().known_to(reader, own=own)


def holding(
    rows: DesignationQuerySet,
    words: list[str],
    user: object,
    named: dict[frozenset[str], list[int]],
    *,
    is_alike: bool = False,
) -> DesignationQuerySet:
    """Those of `rows`, which `user` sees, with each of the folded `words` in the names of the
    member or in what they see of the person; `is_alike` takes words that are spelt nearly so too.
    `named` are the `members_called` by the words.

    People are sought by their index, for a scan of 100,000 takes too long to wait for while typing:
    once with all words, and once for the members of each set of words that their names hold, with
    the words that are left. Where there are very many such sets, as of single letters, each word
    is sought by itself.
    """
    if len(named) > MOST_SETS and len(words) > 1:
        for word in words:
            keys_called = [key for called in named if word in called for key in named[called]]
            alone = {frozenset({word}): keys_called}
            rows = holding(rows, [word], user, alone, is_alike=is_alike)
        return rows
    known = Designation.objects.order_by()
    found = _with_people_called(known, words, user, is_alike)
    for called, members in named.items():
        left = [word for word in words if word not in called]
        theirs = known.filter(member__in=members)
        found += _with_people_called(theirs, left, user, is_alike) if left else [theirs]
    keys = [each.values("pk") for each in found]
    return rows.filter(pk__in=keys[0].union(*keys[1:]))


def members_called(
    words: Iterable[str], *, is_alike: bool = False
) -> dict[frozenset[str], list[int]]:
    """The keys of the members whose names hold some of `words`, by which these are."""
    by_member: dict[int, set[str]] = defaultdict(set)
    for word in words:
        members: Any = (
            alike(Member.objects.all(), owner_names(), word)
            if is_alike
            else Member.objects.filter(holds_word(owner_names(), word))
        )
        for key in members.order_by().values_list("pk", flat=True):
            by_member[key].add(word)
    by_words: dict[frozenset[str], list[int]] = defaultdict(list)
    for key, held in by_member.items():
        by_words[frozenset(held)].append(key)
    return by_words


def _with_people_called(
    rows: DesignationQuerySet, words: list[str], user: object, is_alike: bool
) -> list[DesignationQuerySet]:
    """Those of `rows` with all `words` in what `user` sees of the person."""

    def people(column: str) -> Any:
        found: Any = Person.objects.all()
        for word in words:
            found = (
                alike_by_index(found, column, word)
                if is_alike
                else found.filter(holds_word([column], word))
            )
        return found.values("pk")

    if may_decide(user):
        return [rows.filter(person__in=people("folded"))]
    return [
        rows.filter(person__in=people("folded_for_members")),
        rows.filter(member__in=own_members(user), person__in=people("folded")),
    ]


def skilled(
    rows: DesignationQuerySet, column: str, value: str, user: object
) -> DesignationQuerySet:
    """Those of `rows`, which `user` sees, whose list `column` (of SKILLS) they see with `value`."""
    able = Person.objects.filter(**{f"{column}__contains": [value]})
    known = Designation.objects.order_by()
    if may_decide(user):
        return rows.filter(person__in=able.values("pk"))
    shared = known.filter(
        person__in=able.filter(skills_visibility=Visibility.MEMBERS).values("pk")
    ).values("pk")
    own = known.filter(member__in=own_members(user), person__in=able.values("pk")).values("pk")
    return rows.filter(pk__in=shared.union(own))


def people_named_to(user: object) -> PersonQuerySet:
    """Those whom the directory shows to `user` by name; nobody to whom it is closed."""
    if not is_member(user):
        return Person.objects.none()
    named = directory_of(user).filter(Q(name_is_seen=True), person=OuterRef("pk"))
    return Person.objects.filter(Exists(named))


def _contact(row: Any) -> Contact:
    parts = (row.seen_title, row.seen_given_name, row.seen_family_name)
    return Contact(
        designation=row,
        name=full_name(*parts) if row.name_is_seen else "",
        position=row.seen_position,
        institution=row.seen_institution,
        email=row.seen_email,
        phone=row.seen_phone,
        languages=in_alphabetical_order(map(language_name, row.seen_languages)),
        expertise=[str(each.label) for each in Expertise if each in row.seen_expertise],
        is_sample=row.person_is_sample,
        is_office=row.person_is_office,
        confirmed_at=row.person_confirmed_at,
    )
