"""What files say: encodings and separators, headings, dates, choices."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from focalpoints.models import Member
from initiatives.models import Theme
from network.importing.spreadsheets.cells import ChoiceCell, ChoicesCell, readable
from network.importing.spreadsheets.dates import read_date
from network.importing.spreadsheets.files import open_table
from network.importing.spreadsheets.tables import column_letter
from tests.network.importing.files import csv_of, xlsx_of

ROWS = [
    ["Pays", "Adhésion", "Source"],
    ["Côte d’Ivoire", "2017", "Lettre du 3 mai, « reçue »"],
    ["España", "2018", "línea una\nlínea dos"],
]
RUSSIAN = [["Pays", "Source"], ["Казахстан", "Письмо министерства иностранных дел"]]


def read(content: bytes) -> list[list[Any]]:
    known = {"pays", "adhesion", "source"}
    return [line.cells for line in open_table(io.BytesIO(content), known_headings=known).lines]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_a_csv_file_of_any_usual_encoding_and_separator_is_read(
    encoding: str, separator: str
) -> None:
    assert read(csv_of(ROWS, separator=separator, encoding=encoding)) == ROWS


def test_a_code_page_of_another_script_is_told_apart() -> None:
    assert read(csv_of(RUSSIAN, separator=";", encoding="cp1251")) == RUSSIAN


def test_a_line_that_names_the_separator_is_no_heading() -> None:
    assert read(b"sep=;\r\nPays;Source\r\nSpain;a,b,c\r\n") == [
        ["Pays", "Source"],
        ["Spain", "a,b,c"],
    ]


def test_a_workbook_holds_numbers_and_days() -> None:
    day = datetime.datetime.fromisoformat("2017-09-23")
    assert read(xlsx_of([["Pays", "Adhésion"], ["Spain", day], ["Norway", 2017]])) == [
        ["Pays", "Adhésion"],
        ["Spain", day],
        ["Norway", 2017],
    ]


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2017", "2017"),
        (2017, "2017"),
        (2017.0, "2017"),
        ("2017-09", "2017-09"),
        ("09/2017", "2017-09"),
        ("2017-09-23", "2017-09-23"),
        ("2017/9/23", "2017-09-23"),
        ("2017-09-23T00:00:00", "2017-09-23"),
        ("23.09.2017", "2017-09-23"),
        ("3.4.2017", "2017-04-03"),
        ("23/09/2017", "2017-09-23"),
        ("09/23/2017", "2017-09-23"),
        ("04/04/2017", "2017-04-04"),
        ("23 September 2017", "2017-09-23"),
        ("September 23, 2017", "2017-09-23"),
        ("Sept. 2017", "2017-09"),
        ("1er octobre 2017", "2017-10-01"),
        ("23 septembre 2017", "2017-09-23"),
        ("23 de septiembre de 2017", "2017-09-23"),
        ("23 сентября 2017 г.", "2017-09-23"),
        ("23 сентября 2017 года", "2017-09-23"),
        ("2017年9月23日", "2017-09-23"),
        (datetime.datetime.fromisoformat("2017-09-23"), "2017-09-23"),
        (datetime.date(2017, 9, 23), "2017-09-23"),
    ],
)
def test_a_date_is_read_in_any_usual_form(written: Any, iso: str) -> None:
    assert read_date(written).isoformat == iso


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("03/04/2017", "can be 3 April 2017 or 4 March 2017. Write 2017-04-03 or 2017-03-04"),
        ("03-04-2017", "can be 3 April 2017 or 4 March 2017"),
        ("2017-02-30", "no day that exists"),
        ("31 June 2017", "no day that exists"),
        (43001, "the number of a day as a spreadsheet counts them"),
        ("1899", "lies before 1900"),
        ("2101-01-01", "lies before 1900 or after 2100"),
        (True, "is no date"),
        ("soon", "is no date"),
        ("May or June 2017", "is no date"),
        ("23 September", "is no date"),
    ],
)
def test_what_is_no_date_or_two_is_refused(written: Any, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read_date(written)
    assert said in refusal.value.messages[0]


@pytest.mark.parametrize(
    "written", ["confirmed", "Confirmed by letter", "CONFIRMÉ PAR LETTRE", "confirmado por carta"]
)
def test_a_choice_goes_by_its_key_or_its_label_in_three_languages(written: str) -> None:
    assert ChoiceCell(Member.State).clean(written) == "confirmed"


def test_a_choice_that_is_none_names_those_that_there_are() -> None:
    with pytest.raises(ValidationError, match="confirmed by letter"):
        ChoiceCell(Member.State).clean("perhaps")


@pytest.mark.parametrize(
    "written",
    [
        "Youth, peace and security; Policing",
        "policing\nyouth",
        "policing, youth",
        "Youth, peace and security;policing;youth",
    ],
)
def test_several_choices_may_hold_commas(written: str) -> None:
    assert ChoicesCell(Theme).clean(written) == ["policing", "youth"]


@pytest.mark.parametrize("written", ["3.49E+11", "3,49e+11", "-1E-5", 3.49e15])
def test_a_spoilt_number_is_refused(written: Any) -> None:
    with pytest.raises(ValidationError, match="turned a long number"):
        readable(written)


def test_columns_are_called_as_in_a_spreadsheet() -> None:
    assert [column_letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
