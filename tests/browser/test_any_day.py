"""Any day, in a browser: the banner names it, links keep it, one press leads back to today."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import People

pytestmark = pytest.mark.browser

DAY = "2018-06-01"
PAGES = ("/members/spain/", "/", "/members/", "/presidency/", "/map/", "/plans/")


def banner(page: Page) -> str:
    return page.get_by_role("region", name="Day of this page").inner_text()


def test_every_page_of_any_day_names_it_and_leads_back_to_today(people: People) -> None:
    visitor = people()
    for path in PAGES:
        page = visitor.go(f"{path}?on={DAY}")
        assert "This page shows 1 June 2018." in banner(page)
        # The other pages that know days keep it; those that do not stay as they are.
        menu = page.get_by_role("banner")
        for name in ("Members", "Presidency"):
            href = menu.get_by_role("link", name=name, exact=True).first.get_attribute("href")
            assert href is not None
            assert href.endswith(f"on={DAY}"), (path, name)
        page.get_by_role("link", name="Back to today").click()
        expect(page.get_by_role("region", name="Day of this page")).to_have_count(0)
        assert page.url == visitor.base + path


def test_a_reader_walks_through_a_past_day(people: People) -> None:
    visitor = people()
    page = visitor.go("/members/")
    page.locator(".day-control summary").first.click()
    page.get_by_label("Day to show").first.fill(DAY)
    page.get_by_role("button", name="Show", exact=True).first.click()
    expect(page).to_have_url(re.compile(rf"/members/\?.*on={DAY}"))
    page.get_by_role("main").get_by_role("link", name="Spain", exact=True).click()
    expect(page).to_have_url(f"{visitor.base}/members/spain/?on={DAY}")
    page.get_by_role("banner").get_by_role("link", name="Presidency", exact=True).first.click()
    assert "1 June 2018" in banner(page)
    expect(page.get_by_role("main")).to_contain_text("Germany")


@pytest.mark.parametrize("path", ["/members/", "/plans/"])
def test_a_day_that_is_none_gets_a_sentence_and_today(people: People, path: str) -> None:
    page = people().go(f"{path}?on=2018-02-30")
    expect(page.get_by_role("alert").first).to_contain_text(
        "The requested day cannot be shown. This page shows today."
    )
    expect(page.get_by_label("Day to show").first).to_be_visible()
    page.get_by_label("Day to show").first.fill(DAY)
    page.get_by_role("button", name="Show", exact=True).first.click()
    assert "1 June 2018" in banner(page)
