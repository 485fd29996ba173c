"""An English text on a page of another language says that it is English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation

from focalpoints.models import Notification
from network.importing.loading import load_reference, load_samples
from network.values import translated
from network.values.lists import listed
from network.values.text_fields import CleanText
from network.values.translated import EnglishText, fallback, in_language, joined
from tests import factories
from tests.fuzz.page import read
from tests.test_architecture import own_models

# Elements without an end, and those whose text is not read on the page.
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNREAD = {"title", "script", "style", "template"}

# How many pages of one view are looked at: rows of a kind differ in what they lack.
OF_ONE_VIEW = 6


class Said(HTMLParser):
    """The texts of a page, each with its language and direction."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[str, str, str]] = []
        self._open: list[tuple[str, str, str]] = [("", "", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        given = dict(attrs)
        _tag, language, direction = self._open[-1]
        self._open.append((tag, given.get("lang") or language, given.get("dir") or direction))

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _language, _direction in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(tag in UNREAD for tag, *_rest in self._open):
            _tag, language, direction = self._open[-1]
            self.texts.append((" ".join(data.split()), language, direction))


def unmarked(page: str, english: set[str]) -> list[str]:
    """The English fallbacks that `page` shows outside an element with lang="en" dir="ltr".

    Texts in an unknown language (sources, notes) are under dir="auto"; a name that one of them
    happens to hold is not looked for.
    """
    said = Said()
    said.feed(page)
    words = {" ".join(text.split()) for text in english}
    # Whole words: "EU" is in "museum", and a summary may be cut short.
    known = [re.compile(rf"(?<!\w){re.escape(text[:60])}(?!\w)") for text in words if len(text) > 2]
    return [
        text
        for text, language, direction in said.texts
        if (language, direction) != ("en", "ltr")
        and direction != "auto"
        and any(one.search(text) for one in known)
    ]


def without_texts_in(language: str) -> None:
    """Empty every column of that language, so that every name and text falls back."""
    ending = f"_{language}"
    for model in own_models():
        if hasattr(model, "pgh_tracked_model") or model._meta.proxy:
            continue
        columns = {
            field.name
            for field in model._meta.local_concrete_fields
            if field.name.endswith(ending) and isinstance(field, CleanText)
        }
        rows = model._base_manager.all()
        if model is Notification:
            # What was sent never changes: the database refuses it.
            rows = rows.exclude(state="sent")
        if columns:
            rows.update(**dict.fromkeys(columns, ""))


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every English text shown for want of one in the reader's language."""
    found: set[str] = set()

    def remembering(text: Any) -> Any:
        shown = fallback(text)
        if isinstance(shown, EnglishText):
            found.add(str(shown))
        return shown

    monkeypatch.setattr(translated, "fallback", remembering)
    return found


def pages(client: Client, start: str) -> Iterator[tuple[str, str]]:
    """The pages that a visitor comes to from `start` in its language, some of each view."""
    waiting, met, seen = [start], {start}, {}
    while waiting:
        path = waiting.pop(0)
        try:
            with translation.override(start.strip("/")):
                view = resolve(path).view_name
        except Resolver404:
            continue
        seen[view] = seen.get(view, 0) + 1
        if seen[view] > OF_ONE_VIEW:
            continue
        response = client.get(path)
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        page = response.content.decode()
        yield path, page
        for link in read(page)[1]:
            address = urlsplit(urljoin(path, link))
            if address.netloc or not address.path.startswith(start) or address.path in met:
                continue
            met.add(address.path)
            waiting.append(address.path)


@pytest.mark.django_db
def test_every_english_fallback_on_an_arabic_page_is_marked(
    english: set[str],
    settings: Any,
    tmp_path: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    with django_capture_on_commit_callbacks(execute=False):
        load_reference()
        load_samples()
    without_texts_in("ar")
    found: dict[str, list[str]] = {}
    walked = 0
    for path, page in pages(Client(), "/ar/"):
        walked += 1
        assert '<html lang="ar"' in page, path
        if loose := unmarked(page, english):
            found[path] = loose
    assert walked > 30
    assert len(english) > 30, "no text fell back: the walk proves nothing"
    assert found == {}


@pytest.mark.django_db
def test_an_english_page_marks_nothing(client: Client) -> None:
    meeting = factories.MeetingFactory.create(title_en="A title of its own")
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert '<span lang="en"' not in page


def test_texts_in_a_row_are_marked_one_by_one() -> None:
    with translation.override("ar"):
        row = joined(" + ", ["كندا", fallback("A & B")])
        assert str(row) == "كندا + A & B"
        assert in_language(row) == 'كندا + <span lang="en" dir="ltr">A &amp; B</span>'
        assert '<span lang="en" dir="ltr">NATO</span>' in listed([fallback("NATO"), "كندا"])
        assert in_language(fallback("<b>")) == '<span lang="en" dir="ltr">&lt;b&gt;</span>'
        assert in_language("<b>") == "<b>", "the template escapes it"
        assert fallback("") == ""
    with translation.override("en"):
        assert in_language(fallback("NATO")) == "NATO"
