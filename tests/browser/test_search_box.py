"""The search box as somebody types, by keyboard, and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.inspection import sideways

pytestmark = pytest.mark.browser


def test_results_show_as_one_types_and_are_walked_by_keyboard(people: People) -> None:
    reader = people()
    page = reader.go("/members/")
    field = page.get_by_role("combobox", name="Search the portal")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("germ")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Germany")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    marked = field.get_attribute("aria-activedescendant")
    assert marked == options.first.get_attribute("id")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("germ")
    # What is typed is letters again while a field has the focus.
    page.keyboard.type("/")
    expect(field).to_have_value("germ/")
    page.keyboard.press("Backspace")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{reader.base}/members/germany/")


def test_without_scripts_the_words_are_sent_to_the_page(people: People) -> None:
    reader = people(java_script_enabled=False)
    page = reader.go("/")
    page.get_by_role("searchbox", name="Search the portal").fill("germny")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=germny$"))
    expect(page.get_by_role("link", name="Germany", exact=True).last).to_be_visible()


def test_the_key_leads_to_the_search_where_the_header_has_no_room_for_it(people: People) -> None:
    # A laptop whose reader has enlarged the page to double.
    reader = people(viewport={"width": 640, "height": 400})
    page = reader.go("/members/")
    page.keyboard.press("/")
    expect(page).to_have_url(f"{reader.base}/search/")
    field = page.get_by_label("Search the portal").last
    expect(field).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("")


def test_a_phone_has_the_search_a_press_away_and_stays_as_wide(people: People) -> None:
    reader = people(viewport={"width": 390, "height": 844})
    page = reader.go("/")
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("Search the portal").last.fill("women peace")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=women"))
    assert sideways(page) <= 0
