"""The tasks of a working day, each counted from the page that comes after signing in.

The record-a-letter task stands in test_record_letter.py. A bound that is passed is a step more for
the Secretariat, every day; one that is too wide would hide it, so each is what it takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import People
from tests.browser.hand import Hand

pytestmark = pytest.mark.browser

STAFF, SECOND = "secretariat@example.org", "editor@example.org"
DESKTOP = {"width": 1280, "height": 900}
AtWork = Callable[..., tuple[Page, Hand]]


def takes(hand: Hand, *, clicks: int, pages: int, fields: int) -> None:
    """At most so much of each."""
    assert hand.clicks <= clicks
    assert hand.pages <= pages, hand.opened
    assert hand.fields <= fields


@pytest.fixture(scope="module")
def sessions() -> dict[str, Any]:
    """The cookies of who has signed in: how often one does is limited, and takes its time."""
    return {}


@pytest.fixture
def at_work(people: People, sessions: dict[str, Any]) -> AtWork:
    """Opens the first page of who has signed in, and begins to count there."""

    def begin(email: str = STAFF, first_page: str = "/admin/") -> tuple[Page, Hand]:
        visitor = people(viewport=DESKTOP)
        if email in sessions:
            visitor.context.add_cookies(sessions[email])
        else:
            visitor.sign_in(email)
            sessions[email] = visitor.context.cookies()
        page = visitor.go(first_page)
        return page, Hand(page)

    return begin


def test_replacing_a_focal_point_is_one_letter(at_work: AtWork, tmp_path: Path) -> None:
    letter = tmp_path / "nota verbale.pdf"
    letter.write_bytes(b"%PDF-1.7 of Switzerland")
    page, hand = at_work()
    hand.follow("Record a letter")
    hand.upload("letter", letter)
    hand.type("letter_dated_on", "2 June 2026")
    hand.type("letter_reference", "NV 7/2026")
    hand.pick("member", "switz", "Switzerland")
    hand.type("given_name", "Vreni")
    hand.type("family_name", "Beispielin")
    hand.type("position", "Adviser")
    hand.type("institution", "Department of Foreign Affairs")
    hand.type("email", "vreni.beispielin@example.org")
    hand.press("Continue")
    # Who makes way, and from when, is said before it is confirmed.
    hand.tick(page.get_by_label("The designation of Hans Beispiel ends on 1 June 2026"))
    hand.tick(page.get_by_label("Invite Vreni Beispielin to the portal"))
    hand.press("Record the letter")
    expect(page.get_by_text("The letter is recorded: Vreni Beispielin")).to_be_visible()
    expect(page.get_by_text("The designation of Hans Beispiel ends on 1 June")).to_be_visible()
    takes(hand, clicks=3, pages=3, fields=11)


def test_a_member_finds_a_person_by_half_a_name(at_work: AtWork) -> None:
    page, hand = at_work("germany@example.org", "/desk/")
    hand.click(page.get_by_role("banner").get_by_role("link", name="Directory", exact=True))
    hand.type("q", "halim", within="main")
    results = page.locator("#results")
    expect(results).to_contain_text("Juana Halimbawa")
    expect(results).to_contain_text("Philippines")
    takes(hand, clicks=1, pages=1, fields=1)


def test_staff_find_a_person_by_half_a_name(at_work: AtWork) -> None:
    page, hand = at_work()
    hand.type("s", "halim")
    hand.click(page.get_by_role("search").get_by_role("button", name="Search"))
    found = page.get_by_role("link", name="Juana Halimbawa · Philippines, National Focal Point")
    hand.click(found)
    expect(page.locator("[name=email]")).to_have_value("juana.halimbawa@example.org")
    takes(hand, clicks=2, pages=2, fields=1)


def test_all_unconfirmed_members_of_africa_are_written_to(at_work: AtWork) -> None:
    page, hand = at_work()
    hand.follow("Coverage")
    hand.follow("Africa")
    unconfirmed = page.get_by_role("region", name="Records that are not confirmed")
    expect(unconfirmed.get_by_role("rowheader")).to_have_count(2)
    hand.click(unconfirmed.get_by_role("link", name="Write a notification to them"))
    hand.type("subject_en", "Is your record still right?")
    hand.type("body_en", "Please look at your record, and confirm it.")
    hand.press("Save and submit…")
    # The recipients are exactly those of the list.
    expect(page.get_by_role("heading", name="2 recipients, of 1 member")).to_be_visible()
    for address in ("namibia@example.org", "petrus.example@example.org"):
        expect(page.get_by_role("table")).to_contain_text(address)
    hand.press("Submit")
    expect(page.get_by_text("A second person now looks at it and sends it.")).to_be_visible()
    takes(hand, clicks=5, pages=5, fields=2)

    page, hand = at_work(SECOND)
    hand.follow("Is your record still right?")
    expect(page.get_by_role("table")).to_contain_text("petrus.example@example.org")
    hand.press("I have looked at all of it: send")
    expect(page.get_by_text(re.compile(r"Notification \d+/\d+ is being sent."))).to_be_visible()
    takes(hand, clicks=2, pages=2, fields=0)


def test_two_records_of_one_person_are_merged_and_taken_apart(at_work: AtWork) -> None:
    page, hand = at_work()
    hand.follow("Likely duplicates")
    hand.click(page.get_by_role("link", name=re.compile("Compare and merge ?: .*Lieschen")))
    hand.press("Merge the two records")
    expect(page.get_by_text("The two records are one now: this one.")).to_be_visible()
    takes(hand, clicks=3, pages=3, fields=0)
    # Undone again, as it can be for seven days: other tests find both.
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("The two records are as they were before.")).to_be_visible()


def test_who_spoke_for_spain_in_june_2018_is_read_from_a_search(at_work: AtWork) -> None:
    page, hand = at_work()
    hand.type("s", "spain")
    hand.click(page.get_by_role("search").get_by_role("button", name="Search"))
    answer = "Mengano Modelo, National Focal Point, Spain · 16 January 2017 – 28 February 2019"
    expect(page.get_by_role("link", name=answer)).to_be_visible()
    takes(hand, clicks=1, pages=1, fields=1)


def test_who_spoke_for_spain_in_june_2018_is_on_its_page_of_that_day(at_work: AtWork) -> None:
    page, hand = at_work(first_page="/")
    hand.type("q", "spai", within="header")
    hand.click(page.get_by_role("option", name=re.compile("^Spain")).first)
    hand.click(page.get_by_text("Show another day"))
    hand.type("on", "2018-06-15")
    hand.press("Show")
    speaking = page.get_by_role("region", name="Focal points")
    expect(speaking.locator(".card").first).to_contain_text("Mengano Modelo")
    expect(speaking.locator(".card").first).to_contain_text("16 January 2017 – 28 February 2019")
    takes(hand, clicks=3, pages=2, fields=2)
