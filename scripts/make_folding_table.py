"""Write network/values/folding_table.py: what `network.values.folding` does to each character.

Run it with Python 3.11 (Unicode 14); its output is kept, so that every Python and every PostgreSQL
fold alike. After a change, a migration makes the function of the database again.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

UNICODE = "14.0.0"
TARGET = Path(__file__).parent.parent / "network" / "values" / "folding_table.py"

# What stands for an apostrophe, also in transliterations of Arabic (ayn and hamza), Hawaiian and
# Hebrew; and the spacing accents, which are typed for one.
APOSTROPHES = "`´ʹʻʼʽʾʿˈˊˋ΄‘’‛′‵՚׳ߴߵ᾽᾿´`＇｀Ꞌꞌ"
# Letters that Unicode does not take apart, or that are written for one another.
ALIKE = {
    **dict.fromkeys("æǣǽ", "ae"),
    **dict.fromkeys("œ", "oe"),
    **dict.fromkeys("øǿ", "o"),
    **dict.fromkeys("đðɖ", "d"),
    **dict.fromkeys("ħ", "h"),
    **dict.fromkeys("ı", "i"),
    **dict.fromkeys("łƚ", "l"),
    **dict.fromkeys("ŧ", "t"),
    **dict.fromkeys("ŋ", "n"),
    **dict.fromkeys("þ", "th"),
    **dict.fromkeys("ĸ", "k"),
    **dict.fromkeys("ə", "e"),
    # Ukrainian and Kazakh names as a Russian keyboard writes them.
    **dict.fromkeys("ґғ", "г"),
    **dict.fromkeys("қ", "к"),
    **dict.fromkeys("ң", "н"),
    **dict.fromkeys("ө", "о"),
    **dict.fromkeys("ұү", "у"),
    **dict.fromkeys("һ", "х"),
    **dict.fromkeys("ә", "а"),
    # Arabic: the alef of joining, the feminine ending, the alef that looks like a yaa, and the
    # forms of Persian and Urdu.
    **dict.fromkeys("ٱ", "ا"),
    **dict.fromkeys("ة", "ه"),
    **dict.fromkeys("ىی", "ي"),
    **dict.fromkeys("ک", "ك"),
    **dict.fromkeys("ہەۀۂ", "ه"),
}
# Full stops (U.K.), the middle dot (col·lecció), tatweel and the hamza that stands alone.
DROPPED = ".·\u0640\u0621"
# The marks of voice of kana are letters' other half, not accents.
KEPT_MARKS = "\u3099\u309a"
VARIATION = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x034F, *range(0x180B, 0x180E)}
# Letters of texts here; the others are looked up only where one of them stands.
COMMON = (range(0x80, 0x250), range(0x370, 0x530), range(0x600, 0x700), range(0x1E00, 0x1F00))


def assigned(character: str) -> bool:
    return unicodedata.category(character) not in {"Cn", "Co", "Cs"}


def is_unknown(character: str) -> bool:
    # Ideographs that later releases add are letters too, and are never taken apart.
    return not assigned(character) and ord(character) >> 16 not in (2, 3)


def is_dropped(character: str) -> bool:
    if character in KEPT_MARKS:
        return False
    category = unicodedata.category(character)
    return (
        character in DROPPED
        or category in {"Cf", "Me"}
        or unicodedata.combining(character) != 0
        or ord(character) in VARIATION
    )


def is_between(character: str) -> bool:
    """Whether it stands between words."""
    if character == "'" or is_dropped(character):
        return False
    category = unicodedata.category(character)
    return category[0] in "PSZ" or category == "Cc"


def target(character: str) -> str:
    """The letters that a character becomes once it is taken apart and without marks."""
    before, now = "", character
    while now != before:
        before = now
        now = unicodedata.normalize("NFKD", now.casefold())
        now = "".join(ALIKE.get(each, each) for each in now if not is_dropped(each))
        now = "".join(
            str(unicodedata.digit(each)) if unicodedata.category(each) == "Nd" else each
            for each in now
        )
    return now


def ranges(holds: Callable[[str], bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for code in range(1, sys.maxunicode + 1):
        if 0xD800 <= code <= 0xDFFF or not holds(chr(code)):
            continue
        if found and found[-1][1] == code - 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


def spelled(pairs: list[tuple[int, int]]) -> str:
    """Pairs of hexadecimal codes, a range each; one code where it is alone."""
    return " ".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in pairs)


def in_lines(name: str, text: str) -> str:
    lines, line = [], ""
    for word in text.split(" "):
        if len(line) + len(word) > 90:
            lines.append(line)
            line = ""
        line += f"{word} "
    lines.append(line.rstrip())
    return f"{name} = (\n" + "".join(f'    "{each}"\n' for each in lines) + ")\n"


def main() -> None:
    assert unicodedata.unidata_version == UNICODE, "Python 3.11 knows Unicode 14."
    letters = {}
    for code in range(0x21, sys.maxunicode + 1):
        character = chr(code)
        if 0xD800 <= code <= 0xDFFF or not assigned(character) or is_dropped(character):
            continue
        if unicodedata.normalize("NFKD", character) != character or is_between(character):
            continue
        if "A" <= character <= "Z" or target(character) == character:
            continue
        letters[code] = target(character)
    common = {c: t for c, t in letters.items() if any(c in part for part in COMMON)}
    rare = {c: t for c, t in letters.items() if c not in common}

    def written(table: dict[int, str]) -> str:
        return " ".join(
            f"{code:x}:{'+'.join(f'{ord(each):x}' for each in into)}"
            for code, into in table.items()
        )

    TARGET.write_text(
        f'"""Made by scripts/make_folding_table.py from Unicode {UNICODE}; not edited."""\n\n'
        "# What that Unicode does not know, ideographs apart.\n"
        + in_lines("UNKNOWN", spelled(ranges(is_unknown)))
        + "\n# Read as an apostrophe, before anything is taken apart.\n"
        + in_lines("APOSTROPHES", spelled(ranges(lambda each: each in APOSTROPHES)))
        + "\n# Marks and invisible characters that are left out.\n"
        + in_lines("DROPPED", spelled(ranges(is_dropped)))
        + "\n# What stands between words.\n"
        + in_lines("BETWEEN", spelled(ranges(is_between)))
        + "\n# Letters, and what each becomes.\n"
        + in_lines("COMMON", written(common))
        + "\n"
        + in_lines("RARE", written(rare))
    )


if __name__ == "__main__":
    main()
