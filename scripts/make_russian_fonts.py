"""Cut fonts that hold all that a Russian sentence is written in: letters, spaces, digits, signs.

Where spaces and commas stand in another file than the letters, a heading is set again when that
file comes, and a page loads three Latin fonts for their spaces. So these come first on pages in
Russian (`css/tokens.css`). On others their letters alone are asked for, as a part of Noto Sans and
of Source Serif 4. Run again when the fonts are renewed; the ranges go into `css/fonts.css`.

    npm pack @expo-google-fonts/noto-sans@0.4.2 @expo-google-fonts/source-serif-4@0.4.1
    (unpack each into a folder of its own)
    .venv/bin/python -m scripts.make_russian_fonts FOLDER_OF_NOTO_SANS FOLDER_OF_SOURCE_SERIF
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

from scripts.font_cuts import FONTS, cut, ranges

# What Google's Cyrillic cut has: Russian and its neighbours, the mark of stress, the numero sign.
LETTERS = {0x0301, *range(0x0400, 0x0460), 0x0490, 0x0491, 0x04B0, 0x04B1, 0x2116}
SIGNS = {
    *range(0x20, 0x41),
    *range(0x5B, 0x61),
    *range(0x7B, 0x7F),
    *map(ord, "\u00a0§©«\u00ad°±·»×−"),
    *range(0x2000, 0x2070),  # dashes, quotation marks, spaces
}
# Small capitals, fractions and the like, which no style asks for, would make it twice as large.
FEATURES = ("ccmp", "locl", "liga", "kern", "mark", "mkmk", "tnum")


def main(noto_sans: Path, source_serif: Path) -> None:
    cuts = {
        "noto-sans-russian-400-normal": noto_sans / "package/400Regular/NotoSans_400Regular.ttf",
        "noto-sans-russian-600-normal": noto_sans / "package/600SemiBold/NotoSans_600SemiBold.ttf",
        "source-serif-4-russian-600-normal": (
            source_serif / "package/600SemiBold/SourceSerif4_600SemiBold.ttf"
        ),
    }
    for name, source in cuts.items():
        family = name.partition("-russian-")[0]
        # No sign that the Latin file lacks: a Russian page would show it in another font.
        with TTFont(FONTS / f"{family}-latin-600-normal.woff2", lazy=True) as latin:
            signs = SIGNS & set(latin.getBestCmap())
        cut(source, name, LETTERS | signs, FEATURES)
    print(f"  unicode-range: {ranges(LETTERS | SIGNS)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
