"""Taking back what an import has written of focal points, and what it would not find as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from focalpoints.designations import change_designation, take_back_imported
from focalpoints.models import Designation, Person
from focalpoints.people import is_on_record, remove_person, take_back_imported_values
from focalpoints.spreadsheets.focal_point_columns import LETTER, PERIOD, PERSON
from network.accounts.models import User
from network.importing.spreadsheets.resources import Row, json_of

_MARKED = ("member_id", "person_id", "category_id", "letter_id", *PERIOD, *LETTER)
_LENGTH = 19  # two of them are a row's mark


def designation_mark(designation: Designation) -> str:
    """What is another once somebody has changed the designation, or given it its letter."""
    return _digest([json_of(getattr(designation, name)) for name in _MARKED])


def person_mark(person: Person) -> str:
    """What is another once somebody has changed, or erased, what an import says of the person."""
    return _digest([getattr(person, name) for name in PERSON])


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


def take_back(key: int, before: Row | None, about: dict[str, Any], *, by: User) -> None:
    """Undo one row: its designation, and what it said of the person.

    Somebody whom the import has made goes with the last of their designations, and stays where
    there are others.
    """
    designation = Designation.objects.select_for_update(of=("self",)).get(pk=key)
    if before is None:
        take_back_imported(designation, by=by)
    elif before:
        for name, value in before.items():
            field = Designation._meta.get_field(name)
            setattr(designation, name, field.to_python(value))  # type: ignore[union-attr]
        change_designation(designation, by=by)
    if about.get("person_before"):
        person = Person.objects.select_for_update(of=("self",)).get(pk=about["person"])
        take_back_imported_values(
            person, about["person_before"], imported_as=about["person_version"], by=by
        )
    if about["is_made"]:
        person = Person.objects.get(pk=about["person"])
        if not is_on_record(person):
            remove_person(person, by=by)
