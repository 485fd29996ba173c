"""The admin in a browser that runs no JavaScript: what works, and a sentence on what does not."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.steps import press

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 390])
def test_lists_and_the_search_work_without_scripts(people: People, width: int) -> None:
    reader = people(java_script_enabled=False, viewport={"width": width, "height": 844})
    reader.sign_in("secretariat@example.org")
    page = reader.go("/admin/focalpoints/member/?q=spain")
    # Playwright finds no text inside <noscript>.
    expect(page.locator(".admin-without-scripts")).to_be_visible()
    expect(page.locator("#result_list").get_by_role("link", name="Spain")).to_be_visible()

    page.get_by_role("searchbox", name="Search all records").fill("Spain")
    press(page, "Search")
    found = page.get_by_role("region", name="Members")
    found.get_by_role("link", name="Spain", exact=True).click()
    expect(page.locator("h1")).to_have_text("Spain")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()


def test_the_sentence_is_for_those_without_scripts_alone(people: People) -> None:
    reader = people()
    reader.sign_in("secretariat@example.org")
    page = reader.go("/admin/focalpoints/member/")
    expect(page.locator("#result_list")).to_be_visible()
    expect(page.locator(".admin-without-scripts")).not_to_be_visible()
