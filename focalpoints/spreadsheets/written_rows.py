"""Rows of a list of focal points as an import writes them: many at once, people first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoints.designations import change_designations, designate_all
from focalpoints.holders import other_holder
from focalpoints.models import Designation, Member, Person
from focalpoints.people import import_people
from focalpoints.spreadsheets.focal_point_undo import person_mark
from focalpoints.spreadsheets.person_cells import PersonCells
from network.accounts.models import User
from network.values.refusals import Refusal, RefusedRows


@dataclass(kw_only=True, eq=False)
class PlannedRow:
    """What a row writes: its designation, and of the `person` the attributes `names`.

    `person` says in memory what the row says. `subject` is whom a row about somebody new is about,
    as other rows of the file name it too. `about` is told what an undo needs to know.
    """

    number: int
    designation: Designation
    is_changed: bool
    person: Person
    names: Collection[str]
    cells: PersonCells
    is_known: bool
    subject: str
    about: dict[str, Any]
    # The row of the register, once it is found or made, and what it said before.
    stored: Person = field(init=False)
    before: dict[str, Any] = field(init=False, default_factory=dict)
    is_made: bool = field(init=False, default=False)


class _RollBack(Exception):  # noqa: N818 - what it is for
    """Takes back what was written to be judged."""


@dataclass
class RowsToWrite:
    """Rows that wait to be written, and what was written of people by those before.

    `made` are people who were new, by whom their rows are about; `keys` are theirs.
    """

    made: dict[str, int] = field(default_factory=dict)
    keys: set[int] = field(default_factory=set)
    changed: dict[int, Person] = field(default_factory=dict)
    _waiting: list[PlannedRow] = field(default_factory=list)

    def add(self, row: PlannedRow) -> None:
        self._waiting.append(row)

    def before(self, person: Person) -> Person:
        """Somebody known, as the register had them before the import."""
        return copy(self.changed.get(person.pk, person))

    def write(self, *, by: User | None) -> dict[int, Refusal]:
        """Write what waits, each row after those before it; why rows are refused, by their numbers.

        Where one is refused, the caller takes back what the others have written.
        """
        waiting, self._waiting = self._waiting, []
        _hold_members(waiting)
        while waiting:
            done = self.begin(waiting)
            if refused := _written(done, by=by):
                return refused
            for row in done:
                if row.is_made:
                    self.made[row.subject] = row.stored.pk
                    self.keys.add(row.stored.pk)
            waiting = waiting[len(done) :]
        return {}

    def judge(self, *, by: User | None) -> dict[int, Refusal]:
        """Why what waits is refused, by the numbers of the rows, each as if it stood alone.

        They are written, and taken back; nothing is remembered of them.
        """
        waiting, self._waiting = self._waiting, []
        refused: dict[int, Refusal] = {}
        for rows in _apart(waiting):
            left = rows
            while left:
                found = _judged(left, by=by)
                refused |= found
                if not found:
                    break
                # The others were not written: they are judged without those.
                left = [row for row in left if row.number not in found]
        return refused

    def begin(self, rows: Sequence[PlannedRow]) -> list[PlannedRow]:
        """The first of `rows` that can be written at once: no person is written twice."""
        known = _held(row.person.pk if row.is_known else self.made.get(row.subject) for row in rows)
        new: dict[str, Person] = {}
        written: set[int] = set()
        begun = []
        for row in rows:
            key = row.person.pk if row.is_known else self.made.get(row.subject)
            stored = new.get(row.subject) if key is None else known[key]
            row.is_made = stored is None
            if stored is None:
                row.stored = new[row.subject] = copy(row.person)
            else:
                row.stored, row.before = stored, _before(row, stored)
                if row.before and id(stored) in written:
                    break
                if row.is_known and row.before:
                    self.changed.setdefault(stored.pk, copy(stored))
                for name in row.before:
                    setattr(stored, name, getattr(row.person, name))
            if row.is_made or row.before:
                written.add(id(row.stored))
            begun.append(row)
        return begun


def _held(keys: Iterable[int | None]) -> dict[int, Person]:
    """The people of the register with these keys, locked."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
    return {person.pk: person for person in rows.order_by("pk")}


def _before(row: PlannedRow, stored: Person) -> dict[str, Any]:
    """What `stored` says otherwise than the row, of what the row says."""
    said = set(row.names)
    if not row.is_known:
        # An earlier row has made them: a name in capitals is no other name.
        said &= row.cells.values_of(stored)[0].keys()
    return {
        name: getattr(stored, name)
        for name in said
        if differs(stored, name, getattr(row.person, name))
    }


def _apart(rows: Sequence[PlannedRow]) -> list[list[PlannedRow]]:
    """`rows` in groups in which none has to do with what another is about."""
    groups: list[list[PlannedRow]] = []
    seen: set[Any] = set()
    for row in rows:
        keys = _touched(row)
        if not groups or keys & seen:
            groups.append([])
            seen = set()
        groups[-1].append(row)
        seen |= keys
    return groups


def _touched(row: PlannedRow) -> set[Any]:
    held = row.designation
    keys: set[Any] = {row.person.pk} if row.is_known else set()
    return keys | {(held.member_id, held.category_id)} if held.category.has_one_holder else keys


def _judged(rows: Sequence[PlannedRow], *, by: User | None) -> dict[int, Refusal]:
    # Copies, for nothing of it stays. Whoever is new is another person in each row, as long as
    # nobody has compared them.
    tried = [
        replace(row, designation=copy(row.designation), subject=str(row.number), about={})
        for row in rows
    ]
    refused: dict[int, Refusal] = {}
    try:
        with transaction.atomic():
            _hold_members(tried)
            refused = _written(RowsToWrite().begin(tried), by=by)
            raise _RollBack
    except _RollBack:
        return refused


def _hold_members(rows: Iterable[PlannedRow]) -> None:
    """Lock the members first, in the order of the other writes of designations."""
    keys = {row.designation.member_id for row in rows}
    list(Member.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))


def _written(rows: Sequence[PlannedRow], *, by: User | None) -> dict[int, Refusal]:
    """Write `rows`, of which no two write the same person; why some are refused."""
    people = [row for row in rows if row.is_made or row.before]
    if refused := _refused(people, lambda: import_people([row.stored for row in people], by=by)):
        return refused
    for row in rows:
        # Said again, for somebody new has their key only now.
        row.designation.person = row.stored
    changed = [row for row in rows if row.is_changed]
    new = [row for row in rows if row.designation._state.adding]
    for some, write in ((changed, change_designations), (new, designate_all)):
        refused = _refused(some, partial(write, [row.designation for row in some], by=by))
        if refused:
            held = {row.number: row.designation for row in some}
            return {number: _with_handover(held[number], why) for number, why in refused.items()}
    for row in rows:
        row.about |= {
            "designation": row.designation.pk,
            "person": row.stored.pk,
            "person_version": row.stored.version,
            "person_mark": person_mark(row.stored),
            "person_before": row.before,
            "is_made": row.is_made,
        }
    return {}


def _refused(rows: Sequence[PlannedRow], write: Callable[[], object]) -> dict[int, Refusal]:
    """Let `write` write `rows`, if there are any; why some of them are refused."""
    if not rows:
        return {}
    try:
        write()
    except RefusedRows as refused:
        return {rows[place].number: why for place, why in refused.refusals.items()}
    except Refusal as refusal:
        return {row.number: refusal for row in rows}
    return {}


def _with_handover(designation: Designation, refusal: Refusal) -> Refusal:
    """The refusal of a designation that somebody else holds alone, with what to do about it."""
    other = other_holder(designation)
    if other is None:
        return refusal
    return Refusal(
        _(
            "{refusal} An import hands nothing over: record the letter of {person} with “Record a "
            "letter”, which ends the designation of {other} on the day before, and choose the file "
            "again."
        ).format(refusal=refusal.sentence, person=designation.person, other=other.person),
        field=refusal.field,
    )


def differs(person: Person, name: str, value: Any) -> bool:
    """Whether a cell says another thing than is recorded, blanks apart."""
    now = getattr(person, name)
    return bool(" ".join(now.split()) != value if isinstance(now, str) else now != value)
