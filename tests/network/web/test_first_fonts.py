"""A page asks at once for the fonts that its style sheet names: the same addresses, once."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import FileSystemStorage
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from fontTools.ttLib import TTFont

from network.web.first_fonts import FIRST_FONTS
from network.web.stylesheet import NAME, joined

STATIC = settings.BASE_DIR / "static"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
FACE = re.compile(r"@font-face \{(.*?)\}", re.DOTALL)
PRELOAD = re.compile(r'<link rel="preload" href="([^"]+)" as="font" type="font/woff2" crossorigin>')


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The style sheet and the fonts, as they are before the storage names them by their content."""
    folder = tmp_path_factory.mktemp("static")
    shutil.copytree(STATIC / "fonts", folder / "fonts", ignore=shutil.ignore_patterns("*print*"))
    (folder / "css").mkdir()
    (folder / NAME).write_text(joined())
    return folder


@pytest.fixture
def hashed(collected: Path, settings: Any) -> Path:
    """Static files as in production, under names that hold a hash."""
    settings.STATIC_ROOT = collected
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    storage: Any = staticfiles_storage
    files = (NAME, *(f"fonts/{file.name}" for file in (collected / "fonts").glob("*.woff2")))
    done = storage.post_process({name: (FileSystemStorage(collected), name) for name in files})
    assert not [error for *_names, error in done if isinstance(error, Exception)]
    return collected


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_asked_for_at_once_is_what_the_style_sheet_names(
    hashed: Path, language: str
) -> None:
    with translation.override(language):
        head = render_to_string("components/stylesheets.html")
    asked = PRELOAD.findall(head)
    assert len(asked) == len(set(asked)) == len(FIRST_FONTS[language])
    [sheet] = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"', head)
    named = re.findall(r'url\("\.\./([^"]+)"\)', (hashed / sheet).read_text())
    assert {address.removeprefix("/static/") for address in asked} <= set(named)
    assert re.search(r"\.[0-9a-f]{12}\.woff2$", asked[0])
    # The browser has to know of them before it has read the style sheet.
    assert head.index(asked[-1]) < head.index(sheet)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_asks_for_the_fonts_of_its_language(visitor: Client, language: str) -> None:
    prefix = "" if language == "en" else f"/{language}"
    page = visitor.get(f"{prefix}/privacy/")
    asked = PRELOAD.findall(page.content.decode())
    assert asked == [f"/static/fonts/{name}.woff2" for name in FIRST_FONTS[language]]
    assert "font-src 'self'" in page["Content-Security-Policy"]


def faces() -> list[dict[str, str]]:
    """The faces of all style sheets but those of PDFs: their descriptors by name."""
    sheets = [file for file in (STATIC / "css").glob("*.css") if not file.name.startswith("pdf")]
    texts = [face for file in sheets for face in FACE.findall(file.read_text(encoding="utf-8"))]
    rows = [[row.split(":", 1) for row in text.split(";") if ":" in row] for text in texts]
    return [{name.strip(): " ".join(value.split()) for name, value in row} for row in rows]


def test_no_font_that_comes_late_moves_the_page() -> None:
    assert {face["font-display"] for face in faces()} == {"optional"}


def characters(face: dict[str, str]) -> set[int]:
    """What a face is for, by its `unicode-range`."""
    found: set[int] = set()
    for part in face["unicode-range"].split(", "):
        first, _dash, last = part.removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


@pytest.mark.parametrize("weight", ["400", "600", "700"])
def test_what_arabic_is_written_in_comes_in_one_small_file(weight: str) -> None:
    [first, rest] = (
        face
        for face in faces()
        if face["font-family"] == '"Noto Sans Arabic"' and face["font-weight"] == weight
    )
    # A browser that waits for the first asks for the second where the ranges overlap.
    assert not characters(first) & characters(rest)
    for face in (first, rest):
        [name] = re.findall(r"fonts/([\w.-]+)\"", face["src"])
        with TTFont(STATIC / "fonts" / name, lazy=True) as font:
            assert characters(face) - {0x2E41} <= set(font.getBestCmap())
    messages = (settings.BASE_DIR / "locale" / "ar" / "LC_MESSAGES" / "django.po").read_text()
    arabic = {ord(letter) for letter in messages if "\u0600" <= letter <= "\u06ff"}
    assert len(arabic) > 30
    assert arabic <= characters(first)
    # Names of people in Persian, Urdu, Pashto and Kurdish are not set in two fonts.
    assert set(map(ord, "پچژگکیٹڈڑںہھےټځڅډړږښګڼېۍڕڵڤۆێە")) <= characters(first)
