"""The directory as somebody types: results, number and address follow, and the focus stays."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People

pytestmark = pytest.mark.browser


def test_results_follow_what_is_typed_and_the_address_holds_it(people: People) -> None:
    spain = people()
    spain.sign_in("spain@example.org")
    page = spain.go("/directory/")
    field = page.get_by_role("searchbox", name="Member, person or institution")
    field.press_sequentially("nordm")
    rows = page.locator("#results tbody tr:not(.directory-member)")
    expect(rows).to_have_count(2)
    expect(page.locator("#found")).to_have_text("2 contacts")
    expect(page).to_have_url(re.compile(r"/directory/\?q=nordm$"))
    expect(field).to_be_focused()
    page.get_by_label("Category", exact=True).select_option("alternate")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/directory/\?q=nordm&category=alternate$"))
    # What is kept and sent is the same page.
    page.reload()
    expect(rows).to_have_count(1)
    page.get_by_role("link", name=re.compile("Remove the filter Member")).click()
    expect(page).to_have_url(re.compile(r"/directory/\?category=alternate"))
    # Nothing of the directory stays in the browser.
    assert page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})").count("nordm") == 0
