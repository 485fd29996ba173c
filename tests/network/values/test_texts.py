"""What a text may hold (network.values.texts)."""

from __future__ import annotations

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from network.values.texts import cleaned, storable


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Women\x96Peace", "Women–Peace"),
        ("\x93So\x94 \x80 5\x85", "“So” € 5…"),
        ("Cafe\u0301", "Café"),
        ("one\r\ntwo\rthree", "one two three"),
        ("one\r\n\r\ntwo\x0bthree\u2028four", "one two three four"),
        ("a\tb", "a b"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200fعربي\u200f (WPS)\u200e \u061c1", "\u200fعربي\u200f (WPS)\u200e \u061c1"),
        ("क्\u200dष", "क्\u200dष"),
        ("\u2067عربي\u2069 and \u2068\u2066x\u2069\u2069", None),
        ("co\u00adoperation", None),
        ("👩\u200d🚒 ☂\ufe0f 葛\U000e0100", None),
        ("\u200f\u200d \u2060", ""),
        ("", ""),
    ],
)
def test_what_a_text_of_one_line_becomes(typed: str, kept: str | None) -> None:
    assert cleaned(typed, lines=False) == (typed if kept is None else kept)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\n\n\tfour", "one\ntwo\nthree\n\n\tfour"),
        ("one\x0btwo\x0cthree\u2028four\u2029five", "one\ntwo\nthree\nfour\nfive"),
        ("\u2067a\u2069\n\u2067b\u2069", "\u2067a\u2069\n\u2067b\u2069"),
    ],
)
def test_what_a_text_of_several_lines_becomes(typed: str, kept: str) -> None:
    assert cleaned(typed, lines=True) == kept


@pytest.mark.parametrize(
    ("character", "name", "code"),
    [
        ("\x00", "U+0000, null", "unusable_character"),
        ("\x07", "U+0007, alert", "unusable_character"),
        ("\x1b", "U+001B, escape", "unusable_character"),
        ("\x1f", "U+001F, unit separator", "unusable_character"),
        ("\x7f", "U+007F, delete", "unusable_character"),
        ("\x81", "U+0081", "unusable_character"),
        ("\x8d", "U+008D", "unusable_character"),
        ("\x8f", "U+008F", "unusable_character"),
        ("\x90", "U+0090", "unusable_character"),
        ("\x9d", "U+009D", "unusable_character"),
        ("\u202a", "U+202A, left-to-right embedding", "direction_override"),
        ("\u202e", "U+202E, right-to-left override", "direction_override"),
        ("\u2067", "U+2067, right-to-left isolate", "open_isolate"),
        ("\u2069", "U+2069, pop directional isolate", "open_isolate"),
        ("\u206a", "U+206A, inhibit symmetric swapping", "unusable_character"),
        ("\ufeff", "U+FEFF, zero width no-break space", "unusable_character"),
        ("\ufffd", "U+FFFD, replacement character", "lost_character"),
        ("\ufdd0", "U+FDD0", "unusable_character"),
        ("\U0010ffff", "U+10FFFF", "unusable_character"),
        ("\ud800", "U+D800", "unusable_character"),
        ("\U000e0041", "U+E0041, tag latin capital letter a", "unusable_character"),
    ],
)
@pytest.mark.parametrize("lines", [True, False])
def test_what_is_refused_is_named(character: str, name: str, code: str, lines: bool) -> None:
    with pytest.raises(ValidationError) as refused:
        cleaned(f"Women, {character}peace", lines=lines)
    assert refused.value.code == code
    assert name in refused.value.messages[0]
    assert "after “Women,”" in refused.value.messages[0]
    with pytest.raises(ValidationError, match="at the beginning"):
        cleaned(f"{character}peace", lines=lines)


def test_an_isolate_ends_on_its_line() -> None:
    for text in ("\u2067a\nb\u2069", "a\n\u2067b\n\u2066c\u2069", "\u2067a\u2069\u2069"):
        with pytest.raises(ValidationError, match="counterpart is missing"):
            cleaned(text, lines=True)


@given(st.text(), st.booleans())
def test_a_clean_text_stays_as_it_is(text: str, lines: bool) -> None:
    try:
        kept = cleaned(text, lines=lines)
    except ValidationError:
        return
    assert cleaned(kept, lines=lines) == kept
    assert unicodedata.is_normalized("NFC", kept)
    controls = {one for one in kept if unicodedata.category(one) in {"Cc", "Cs"}}
    assert controls <= ({"\n", "\t"} if lines else set())


def test_what_no_database_can_keep_is_marked() -> None:
    assert storable("a\x00b\ud800c\x07") == "a\ufffdb\ufffdc\x07"
