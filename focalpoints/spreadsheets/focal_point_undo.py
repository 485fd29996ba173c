"""Taking back what an import has written of focal points, and what it would not find as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from focalpoints.designations import change_designations, take_back_imported
from focalpoints.erasure import hold_changes_of
from focalpoints.models import Designation, Member, Person
from focalpoints.people import remove_people, take_back_imported_values, those_on_record
from focalpoints.spreadsheets.focal_point_columns import LETTER, PERIOD, PERSON
from network.accounts.models import User
from network.importing.spreadsheets.resources import Row, WrittenRow, json_of
from network.values.batches import in_batches

_MARKED = ("member_id", "person_id", "category_id", "letter_id", *PERIOD, *LETTER)
_LENGTH = 19  # two of them are a row's mark
_AT_ONCE = 250  # people


def designation_mark(designation: Designation) -> str:
    """What is another once somebody has changed the designation, or given it its letter."""
    return _digest([json_of(getattr(designation, name)) for name in _MARKED])


def person_mark(person: Person) -> str:
    """What is another once somebody has changed, or erased, what an import says of the person."""
    return _digest([getattr(person, name) for name in PERSON])


def mark_of(designation: Designation) -> str:
    """Both, of a row's designation and its person."""
    return f"{designation_mark(designation)} {person_mark(designation.person)}"


def _digest(values: list[Any]) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:_LENGTH]


def left_by_undo(
    marks: Mapping[int, str], new: Collection[int], about: Mapping[int, dict[str, Any]]
) -> dict[int, str]:
    """Which designations stay as they were imported, by their keys, and why.

    Where a row has written of a person whom somebody has changed since, it stays whole.
    """
    designations = Designation.objects.in_bulk(marks)
    written = {key: said for key, said in about.items() if _has_written(said)}
    people = Person.objects.in_bulk({written[key]["person"] for key in marks if key in written})
    # Several rows may have written of one person: as the last has left it, it is untouched.
    last: dict[int, tuple[int, str]] = {}
    for said in written.values():
        # An erasure has taken the mark away: nothing is as it was written.
        left = (said["person_version"], said.get("person_mark", ""))
        last[said["person"]] = max(last.get(said["person"], (0, "")), left)
    found = {}
    for key, mark in marks.items():
        if key not in designations:
            found[key] = _("It has been deleted since.")
        elif designation_mark(designations[key]) != mark.split()[0]:
            found[key] = _("It has been changed since the import.")
        elif key in written and (
            why := _why_person_stays(people.get(written[key]["person"]), last)
        ):
            found[key] = why
    return found


def _has_written(about: dict[str, Any]) -> bool:
    return bool(about.get("is_made") or about.get("person_before"))


def _why_person_stays(person: Person | None, last: Mapping[int, tuple[int, str]]) -> str:
    if person is None:
        return _("The person has been deleted since.")
    if (person.version, person_mark(person)) != last[person.pk]:
        return _("The record of the person has been changed since.")
    if person.user_id is not None or person.invitation_id is not None:
        return _("The person has been invited since.")
    return ""


def hold(rows: Collection[WrittenRow]) -> None:
    """Lock what `rows` are about, in the order of the other writes: the members come first."""
    designations = {row.key for row in rows}
    members = Designation.all_rows.filter(pk__in=designations).values("member")
    people = {row.about["person"] for row in rows if _has_written(row.about)}
    for held in (
        Member.objects.filter(pk__in=members),
        Designation.all_rows.filter(pk__in=designations),
    ):
        _lock(held)
    hold_changes_of(*people)
    _lock(Person.everyone.filter(pk__in=people))


def _lock(rows: QuerySet[Any]) -> None:
    list(rows.select_for_update(of=("self",)).order_by("pk").values("pk"))


def take_back(batches: Iterable[Sequence[WrittenRow]], *, by: User) -> None:
    """Undo rows, the last first: their designations, and then what they said of people.

    Somebody whom the import has made goes with the last of their designations, and stays where
    there are others. People come last, for an erasure empties what rows say of them.
    """
    people = _People()
    for rows in batches:
        new = Designation.objects.filter(pk__in=[row.key for row in rows if row.before is None])
        if found := list(new):
            take_back_imported(found, by=by)
        _give_back({row.key: row.before for row in rows if row.before}, by=by)
        for row in rows:
            people.note(row.about)
    people.take_back(by=by)


def _give_back(before: Mapping[int, Row], *, by: User) -> None:
    """Let designations say what they said `before`, by their keys."""
    if not before:
        return
    # In the order of `before`: what a later row has moved makes room again first.
    stored = Designation.objects.select_related("person", "category").in_bulk(before)
    designations = [stored[key] for key in before]
    for designation in designations:
        for name, value in before[designation.pk].items():
            field = Designation._meta.get_field(name)
            setattr(designation, name, field.to_python(value))  # type: ignore[union-attr]
    names = {name for said in before.values() for name in said}
    change_designations(designations, by=by, names=names)


class _People:
    """What the rows that are taken back have written of people: noted, and taken back at once."""

    def __init__(self) -> None:
        self._made: set[int] = set()
        # What each said before the first of the rows that changed them, and which version that was.
        self._before: dict[int, Row] = {}
        self._written_as: dict[int, int] = {}

    def note(self, about: Mapping[str, Any]) -> None:
        """What a row says of a person; those after it in the file have been noted."""
        key = about["person"]
        if about["is_made"]:
            self._made.add(key)
        if before := about.get("person_before"):
            self._before[key] = self._before.get(key, {}) | before
            self._written_as[key] = about["person_version"]

    def take_back(self, *, by: User) -> None:
        gone: set[int] = set()
        for keys in in_batches(sorted(self._made), _AT_ONCE):
            gone.update(set(keys) - those_on_record(keys))
        # Who goes need not say before what they said.
        for keys in in_batches(sorted(self._before.keys() - gone), _AT_ONCE):
            self._restore(keys, by=by)
        for keys in in_batches(sorted(gone), _AT_ONCE):
            remove_people(list(Person.objects.filter(pk__in=keys).order_by("pk")), by=by)

    def _restore(self, keys: Sequence[int], *, by: User) -> None:
        held = Person.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
        people = {person: self._written_as[person.pk] for person in held}
        for person in people:
            for name, value in self._before[person.pk].items():
                setattr(person, name, value)
        take_back_imported_values(people, by=by)
