"""What the portal's own fonts can show, and which of them a PDF needs.

A PDF uses no font of the machine it is made on: the same text looks the same everywhere, and a
letter that is nowhere in `static/fonts/` would come out as a box. So whatever prints a text asks
here first. The fonts of print documents are those that the style sheets `css/pdf*.css` name.
"""

from __future__ import annotations

import html as markup
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

SHEET = "css/pdf.css"
# For documents that hold a character which the fonts of the first sheet lack.
FURTHER_SHEET = "css/pdf-chinese.css"
# For a document that names no style sheet: Pango cannot do without any font.
PLAIN_FONT = "noto-sans-print-400-normal.woff2"
# Formatting characters (category Cf) of Arabic and Syriac that are drawn.
DRAWN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
FILES = re.compile(r'url\("/fonts/([\w-]+\.woff2)"\)')
LINK = f'<link rel="stylesheet" href="/{SHEET}">'
# So many of a text are named, and so many places of a document.
NAMED = 5


def missing(text: str) -> list[str]:
    """The characters of `text` that no font of the portal shows, each once, in their order.

    Text is compared as it is drawn: with letters and their marks as one character where there is
    one (NFC).
    """
    composed = unicodedata.normalize("NFC", text)
    unknown = set(composed) - _shown_by(SHEET)
    if unknown:
        # The further sheet takes a second to read, once.
        unknown -= _shown_by(FURTHER_SHEET)
    return [one for one in dict.fromkeys(composed) if one in unknown and _is_drawn(one)]


def named(characters: Iterable[str]) -> str:
    """The characters with their code points and names: `ሀ (U+1200 ETHIOPIC SYLLABLE HA)`."""
    every = list(characters)
    words = [
        f"{one} (U+{ord(one):04X} {unicodedata.name(one, '')}".rstrip() + ")"
        for one in every[:NAMED]
    ]
    return ", ".join(words) + (" …" if len(every) > NAMED else "")


def missing_in_document(html: str) -> str:
    """Where an HTML document says what no font shows, and what: `§ 3: ሀ (U+1200 ...)`; or "".

    A place is the `data-place` of an element round the text, or else how the text begins.
    """
    if not missing(markup.unescape(html)):
        return ""
    texts = _Texts()
    texts.feed(html)
    texts.close()
    places = [f"{place}: {named(missing(text))}" for place, text in texts.found if missing(text)]
    return "; ".join(places[:NAMED]) + (" …" if len(places) > NAMED else "")


def with_its_fonts(html: str) -> str:
    """The HTML document with the further style sheet too, if its text needs that."""
    unknown = set(markup.unescape(html)) - _shown_by(SHEET)
    if not any(map(_is_drawn, unknown)):
        return html
    return html.replace(LINK, f'{LINK}<link rel="stylesheet" href="/{FURTHER_SHEET}">', 1)


def only_the_portals(folder: Path) -> Path:
    """Write a configuration of fontconfig into `folder` that knows no font of the machine.

    Raises OSError on a full disk.
    """
    fonts = folder / "fonts"
    fonts.mkdir()
    with TTFont(_static() / "fonts" / PLAIN_FONT) as font:
        font.flavor = None
        font.save(fonts / "plain.ttf")
    configuration = folder / "fonts.conf"
    configuration.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{markup.escape(str(fonts))}</dir>"
        f"<cachedir>{markup.escape(str(folder / 'cache'))}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return configuration


def _is_drawn(character: str) -> bool:
    """Whether a character takes a glyph: no space, no line break, no mark of formatting."""
    category = unicodedata.category(character)
    if category == "Cf":
        return character in DRAWN_FORMATS
    is_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return not (category[0] == "Z" or character in "\t\n\f\r\u034f" or is_selector)


@cache
def _shown_by(sheet: str) -> frozenset[str]:
    """The characters that the fonts of a style sheet have."""
    codes: set[int] = set()
    for name in FILES.findall((_static() / sheet).read_text(encoding="utf-8")):
        with TTFont(_static() / "fonts" / name, lazy=True) as font:
            codes |= set(font.getBestCmap())
    return frozenset(map(chr, codes))


def _static() -> Path:
    return Path(settings.BASE_DIR) / "static"


class _Texts(HTMLParser):
    """The texts that a document draws, each with its place."""

    UNSEEN = ("title", "style", "script")
    EMPTY = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.EMPTY:
            outer = self._open[-1][1] if self._open else ""
            self._open.append((tag, dict(attrs).get("data-place") or outer))

    def handle_endtag(self, tag: str) -> None:
        # What was left open inside closes with it.
        places = [number for number, (name, _place) in enumerate(self._open) if name == tag]
        if places:
            del self._open[places[-1] :]

    def handle_data(self, data: str) -> None:
        tag, place = self._open[-1] if self._open else ("", "")
        text = " ".join(data.split())
        if text and tag not in self.UNSEEN:
            shortened = text if len(text) <= 60 else f"{text[:60]}…"
            self.found.append((place or f"“{shortened}”", text))
