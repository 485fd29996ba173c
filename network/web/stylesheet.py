"""The site's style sheets as one file, `css/site.css`, so that a page asks for one.

The sources in `static/css/` are one to a subject. They are joined in this order, which is that of
their layers (`tokens.css` names these), when the static files are collected or looked for; there is
no file to commit and none that can be older than its sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

NAME = "css/site.css"
SOURCES = (
    "fonts",
    "tokens",
    "base",
    "layout",
    "header",
    "search",
    "footer",
    "components",
    "badges",
    "content",
    "tables",
    "feedback",
    "forms",
    "filters",
    "days",
    "pages",
    "entries",
    "map",
    "register",
    "review",
    "versions",
    "contrast",
    "print",
)


def joined() -> str:
    """All of them; `url()` in them stays true, for the file stands in their folder."""
    folder = settings.BASE_DIR / "static" / "css"
    return "\n".join((folder / f"{name}.css").read_text() for name in SOURCES)


class SiteStylesheetFinder(BaseFinder):
    """Finds `css/site.css`, written anew in the data folder whenever a source has changed."""

    @property
    def folder(self) -> Path:
        return Path(settings.DATA_DIR) / "styles"

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != NAME:
            return []
        found = str(self._written())
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        self._written()
        yield NAME, FileSystemStorage(location=self.folder)

    def _written(self) -> Path:
        file, text = self.folder / NAME, joined()
        if not file.exists() or file.read_text() != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(".part")
            part.write_text(text)
            part.replace(file)
        return file
