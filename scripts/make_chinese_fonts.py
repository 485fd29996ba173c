"""Cut Noto Sans SC into slices, so that a page loads the characters that it shows and few others.

First what the home page and the map draw, then what else the portal says in Chinese (its texts, the
names of its reference data), then all others, the usual before the rare. A device with a Chinese
font of its own loads none of them. Writes `static/fonts/noto-sans-sc-NN.woff2`, the
`chinese-placeholder` that keeps their room, and `static/css/chinese.css`, in five minutes. Run
again when the font is renewed, or when the texts have gained many characters:

    npm pack @fontsource/noto-sans-sc@5.3.0
    (unpack into a folder of its own)
    .venv/bin/python -m scripts.make_chinese_fonts FOLDER
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from scripts.chinese_characters import HOME, MAP
from scripts.font_cuts import FONTS, cut, ranges

ROOT = FONTS.parent.parent
SHEET = ROOT / "static" / "css" / "chinese.css"
BLOCKS = ((0x2E80, 0x2FDF), (0x3000, 0x303F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF))
BLOCKS += ((0xF900, 0xFAFF), (0xFF00, 0xFFEF))
# All of them are as wide as high but the half-width forms.
WIDE = sorted(
    {code for first, last in BLOCKS for code in range(first, last + 1)} - {*range(0xFF61, 0xFFE0)}
)
# In the first slice, since any page has them; a browser sets two of one file closer together.
PUNCTUATION = "　、。〈〉《》「」『』【】〔〕！（），．：；？"
SIZE = 180  # characters of a slice, about 26 KB
USUAL = 100  # the first of Google's slices of common characters, of 180 each
# What a browser asks of a line of Chinese; the others are for text from top to bottom.
FEATURES = ("ccmp", "locl", "liga", "kern", "halt", "palt")
# Fonts that a style sheet cannot name on Android, where only `local()` finds those of the system.
LOCAL = ("NotoSansCJKsc-Regular", "Noto Sans CJK SC Regular", "Noto Sans CJK SC")
LOCAL += ("SourceHanSansSC-Regular", "NotoSansSC-Regular", "Noto Sans SC")
_HEAD = """\
/* Written by scripts/make_chinese_fonts.py. Linked on pages in Chinese; on others
   js/chinese-names.js loads it where a Chinese name is shown. The fonts of the reader's system
   come before these (tokens.css), so what is loaded here has no other font to wait in: `swap`,
   over a placeholder of the same widths. */
"""


def slices(package: Path, known: set[int]) -> list[list[int]]:
    """All characters of the font that pages ask of it, each in one slice."""
    left = {code for code in known if any(first <= code <= last for first, last in BLOCKS)}
    usual = by_use(package)

    def taken(wanted: Iterable[int], size: int) -> list[list[int]]:
        # The rare in the order of Unicode, where neighbours look alike and compress better.
        chosen = sorted(left & set(wanted), key=lambda code: (-usual.get(code, 0), code))
        left.difference_update(chosen)
        return [chosen[at : at + size] for at in range(0, len(chosen), size)]

    return [
        *taken(map(ord, HOME + PUNCTUATION), len(known)),
        # A country that takes the presidency comes to the home page from one of these.
        *taken(map(ord, MAP), 110),
        *taken(portal_texts(), SIZE),
        *taken(known, SIZE),
    ]


def by_use(package: Path) -> dict[int, int]:
    """How usual a character is: the number of Google's slice; the highest has the commonest."""
    sheet = (package / "package" / "400.css").read_text()
    faces = re.findall(r"noto-sans-sc-\[(\d+)\]-400.*?unicode-range: ([^;]+);", sheet, re.DOTALL)
    return {
        code: int(number) for number, text in faces for code in parsed(text) if int(number) >= USUAL
    }


def parsed(text: str) -> Iterable[int]:
    """The characters of a `unicode-range`."""
    for part in text.split(","):
        first, _dash, last = part.strip()[2:].partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def portal_texts() -> set[int]:
    """What the portal says in Chinese: its own texts, and the names of its reference data."""
    files = [ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"]
    for app in ("focalpoints", "meetings", "initiatives"):
        files += sorted((ROOT / app / "reference").rglob("*.csv"))
    return {ord(letter) for file in files for letter in file.read_text(encoding="utf-8")}


def face(name: str, codes: Sequence[int], source: str, display: str) -> str:
    family = "Chinese Placeholder" if "placeholder" in name else "Noto Sans SC Slices"
    asked = ranges(codes).replace(", ", ",")
    return f"""
@font-face {{
  font-family: "{family}";
  font-display: {display};
  src: {source}url("../fonts/{name}.woff2") format("woff2");
  unicode-range: {asked};
}}
"""


def write_placeholder(like: TTFont, codes: Sequence[int]) -> None:
    """A font of a kilobyte in which each character is a faint line as wide as the character.

    Without it, what waits for its slice would be drawn as narrow boxes, and move when it comes.
    """
    pen = TTGlyphPen(None)
    for point in ((150, 370), (150, 390), (850, 390), (850, 370)):
        (pen.moveTo if point == (150, 370) else pen.lineTo)(point)
    pen.closePath()
    builder = FontBuilder(like["head"].unitsPerEm)
    builder.setupGlyphOrder([".notdef", "line"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "line": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "line": (1000, 150)})
    builder.setupHorizontalHeader()
    builder.setupOS2()
    builder.setupNameTable({"familyName": "Chinese Placeholder", "styleName": "Regular"})
    builder.setupPost(keepGlyphNames=False)
    font = builder.font
    # The same lines as the font it stands for.
    for table, names in {
        "hhea": ("ascent", "descent", "lineGap"),
        "OS/2": (
            *("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent"),
            *("fsSelection", "sxHeight", "sCapHeight"),
        ),
    }.items():
        for name in names:
            setattr(font[table], name, getattr(like[table], name))
    # Format 13: many characters, one glyph.
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.format, table.language = 3, 10, 13, 0
    table.cmap = dict.fromkeys(codes, "line")
    font["cmap"].tables = [table]
    font["head"].created = font["head"].modified = like["head"].modified
    font.recalcTimestamp = False
    font.flavor = "woff2"
    font.save(FONTS / "chinese-placeholder.woff2")


def main(package: Path) -> None:
    source = package / "package" / "files" / "noto-sans-sc-chinese-simplified-400-normal.woff2"
    with TTFont(source) as font:
        parts = slices(package, set(font.getBestCmap()))
        write_placeholder(font, WIDE)
    for old in FONTS.glob("noto-sans-sc-[0-9]*.woff2"):
        old.unlink()
    own = "".join(f'local("{name}"), ' for name in LOCAL)
    sheet, total = _HEAD, 0
    for number, codes in enumerate(parts):
        name = f"noto-sans-sc-{number:02}"
        total += cut(source, name, codes, FEATURES)
        sheet += face(name, codes, own, "swap")
    sheet += face("chinese-placeholder", WIDE, "", "optional")
    SHEET.write_text(sheet)
    print(f"{len(parts)} slices, {total} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
