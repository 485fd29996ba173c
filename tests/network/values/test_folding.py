"""The search folding: one table of cases in six languages, held to Python and to the database."""

import re
import unicodedata

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.values import folding_table
from network.values.folding import create_functions, folded, names_folded

# What is typed in different ways and found in one.
CASES = [
    # English, and what is the same everywhere
    ("upper case", "munoz", ["Munoz", "MUNOZ", "mUNOZ"]),
    ("accents, composed and not", "munoz", ["Muñoz", "Mun\u0303oz", "MUÑOZ"]),
    ("full width", "uk 2026", ["ＵＫ　２０２６", "UK 2026"]),
    ("ligatures", "official affairs", ["oﬃcial aﬀairs", "Official Affairs"]),
    ("stops of an abbreviation", "usa", ["U.S.A.", "USA", "U.S.A"]),
    ("apostrophes", "obrien", ["O'Brien", "O’Brien", "OʼBrien", "O`Brien", "O´Brien", "O＇Brien"]),
    ("apostrophes of Arabic names", "sanaa", ["Sana'a", "Sanaʿa", "Sanaʾa", "Sana‘a", "Sanaa"]),
    ("apostrophes of Africa", "ndjamena", ["N'Djamena", "N’Djamena", "Ndjamena"]),
    ("quotation marks", "oman", ["“Oman”", "‘Oman’", "'Oman'", "«Oman»"]),
    (
        "hyphens and dashes",
        "timor leste",
        ["Timor-Leste", "Timor‑Leste", "Timor–Leste", "Timor Leste"],
    ),
    ("punctuation", "iran islamic republic of", ["Iran (Islamic Republic of)"]),
    ("spaces", "new zealand", ["  New   Zealand ", "New\u00a0Zealand", "New\tZealand\n"]),
    (
        "invisible marks",
        "zealand",
        ["Zea\u00adland", "Zea\u200bland", "\ufeffZealand", "Zea\u200dland"],
    ),
    # French
    (
        "French",
        "cote d ivoire",
        ["Côte d'Ivoire", "Côte d’Ivoire", "COTE D'IVOIRE", "cote d ivoire"],
    ),
    ("elision", "plan de l egypte", ["plan de l’Égypte", "plan de l'Egypte"]),
    ("œ and æ", "oeuvre caecum", ["Œuvre cæcum", "oeuvre caecum"]),
    ("cedilla", "francais", ["Français", "franc\u0327ais"]),
    # Spanish
    ("Spanish", "espana", ["España", "ESPAÑA", "Espana"]),
    ("inverted marks", "que", ["¿Qué?", "¡que!"]),
    ("ordinals", "1o 2a", ["1º 2ª"]),
    # Russian
    ("Russian", "россия", ["Россия", "РОССИЯ"]),
    ("ё and е", "орел", ["Орёл", "ОРЕЛ", "Оре\u0308л"]),
    ("й", "украинскии", ["Украинский", "Украинскии\u0306"]),
    ("letters of Central Asia", "казакстан", ["Қазақстан", "КАЗАКСТАН"]),
    # Chinese
    ("Chinese", "中国", ["中国", " 中国。"]),
    ("Chinese punctuation", "妇女 和平与安全", ["妇女、和平与安全", "妇女，和平与安全"]),
    ("compatibility ideographs", "金 樂", ["\uf90a \uf914"]),
    # Arabic
    ("hamza on alef", "الامم المتحده", ["الأمم المتحدة", "الامم المتحده", "ٱلأمم المتحدة"]),
    ("madda", "اسيا", ["آسيا", "اسيا", "ا\u0653سيا"]),
    ("hamza below", "ايران", ["إيران", "ايران"]),
    ("hamza on waw and yaa", "موتمر هييه", ["مؤتمر هيئة", "موتمر هييه"]),
    ("hamza alone", "نسا", ["نساء", "نسا"]),
    ("alef maqsura", "مستوي", ["مستوى", "مستوي", "مستوی"]),
    ("vowel signs", "عمان", ["عُمَان", "عمان", "عُمان", "عمّان"]),
    ("tatweel", "مصر", ["مـصـر", "مصر"]),
    ("forms for printing", "لا مصر", ["ﻻ ﻣﺼﺮ"]),
    ("Arabic-Indic digits", "1325", ["١٣٢٥", "۱۳۲۵", "1325"]),
    ("Persian letters", "كيف", ["کیف", "كيف"]),
    # Names in other languages
    ("German", "strasse munchen", ["Straße München", "STRASSE MÜNCHEN", "STRAẞE München"]),
    ("Turkish", "istanbul isparta isik", ["İstanbul Isparta ışık", "istanbul ısparta IŞIK"]),
    ("Greek final sigma", "κωνσταντινοσ", ["Κωνσταντίνος", "ΚΩΝΣΤΑΝΤΙΝΟΣ", "κωνσταντινοσ"]),
    ("Danish, Norwegian", "kobenhavn aero", ["København Ærø", "KØBENHAVN aerø"]),
    ("Polish, Croatian", "lodz dakovo", ["Łódź Đakovo", "LODZ dakovo"]),
    ("Icelandic", "thordur", ["Þórður", "THORDUR"]),
    ("Maltese", "hal tarxien", ["Ħal Tarxien"]),
    ("Vietnamese", "nguyen thi dinh", ["Nguyễn Thị Định", "NGUYEN THI DINH"]),
    ("Catalan", "colleccio", ["col·lecció", "coŀleccio"]),
    ("Hawaiian", "hawaii", ["Hawaiʻi", "Hawai'i"]),
    (
        "Korean",
        unicodedata.normalize("NFKD", "한국"),
        ["한국", unicodedata.normalize("NFD", "한국")],
    ),
    ("Kana keep their marks", unicodedata.normalize("NFKD", "ガ"), ["ガ", "ｶﾞ"]),
    ("nothing to find", "", ["", " ", "…", "–", "''", "\u0301", "\ue000"]),
]
FLAT = [(name, typed, wanted) for name, wanted, forms in CASES for typed in forms]

# Letters that meet each other in names, and any other that can be stored.
STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TRICKY = st.sampled_from(
    "aAdDlLnIiİıßẞſςΣσήÉé\u0301\u0327\u0308\u0345'’ʿ`´-–.·| \t\u00a0\u00ad\u200d\u0640\u0621أةىﻻ١۱"
    "ﬁ㌀\uf90aガｶﾞ한\u1100\u1161\u093c\u094dǅӘ𞤀𝔄🏳\ufe0f\U000e0001\U0001fae8\ua7c0"
)


def in_database(texts):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT portal_folded(word) FROM unnest(%s::text[]) WITH ORDINALITY AS given(word, at)"
            " ORDER BY at",
            [list(texts)],
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [(typed, wanted) for _name, typed, wanted in FLAT],
    ids=[f"{name}-{typed!a}" for name, typed, _wanted in FLAT],
)
def test_what_is_typed_in_different_ways_is_folded_to_one(typed, wanted):
    assert folded(typed) == wanted


@pytest.mark.django_db
def test_the_database_folds_every_case_in_the_same_way():
    typed = [typed for _name, typed, _wanted in FLAT]
    assert in_database(typed) == [wanted for _name, _typed, wanted in FLAT]


@pytest.mark.django_db
@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(st.text(STORABLE | TRICKY, max_size=30), min_size=20, max_size=60))
def test_the_database_and_python_fold_any_text_alike(texts):
    here = [folded(text) for text in texts]
    assert in_database(texts) == here
    assert [folded(text) for text in here] == here, "what is folded stays as it is"
    assert in_database(here) == here
    for form in ("NFC", "NFD"):
        # A newer Python composes characters that the table leaves out.
        known = [text for text in texts if text.isascii() or not _UNKNOWN.search(text)]
        again = [folded(unicodedata.normalize(form, text)) for text in known]
        assert again == [folded(text) for text in known]


_UNKNOWN = re.compile(
    "["
    + "".join(
        "-".join(re.escape(chr(int(end, 16))) for end in part.split("-"))
        for part in folding_table.UNKNOWN.split()
    )
    + "]"
)


@pytest.mark.django_db
def test_every_character_is_folded_alike():
    characters = [f"a{chr(code)}B" for code in range(1, 0x3200) if not 0xD800 <= code < 0xE000]
    characters += [f"a{chr(code)}B" for code in range(0xA000, 0x110000, 37) if code >> 11 != 0x1B]
    assert in_database(characters) == [folded(each) for each in characters]


@pytest.mark.django_db
@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.lists(st.text(STORABLE | TRICKY, max_size=12) | st.none(), max_size=6))
def test_several_names_are_kept_apart(names):
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_names_folded(VARIADIC %s::text[])", [names])
        assert cursor.fetchone()[0] == names_folded(*names)


def test_names_in_one_column_have_an_edge_on_both_sides():
    assert (
        names_folded("Côte d’Ivoire", "", None, "Ivory Coast") == "| cote d ivoire | ivory coast |"
    )
    assert names_folded() == names_folded("", None, "–") == ""
    assert names_folded("a|b") == "| a b |"


@pytest.mark.django_db
def test_the_database_has_the_functions_that_the_table_makes():
    """A changed table needs a migration that makes them anew, and the columns they fill."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosrc, provolatile, proparallel FROM pg_proc"
            " WHERE proname IN ('portal_folded', 'portal_names_folded')"
        )
        found = cursor.fetchall()
    wanted = re.findall(r"\$folding\$(.*?)\$folding\$", create_functions(), re.DOTALL)
    assert sorted(source for source, *_kind in found) == sorted(wanted)
    assert {tuple(kind) for _source, *kind in found} == {("i", "s")}, "immutable, parallel safe"
