"""Cut the letters of the six languages' own names out of the shipped fonts.

The language menu is on every page. Without these cuts of a few kilobytes each first visit would
fetch a whole Arabic, Cyrillic and Chinese font for a label. Run again when a font of
`static/fonts/` or the name of a language changes:

    .venv/bin/python scripts/make_language_name_fonts.py
"""

from __future__ import annotations

from pathlib import Path

from django.conf.locale import LANG_INFO
from fontTools import subset

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
CUTS = {
    "language-name-ar": ("noto-sans-arabic-arabic-400-normal", "ar"),
    "language-name-ru": ("noto-sans-cyrillic-400-normal", "ru"),
    "language-name-zh": ("noto-sans-sc-chinese-simplified-400-normal", "zh-hans"),
}


def letters(language: str) -> str:
    """The letters of the language's own name, small and capital, as the pages write it."""
    name = LANG_INFO[language]["name_local"]
    return "".join(sorted({*name, *name.upper()}))


def main() -> None:
    for name, (source, language) in CUTS.items():
        # All features stay: Arabic letters join by them. Two runs make the same bytes.
        options = subset.Options(flavor="woff2", layout_features=["*"], recalc_timestamp=False)
        font = subset.load_font(str(FONTS / f"{source}.woff2"), options)
        cut = subset.Subsetter(options)
        cut.populate(text=letters(language))
        cut.subset(font)
        target = FONTS / f"{name}.woff2"
        subset.save_font(font, str(target), options)
        ranges = ", ".join(f"U+{ord(letter):04X}" for letter in letters(language))
        print(f"{target.name}: {target.stat().st_size} bytes; unicode-range: {ranges}")


if __name__ == "__main__":
    main()
