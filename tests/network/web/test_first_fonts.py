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

from network.web.first_fonts import FIRST_FONTS
from network.web.stylesheet import NAME, joined

STATIC = settings.BASE_DIR / "static"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
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
