"""Which Windows code page, or GB 18030, words are written in.

Most bytes are letters in several code pages, so each word is asked of each: can a language that is
written in it spell the word? `España` could as well be `Espańa` of Windows-1250, but `Łódź` would
be `£ódŸ` in Windows-1252, and `Россия` be `Ðîññèÿ`. What Windows-1252 can spell speaks for it, for
spreadsheet programs write it in Western Europe, the Americas and much of Africa; one word that it
cannot speaks against it more than many speak for it. The letters of each language are CLDR's.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Collection
from functools import cache
from itertools import pairwise
from typing import Final

import icu

_WESTERN: Final = "cp1252"
# The languages that are written in each. Of equals, the first is taken.
_LANGUAGES: Final = {
    _WESTERN: ("es", "fr", "pt", "de", "it", "nl", "ca", "sv", "da", "nb", "fi", "et", "is"),
    "cp1250": ("pl", "cs", "sk", "hu", "hr", "ro"),
    "cp1254": ("tr",),
    "cp1256": ("ar", "fa", "ur"),
    "gb18030": ("zh", "zh_Hant"),
    "cp1251": ("ru", "uk", "be", "bg", "sr", "mk"),
    "cp1253": ("el",),
}
_LATIN: Final = {_WESTERN, "cp1250", "cp1254"}
# What a word costs a code page in which no language can spell it; Windows-1252 with a raised number
# behind it, of a note or in truth a Polish ł; and another code page in any case.
_NOT_SPELLED: Final = 20
_WITH_NUMBER: Final = 2
_NOT_WESTERN: Final = 1
_RAISED: Final = "¹²³"
_BEHIND_WORDS: Final = "ªº°©®™"
# Where no Western language has these letters, others have theirs: -ić, -ő, -ş, Đ-.
_NEVER_WESTERN: Final = re.compile(r"(iæ|õ|þ)$|^ð", re.IGNORECASE)
# What CLDR's letters lack: Windows-1250 has no ș and ț, but their older forms.
_OLDER_LETTERS: Final = {"ro": "şţ"}
# What hardly a word has: with è and æ, `Kovačević` would be French, and Russian's а is a Greek ΰ.
_RARE_LETTERS: Final = {"fr": "æ", "el": "ΰ"}
_MAIN, _AUXILIARY = 0, 1


def by_likelihood(words: Collection[bytes]) -> list[str]:
    """The code pages, the likeliest first."""
    return sorted(_LANGUAGES, key=lambda page: sum(_cost(word, page) for word in words))


def may_be_text(words: Collection[bytes], page: str) -> bool:
    """Whether at least half of `words` can be spelled."""
    spelled = sum(_cost(word, page) < _NOT_SPELLED for word in words)
    return spelled * 2 >= len(words)


def _cost(word: bytes, page: str) -> int:
    try:
        # A letter that is cut at the end is left out.
        text = codecs.getincrementaldecoder(page)().decode(word)
    except UnicodeDecodeError:
        return _NOT_SPELLED
    cost = max((_cost_of_part(part, page) for part in _parts(text)), default=0)
    # Where they read the same, it is no evidence.
    if page == _WESTERN or text == word.decode(_WESTERN, errors="replace"):
        return cost
    return max(cost, _NOT_WESTERN)


def _parts(text: str) -> list[str]:
    """A word between its hyphens, quotation marks, digits and the like.

    Symbols stay, for within a word they tell that this is not its code page. So does `¿`, a Polish
    ż, but not `´`, which is written for an apostrophe.
    """
    return "".join(" " if _separates(char) else char for char in text).split()


def _separates(char: str) -> bool:
    category = unicodedata.category(char)
    return char == "´" or category == "Nd" or (category[0] in "PZC" and char != "¿")


def _cost_of_part(part: str, page: str) -> int:
    word = part.lstrip("¿").rstrip(_BEHIND_WORDS)
    letters = word.rstrip(_RAISED)
    if letters.isascii() or (len(letters) == 1 and not letters.isalpha()):
        return _WITH_NUMBER if word != letters and letters else 0
    if not _is_spelled(letters, page):
        return _NOT_SPELLED
    return 0 if word == letters else _WITH_NUMBER


def _is_spelled(word: str, page: str) -> bool:
    # Names of ASCII have a capital behind a small letter (McDonald), but no others.
    if any(a.islower() and b.isupper() and not b.isascii() for a, b in pairwise(word)):
        return False
    letters = set(word)
    if page in _LATIN:
        # Names have ASCII letters that their language lacks (k, w, y), and no word lacks them all,
        # except for one or two letters: `À`, `åå`, `ÅÅÅÅ` of a Danish date.
        accented = {letter for letter in letters if not letter.isascii()}
        if len(accented) > 2 and accented == letters:
            return False
        letters = accented
    if page == _WESTERN and _NEVER_WESTERN.search(word):
        return False
    return any(letters <= alphabet for alphabet in _alphabets(page))


@cache
def _alphabets(page: str) -> list[set[str]]:
    return [_alphabet(language) for language in _LANGUAGES[page]]


def _alphabet(language: str) -> set[str]:
    """The letters of a language, small and large."""
    data = icu.LocaleData(language)
    small = set(data.getExemplarSet(0, _MAIN)) | set(_OLDER_LETTERS.get(language, ""))
    if language.startswith("zh"):
        small |= set(data.getExemplarSet(0, _AUXILIARY))  # of names and less usual words
    small -= set(_RARE_LETTERS.get(language, ""))
    # İ is the capital of i in Turkish alone.
    locale = icu.Locale(language)
    return small | {str(icu.UnicodeString(letter).toUpper(locale)) for letter in small}
