"""Which encoding a CSV file is read in: above all, that names in Windows-1252 come as they are."""

from __future__ import annotations

import csv
import io
import random
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from network.importing.spreadsheets.files import open_table
from network.importing.spreadsheets.tables import UnreadableFile
from tests.network.importing.files import Rows, csv_of

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = (
    "initiatives/reference/nap_generations.csv",
    "focalpoints/reference/members.csv",
    "focalpoints/reference/countries.csv",
    "focalpoints/reference/organisations_names.csv",
)
SAMPLES = 60
ENGLISH = ("Adviser", "Ministry of Foreign Affairs", "Maria Smith", "London", "Women and peace")
WESTERN = """
    Hélène João Agnès Søren Zoë François Núñez Begoña Peña Muñoz Óscar Íñigo Jürgen Weiß Björk
    Håkan Åsa Mäkinen Bjørn Kærgård Guðrún Þóra Anaïs Gonçalves Conceição Inês Antônio Lætitia
    Cœur Noël Zürich PEÑA PEñA Émile Saïd Koïta L’Île Curaçao España Ação Größe Niccolò Città
    Öö Põhja ÅÅÅÅ Mª_José Nº_3 Sana´a ¿Qué? à Élan® «été» État–nation
"""
# Lists as they come: names, offices, titles of plans.
OTHERS = {
    ("polski", "cp1250"): (
        "Michał Paweł Łukasz Świętosława Żaneta Józef Grażyna Wójcik Zieliński Woźniak Dąbrowski "
        "pełnomocnik rządu Łódź Gdańsk zastępca współpracy międzynarodowej bezpieczeństwo"
    ),
    ("čeština", "cp1250"): (
        "Černý Dvořák Jiří Ondřej Tomáš Němec Růžička Procházka Kučera Veselý Šťastný Řezníček "
        "Zdeňka Štěpán Ministerstvo zahraničních věcí vlády náměstkyně ředitel ženy mír"
    ),
    ("hrvatski", "cp1250"): (
        "Kovačević Babić Marković Božić Jurić Knežević Šimić Đurđević Ministarstvo žene Željko"
    ),
    ("русский", "cp1251"): (
        "Россия Казахстан Письмо министерства иностранных дел Иванов Мария Петрова координатор "
        "женщины мир и безопасность План действий на МИНИСТЕРСТВО ОБОРОНЫ"
    ),
    ("українська", "cp1251"): "Міністерство закордонних справ України жінки мир безпека Київ",
    ("ελληνικά", "cp1253"): (
        "Ελλάδα Κύπρος Υπουργείο Εξωτερικών Γιώργος Παπαδόπουλος γυναίκες ειρήνη ασφάλεια Δράσης"
    ),
    ("türkçe", "cp1254"): (
        "Türkiye Dışişleri Bakanlığı Ayşe Doğan Yılmaz Çağlar Şahin Öztürk Güneş İstanbul kadınlar "
        "barış güvenlik Planı Işık Büyükelçi Yıldırım Gülşen"
    ),
    ("العربية", "cp1256"): (
        "العراق الأردن وزارة الخارجية المرأة والسلام والأمن خطة العمل الوطنية منسقة فاطمة محمد تونس"
    ),
    ("中文", "gb18030"): (
        "中国 外交部 妇女、和平与安全 国家行动计划 王小明 李娜 北京市 联合国安理会第1325号决议"
    ),
}


def read_back(content: bytes) -> Rows:
    return [line.cells for line in open_table(io.BytesIO(content)).lines]


def samples() -> Iterator[Rows]:
    """Lists of one to forty rows of the reference data, of what Windows-1252 can write."""
    chance = random.Random(1325)
    for name in REFERENCE:
        with (ROOT / name).open(encoding="utf-8", newline="") as file:
            rows = [
                [cell.encode("cp1252", errors="ignore").decode("cp1252") for cell in row]
                for row in csv.reader(file)
            ]
        for number in range(SAMPLES):
            yield [rows[0], *chance.sample(rows[1:], k=(1, 3, 40)[number % 3])]


def test_what_the_portal_lists_comes_back_from_windows_1252() -> None:
    altered = [
        rows
        for rows in samples()
        if read_back(csv_of(rows, separator=";", encoding="cp1252")) != rows
    ]
    assert altered == []


@pytest.mark.parametrize("name", WESTERN.split())
def test_one_accented_name_in_an_english_list_stays(name: str) -> None:
    name = name.replace("_", " ")
    rows = [["Name", "Post"], *[[text, "Adviser"] for text in (*ENGLISH, name)]]
    assert read_back(csv_of(rows, encoding="cp1252")) == rows


@pytest.mark.parametrize(("language", "encoding"), OTHERS)
def test_a_list_in_another_code_page_is_told_by_its_words(language: str, encoding: str) -> None:
    words = OTHERS[language, encoding].split()
    chance = random.Random(language)
    for _number in range(20):
        chance.shuffle(words)
        rows = [["Name", "Post"], *[[word, chance.choice(ENGLISH)] for word in words]]
        assert read_back(csv_of(rows, separator=";", encoding=encoding)) == rows


@pytest.mark.parametrize(
    ("name", "encoding"), [("Łódź", "cp1250"), ("Dvořák", "cp1250"), ("Michał", "cp1250")]
)
def test_one_name_that_is_no_western_word_suffices(name: str, encoding: str) -> None:
    rows = [["Name", "Post"], *[[text, "Adviser"] for text in (*ENGLISH, name)]]
    assert read_back(csv_of(rows, encoding=encoding)) == rows


def test_the_number_of_a_note_makes_no_spanish_list_polish() -> None:
    rows = [["Country", "Post"], ["España", "x"], ["Kosovo¹", "y"]]
    assert read_back(csv_of(rows, encoding="cp1252")) == rows


def test_accents_behind_thousands_of_lines_are_seen() -> None:
    rows = [["Name", "Post"], *[["Spain", "Letter"]] * 4_900, ["Begoña Núñez", "Letter"]]
    padded = [[name, post + " " * 100] for name, post in rows]
    content = csv_of(padded, encoding="cp1252")
    assert len(content) > 500_000
    assert read_back(content) == padded


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "utf-8"])
def test_what_gives_no_words_is_refused_rather_than_spoilt(encoding: str) -> None:
    content = csv_of([["Name"], ["España"], ["Begoña"], ["Zoé Núñez"]], encoding=encoding)
    if encoding == "utf-8":
        content += "ñ".encode()[:1]  # it was cut off
    with pytest.raises(UnreadableFile, match="Save it as “CSV UTF-8”"):
        read_back(content)


@pytest.mark.parametrize(
    "content",
    [
        bytes(random.Random(1).choices(range(0xC0, 0x100), k=5_000_000)),
        "国".encode("gb18030") * 2_500_000,
        b"a" * 5_000_000 + b"\xe9",
        "Begoña;Núñez\r\n".encode("cp1252") * 350_000,
    ],
    ids=["one line of noise", "one line of Chinese", "one line of ASCII", "many lines"],
)
def test_a_large_file_takes_little_memory_and_time(content: bytes) -> None:
    file = io.BytesIO(content)
    began = time.process_time()
    tracemalloc.start()
    try:
        open_table(file)
    except UnreadableFile:
        pass
    finally:
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 20_000_000
    assert time.process_time() - began < 5
