"""Letters sent in from the desk that name somebody of the register, for their erasure.

A letter names a person who may have no record yet, so nothing points from it to one. It is known by
an address that was ever recorded of the person, or by the name at a member of theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q

from focalpoints.models import LetterRequest, Member, Person
from network.accounts.models import User
from network.audit.erasure import forget_names
from network.audit.tracking import acting
from network.documents.private import discard_file
from network.values.folding import folded


def letters_about(
    person: Person, *, addresses: Collection[str], names: Iterable[str]
) -> list[LetterRequest]:
    """Those that name `person`, by lower-case addresses or full names without the title."""
    # What was said of a record that was merged is of the one that stays.
    records = [person.pk, person.merged_into_id]
    at = Member.objects.filter(
        Q(designations__person__in=records) | Q(drafting_rights__person__in=records)
    ).values("pk")
    rows = LetterRequest.objects.filter(
        Q(email__in=addresses) | Q(member__in=at) | Q(designation__person=person)
    )
    words = {_words(name) for name in names} - {""}
    return [
        row
        for row in rows.select_related("letter", "designation").order_by("pk")
        if row.email in addresses
        or (row.designation is not None and row.designation.person_id == person.pk)
        or _words(f"{row.given_name} {row.family_name}") in words
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
