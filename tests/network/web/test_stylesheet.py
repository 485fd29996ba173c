"""The site's styles are one file."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client

from network.web.stylesheet import NAME, SOURCES, SiteStylesheetFinder, joined

STYLES = settings.BASE_DIR / "static" / "css"
# Of documents, of the admin, of the demo's mailbox, and of pages that show Chinese.
OTHERS = re.compile(r"pdf|admin|mailbox|chinese")


def test_every_style_sheet_of_the_site_is_in_it() -> None:
    names = {file.stem for file in STYLES.glob("*.css") if not OTHERS.match(file.stem)}
    assert set(SOURCES) == names
    assert len(set(SOURCES)) == len(SOURCES)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/map/", "/members/", "/ar/plans/", "/accounts/login/"])
def test_a_page_asks_for_one(visitor: Client, address: str) -> None:
    page = visitor.get(address).content.decode()
    asked = re.findall(r'<link rel="stylesheet" href="([^"]*)"', page)
    assert asked == [staticfiles_storage.url(NAME)]
    assert b"".join(visitor.get(asked[0]).streaming_content).decode() == joined()


def test_what_is_served_follows_its_sources() -> None:
    finder = SiteStylesheetFinder()
    file = finder.folder / NAME
    finder.find(NAME)
    file.write_text("old")
    assert finders.find(NAME) == str(file)
    assert file.read_text() == joined()
    ((name, storage),) = finder.list([])
    with storage.open(name) as collected:
        assert collected.read().decode() == joined()
    assert finder.find("css/other.css") == []
