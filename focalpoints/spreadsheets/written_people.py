"""People as an import writes them, row by row."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from focalpoints.models import Member, Person
from focalpoints.people import import_person
from focalpoints.spreadsheets.focal_point_undo import person_mark
from focalpoints.spreadsheets.person_cells import PersonCells
from network.accounts.models import User


@dataclass
class WrittenPeople:
    """What earlier rows of an import have written of people.

    `made` are those who were new, by whom their rows are about; `keys` are theirs.
    """

    made: dict[str, int] = field(default_factory=dict)
    keys: set[int] = field(default_factory=set)
    _before: dict[int, Person] = field(default_factory=dict)
    _held_members: set[int] = field(default_factory=set)

    def before(self, person: Person) -> Person:
        """Somebody known, as the register had them before the import."""
        return copy(self._before.get(person.pk, person))

    def hold_member(self, member: Member, *, is_kept: bool) -> None:
        """Lock the member first, in the order of the other writes of designations.

        The lock `is_kept` until all rows are written; a row that is only checked lets it go.
        """
        if member.pk in self._held_members:
            return
        Member.objects.select_for_update().get(pk=member.pk)
        if is_kept:
            self._held_members.add(member.pk)

    def write(
        self,
        person: Person,
        names: Collection[str],
        cells: PersonCells,
        *,
        is_known: bool,
        subject: str,
        is_kept: bool,
        by: User | None,
    ) -> tuple[Person, dict[str, Any]]:
        """Write what a row says of `person` in the attributes `names`.

        Gives the row of the register, and what an undo needs to know. Nothing is remembered of a
        row that is only checked, whose writes are not `is_kept`.
        """
        key = person.pk if is_known else self.made.get(subject)
        before: dict[str, Any] = {}
        stored = person
        if key is not None:
            stored = Person.objects.select_for_update(of=("self",)).get(pk=key)
            if is_known and is_kept:
                self._before.setdefault(key, copy(stored))
            said = set(names)
            if not is_known:
                # An earlier row has made them: a name in capitals is no other name.
                said &= cells.values_of(stored)[0].keys()
            before = {
                name: getattr(stored, name)
                for name in said
                if differs(stored, name, getattr(person, name))
            }
            for name in before:
                setattr(stored, name, getattr(person, name))
        if key is None or before:
            import_person(stored, by=by)
        if key is None and is_kept:
            self.made[subject] = stored.pk
            self.keys.add(stored.pk)
        return stored, {
            "person": stored.pk,
            "person_version": stored.version,
            "person_mark": person_mark(stored),
            "person_before": before,
            "is_made": key is None,
        }


def differs(person: Person, name: str, value: Any) -> bool:
    """Whether a cell says another thing than is recorded, blanks apart."""
    now = getattr(person, name)
    return bool(" ".join(now.split()) != value if isinstance(now, str) else now != value)
