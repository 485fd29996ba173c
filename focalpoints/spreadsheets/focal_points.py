"""The list of focal points in spreadsheets: a row is a designation, with its person.

What a row says of the person is held against the register as it was before the import, also where
an earlier row of the file has written it meanwhile: each row does when it is written what its
preview has shown.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoints.models import OFFICE_SHARES, Category, Designation, Member, Person
from focalpoints.spreadsheets import focal_point_undo
from focalpoints.spreadsheets.categories_named import Categories
from focalpoints.spreadsheets.column_meanings import readable_part, sort_columns
from focalpoints.spreadsheets.file_comparison import compared, keys_of
from focalpoints.spreadsheets.focal_point_columns import LETTER, NAMES, PERIOD, PERSON, columns
from focalpoints.spreadsheets.known_designations import known_designation
from focalpoints.spreadsheets.known_people import (
    Candidates,
    Claim,
    FoundPeople,
    Wanted,
    known_person,
)
from focalpoints.spreadsheets.person_cells import PersonCells, read_person
from focalpoints.spreadsheets.places import Place, Places, identity_of, members_at
from focalpoints.spreadsheets.written_rows import PlannedRow, RowsToWrite, differs
from network import clock
from network.importing.models import ImportedRow
from network.importing.problems import Vacancy
from network.importing.spreadsheets.cells import as_text
from network.importing.spreadsheets.columns import Column
from network.importing.spreadsheets.resources import Difference, EntryResource, Row, WrittenRow
from network.values.lists import listed

Day = datetime.date | None


class PersonDifference(Difference):
    """A new designation of somebody known shows what changes of the person, too."""

    def __init__(self, resource: FocalPointResource, instance: Any, new: bool) -> None:
        super().__init__(resource, instance, new)
        if new and instance.person.pk is not None:
            shown = resource.shown_of(instance)
            self.left = {name: shown[name] for name in PERSON}

    def compare_with(self, resource: FocalPointResource, instance: Any) -> None:
        # What the row says, also where an earlier one has made the person with other words.
        written, instance.person = instance.person, resource.person
        super().compare_with(resource, instance)
        instance.person = written


class FocalPointResource(EntryResource):
    """A row is about the designation of somebody by a member for a category, in its period."""

    model = Designation

    def __init__(self, *, by: Any = None, answers: dict[str, str] | None = None) -> None:
        self.places = Places(answers)
        super().__init__(by=by, answers=answers)
        self.begin()

    def columns(self) -> list[Column]:
        return columns()

    def with_related(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related(
            "category", "person", "recorded_by", "member__country", "member__organisation"
        )

    def begin(self) -> None:
        self._members: dict[Place, Member] = {}
        self._rows = RowsToWrite()
        self._found = FoundPeople([])
        self._sought: dict[int, Wanted] = {}
        self.__dict__.pop("categories", None)

    @cached_property
    def categories(self) -> Categories:
        return Categories()

    # --- Reading a row ---

    def get_diff_class(self) -> type[Difference]:
        return PersonDifference

    def before_import_row(self, row: Row, **kwargs: Any) -> None:
        self.number: int = kwargs["row_number"]
        self.is_writing = not kwargs["dry_run"]
        self.planned: dict[str, Any] = kwargs["planned"]
        try:
            super().before_import_row(row, **kwargs)
        except ValidationError:
            # Whom it may be about all the same: nobody is missing in the file for a spoilt cell.
            with contextlib.suppress(ValidationError):
                self._look(readable_part(row))
            raise
        sort_columns(row, self.categories)

    def look_ahead(self, rows: Mapping[int, Row]) -> None:
        """Find the members and people of many rows, and hold what is recorded of them."""
        parts, places = {}, {}
        for number, row in rows.items():
            part = parts[number] = readable_part(row)
            sort_columns(part, self.categories)
            # What is wrong with it is said when the row is read.
            with contextlib.suppress(ValidationError):
                if (place := identity_of(part, self.places)) is not None:
                    places[number] = place
        self._members |= members_at(set(places.values()) - self._members.keys())
        wanted = {
            number: self._wanted_by(parts[number], self._members[place])[0]
            for number, place in places.items()
            if place in self._members
        }
        self._found = self._find_people(wanted.values())
        self._sought = wanted

    def _wanted_by(self, row: Row, member: Member) -> tuple[Wanted, PersonCells, dict[str, Any]]:
        cells, errors = read_person(row, getattr(member.country, "iso2", None))
        number = as_text(row.get("person_number", "")).strip()
        return Wanted(member, cells.words, cells.emails, number), cells, errors

    def _find_people(self, wanted: Iterable[Wanted]) -> FoundPeople:
        return FoundPeople(wanted, changed=self._rows.changed, excluding=self._rows.keys)

    def _look(self, row: Row) -> tuple[PersonCells, Candidates, dict[str, Any]]:
        """The member, what `row` says of the person, who that may be, and what is wrong."""
        place = identity_of(row, self.places)
        if place is None:
            raise ValidationError(_("The row does not say which member it is about."))
        self.member = self._member_of(place)
        self.about = {"member": place.natural_key()[0], "member_key": self.member.pk, "people": []}
        wanted, cells, errors = self._wanted_by(row, self.member)
        is_found = self._sought.get(self.number) == wanted
        people = self._found if is_found else self._find_people([wanted])
        found = people.candidates(wanted)
        self.about["people"] = found.keys
        return cells, found, errors

    def _member_of(self, place: Place) -> Member:
        if place not in self._members:
            self._members |= members_at({place})
        if place not in self._members:
            raise ValidationError(
                _("{name} is no member of the Network. Record the member first.").format(name=place)
            )
        return self._members[place]

    def find(self, row: Row) -> Designation | None:
        cells, found, errors = self._look(row)
        category: Category | None = None
        if "category" in row:
            try:
                category = self.categories.called(as_text(row["category"]))
            except ValidationError as error:
                errors["category"] = error
        self.said = self._said(row, errors)
        if errors:
            raise ValidationError(errors)
        self.label = ", ".join(filter(None, (self.member.name, str(category or ""))))
        if cells.name.is_nobody:
            _require_somebody(cells, found)
        if category is None:
            raise ValidationError(
                _("The row does not say as what the person is designated: fill “Category”.")
            )
        self.cells, self.category = cells, category
        self.person, self.is_known = self._person(row, found)
        designation = None
        if self.is_known:
            designation = known_designation(
                self.person,
                self.member,
                category,
                start=self.said.get("starts_on"),
                end=self.said.get("ends_on"),
                letter=self._letter_day,
            )
        if designation is not None:
            designation.member, designation.category = self.member, category
            designation.person = self.person
            self._note_end(designation, row)
        return designation

    def _said(self, row: Row, errors: dict[str, Any]) -> dict[str, Any]:
        """What the row says of the designation itself, by column."""
        said = {}
        for name in (*PERIOD, *LETTER):
            if name in row:
                try:
                    said[name] = self.fields[name].widget.clean(row[name])
                except ValidationError as error:
                    errors[name] = error
        return said

    def _person(self, row: Row, found: Candidates) -> tuple[Person, bool]:
        """The person as the register had them before the import, and whether it had them."""
        claim = Claim(self.member, self.category, self.cells.words, self.cells.emails)
        try:
            known = known_person(claim, found, self.answers)
        except ValidationError as error:
            shown = next((name for name in (*NAMES, "email") if name in row), NON_FIELD_ERRORS)
            raise ValidationError({shown: error}) from error
        if known is None:
            new = Person(is_office=bool(self.cells.is_office))
            if new.is_office:
                for name, level in OFFICE_SHARES.items():
                    setattr(new, name, level)
            return new, False
        if self.cells.is_office is not None and self.cells.is_office != known.is_office:
            raise ValidationError(
                {"is_office": _("An office does not become a person, nor a person an office.")}
            )
        return self._rows.before(known), True

    @property
    def _letter_day(self) -> Day:
        day: Day = self.said.get("letter_dated_on")
        return day

    def _note_end(self, designation: Designation, row: Row) -> None:
        end = designation.ends_on
        if end is not None and end < clock.today() and "ends_on" not in row:
            self.notes.append(
                _("The designation ended on {day}; a row without an end does not renew it.").format(
                    day=date_format(end, "DATE_FORMAT")
                )
            )

    def blank(self, row: Row) -> Designation:
        if "starts_on" not in self.said:
            if self._letter_day is None:
                raise ValidationError(
                    _(
                        "The row does not say from when the person is designated: fill “From”, or "
                        "the letter’s date."
                    )
                )
            self.said["starts_on"] = self._letter_day
            self.notes.append(_("It is to start on the day of the letter."))
        return Designation(member=self.member, category=self.category, person=self.person)

    # --- Taking over what it says ---

    def import_instance(self, instance: Any, row: Row, **kwargs: Any) -> None:
        for name, value in self.said.items():
            self._take_cell(instance, self.fields[name], value)
        person = self.person = instance.person
        if self.is_known:
            values, notes = self.cells.values_of(person)
            values = {name: value for name, value in values.items() if differs(person, name, value)}
        else:
            values, notes = self.cells.values_of_new()
        if person.user_id is not None and values:
            # Changes of it are told to the person, and an import sends no mail.
            labels = [self.fields[name].heading for name in values]
            notes = [
                _(
                    "{person} has an account and keeps the record: {columns} stay as they are."
                ).format(person=person, columns=listed(labels))
            ]
            values = {}
        self.notes += notes
        self.written = list(values)
        for name, value in values.items():
            setattr(person, name, value)
            self.changed.add(name)

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        errors: dict[str, Any] = dict(import_validation_errors or {})
        for one, judged in ((instance, set(self.before)), (instance.person, set(self.written))):
            # What stays is not judged: it may be older than a rule of today.
            names = {field.name for field in one._meta.concrete_fields}
            fixed = {"member", "person", "category"} if one is instance else set()
            exclude = (names - judged if one.pk is not None else fixed) | fixed
            try:
                one.clean_fields(exclude=exclude)
                one.clean()
            except ValidationError as error:
                for name, found in error.update_error_dict({}).items():
                    errors.setdefault(name if name in self.fields else NON_FIELD_ERRORS, found)
        if errors:
            raise ValidationError(errors)

    # --- Writing it ---

    puts_off = True

    def write(self, instance: Any, is_new: bool) -> None:
        self._rows.add(
            PlannedRow(
                number=self.number,
                designation=instance,
                is_changed=not is_new and bool(self.before),
                person=instance.person,
                names=self.written,
                cells=self.cells,
                is_known=self.is_known,
                # A row that has nothing in common with others is about somebody of its own.
                subject=self.planned.get("subject") or f"new:{self.number}",
                about=self.about,
            )
        )

    def write_waiting(self) -> dict[int, ValidationError]:
        write = self._rows.write if self.is_writing else self._rows.judge
        refused = write(by=self.by)
        return {number: ValidationError(why.sentence) for number, why in refused.items()}

    def after_import_row(self, row: Row, row_result: Any, **kwargs: Any) -> None:
        super().after_import_row(row, row_result, **kwargs)
        instance = row_result.instance
        row_result.object_repr = f"{self.member.name}, {self.category}: {instance.person}"
        planned = self.planned.get("subject", "") if self.is_writing else ""
        self.about |= {
            "subject": f"#{instance.person.pk}" if self.is_known else planned,
            "name": " ".join(self.cells.name.words),
            "emails": self.cells.emails,
            "says": {name: str(getattr(self.person, name)) for name in self.written},
            "category": self.category.code,
            "one_since": _iso(self.category.one_holder_since),
            "starts_on": _iso(instance.starts_on),
            "ends_on": _iso(instance.ends_on),
        }
        if not row_result.is_new():
            self.about["designation"] = instance.pk
        self.shared = keys_of(self.about)

    def identity_of(self, instance: Any) -> str:
        # Whether two rows add the same is said by `compare`, which knows who is new in both.
        return f"row {self.number}"

    def compare(
        self, rows: Sequence[ImportedRow], earlier: Sequence[ImportedRow]
    ) -> dict[int, list[dict[str, Any]]]:
        return compared(rows, earlier)

    # --- Undoing it ---

    def mark_of(self, instance: Any) -> str:
        return focal_point_undo.mark_of(instance)

    def left_by_undo(
        self,
        marks: Mapping[int, str],
        new: Collection[int],
        about: Mapping[int, dict[str, Any]],
    ) -> dict[int, str]:
        return focal_point_undo.left_by_undo(marks, new, about)

    def hold(self, rows: Sequence[WrittenRow]) -> None:
        focal_point_undo.hold(rows)

    def take_back(self, batches: Iterable[Sequence[WrittenRow]]) -> None:
        focal_point_undo.take_back(batches, by=self.by)


def _require_somebody(cells: PersonCells, found: Candidates) -> None:
    """Let a row without a name pass that says otherwise who is meant; else it is a vacancy."""
    if found.by_number is not None or (len(found.by_email) == 1 and not cells.name.title):
        return
    if cells.emails and not cells.name.title:
        raise ValidationError(
            {
                "email": _(
                    "The row has an address and no name. Write the name; of an office with a "
                    "functional mailbox its name, and “yes” under “Functional mailbox”."
                )
            }
        )
    raise Vacancy(_("A vacancy: the row names nobody. Nothing is written, and nothing is ended."))


def _iso(day: Day) -> str:
    return "" if day is None else day.isoformat()
