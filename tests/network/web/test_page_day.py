"""Pages of another day: the banner, the way to choose a day, and links that keep it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils.translation import override

from network import clock
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.set_to(TODAY):
        yield


@pytest.fixture
def pages(db: None) -> list[str]:
    """Every kind of page that shows any day."""
    spain = factories.member("ESP")
    plan = factories.PlanFactory.create(country=spain.country, starts_on="2017", ends_on="2030")
    lists = ["/", "/members/", "/presidency/", "/map/", "/plans/"]
    return [*lists, spain.get_absolute_url(), plan.get_absolute_url()]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_a_banner_says_the_day_and_leads_back_to_today(visitor: Client, pages: list[str]) -> None:
    for address in pages:
        page = text(visitor, f"{address}?on=2018-06-01")
        assert "This page shows <b><bdi>1 June 2018</bdi></b>." in page, address
        assert f'<a class="button" href="{address}">Back to today</a>' in page, address
        assert "This page shows <b>" not in text(visitor, address), address
        assert "This page shows <b>" not in text(visitor, f"{address}?on=2026-11-26"), address


def test_a_day_can_be_chosen_without_editing_the_address(visitor: Client, pages: list[str]) -> None:
    for address in pages:
        for asked in ("", "?on=2018-06-01", "?on=someday"):
            page = text(visitor, address + asked)
            assert page.count('name="on"') >= 1, address
            assert page.count('id="id_on"') == 1, (address, asked)


def test_a_day_may_be_typed_as_in_a_letter(visitor: Client, pages: list[str]) -> None:
    for typed in ("1 June 2018", "01.06.2018", "2018/06/01", "١/٦/٢٠١٨"):
        answer = visitor.get("/presidency/", {"on": typed})
        if typed == "١/٦/٢٠١٨":
            assert "This can be 1 June 2018 or 6 January 2018." in answer.content.decode()
        else:
            assert answer.context["page_day"].day == datetime.date(2018, 6, 1), typed
    french = visitor.get("/fr/presidency/", {"on": "1er juin 2018"})
    assert french.context["page_day"].day == datetime.date(2018, 6, 1)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("someday", "Enter the date as year-month-day, for example 2026-12-31."),
        ("2018-02-30", "Enter the date as year-month-day, for example 2026-12-31."),
        ("03/04/2026", "This can be 3 April 2026 or 4 March 2026."),
        ("1066-10-14", "Choose a day between 1 January 2000 and 31 December 2099."),
        ("9999-12-31", "Choose a day between 1 January 2000 and 31 December 2099."),
        ("0001-01-01", "Choose a day between 1 January 2000 and 31 December 2099."),
        ("x" * 5_000, "Enter the date as year-month-day, for example 2026-12-31."),
    ],
)
def test_a_wrong_day_gets_a_sentence_and_the_page_says_that_it_is_todays(
    visitor: Client, pages: list[str], asked: str, sentence: str
) -> None:
    for address in pages:
        answer = visitor.get(address, {"on": asked})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert sentence in page, address
        assert "The requested day cannot be shown. This page shows today." in page
        assert 'role="alert"' in page
        assert answer.context["page_day"].day == TODAY
        # Nothing on the page keeps a day that is none.
        assert "on=" not in re.sub(r"<form.*?</form>", "", main_of(page), flags=re.DOTALL), address


def test_an_empty_day_means_today(visitor: Client, pages: list[str]) -> None:
    for asked in ("?on=", "?on=%20"):
        assert "cannot be shown" not in text(visitor, "/presidency/" + asked)


def test_links_to_pages_that_know_days_keep_the_day(visitor: Client, pages: list[str]) -> None:
    knowing = re.compile(
        r'href="((?:/|/members/[^"?#]*|/presidency/|/map/|/plans/[^"?#]*)(?:[?#][^"]*)?)"'
    )
    for address in pages:
        page = text(visitor, f"{address}?on=2018-06-01")
        back = f'<a class="button" href="{address}">Back to today</a>'
        found = knowing.findall(page.replace(back, ""))
        assert len(found) > 4, address
        for link in found:
            assert "on=2018-06-01" in link, (address, link)


def test_other_links_are_left_alone(visitor: Client, pages: list[str]) -> None:
    page = text(visitor, "/?on=2018-06-01")
    assert 'href="/meetings/"' in page
    assert 'href="/accounts/login/"' in page


def test_filters_and_pages_of_a_list_keep_the_day_and_the_day_keeps_the_filters(
    visitor: Client, pages: list[str]
) -> None:
    page = text(visitor, "/plans/?on=2018-06-01&region=150&page=1")
    filters = page[page.index('<form class="filters') :]
    assert '<input type="hidden" name="on" value="2018-06-01">' in filters
    banner = page[page.index("day-banner") : page.index('<form class="filters')]
    assert '<input type="hidden" name="region" value="150">' in banner
    assert 'name="page"' not in banner
    assert 'href="/plans/?region=150">Back to today</a>' in banner


def test_another_language_keeps_the_day(visitor: Client, pages: list[str]) -> None:
    page = text(visitor, "/members/?on=2018-06-01")
    assert 'hreflang="fr" href="http://localhost:8000/fr/members/?on=2018-06-01"' in page


def test_search_engines_read_todays_pages_only(visitor: Client, pages: list[str]) -> None:
    robots = '<meta name="robots" content="noindex, nofollow">'
    for address in pages:
        assert robots in text(visitor, f"{address}?on=2018-06-01")
        assert robots in text(visitor, f"{address}?on=someday")
        assert robots not in text(visitor, address)
    lines = text(visitor, "/robots.txt").splitlines()
    assert {"Disallow: /*?on=", "Disallow: /*&on="} <= set(lines)


def test_a_page_that_is_about_no_day_ignores_it(visitor: Client, pages: list[str]) -> None:
    page = text(visitor, "/meetings/?on=2018-06-01")
    assert "This page shows <b>" not in page
    assert 'href="/members/"' in page


def test_a_day_ahead_shows_what_is_recorded_for_it(visitor: Client) -> None:
    factories.PresidencyFactory.create(year=2027, holders=[factories.member("JPN")])
    answer = visitor.get("/presidency/?on=2027-03-01")
    assert answer.context["troika"].current.holder_names == "Japan"
    assert "It shows what is recorded by now for that day." in answer.content.decode()


def test_the_home_page_of_another_day_shows_what_depends_on_it(visitor: Client) -> None:
    factories.PresidencyFactory.create(year=2017, holders=[factories.member("ESP")])
    factories.PresidencyFactory.create(year=2018, holders=[factories.member("DEU")])
    page = text(visitor, "/?on=2018-06-01")
    assert "The Troika on <bdi>1 June 2018</bdi>" in page
    assert page.index(">Spain</a>") < page.index(">Germany</a>")
    assert "Open opportunities" not in page
    assert "Open opportunities" in text(visitor, "/")


def test_the_banner_speaks_the_readers_language(visitor: Client, pages: list[str]) -> None:
    with override("ar"):
        page = text(visitor, "/ar/presidency/?on=2018-06-01")
    assert "<bdi>1 يونيو 2018</bdi>" in page
