"""Of what Chromium complains about, the fonts that a page asks for first are let through alone."""

from __future__ import annotations

import pytest

from tests.browser.late_fonts import is_of_a_first_font

SITE = "http://localhost:8000"
LATIN, RUSSIAN = "noto-sans-latin-400-normal", "noto-sans-russian-400-normal"


@pytest.mark.parametrize(
    ("file", "page", "is_let_through"),
    [
        (f"fonts/{LATIN}.woff2", "/members/", True),
        (f"fonts/{LATIN}.0123456789ab.woff2", "/fr/members/", True),
        (f"fonts/{RUSSIAN}.woff2", "/ru/members/", True),
        (f"fonts/{RUSSIAN}.woff2", "/members/", False),
        (f"fonts/{RUSSIAN}.woff2", "", False),
        ("fonts/noto-sans-latin-400-italic.woff2", "/", False),
        ("css/portal.css", "/", False),
    ],
)
def test_what_is_not_used_at_once(file: str, page: str, is_let_through: bool) -> None:
    said = (
        f"The resource {SITE}/static/{file} was preloaded using link preload but not used within "
        "a few seconds from the window's load event."
    )
    assert is_of_a_first_font(said, f"{SITE}{page}") is is_let_through
    assert not is_of_a_first_font(f"{SITE}/static/{file} did not load", f"{SITE}{page}")
