"""The admin's lists for those who use no mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People

pytestmark = pytest.mark.browser


def test_the_filters_open_take_the_focus_and_give_it_back(people: People) -> None:
    reader = people(viewport={"width": 1280, "height": 860})
    reader.sign_in("secretariat@example.org")
    page = reader.go("/admin/focalpoints/member/")
    filters = page.get_by_role("button", name="Filters")
    panel = page.locator("#changelist-filter")
    expect(panel).not_to_be_visible()

    filters.focus()
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    expect(filters).to_have_attribute("aria-expanded", "true")
    expect(panel.locator(":focus")).to_have_count(1)

    page.keyboard.press("Escape")
    expect(panel).not_to_be_visible()
    expect(filters).to_be_focused()
