"""Cut the letters of the six languages' own names out of the shipped fonts.

The language menu is on every page. Without these cuts of a few kilobytes each first visit would
fetch a whole Arabic, Cyrillic and Chinese font for a label. Run again when a font of
`static/fonts/` or the name of a language changes:

    .venv/bin/python -m scripts.make_language_name_fonts
"""

from __future__ import annotations

from django.conf.locale import LANG_INFO

from scripts.font_cuts import FONTS, cut, ranges

CUTS = {
    "language-name-ar": ("noto-sans-arabic-arabic-400-normal", "ar"),
    "language-name-ru": ("noto-sans-russian-400-normal", "ru"),
    "language-name-zh": ("noto-sans-sc-00", "zh-hans"),
}


def letters(language: str) -> str:
    """The letters of the language's own name, small and capital, as the pages write it."""
    name = LANG_INFO[language]["name_local"]
    return "".join(sorted({*name, *name.upper()}))


def main() -> None:
    for name, (source, language) in CUTS.items():
        wanted = {ord(letter) for letter in letters(language)}
        # All features stay: Arabic letters join by them.
        cut(FONTS / f"{source}.woff2", name, wanted)
        print(f"  unicode-range: {ranges(wanted)}")


if __name__ == "__main__":
    main()
