"""Cut Noto Sans Arabic in two, so that a page in Arabic loads a quarter of it at first.

The first file of a weight holds what the languages write that are official in a State and use
Arabic letters: Arabic, Persian, Urdu, Pashto and Kurdish. The second, which a page loads only when
it shows a character of it, holds the rest: letters of other languages, signs of the Quran and
presentation forms. Run again when the fonts are renewed; the ranges go into `css/fonts.css`.

    npm pack @fontsource/noto-sans-arabic@5.3.0
    (unpack into a folder of its own)
    .venv/bin/python -m scripts.make_arabic_fonts FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

from scripts.font_cuts import cut, ranges

WEIGHTS = (400, 600)
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


def main(package: Path) -> None:
    for weight in WEIGHTS:
        source = package / "package" / "files" / f"noto-sans-arabic-arabic-{weight}-normal.woff2"
        with TTFont(source, lazy=True) as font:
            # Latin letters, digits and signs come from Noto Sans.
            known = {code for code in font.getBestCmap() if code >= 0x0600}
        parts = {"arabic": FIRST & known, "arabic-ext": known - FIRST}
        for part, codes in parts.items():
            # All features stay: Arabic letters join by them.
            cut(source, f"noto-sans-arabic-{part}-{weight}-normal", codes)
            # What Noto Sans has as well is not asked of a second font.
            asked = {code for code in codes if not 0x2000 <= code < 0x2070} - {0xFEFF}
            print(f"  unicode-range: {ranges(asked)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
