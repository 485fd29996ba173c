"""Letters sent in from the desk that name somebody of the register, for their erasure.

A letter names a person who may have no record yet, so nothing points from it to one. It is known by
an address that was ever recorded of the person, or by the name at a member of theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q

from focalpoints.models import Designation, DraftingRight, LetterRequest, Person
from network.accounts.models import User
from network.audit.erasure import forget_names
from network.audit.tracking import acting
from network.documents.private import discard_file
from network.values.folding import folded


def letters_about(
    people: Sequence[Person], *, addresses: Collection[str], names: Mapping[int, Collection[str]]
) -> list[LetterRequest]:
    """Those that name one of `people`: by lower-case addresses that are theirs alone, or by full
    names without the title (by the person's key) at a member of theirs.

    Costs as many statements for one of them as for hundreds.
    """
    keys = {person.pk for person in people}
    # What was said of a record that was merged is of the one that stays.
    of_record: dict[int, set[int]] = defaultdict(set)
    for person in people:
        for record in filter(None, (person.pk, person.merged_into_id)):
            of_record[record].add(person.pk)
    called: dict[int, set[str]] = defaultdict(set)  # by member
    for rows in (Designation.all_rows.all(), DraftingRight.objects.all()):
        held = rows.filter(person__in=of_record).order_by().values_list("person", "member")
        for record, member in held.distinct():
            for key in of_record[record]:
                called[member] |= {_words(name) for name in names.get(key, ())} - {""}
    found = LetterRequest.objects.filter(
        Q(email__in=addresses) | Q(member__in=called) | Q(designation__person__in=keys)
    )
    return [
        row
        for row in found.select_related("letter", "designation").order_by("pk")
        if row.email in addresses
        or (row.designation is not None and row.designation.person_id in keys)
        or _words(f"{row.given_name} {row.family_name}") in called.get(row.member_id, ())
    ]


def delete_letters(letters: Collection[LetterRequest], *, by: User | None) -> None:
    """Delete them, with their files and with what the admin's log calls them."""
    keys = [letter.pk for letter in letters]
    with acting(by):
        for letter in letters:
            if letter.letter.is_kept:
                discard_file(letter.letter, by=by)
        LetterRequest.objects.filter(pk__in=keys).delete()
    forget_names(LetterRequest, keys)


def _words(name: str) -> str:
    return " ".join(sorted(folded(name).split()))
