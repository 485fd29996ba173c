"""Lists of focal points as governments and secretariats send them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from focalpoints.models import Category, Designation, Member, Person, Revision
from focalpoints.people import correct_person
from network.accounts.models import Invitation, User
from network.importing.imports import answer_names, confirm_import
from network.importing.models import SpreadsheetImport
from network.mail.models import OutgoingMail
from tests import factories
from tests.network.importing.files import (
    Rows,
    checked,
    csv_of,
    imported,
    outcomes,
    sentences,
    worked,
    xlsx_of,
)

pytestmark = pytest.mark.django_db

FOCAL = "National Focal Point"
HEADINGS = ["Country", "Category", "Name", "Email", "From"]
DAY = "2024-08-01"


@pytest.fixture(autouse=True)
def _places(db: None) -> None:
    for code in ("ESP", "NOR", "NAM"):
        factories.member(code)
    for code in ("focal_point", "alternate", "military"):
        factories.category(code)
    # As the portal's own data name it; an earlier test may have emptied the table.
    Category.objects.filter(code="focal_point").update(
        name_fr="Point focal national", name_es="Punto focal nacional"
    )


def look(rows: Rows | bytes, by: User) -> SpreadsheetImport:
    return checked(rows, kind="focal-points", by=by)


def written(rows: Rows | bytes, by: User, *, only_good: bool = False) -> SpreadsheetImport:
    done = imported(rows, kind="focal-points", by=by, only_good=only_good)
    assert done.state == "written", (done.message, sentences(done))
    return done


def notes(found: SpreadsheetImport) -> list[str]:
    return [note for row in found.rows.all() for note in row.notes]


def changes(found: SpreadsheetImport, number: int) -> dict[str, tuple[str, str]]:
    row = found.rows.get(number=number)
    return {one["column"]: (one["before"], one["after"]) for one in row.differences}


@pytest.fixture
def ana(secretariat: User) -> Person:
    """Spain's alternate, recorded by the Secretariat."""
    person = Person(given_name="Ana", family_name="Ruiz", email="ana@mfa.example")
    correct_person(person, by=secretariat)
    factories.DesignationFactory.create(
        member=factories.member("ESP"), person=person, category=factories.category("alternate")
    )
    return person


FRENCH: Rows = [
    [
        *("Pays", "Fonction", "Civilité", "Nom", "Prénom", "Poste", "Organisation"),
        *("Courriel", "Téléphone", "Depuis le", "Date de la lettre", "Référence", "Autorité"),
    ],
    [
        *("Espagne", "Point focal national", "S.E. Mme", "RUIZ\u00a0GARCÍA", "Ana\u00a0María "),
        *(
            "Directrice",
            "Ministère des affaires étrangères",
            "ana@mfa.example;ana.ruiz@gov.example",
        ),
        *("912 345 678", "1er août 2024", "2024-07-20T22:30:00.000Z", "NV/12", "Présidence"),
    ],
    ["Norvège", "Suppléant", "M.", "", "", "", "", "", "", "", "", "", ""],
]
SPANISH: Rows = [
    ["País", "Categoría", "Nombre", "Apellidos", "Cargo", "Correo electrónico", "Desde"],
    [
        "Noruega",
        "Punto focal nacional",
        "Sra. Kari",
        "Nordmann",
        "",
        "kari@mfa.example",
        "1/8/2024",
    ],
    ["Namibia", "Suplente", "vacante", "", "", "", ""],
    ["Namibia", "Asesor militar", "Ndapewa", "Shikongo", "Coronel", "", "1 de agosto de 2024"],
]


@pytest.mark.parametrize("file_type", [csv_of, xlsx_of])
def test_a_french_list_is_read(file_type: Any, secretariat: User) -> None:
    done = written(file_type(FRENCH), secretariat)
    assert outcomes(done) == ["new", "vacancy"]
    held = Designation.objects.get()
    person = held.person
    assert (person.title, person.given_name, person.family_name) == (
        "S.E. Mme",
        "Ana María",
        "RUIZ GARCÍA",
    )
    assert (person.position, person.institution) == (
        "Directrice",
        "Ministère des affaires étrangères",
    )
    assert (person.email, person.phone) == ("ana@mfa.example", "+34 912 34 56 78")
    assert (held.member, held.category.code) == (factories.member("ESP"), "focal_point")
    assert (held.starts_on, held.letter_dated_on) == (
        datetime.date(2024, 8, 1),
        datetime.date(2024, 7, 20),
    )
    assert (held.letter_reference, held.letter_authority) == ("NV/12", "Présidence")
    assert held.recorded_by == secretariat
    assert Revision.objects.of(person)[0].source == "import"
    assert notes(done)[0] == (
        "The cell holds several addresses. ana@mfa.example is recorded, for a person has one; "
        "ana.ruiz@gov.example is not."
    )


def test_a_spanish_list_is_read(secretariat: User) -> None:
    found = look(SPANISH, secretariat)
    assert outcomes(found) == ["problem", "vacancy", "new"]
    assert "can be 1 August 2024 or 8 January 2024" in sentences(found)[0]
    done = written([SPANISH[0], [*SPANISH[1][:-1], DAY], *SPANISH[2:]], secretariat)
    assert {str(person) for person in Person.objects.all()} == {
        "Sra. Kari Nordmann",
        "Ndapewa Shikongo",
    }
    assert done.rows.get(number=3).label == "Namibia, Alternate focal point"


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "Pacific/Honolulu"])
def test_a_moment_is_the_day_that_stands_there_in_every_zone(
    zone: str, secretariat: User, settings: Any
) -> None:
    settings.TIME_ZONE = zone
    rows = [HEADINGS, ["Spain", FOCAL, "Ana Ruiz", "", "2024-08-01T05:00:00.000Z"]]
    written(rows, secretariat)
    assert Designation.objects.get().starts_on == datetime.date(2024, 8, 1)


@pytest.mark.parametrize("name", ["Mr. ", "H.E.", "vacant", "H.E. Ms. ", "", "N/A", "\u00a0"])
def test_a_title_without_a_name_is_a_vacancy_and_nobody(name: str, secretariat: User) -> None:
    rows = [HEADINGS, ["Spain", FOCAL, name, "", DAY], ["Norway", FOCAL, "Kari", "", DAY]]
    done = written(rows, secretariat)
    assert done.rows.get(number=2).outcome == "vacancy"
    assert notes(done)[0].startswith("A vacancy: the row names nobody.")
    assert [held.member for held in Designation.objects.all()] == [factories.member("NOR")]


def test_somebody_known_by_the_address_is_found_at_any_member_and_in_any_spelling(
    ana: Person, secretariat: User
) -> None:
    rows = [HEADINGS, ["Norway", "military", "RUIZ, Ana", "ANA@MFA.example", DAY]]
    written(rows, secretariat)
    assert Person.objects.count() == 1
    assert ana.designations.count() == 2
    ana.refresh_from_db()
    assert (str(ana), ana.version) == ("Ana Ruiz", 1)


def test_a_name_is_known_at_its_own_member_alone(ana: Person, secretariat: User) -> None:
    rows = [
        HEADINGS,
        ["Spain", "military", "Ms. Ana RUIZ", "", DAY],
        ["Norway", "military", "Ana Ruiz", "", DAY],
    ]
    written(rows, secretariat)
    assert Person.objects.count() == 2
    assert {held.member.name for held in ana.designations.all()} == {"Spain"}
    assert ana.designations.count() == 2


def test_two_people_of_one_name_stay_two(ana: Person, secretariat: User) -> None:
    rows = [
        HEADINGS,
        ["Spain", "military", "Ana Ruiz", "other.ana@mod.example", DAY],
        ["Norway", "alternate", "Kari Nordmann", "kari@mfa.example", DAY],
        ["Norway", "alternate", "Kari Nordmann", "kari@mod.example", DAY],
    ]
    found = look(rows, secretariat)
    [(asked, (shown, choices))] = found.questions().items()
    assert shown == "Ana Ruiz"
    assert [code for code, _name in choices] == [f"#{ana.pk}", "new"]
    assert outcomes(found) == ["problem", "new", "new"]
    told = worked(answer_names(found, {asked: "new"}, by=secretariat))
    assert sentences(told) == []
    worked(confirm_import(told, only_good=False, by=secretariat))
    assert Person.objects.filter(given_name="Ana").count() == 2
    assert Person.objects.filter(given_name="Kari").count() == 2


def test_a_new_address_of_somebody_known_is_taken_once_that_is_said(
    ana: Person, secretariat: User
) -> None:
    rows = [HEADINGS, ["Spain", "alternate", "Ana Ruiz", "ana@new.example", ""]]
    found = look(rows, secretariat)
    [asked] = found.questions()
    told = worked(answer_names(found, {asked: f"#{ana.pk}"}, by=secretariat))
    assert changes(told, 2) == {"email": ("ana@mfa.example", "ana@new.example")}
    worked(confirm_import(told, only_good=False, by=secretariat))
    ana.refresh_from_db()
    assert ana.email == "ana@new.example"


def test_a_successor_with_the_same_mailbox_is_asked_about(ana: Person, secretariat: User) -> None:
    rows = [HEADINGS, ["Spain", "alternate", "Luis Gil", "ana@mfa.example", DAY]]
    found = look(rows, secretariat)
    [sentence] = sentences(found)
    assert "The register has Ana Ruiz (ana@mfa.example) with this address" in sentence
    [asked] = found.questions()
    told = worked(answer_names(found, {asked: "new"}, by=secretariat))
    worked(confirm_import(told, only_good=False, by=secretariat))
    ana.refresh_from_db()
    assert str(ana) == "Ana Ruiz"
    assert Person.objects.get(given_name="Luis").email == "ana@mfa.example"


def test_several_offices_of_one_person_are_one_person(secretariat: User) -> None:
    rows = [
        [*HEADINGS, "Phone"],
        ["Spain", FOCAL, "Ana Ruiz", "ana@mfa.example", DAY, ""],
        ["Spain", "military", "Ms. Ana Ruiz", "", DAY, "912345678"],
        ["Norway", "alternate", "RUIZ, Ana", "ANA@mfa.example", DAY, ""],
    ]
    written(rows, secretariat)
    [person] = Person.objects.all()
    assert person.designations.count() == 3
    assert person.phone == "+34 912 34 56 78"


def test_a_change_that_several_rows_of_one_person_say_is_written_once(
    ana: Person, secretariat: User
) -> None:
    rows = [
        [*HEADINGS, "Position"],
        ["Spain", "alternate", "Ana Ruiz", "ana@mfa.example", "", "Director"],
        ["Spain", "military", "Ana Ruiz", "ana@mfa.example", DAY, "Director"],
        ["Norway", "military", "Ana Ruiz", "ana@mfa.example", DAY, "Director"],
    ]
    done = written(rows, secretariat)
    assert outcomes(done) == ["changed", "new", "new"]
    assert changes(done, 3)["position"] == ("", "Director")
    ana.refresh_from_db()
    assert (ana.position, ana.version) == ("Director", 2)


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (["Spain", "military", "Ana Ruiz", "a@x.example", DAY, "Colonel"], "Row 2 says “Director”"),
        (["Spain", FOCAL, "Ana Ruiz", "a@x.example", "2025-01-01", ""], "the same designation"),
        (["Spain", FOCAL, "Luis Gil", "b@x.example", "2030-01-01", ""], "names somebody else"),
    ],
)
def test_rows_that_contradict_each_other_are_problems(
    second: list[str], said: str, secretariat: User
) -> None:
    first = ["Spain", FOCAL, "Ana Ruiz", "a@x.example", DAY, "Director"]
    found = look([[*HEADINGS, "Position"], first, second], secretariat)
    assert outcomes(found) == ["new", "problem"]
    assert said in sentences(found)[0]


def test_another_holder_is_never_replaced_by_an_import(ana: Person, secretariat: User) -> None:
    held = factories.DesignationFactory.create(member=factories.member("ESP"), person=ana)
    rows = [HEADINGS, ["Spain", FOCAL, "Luis Gil", "luis@mfa.example", "2030-01-01"]]
    found = look(rows, secretariat)
    [sentence] = sentences(found)
    assert "Ana Ruiz is designated until further notice" in sentence
    assert "record the letter of Luis Gil with “Record a letter”" in sentence
    held.refresh_from_db()
    assert held.ends_on is None
    assert not Person.objects.filter(given_name="Luis").exists()


def test_a_second_import_of_the_same_file_changes_nothing(secretariat: User) -> None:
    written(FRENCH, secretariat)
    assert outcomes(look(FRENCH, secretariat)) == ["unchanged", "vacancy"]


def test_an_end_in_the_file_ends_and_a_blank_one_does_not_renew(
    ana: Person, secretariat: User
) -> None:
    rows = [[*HEADINGS, "Until"], ["Spain", "alternate", "Ana Ruiz", "", "", "2024-12-31"]]
    done = written(rows, secretariat)
    assert changes(done, 2) == {"ends_on": ("", "2024-12-31")}
    again = look([HEADINGS, ["Spain", "alternate", "Ana Ruiz", "", ""]], secretariat)
    assert outcomes(again) == ["unchanged"]
    assert notes(again) == [
        "The designation ended on 31 December 2024; a row without an end does not renew it."
    ]


def test_the_record_of_somebody_with_an_account_stays_and_no_mail_is_sent(
    focal_point: User, secretariat: User
) -> None:
    person = Person.objects.get(user=focal_point)
    rows = [
        [*HEADINGS, "Phone", "Until"],
        ["Spain", FOCAL, "", person.email, "", "912 345 678", "2030-01-01"],
        ["Norway", FOCAL, "Kari Nordmann", "new@mfa.example", DAY, "", ""],
    ]
    done = written(rows, secretariat)
    assert "keeps the record: Telephone stay as they are" in notes(done)[0]
    before = person.phone
    person.refresh_from_db()
    assert person.phone == before
    assert person.designations.get().ends_on == datetime.date(2030, 1, 1)
    assert not OutgoingMail.objects.exists()
    assert not Invitation.objects.exists()


def test_an_office_with_its_mailbox_is_no_person(secretariat: User) -> None:
    rows = [
        [*HEADINGS, "Functional mailbox"],
        ["Spain", FOCAL, "Gender Unit, Ministry of Defence", "unit@mod.example", DAY, "yes"],
    ]
    written(rows, secretariat)
    [office] = Person.objects.all()
    assert (office.is_office, office.given_name) == (True, "Gender Unit, Ministry of Defence")
    assert office.position_visibility == "members"
    assert outcomes(look(rows, secretariat)) == ["unchanged"]


@pytest.mark.parametrize(
    ("headings", "cells", "said"),
    [
        (["Category", "Name"], [FOCAL, "Ana Ruiz"], "does not say from when"),
        (["Name", "From"], ["Ana Ruiz", DAY], "fill “Category”"),
        (["Category", "Name", "From"], ["Minister", "Ana Ruiz", DAY], "is no category"),
        (["Category", "Name", "From"], ["focal point; military", "Ana", DAY], "a row for each"),
        (["Category", "Name", "From"], [FOCAL, "Ana Ruiz", "2024-08"], "is no day"),
        (["Category", "Email", "From"], [FOCAL, "a@x.example", DAY], "an address and no name"),
        (["Category", "Name", "Email"], [FOCAL, "Ana Ruiz", "ana at mfa"], "is no email address"),
        (["Category", "Name", "Phone"], [FOCAL, "Ana Ruiz", "3.49E+11"], "turned a long number"),
        (["Category", "Name", "Until", "From"], [FOCAL, "Ana", "2020-01-01", DAY], "cannot end"),
    ],
)
def test_what_a_row_cannot_say_is_a_problem(
    headings: list[str], cells: list[str], said: str, secretariat: User
) -> None:
    found = look([["Country", *headings], ["Spain", *cells]], secretariat)
    assert any(said in sentence for sentence in sentences(found)), sentences(found)
    assert not Person.objects.exists()


def test_a_number_that_nobody_can_call_is_kept_as_text(secretariat: User) -> None:
    rows = [[*HEADINGS, "Tel"], ["Spain", FOCAL, "Ana Ruiz", "", DAY, "ext. 12"]]
    done = written(rows, secretariat)
    assert Person.objects.get().phone == "ext. 12"
    assert notes(done) == [
        "“ext. 12” is no telephone number that exists, and is kept as it stands."
    ]


def test_no_member_is_made_for_a_row(secretariat: User) -> None:
    factories.country("JPN")
    rows = [HEADINGS, ["Japan", FOCAL, "Aiko Sato", "", DAY], ["AU", FOCAL, "A", "", DAY]]
    assert "Japan is no member of the Network" in sentences(look(rows, secretariat))[0]
    assert Member.objects.count() == 3
