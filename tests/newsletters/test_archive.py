"""The public archive shows what was sent, in the reader's language or in English."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.models import User
from newsletters import services
from newsletters.models import Newsletter
from tests.factories import NewsletterFactory, SubscriptionFactory
from tests.newsletters.conftest import issue_in

pytestmark = pytest.mark.django_db
ARCHIVE = "/newsletters/"


def sent(by: User, **values: Any) -> Newsletter:
    SubscriptionFactory.create()
    return services.start_sending(NewsletterFactory.create(**values), by=by)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_archive_without_issues_says_so(visitor: Client) -> None:
    assert "No newsletter has been sent yet" in page(visitor, ARCHIVE)


def test_an_issue_is_in_the_archive_from_its_start(visitor: Client, secretariat: User) -> None:
    issue = sent(secretariat, text__subject="What is new", text__body="<p>This is new.</p>")
    assert "What is new" in page(visitor, ARCHIVE)
    assert "<p>This is new.</p>" in page(visitor, issue.get_absolute_url())


def test_a_draft_is_nobodys_to_read(visitor: Client, secretariat_client: Client) -> None:
    issue = NewsletterFactory.create(text__subject="Not yet")
    assert "Not yet" not in page(visitor, ARCHIVE)
    assert visitor.get(issue.get_absolute_url()).status_code == 404
    assert secretariat_client.get(issue.get_absolute_url()).status_code == 404


def test_an_issue_is_read_in_the_pages_language_or_in_english(
    visitor: Client, secretariat: User
) -> None:
    SubscriptionFactory.create()
    issue = services.start_sending(
        issue_in({"en": "News", "fr": "Nouvelles", "ar": "أخبار"}, slug="one"), by=secretariat
    )
    assert issue.slug == "one"
    assert "<p>Nouvelles!</p>" in page(visitor, "/fr/newsletters/one/")
    russian = page(visitor, "/ru/newsletters/one/")
    assert "<p>News!</p>" in russian
    assert 'lang="en" dir="ltr"' in russian
    assert 'lang="ar" dir="rtl"' in page(visitor, "/ar/newsletters/one/")
    assert "Nouvelles" in page(visitor, "/fr/newsletters/")
    assert "News" in page(visitor, "/ru/newsletters/")


def test_no_readers_key_or_slot_shows_in_the_archive(visitor: Client, secretariat: User) -> None:
    issue = sent(secretariat)
    assert "zqslot" not in page(visitor, issue.get_absolute_url())


def test_what_was_sent_stays_when_the_text_is_changed_behind_its_back(
    visitor: Client, secretariat: User
) -> None:
    issue = sent(secretariat, text__body="<p>Sent.</p>")
    issue.texts.update(body="<p>Changed.</p>")
    assert "<p>Sent.</p>" in page(visitor, issue.get_absolute_url())


def test_neighbours_are_linked(visitor: Client, secretariat: User) -> None:
    first, second = sent(secretariat, number=1), sent(secretariat, number=2)
    NewsletterFactory.create(number=3)
    assert f'href="{second.get_absolute_url()}" rel="next"' in page(
        visitor, first.get_absolute_url()
    )
    assert 'rel="next"' not in page(visitor, second.get_absolute_url())


def test_the_home_page_shows_the_newest_issue_and_the_box(
    visitor: Client, secretariat: User
) -> None:
    sent(secretariat, text__subject="Older")
    sent(secretariat, text__subject="Newest")
    home = page(visitor, reverse("home"))
    assert "Newest" in home
    assert "Older" not in home
    assert f'action="{reverse("newsletters:subscribe")}"' in home


def test_a_list_of_many_costs_as_many_queries_as_a_list_of_one(
    visitor: Client, secretariat: User
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page(visitor, ARCHIVE)
        return len(captured)

    sent(secretariat)
    one = cost()
    for _issue in range(9):
        sent(secretariat)
    assert cost() == one
