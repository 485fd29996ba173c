"""The public pages: the archive of issues, and the panels on the home page."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User
from newsletters import services
from newsletters.models import Newsletter
from tests.costs import QueryCost
from tests.factories import NewsletterFactory, OpportunityFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def sent(by: User, number: int, subject: str = "News") -> Newsletter:
    draft = NewsletterFactory.create(number=number, text__subject=subject)
    return services.start_sending(draft, by=by)


def day(days: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


# --- The archive ---


def test_an_issue_is_public_from_the_moment_it_is_sent(
    visitor: Client, issue: Newsletter, secretariat: User, subscriber: object
) -> None:
    assert "News of the Network" not in page(visitor, reverse("newsletters:newsletters"))
    services.start_sending(issue, by=secretariat)
    assert "News of the Network" in page(visitor, reverse("newsletters:newsletters"))
    assert "the report" in page(visitor, issue.get_absolute_url())


def test_an_issue_is_read_in_the_language_of_the_page_or_in_english(
    visitor: Client, issue: Newsletter, secretariat: User, subscriber: object
) -> None:
    services.start_sending(issue, by=secretariat)
    assert "Chères lectrices" in page(visitor, "/fr/newsletters/issue-7/")
    arabic = page(visitor, "/ar/newsletters/issue-7/")
    assert '<div class="prose" lang="ar" dir="rtl">' in arabic
    russian = page(visitor, "/ru/newsletters/issue-7/")
    assert '<div class="prose" lang="en" dir="ltr">' in russian


def test_the_archive_holds_no_readers_key(
    visitor: Client, issue: Newsletter, secretariat: User, subscriber: object
) -> None:
    services.start_sending(issue, by=secretariat)
    text = page(visitor, issue.get_absolute_url())
    assert "zqslot" not in text
    assert "/unsubscribe/" not in text


def test_one_turns_from_an_issue_to_its_neighbours(
    visitor: Client, secretariat: User, subscriber: object
) -> None:
    for number in (1, 2, 4):
        sent(secretariat, number, f"Subject of {number}")
    NewsletterFactory.create(number=3, text__subject="Subject of 3")
    text = page(visitor, "/newsletters/issue-2/")
    assert "Subject of 1" in text
    assert "Subject of 4" in text
    assert "Subject of 3" not in text


def test_an_empty_archive_says_so(visitor: Client) -> None:
    assert "No newsletter has been sent yet" in page(visitor, reverse("newsletters:newsletters"))


# --- The home page ---


def test_the_home_page_shows_the_newest_issue_an_offer_and_the_box(
    visitor: Client, secretariat: User, subscriber: object
) -> None:
    sent(secretariat, 1, "The older one")
    sent(secretariat, 2, "The newer one")
    OpportunityFactory.create(title_en="A course")
    text = page(visitor, reverse("home"))
    assert "The newer one" in text
    assert "The older one" not in text
    assert "A course" in text
    assert f'action="{reverse("newsletters:subscribe")}"' in text


# --- What it costs ---


@pytest.mark.parametrize("name", ["newsletters:newsletters", "newsletters:opportunities", "home"])
def test_one_row_costs_as_many_queries_as_fifteen(
    visitor: Client, secretariat: User, name: str, query_cost: QueryCost
) -> None:
    SubscriptionFactory.create()

    def cost(rows: Callable[[], object]) -> int:
        rows()
        return query_cost(lambda: page(visitor, reverse(name)))

    def write(*numbers: int) -> None:
        for number in numbers:
            sent(secretariat, number)
            OpportunityFactory.create(deadline_on=day(number))

    assert cost(lambda: write(1)) == cost(lambda: write(*range(2, 16)))


def test_lists_do_not_read_the_bulk_of_what_was_sent(
    visitor: Client, secretariat: User, subscriber: object, query_cost: QueryCost
) -> None:
    sent(secretariat, 1)
    made = query_cost(lambda: page(visitor, reverse("newsletters:newsletters")))
    assert not [sql for sql in made.sql if '"newsletters_newsletter"."sent_content",' in sql]
