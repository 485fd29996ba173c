"""The fonts that a page asks for at once, before its style sheet has named them.

Nearly every page shows them above all else; without a word in its head, a browser would find them
only when the style sheet has come, and set the text twice. The others are asked for when a page
shows a character of theirs (`static/css/fonts.css`).
"""

from __future__ import annotations

from collections.abc import Mapping

_LATIN = ("noto-sans-latin-400-normal", "noto-sans-latin-600-normal")
_HEADINGS = "source-serif-4-latin-600-normal"
# By the language of the page. Digits and names in Latin letters stand on every page.
FIRST_FONTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("en", "fr", "es"), (*_LATIN, _HEADINGS)),
    # Without the bold Latin one: spaces, digits and signs are in the Russian files.
    "ru": (
        *("noto-sans-russian-400-normal", "noto-sans-russian-600-normal"),
        *("source-serif-4-russian-600-normal", _HEADINGS, "noto-sans-latin-400-normal"),
    ),
    "ar": (
        *("noto-sans-arabic-arabic-400-normal", "noto-sans-arabic-arabic-600-normal"),
        *_LATIN,
    ),
    # No slice of the Chinese font: most devices that read Chinese have a font of their own, and one
    # that has none sees lines of the same width until the slices come.
    "zh-hans": ("chinese-placeholder", *_LATIN),
}
