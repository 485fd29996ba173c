"""How pages look in a real browser: width, direction, visibility, print."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.inspection import sideways

pytestmark = pytest.mark.browser

PUBLIC = [
    "/",
    "/map/",
    "/members/",
    "/members/germany/",
    "/meetings/",
    "/presidency/",
    "/initiatives/",
    "/plans/",
    "/opportunities/",
    "/newsletters/",
    "/search/?q=women",
    "/privacy/",
    "/accessibility/",
]
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("width", [320, 390])
def test_no_public_page_moves_sideways_on_a_phone(people: People, width: int) -> None:
    reader = people(viewport={"width": width, "height": 800})
    languages = ("", "/ru", "/ar") if width == 390 else ("",)
    wide = {
        language + path: sideways(reader.go(language + path))
        for path in PUBLIC
        for language in languages
    }
    assert not {path: pixels for path, pixels in wide.items() if pixels > 0}


def test_the_map_is_wider_than_its_stage_on_a_phone(people: People) -> None:
    page = people(viewport=PHONE).go("/map/")
    drawing = page.locator(".worldmap-drawing").bounding_box()
    stage = page.locator(".worldmap-stage").bounding_box()
    assert drawing
    assert stage
    assert drawing["width"] > 2 * stage["width"]


def test_a_table_is_read_as_cards_on_a_phone(people: People) -> None:
    page = people(viewport=PHONE).go("/plans/")
    row = page.locator(".table--cards tbody tr").first
    name, standing = row.locator("th").bounding_box(), row.locator("td").first.bounding_box()
    assert name
    assert standing
    assert standing["y"] >= name["y"] + name["height"]


def test_the_filters_leave_room_for_the_list_on_a_phone(people: People) -> None:
    page = people(viewport=PHONE).go("/initiatives/")
    expect(page.get_by_label("Pillar")).not_to_be_visible()
    page.get_by_text("More filters").click()
    page.get_by_label("Pillar").select_option("participation")
    page.get_by_role("button", name="Show").click()
    page.wait_for_load_state()
    assert page.url.endswith("#results")
    expect(page.get_by_text("More filters (1)")).to_be_visible()


def test_all_filters_stand_open_on_a_desk(people: People) -> None:
    expect(people().go("/initiatives/").get_by_label("Pillar")).to_be_visible()


def test_the_menu_of_a_phone_turns_the_colours(people: People) -> None:
    page = people(viewport=PHONE, color_scheme="light").go("/")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Use dark colours").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_english_keeps_its_order_on_an_arabic_page(people: People) -> None:
    page = people().go("/ar/members/namibia/")
    title = page.locator(".card h3", has_text="women").first
    assert title.evaluate("it => getComputedStyle(it).unicodeBidi") == "plaintext"
    # ... at the page's own edge.
    assert title.evaluate("it => getComputedStyle(it).textAlign") in {"right", "-webkit-right"}


def test_a_triangle_is_where_the_lines_of_an_arabic_page_begin(people: People) -> None:
    page = people(viewport=PHONE).go("/ar/members/african-union/")
    summary = page.locator("main summary").first
    assert summary.evaluate("it => getComputedStyle(it).unicodeBidi") != "plaintext"


def test_a_printed_map_keeps_its_table_in_the_page_and_its_states_unfolded(people: People) -> None:
    page = people(viewport={"width": 680, "height": 1000}).go("/map/")  # A4 without its margins
    folded = page.locator("main details li").first
    expect(folded).not_to_be_visible()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()
    expect(page.locator(".site-footer a").first).not_to_be_visible()
    assert sideways(page) <= 0
    for table in page.locator(".table-scroll").all():
        assert table.evaluate("it => it.scrollWidth <= it.clientWidth")
    sign = page.locator(".badge--standing").first
    assert sign.evaluate("it => getComputedStyle(it, '::before').printColorAdjust") == "exact"


def test_printed_coverage_has_its_lists_unfolded_and_nothing_to_press(people: People) -> None:
    secretariat = people()
    secretariat.sign_in("secretariat@example.org")
    page = secretariat.go(reverse("admin:focalpoints_member_coverage"))
    folded = page.locator(".coverage-words li").first
    expect(folded).not_to_be_visible()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()
    expect(page.locator(".coverage-actions").first).not_to_be_visible()


def test_the_buttons_of_a_long_form_take_one_row_of_a_phone(people: People) -> None:
    uruguay = people(viewport={"width": 320, "height": 800})
    page = uruguay.sign_in("uruguay@example.org")
    page.get_by_role("button", name="Add an initiative", exact=True).first.click()
    page.wait_for_load_state()
    boxes = [box.bounding_box() for box in page.locator(".form-actions--sticky .button").all()]
    assert len(boxes) > 2
    assert len({round(box["y"] + box["height"] / 2) for box in boxes if box}) == 1
