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
from scripts.make_chinese_fonts import portal_texts

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
    shutil.copy(STATIC / "css" / "chinese.css", folder / "css")
    (folder / "js").mkdir()
    shutil.copy(STATIC / "js" / "chinese-names.js", folder / "js")
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
    files = (NAME, "css/chinese.css", "js/chinese-names.js")
    files += tuple(f"fonts/{file.name}" for file in (collected / "fonts").glob("*.woff2"))
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
    sheets = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"', head)
    # The long list of the Chinese slices is for pages that show them.
    assert len(sheets) == (2 if language == "zh-hans" else 1)
    texts = "".join((hashed / sheet).read_text() for sheet in sheets)
    named = re.findall(r'url\("\.\./([^"]+)"\)', texts)
    assert {address.removeprefix("/static/") for address in asked} <= set(named)
    assert re.search(r"\.[0-9a-f]{12}\.woff2$", asked[0])
    # The browser has to know of them before it has read the style sheet.
    assert head.index(asked[-1]) < head.index(sheets[0])


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
    late = {face["font-family"] for face in faces() if face["font-display"] != "optional"}
    # Over a placeholder of the same widths.
    assert late == {'"Noto Sans SC Slices"'}


def characters(face: dict[str, str]) -> set[int]:
    """What a face is for, by its `unicode-range`."""
    found: set[int] = set()
    for part in face["unicode-range"].split(","):
        first, _dash, last = part.strip().removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def font_file(face: dict[str, str]) -> Path:
    [name] = re.findall(r"fonts/([\w.-]+)\"", face["src"])
    return STATIC / "fonts" / name


def test_no_two_faces_of_one_kind_are_for_one_character() -> None:
    """A browser takes the later, and while that waits asks for the other as well."""
    taken: dict[tuple[str, ...], set[int]] = {}
    for face in faces():
        kind = ("font-family", "font-style", "font-weight")
        same = taken.setdefault(tuple(face.get(name, "") for name in kind), set())
        both = same & characters(face)
        assert not both, f"{face['src']}: {[f'U+{code:04X}' for code in sorted(both)]}"
        same |= characters(face)
    assert len(taken) > 8


@pytest.mark.parametrize("family", ["Noto Sans", "Source Serif 4"])
def test_a_russian_sentence_stands_in_one_file(family: str) -> None:
    own, latin = f'"{family} Russian"', f'"{family}"'
    upright = [face for face in faces() if face.get("font-style") == "normal"]
    for face in (face for face in upright if face["font-family"] == own):
        [letters] = (
            other
            for other in upright
            if other["font-family"] == latin and other["src"] == face["src"]
        )
        # Names in Russian on other pages come from the same file, without its signs.
        assert characters(letters) < characters(face)
        with TTFont(font_file(face), lazy=True) as font:
            drawn = set(font.getBestCmap())
        assert set(map(ord, " ,.:;!?«»—–()„“0123456789№…\u00a0Ёяё")) <= drawn & characters(face)
        # A sign that the file lacks, but the Latin one has, would be drawn by the system.
        with TTFont(STATIC / "fonts" / font_file(face).name.replace("russian", "latin")) as font:
            assert set(font.getBestCmap()) & characters(face) <= drawn


def test_each_chinese_character_is_in_one_slice() -> None:
    slices = [face for face in faces() if face["font-family"] == '"Noto Sans SC Slices"']
    for face in slices:
        with TTFont(font_file(face), lazy=True) as font:
            assert characters(face) <= set(font.getBestCmap())
        # So that a page with one rare character does not load a large file for it.
        assert font_file(face).stat().st_size < 45_000
        # Fonts of Android are found by these names alone.
        assert face["src"].startswith('local("NotoSansCJKsc-Regular")')
    # What the portal itself says is in the first few.
    texts = {code for code in portal_texts() if 0x4E00 <= code <= 0x9FFF}
    assert len(texts) > 800
    assert len(texts - set().union(*map(characters, slices[:7]))) < 30
    sheet = (STATIC / "css" / "tokens.css").read_text()
    assert sheet.index('"PingFang SC"') < sheet.index('"Noto Sans SC Slices"')
    assert sheet.index('"Noto Sans SC Slices"') < sheet.index('"Chinese Placeholder"')


def test_a_chinese_character_that_waits_has_its_width() -> None:
    [face] = (face for face in faces() if face["font-family"] == '"Chinese Placeholder"')
    slices = [face for face in faces() if face["font-family"] == '"Noto Sans SC Slices"']
    with TTFont(font_file(face)) as font, TTFont(font_file(slices[0])) as first:
        assert characters(face) == set(font.getBestCmap())
        # All but the half-width forms of Japanese and Korean.
        assert not [code for part in slices for code in characters(part) - characters(face)
                    if not 0xFF61 <= code < 0xFFE0]  # fmt: skip
        for code in characters(slices[0]):
            wanted = first["hmtx"][first.getBestCmap()[code]][0]
            assert font["hmtx"][font.getBestCmap()[code]][0] == wanted
        assert font["head"].unitsPerEm == first["head"].unitsPerEm
        for name in ("ascent", "descent", "lineGap"):
            assert getattr(font["hhea"], name) == getattr(first["hhea"], name)


@pytest.mark.parametrize("weight", ["400", "600"])
def test_what_arabic_is_written_in_comes_in_one_small_file(weight: str) -> None:
    [first, rest] = (
        face
        for face in faces()
        if face["font-family"] == '"Noto Sans Arabic"' and face["font-weight"] == weight
    )
    # A browser that waits for the first asks for the second where the ranges overlap.
    assert not characters(first) & characters(rest)
    for face in (first, rest):
        with TTFont(font_file(face), lazy=True) as font:
            assert characters(face) - {0x2E41} <= set(font.getBestCmap())
    messages = (settings.BASE_DIR / "locale" / "ar" / "LC_MESSAGES" / "django.po").read_text()
    arabic = {ord(letter) for letter in messages if "\u0600" <= letter <= "\u06ff"}
    assert len(arabic) > 30
    assert arabic <= characters(first)
    # Names of people in Persian, Urdu, Pashto and Kurdish are not set in two fonts.
    assert set(map(ord, "پچژگکیٹڈڑںہھےټځڅډړږښګڼېۍڕڵڤۆێە")) <= characters(first)
