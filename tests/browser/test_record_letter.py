"""Recording the letter of a new focal point, counted as a person at the admin does it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import People

pytestmark = pytest.mark.browser

MOST_FIELDS = 12
MOST_PAGES = 2


@dataclass
class Hand:
    """Fills in fields and presses buttons, and counts both."""

    page: Page
    fields: int = 0
    pages: int = 0

    def type(self, name: str, text: str) -> None:
        self.fields += 1
        self.page.locator(f"[name={name}]").fill(text)

    def pick(self, name: str, half: str, whole: str) -> None:
        """Choose a row with the picker, by a part of its name."""
        self.fields += 1
        self.page.locator(f"[name={name}] + .select2-container").click()
        self.page.locator(".select2-search__field").fill(half)
        self.page.get_by_role("option", name=whole, exact=True).click()

    def press(self, name: str) -> None:
        self.pages += 1
        self.page.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state()


def test_a_new_focal_point_takes_twelve_fields_and_two_pages(
    people: People, tmp_path: Path
) -> None:
    letter = tmp_path / "nota verbale.pdf"
    letter.write_bytes(b"%PDF-1.7 of Armenia")
    reader = people(viewport={"width": 1280, "height": 900})
    reader.sign_in("secretariat@example.org")
    page = reader.go("/admin/")
    page.get_by_role("link", name="Record a letter").first.click()
    hand = Hand(page)

    hand.fields += 1
    page.locator("[name=letter]").set_input_files(letter)
    hand.type("letter_dated_on", "1 June 2026")
    hand.type("letter_authority", "Ministry of Foreign Affairs")
    hand.type("letter_reference", "NV 12/2026")
    hand.pick("member", "armen", "Armenia")
    hand.type("given_name", "Filan")
    hand.type("family_name", "Fisteku")
    hand.type("position", "Director")
    hand.type("institution", "Ministry of Foreign Affairs")
    hand.type("email", "filan.fisteku@example.org")
    hand.type("phone", "+374 10 555 0100")
    hand.press("Continue")
    # Whom an invitation goes to is said before it is ticked.
    expect(page.get_by_text("is sent to filan.fisteku@example.org")).to_be_visible()
    hand.fields += 1
    page.get_by_label("Invite Filan Fisteku to the portal").check()
    hand.press("Record the letter")

    expect(page.get_by_text("The letter is recorded: Filan Fisteku")).to_be_visible()
    expect(page.get_by_text("An invitation is being sent to")).to_be_visible()
    assert hand.fields <= MOST_FIELDS
    assert hand.pages <= MOST_PAGES
