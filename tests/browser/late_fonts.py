"""What a busy Chromium says of a font that a page has asked for and not used yet."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from network.web.first_fonts import FIRST_FONTS

# The storage of static files may have put a hash into the name.
_SAID = re.compile(
    r"/static/fonts/([\w-]+)(?:\.[0-9a-f]{12})?\.woff2 was preloaded using link preload but not"
)


def is_of_a_first_font(complaint: str, page: str) -> bool:
    """Whether a line of the console is about a font that the page at this address asks for first.

    That the page uses each of them is held by tests/network/web/test_first_fonts.py.
    """
    font = _SAID.search(complaint)
    language = urlsplit(page).path.split("/")[1:2]
    fonts = FIRST_FONTS.get(language[0] if language else "", FIRST_FONTS["en"])
    return font is not None and font[1] in fonts
