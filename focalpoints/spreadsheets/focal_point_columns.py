"""The columns of the list of focal points: a row is a designation, with its person."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export.widgets import Widget

from focalpoints.models import Designation
from focalpoints.spreadsheets.entries import owner_columns
from network.importing.spreadsheets.cells import TextCell, YesNoCell, as_text
from network.importing.spreadsheets.columns import Column, computed, exported, label_of
from network.importing.spreadsheets.dates import read_date

# What is read of a person, by column; each is an attribute of the same name, but the first.
PERSON = (
    *("is_office", "title", "given_name", "family_name"),
    *("position", "institution", "email", "phone"),
)
NAMES = ("name", "given_name", "family_name")
PERIOD = ("starts_on", "ends_on")
LETTER = ("letter_authority", "letter_reference", "letter_dated_on")
# These are names of members in other lists, and of people in this one.
_OF_PEOPLE = {"name", "nom", "nombre"}


class DayCell(Widget):
    """A day; its time and zone, where a program wrote them, are left out."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> datetime.date:
        found = read_date(value)
        if found.day is None:
            raise ValidationError(
                _("“{text}” is no day. Write it as 2017-09-23.").format(text=as_text(value)[:60])
            )
        return found.earliest

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else value.isoformat()


def columns() -> list[Column]:
    text, day = TextCell(), DayCell()
    member = owner_columns(of=lambda held: held.member)
    for column in member:
        column.names = tuple(name for name in column.names if name not in _OF_PEOPLE)
    return [
        *member,
        Column(
            "category",
            "Category",
            *("category of designation", "designated as", "type of focal point", "type"),
            *("designe comme", "type de point focal", "designado como", "tipo de punto focal"),
            widget=text,
            is_identity=True,
            label=label_of(Designation, "category"),
            shown=category_name,
        ),
        Column(
            "function",
            "Function",
            *("designation", "role", "capacity", "fonction", "qualite", "en qualite de"),
            *("designacion", "funcion", "rol", "calidad", "en calidad de"),
            widget=text,
            is_identity=True,
            only_imported=True,
        ),
        Column(
            "person_number",
            "Number in the portal",
            widget=text,
            is_identity=True,
            # Of two people of one name at one member it tells which is meant.
            shown=lambda held: str(held.person_id),
        ),
        _of_person(
            "title",
            "Title",
            *("honorific", "salutation", "prefix", "form of address", "mr ms"),
            *("titre", "civilite", "titulo", "tratamiento"),
        ),
        Column(
            "name",
            "Name",
            *("full name", "person", "contact", "contact person", "contact name", "focal point"),
            *("name of the focal point", "name of focal point", "focal point name", "officer"),
            *("nom", "nom complet", "nom et prenom", "nom et prenoms", "prenom et nom"),
            *("nom du point focal", "point focal", "personne", "personne de contact"),
            *("nombre", "nombre completo", "nombre y apellidos", "nombre y apellido"),
            *("apellidos y nombre", "nombre del punto focal", "punto focal", "persona"),
            *("persona de contacto",),
            widget=text,
            is_identity=True,
            only_imported=True,
        ),
        _of_person(
            "given_name",
            "Given name",
            *("given names", "first name", "first names", "forename", "forenames"),
            *("prenom", "prenoms", "nombre de pila", "nombres"),
        ),
        _of_person(
            "family_name",
            "Family name",
            *("family names", "last name", "surname", "surnames"),
            *("nom de famille", "apellido", "apellidos"),
        ),
        _of_person("is_office", "Functional mailbox", "office mailbox", widget=YesNoCell()),
        _of_person(
            "position",
            "Position",
            *("job title", "post", "post title", "position title", "job", "rank"),
            *("poste", "poste occupe", "emploi", "grade", "cargo", "puesto", "cargo actual"),
        ),
        _of_person(
            "institution",
            "Institution",
            *("ministry", "department", "employer", "agency", "institution name", "affiliation"),
            *("ministere", "organisme", "ministerio", "institucion", "organismo", "entidad"),
        ),
        _of_person(
            "email",
            "Email",
            *("e-mail", "email address", "e-mail address", "mail", "emails", "email addresses"),
            *("courriel", "adresse electronique", "adresse e-mail", "adresse email", "mel"),
            *("correo", "correo electronico", "direccion de correo", "correo-e"),
        ),
        _of_person(
            "phone",
            "Telephone",
            *("phone", "tel", "telephone number", "phone number", "telephone no", "phone no"),
            *("numero de telephone", "telefono", "numero de telefono"),
        ),
        Column(
            "starts_on",
            "From",
            *("start", "starts", "start date", "starts on", "begin", "since", "designated on"),
            *("date of designation", "designation date", "appointed on", "date of appointment"),
            *("debut", "date de debut", "du", "depuis", "depuis le", "date de designation"),
            *("designe le", "inicio", "fecha de inicio", "desde", "fecha de designacion"),
            widget=day,
            label=label_of(Designation, "starts_on"),
        ),
        Column(
            "ends_on",
            "Until",
            *("end", "ends", "end date", "ends on", "to", "valid until"),
            *("fin", "date de fin", "au", "jusqu'au", "fecha de fin", "hasta"),
            widget=day,
            label=label_of(Designation, "ends_on"),
        ),
        Column(
            "letter_authority",
            "Issuing authority",
            *("authority", "designating authority", "issued by", "signed by"),
            *("autorite", "autorite de designation", "autorite emettrice", "signe par"),
            *("autoridad", "autoridad que designa", "autoridad emisora", "firmado por"),
            widget=text,
            label=label_of(Designation, "letter_authority"),
        ),
        Column(
            "letter_reference",
            "Letter's reference",
            *("reference", "ref", "letter reference", "reference number", "letter no", "note no"),
            *("reference de la lettre", "referencia", "referencia de la carta"),
            widget=text,
            label=label_of(Designation, "letter_reference"),
        ),
        Column(
            "letter_dated_on",
            "Letter's date",
            *("letter date", "date of letter", "date of the letter", "letter dated"),
            *("date de la lettre", "date du courrier", "fecha de la carta", "fecha de la nota"),
            widget=day,
            label=label_of(Designation, "letter_dated_on"),
        ),
        computed("recorded_by", "Recorded by", _recorder),
        *exported(Designation, recorded_at="Recorded"),
    ]


def _of_person(name: str, heading: str, *names: str, widget: Widget | None = None) -> Column:
    """A column of the person; the row's entry is the designation, so the attribute leads on."""
    column = Column(f"person__{name}", heading, *names, widget=widget or TextCell())
    column.column_name = name
    return column


def category_name(held: Designation) -> str:
    with override("en"):
        return str(held.category.name)


def _recorder(held: Designation) -> str:
    return "" if held.recorded_by is None else held.recorded_by.get_full_name()
