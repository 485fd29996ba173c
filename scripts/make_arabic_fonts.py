"""Cut Noto Sans Arabic in two, so that a page in Arabic loads a quarter of it at first.

The first file of a weight holds what the languages write that are official in a State and use
Arabic letters: Arabic, Persian, Urdu, Pashto and Kurdish. The second, which a page loads only when
it shows a character of it, holds the rest: letters of other languages, signs of the Quran and
presentation forms. Run again when the fonts are renewed; the ranges go into `css/fonts.css`.

    npm pack @fontsource/noto-sans-arabic@5.3.0
    (unpack into a folder of its own)
    .venv/bin/python scripts/make_arabic_fonts.py FOLDER
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
WEIGHTS = (400, 600, 700)
PERSIAN_AND_URDU = "پچژکگیۀٹڈڑںھہۂۃےۓ۔"
PASHTO = "ټځڅډړږښګڼېۍ"
KURDISH = "ڕڵڤۆێە"
# Names of the Maghreb and of Central Asia: v, g and ng.
NAMES = "ڥڨڭۇۈۋ"
FIRST = {
    *(0x060C, 0x061B, 0x061C, 0x061F),  # comma, semicolon, direction, question mark
    *range(0x0621, 0x063B),
    *range(0x0640, 0x0656),  # letters, tatweel, vowel signs, hamza above and below
    *range(0x0660, 0x066E),  # digits, per cent, separators
    *(0x0670, 0x0671),
    *range(0x06F0, 0x06FA),  # the digits of Persian and Urdu
    *(
        0x200C,
        0x200D,
        0x200E,
        0x2010,
        0x2011,
    ),  # joiners and hyphens, which a page asks of Noto Sans
    *map(ord, PERSIAN_AND_URDU + PASHTO + KURDISH + NAMES),
}


def cut(source: Path, name: str, wanted: Iterable[int]) -> None:
    """Write `static/fonts/NAME.woff2` with the characters of `source` that are wanted."""
    # All features stay: Arabic letters join by them. Two runs make the same bytes.
    options = subset.Options(flavor="woff2", layout_features=["*"], recalc_timestamp=False)
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    target = FONTS / f"{name}.woff2"
    subset.save_font(font, str(target), options)
    print(f"{target.name}: {target.stat().st_size} bytes")


def ranges(codes: Iterable[int]) -> str:
    """`codes` as CSS writes them in `unicode-range`."""
    ordered = sorted(codes)
    starts = [ordered[0], *(after for before, after in pairwise(ordered) if after > before + 1)]
    ends = [*(before for before, after in pairwise(ordered) if after > before + 1), ordered[-1]]
    return ", ".join(
        f"U+{first:04X}" if first == last else f"U+{first:04X}-{last:04X}"
        for first, last in zip(starts, ends, strict=True)
    )


def main(package: Path) -> None:
    for weight in WEIGHTS:
        source = package / "package" / "files" / f"noto-sans-arabic-arabic-{weight}-normal.woff2"
        with TTFont(source, lazy=True) as font:
            # Latin letters, digits and signs come from Noto Sans.
            known = {code for code in font.getBestCmap() if code >= 0x0600}
        parts = {"arabic": FIRST & known, "arabic-ext": known - FIRST}
        for part, codes in parts.items():
            cut(source, f"noto-sans-arabic-{part}-{weight}-normal", codes)
            # What Noto Sans has as well is not asked of a second font.
            asked = {code for code in codes if not 0x2000 <= code < 0x2070}
            print(f"  unicode-range: {ranges(asked)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
