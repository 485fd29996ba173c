"""What a first visit costs, and in Chinese on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import People
from tests.browser.inspection import sideways

pytestmark = pytest.mark.browser

CHINESE_FONT = "noto-sans-sc"
PUBLIC = (
    "/zh-hans/",
    "/zh-hans/map/",
    "/zh-hans/members/",
    "/zh-hans/meetings/",
    "/zh-hans/presidency/",
    "/zh-hans/initiatives/",
    "/zh-hans/plans/",
    "/zh-hans/newsletters/",
)


def first_visit(people: People, path: str) -> dict[str, int]:
    """What one page loads into an empty cache: the bytes over the wire by address."""
    reader = people()
    page = reader.page
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    names: dict[str, str] = {}
    loaded: dict[str, int] = {}

    def responded(event: dict[str, Any]) -> None:
        names[event["requestId"]] = event["response"]["url"]

    def finished(event: dict[str, Any]) -> None:
        loaded[names[event["requestId"]]] = event["encodedDataLength"]

    network.on("Network.responseReceived", responded)
    network.on("Network.loadingFinished", finished)
    reader.go(path)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.get_by_role("banner").locator("summary").first.click()  # the language menu
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    return loaded


def test_a_first_visit_in_english_is_light(people: People) -> None:
    loaded = first_visit(people, "/members/")
    assert loaded
    heavy = [url for url in loaded if CHINESE_FONT in url or "noto-sans-arabic" in url]
    assert heavy == []
    assert sum(loaded.values()) <= 200_000, sorted(loaded.items(), key=lambda row: -row[1])


def test_french_is_written_with_the_latin_file_alone(people: People) -> None:
    """Its œ is in that file; the one with other letters of Europe has 54 KB."""
    loaded = first_visit(people, "/fr/members/?q=cœur")
    assert [url for url in loaded if "noto-sans-latin-400" in url]
    assert [url for url in loaded if "latin-ext" in url] == []


def test_chinese_is_read_in_slices_of_its_own_font(people: People) -> None:
    """On a machine without a Chinese font, as the tests have it."""
    loaded = first_visit(people, "/zh-hans/members/")
    slices = [url for url in loaded if CHINESE_FONT in url]
    assert 0 < len(slices) <= 6
    assert sum(loaded[url] for url in slices) < 150_000


def test_a_chinese_name_is_drawn_on_an_english_page(people: People) -> None:
    assert not [
        url for url in first_visit(people, "/members/") if "chinese" in url and ".css" in url
    ]
    loaded = first_visit(people, "/members/?q=中国")
    assert [url for url in loaded if "css/chinese" in url]
    assert [url for url in loaded if CHINESE_FONT in url]


@pytest.mark.parametrize("width", [360, 390])
def test_no_chinese_page_moves_sideways_on_a_phone(people: People, width: int) -> None:
    reader = people(viewport={"width": width, "height": 800})
    wide = {path: sideways(reader.go(path)) for path in PUBLIC}
    assert not {path: pixels for path, pixels in wide.items() if pixels > 0}
    heading = reader.go("/zh-hans/").locator("#home-title").bounding_box()
    assert heading
    assert heading["x"] >= 0
    assert heading["x"] + heading["width"] <= width
