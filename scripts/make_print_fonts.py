"""Cut the fonts of print documents out of the whole fonts.

WeasyPrint takes a mark that stands on a letter, and the kerning of two letters, from one font: so
PDFs have one font for Latin, Greek and Cyrillic, where pages load a range at a time. The
Chinese font is whole, where pages have the usual characters, without what only a screen needs.

    npm pack @expo-google-fonts/noto-sans@0.4.2 @expo-google-fonts/noto-sans-sc@0.4.3
    (unpack each into a folder of its own)
    .venv/bin/python scripts/make_print_fonts.py FOLDER_OF_NOTO_SANS FOLDER_OF_NOTO_SANS_SC
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.woff2 import WOFF2FlavorData

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
# Tables that set vertical lines, choose variants of signs or fit outlines to a screen.
LEFT_OUT = ("BASE", "GDEF", "GPOS", "GSUB", "STAT", "gasp", "prep", "vhea", "vmtx")
# Latin, Greek and Cyrillic with their supplements, marks, punctuation, signs and ligatures; the
# Devanagari that Noto Sans holds as well is no script of the portal.
WESTERN = [(0x20, 0x58F), (0x1AB0, 0x1AFF), (0x1C80, 0x1C8F), (0x1D00, 0x2BFF), (0x2C60, 0x2C7F)]
WESTERN += [(0x2DE0, 0x2E7F), (0xA640, 0xA69F), (0xA700, 0xA7FF), (0xAB30, 0xAB6F)]
WESTERN += [(0xFB00, 0xFB06), (0xFE20, 0xFE2F), (0xFEFF, 0xFEFF), (0xFFFD, 0xFFFD)]


def cut(source: Path, name: str, wanted: Iterable[int], features: list[str]) -> None:
    """Write `static/fonts/NAME.woff2` with the characters of `source` that are wanted."""
    # Two runs make the same bytes.
    options = subset.Options(layout_features=features, hinting=False, recalc_timestamp=False)
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=set(wanted) & set(font.getBestCmap()))
    cutter.subset(font)
    target = FONTS / f"{name}.woff2"
    write(font, target)
    print(f"{target.name}: {target.stat().st_size} bytes")


def write(font: TTFont, target: Path) -> None:
    """Save as WOFF2 without its transformation of outlines.

    A fifth larger, but unpacked a hundred times as fast, which a renderer does at its start.
    """
    font.flavor = "woff2"
    font.flavorData = WOFF2FlavorData(transformedTables=[])
    font.save(target)


def main(noto_sans: Path, noto_sans_sc: Path) -> None:
    western = [code for first, last in WESTERN for code in range(first, last + 1)]
    features = ["kern", "mark", "mkmk", "ccmp", "locl", "liga"]
    for weight, style in ((400, "400Regular"), (600, "600SemiBold")):
        source = noto_sans / "package" / style / f"NotoSans_{style}.ttf"
        cut(source, f"noto-sans-print-{weight}-normal", western, features)
    source = noto_sans_sc / "package" / "400Regular" / "NotoSansSC_400Regular.ttf"
    # A subset for nothing would take minutes: hardly a glyph has no character.
    with TTFont(source, recalcTimestamp=False, lazy=True) as font:
        for table in LEFT_OUT:
            del font[table]
        write(font, FONTS / "noto-sans-sc-print-400-normal.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
