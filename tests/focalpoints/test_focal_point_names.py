"""Names, titles, addresses and telephone numbers as lists of focal points write them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from focalpoints.spreadsheets.contact_texts import addresses_in, number_text, numbers_in
from focalpoints.spreadsheets.names import Name, name_in, stands_for_nobody


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ana Ruiz", Name("", "Ana", "Ruiz")),
        ("H.E. Ms. Ana Ruiz", Name("H.E. Ms.", "Ana", "Ruiz")),
        ("Mr.\u00a0Juan\u00a0Pérez ", Name("Mr.", "Juan", "Pérez")),
        ("Mr.Juan Pérez", Name("Mr.", "Juan", "Pérez")),
        ("RUIZ GARCÍA, Ana María", Name("", "Ana María", "RUIZ GARCÍA")),
        ("Ruiz, Dr. Ana", Name("Dr.", "Ana", "Ruiz")),
        ("Ana RUIZ GARCÍA", Name("", "Ana", "RUIZ GARCÍA")),
        ("Mme Aïssatou N'Diaye", Name("Mme", "Aïssatou", "N'Diaye")),
        ("S.E.M. Paul Dupont", Name("S.E.M.", "Paul", "Dupont")),
        ("Sra. D. Juan de la Cruz", Name("Sra. D.", "Juan", "de la Cruz")),
        ("Her Excellency Ana Ruiz", Name("Her Excellency", "Ana", "Ruiz")),
        ("Lt. Col. Kari Nordmann", Name("Lt. Col.", "Kari", "Nordmann")),
        ("Major General Kari Nordmann", Name("Major General", "Kari", "Nordmann")),
        ("Sukarno", Name("", "Sukarno", "")),
        ("李明", Name("", "李明", "")),
        ("Sr. Don Juan Pérez", Name("Sr. Don", "Juan", "Pérez")),
        # Names, and no titles.
        ("Don Draper", Name("", "Don", "Draper")),
        ("He Ping", Name("", "He", "Ping")),
        ("Gen Nakatani", Name("", "Gen", "Nakatani")),
        ("M. K. Gandhi", Name("", "M. K.", "Gandhi")),
        ("Eng Hen Ng", Name("", "Eng Hen", "Ng")),
        # Titles, and nobody.
        ("Mr. ", Name("Mr.")),
        ("H.E.", Name("H.E.")),
        ("HE Mr", Name("HE Mr")),
        ("H.E. Ms. vacant", Name("H.E. Ms.")),
        ("N/A", Name()),
        ("à désigner", Name()),
        ("—", Name()),
    ],
)
def test_a_title_is_told_from_the_name(written: str, name: Name) -> None:
    assert name_in(written) == name


@pytest.mark.parametrize("written", ["Vacante", "VACANT", "tbc", "N/A", " - ", "Por designar", ""])
def test_a_cell_may_say_that_there_is_nobody(written: str) -> None:
    assert stands_for_nobody(written)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Ana@MFA.example", ["ana@mfa.example"]),
        ("ana@mfa.example; ana.ruiz@gov.example", ["ana@mfa.example", "ana.ruiz@gov.example"]),
        ("ana@mfa.example / ana@mfa.example", ["ana@mfa.example"]),
        ("a@x.example\nb@x.example", ["a@x.example", "b@x.example"]),
        ("Ana Ruiz <ana@mfa.example>", ["ana@mfa.example"]),
        ("a@x.example or b@x.example.", ["a@x.example", "b@x.example"]),
        ("mailto:a@x.example", ["a@x.example"]),
        ("\u00a0a@x.example\u00a0b@x.example", ["a@x.example", "b@x.example"]),
        ("ana/ruiz@x.example", ["ana/ruiz@x.example"]),
    ],
)
def test_two_addresses_in_one_cell_are_two(written: str, found: list[str]) -> None:
    assert addresses_in(written) == found


@pytest.mark.parametrize("written", ["ana at mfa.example", "ana@", "ask the mission"])
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        addresses_in(written)


@pytest.mark.parametrize(
    ("written", "region", "kept"),
    [
        ("912 345 678", "ES", "+34 912 34 56 78"),
        ("34912345678", "ES", "+34 912 34 56 78"),
        ("0034 912 34 56 78", None, "+34 912 34 56 78"),
        ("(+34) 912-34-56-78", "FR", "+34 912 34 56 78"),
        ("612345678", "FR", "+33 6 12 34 56 78"),
        ("(212) 963-1234 ext. 5", "US", "+1 212-963-1234 ext. 5"),
        ("912345678; 600 123 456", "ES", "+34 912 34 56 78; +34 600 12 34 56"),
        ("+34\u00a0912\u00a0345\u00a0678", "ES", "+34 912 34 56 78"),
    ],
)
def test_a_number_is_read_as_it_is_dialled_in_its_country(
    written: str, region: str | None, kept: str
) -> None:
    numbers = numbers_in(written, region)
    assert numbers is not None
    assert number_text(numbers) == kept


@pytest.mark.parametrize("written", ["12", "ask the desk", "912 345 678 / 79", ""])
def test_what_no_telephone_reaches_is_no_number(written: str) -> None:
    assert numbers_in(written, "ES") is None
