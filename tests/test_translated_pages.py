"""No page of a reader shows a text that a catalogue lacks, wherever the text is written.

tests/test_translations.py asks this of the files whose texts are for readers. Here it is asked of
the pages, which also show labels and choices of models, and sentences of services.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.text import capfirst

from focalpoints.models import Category, Member
from network.accounts.models import User
from network.importing.loading import load_reference, load_samples
from tests import factories
from tests.access.row import Cast
from tests.browser.walk import arranged
from tests.test_translations import FORMS, catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.guard]

READER = "spain@example.org"
# What an entry or a person says, and a form has as an example or the admin as a name.
DATA = {"Alicante 2017", "Ministry of Foreign Affairs"}


class Texts(HTMLParser):
    """Collects what stands between the tags of a page, as one reads it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in {"script", "style"}:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside and (text := " ".join(data.split())):
            self.found.add(text)


def texts_of(page: str) -> set[str]:
    parser = Texts()
    parser.feed(page)
    return parser.found


def lacking() -> dict[str, str]:
    """What a page may show of the texts that some catalogue lacks: each as it is, or capitalised.

    What every catalogue translates in one of the two ways, as “position” beside “Position”, is none
    of them: a page cannot tell which was meant.
    """
    catalogues = [list(catalogue(folder)) for folder in FORMS]
    missing = {one.msgid for rows in catalogues for one in rows if not one.translated()}
    known = {one.msgid for rows in catalogues for one in rows} - missing
    shown = {form: text for text in missing for form in (text, capfirst(text))}
    return {form: shown[form] for form in shown.keys() - known - {capfirst(one) for one in known}}


def test_no_page_of_a_focal_point_shows_an_untranslated_text() -> None:
    cache.clear()
    load_reference()
    load_samples()
    for made in (factories.NewsletterFactory, factories.PlanFactory):
        made.reset_sequence(1000, force=True)  # beyond the numbers of the samples
    user = User.objects.get(email=READER)
    spain, germany = (Member.objects.get(slug=slug) for slug in ("spain", "germany"))
    staff = User.objects.get(email="secretariat@example.org")
    users = {"focal_point": user, "secretariat": staff}
    pages = arranged(Cast({}, users, spain, germany))["focal_point"]
    reader, untranslated = Client(), lacking()
    reader.force_login(user)
    # Categories have their names in six languages of their own.
    data = DATA | set(Category.objects.values_list("name_en", flat=True))
    faults: dict[str, set[str]] = {}
    opened = 0
    for name, arguments in pages:
        answer = reader.get(reverse(name, kwargs=arguments))
        if answer.status_code != 200 or name.startswith("mailbox:"):
            continue
        opened += 1
        shown = texts_of(answer.content.decode()) & untranslated.keys() - data
        for text in shown:
            faults.setdefault(untranslated[text], set()).add(name)
    assert faults == {}
    assert opened > 40


def test_a_page_is_read_as_a_reader_does() -> None:
    page = "<p>Members of\n the <b>Network</b></p><script>Hidden()</script><option>One</option>"
    assert texts_of(page) == {"Members of the", "Network", "One"}
