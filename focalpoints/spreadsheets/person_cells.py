"""What a row of the list of focal points says of the person."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumber

from focalpoints.models import Person
from focalpoints.spreadsheets.contact_texts import addresses_in, number_text, numbers_in
from focalpoints.spreadsheets.names import (
    Name,
    name_in,
    stands_for_nobody,
    without_title,
    words_of,
)
from network.importing.spreadsheets.cells import YesNoCell, as_text
from network.importing.spreadsheets.resources import Row
from network.values.folding import folded
from network.values.lists import listed

_LONGEST_PHONE = 50  # characters, as the column has them


@dataclass
class PersonCells:
    """What the cells of a row say of a person, each where there is one.

    `raw` are given and family name as they stand, where they stand apart, and `whole` is the name
    that stands in one cell. `title` is what a column of its own says, where there is one.
    """

    name: Name = field(default_factory=Name)
    whole: str = ""
    raw: dict[str, str] = field(default_factory=dict)
    title: str = ""
    is_office: bool | None = None
    texts: dict[str, str] = field(default_factory=dict)
    emails: list[str] = field(default_factory=list)
    phone_cell: str = ""
    region: str | None = None

    @cached_property
    def numbers(self) -> list[PhoneNumber] | None:
        """Those of the cell with the telephone number; read where they are needed."""
        return numbers_in(self.phone_cell, self.region) if self.phone_cell else None

    @property
    def phone(self) -> str:
        return " ".join(self.phone_cell.split())

    @property
    def words(self) -> tuple[list[str], ...]:
        """The words of the name, as they stand and without what may be a title."""
        raw = words_of(self.whole, *self.raw.values())
        return (raw, self.name.words) if raw and raw != self.name.words else (self.name.words,)

    @property
    def said(self) -> str:
        """The name as a message shows it."""
        return " ".join(filter(None, (self.name.given, self.name.family)))

    def values_of_new(self) -> tuple[dict[str, Any], list[str]]:
        """What is recorded of somebody who is new, by attribute, and what is noted."""
        given, family = self.name.given or self.name.family, self.name.family
        values: dict[str, Any] = {
            "title": self.name.title,
            "given_name": given,
            "family_name": family if self.name.given else "",
            **self.texts,
            "email": self.emails[0] if self.emails else "",
        }
        if self.is_office:
            # No titles are sought in it, and no family name: “General Directorate, Ministry”.
            name = self.whole or " ".join(filter(None, self.raw.values()))
            values |= {"is_office": True, "title": "", "given_name": name, "family_name": ""}
        notes = self._addresses_noted(values["email"])
        if not self.raw and len(self.said.split()) > 2 and not self.is_office:
            notes.append(
                _("The name is read as “{given}”, with the family name “{family}”.").format(
                    given=values["given_name"], family=values["family_name"]
                )
            )
        phone, more = self._phone()
        values["phone"] = phone
        return {name: value for name, value in values.items() if value}, [*notes, *more]

    def values_of(self, person: Person) -> tuple[dict[str, Any], list[str]]:
        """What the row says of somebody known, by attribute, and what is noted.

        What only looks otherwise stays as it is recorded: a name in capitals or in another order,
        a telephone number written in another way, one of two addresses.
        """
        values: dict[str, Any] = dict(self.texts)
        recorded = words_of(person.given_name, person.family_name)
        # What may be a title is part of the name where it is recorded so, and a title before the
        # name is no reason to replace a recorded one.
        title = self.title if recorded == self.words[0] else self.name.title
        if title and (self.title or not person.title) and folded(title) != folded(person.title):
            values["title"] = title
        values |= self._names_of(person, recorded)
        notes: list[str] = []
        if self.emails:
            values["email"] = person.email if person.email in self.emails else self.emails[0]
            notes += self._addresses_noted(values["email"])
        if self.phone and self.phone != " ".join(person.phone.split()):
            known = numbers_in(person.phone, self.region) if person.phone else None
            if self.numbers is None or known != self.numbers:
                values["phone"], more = self._phone()
                notes += more
        return values, notes

    def _names_of(self, person: Person, recorded: list[str]) -> dict[str, str]:
        if not self.raw:
            if self.name.is_nobody or recorded in self.words:
                return {}
            if person.is_office:
                return {"given_name": self.whole}
            return {"given_name": self.name.given, "family_name": self.name.family}
        values = {}
        for attribute, cell in (("given_name", self.name.given), ("family_name", self.name.family)):
            now = " ".join(getattr(person, attribute).split())
            if attribute not in self.raw or self.raw[attribute] == now:
                continue
            if cell and not (folded(cell) == folded(now) and cell.isupper()):
                values[attribute] = cell
        return values

    def _addresses_noted(self, kept: str) -> list[str]:
        if len(self.emails) < 2:
            return []
        others = [email for email in self.emails if email != kept]
        return [
            _(
                "The cell holds several addresses. {kept} is recorded, for a person has one; "
                "{others} is not."
            ).format(kept=kept, others=listed(others))
        ]

    def _phone(self) -> tuple[str, list[str]]:
        """The number as it is kept, which is text in any case."""
        if not self.phone:
            return "", []
        if self.numbers is None:
            return self.phone, [
                _("“{text}” is no telephone number that exists, and is kept as it stands.").format(
                    text=self.phone[:60]
                )
            ]
        text = number_text(self.numbers)
        if len(text) <= _LONGEST_PHONE:
            return text, []
        first = number_text(self.numbers[:1])
        return first, [
            _("The cell holds more telephone numbers than can be kept. {kept} is recorded.").format(
                kept=first
            )
        ]


def read_person(row: Row, region: str | None) -> tuple[PersonCells, dict[str, ValidationError]]:
    """What `row` says of the person, and what is wrong with its cells, by column.

    Numbers without an international prefix are those of `region` (ISO 3166, two letters).
    """
    texts: dict[str, str] = {
        name: " ".join(as_text(row[name]).split())
        for name in ("title", "name", "given_name", "family_name", "position", "institution")
        if name in row
    }
    cells = PersonCells(region=region, title=texts.get("title", ""))
    cells.raw = {
        name: "" if stands_for_nobody(texts[name]) else texts[name]
        for name in ("given_name", "family_name")
        if name in texts
    }
    cells.name = _name(texts, cells.raw)
    if not cells.raw and not cells.name.is_nobody:
        cells.whole = texts["name"]
    cells.texts = {name: texts[name] for name in ("position", "institution") if name in texts}
    errors: dict[str, ValidationError] = {}
    if "email" in row and not stands_for_nobody(as_text(row["email"])):
        try:
            cells.emails = addresses_in(as_text(row["email"]))
        except ValidationError as error:
            errors["email"] = error
    if "is_office" in row:
        try:
            cells.is_office = YesNoCell().clean(row["is_office"])
        except ValidationError as error:
            errors["is_office"] = error
    if "phone" in row and not stands_for_nobody(as_text(row["phone"])):
        cells.phone_cell = as_text(row["phone"])
    return cells, errors


def _name(texts: dict[str, str], apart: dict[str, str]) -> Name:
    """The name without its titles, from a column of its own for each part or from one for all.

    A title stands in its own column, before the name, or both.
    """
    own = texts.get("title", "")
    if apart:
        title, given = without_title(apart.get("given_name", ""))
        more, family = ("", apart.get("family_name", ""))
        if not given:
            more, family = without_title(family)
        return Name(_joined(own, title or more), given, family)
    whole = name_in(texts.get("name", ""))
    return Name(_joined(own, whole.title), whole.given, whole.family)


def _joined(own: str, before_name: str) -> str:
    """Both titles, where the second says more than the first."""
    words = set(folded(own).split())
    more = [part for part in before_name.split() if folded(part) not in words]
    return " ".join(filter(None, (own, *more)))
