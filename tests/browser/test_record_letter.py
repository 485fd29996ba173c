"""Recording the letter of a new focal point, counted as a person at the admin does it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.hand import Hand
from tests.browser.inspection import sideways

pytestmark = pytest.mark.browser

MOST_FIELDS = 12
MOST_PAGES = 2


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

    hand.upload("letter", letter)
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
    hand.tick(page.get_by_label("Invite Filan Fisteku to the portal"))
    hand.press("Record the letter")

    expect(page.get_by_text("The letter is recorded: Filan Fisteku")).to_be_visible()
    expect(page.get_by_text("An invitation is being sent to")).to_be_visible()
    assert hand.fields <= MOST_FIELDS
    assert hand.pages <= MOST_PAGES


def test_who_is_likely_known_is_asked_about_at_every_width(people: People) -> None:
    reader = people(viewport={"width": 1280, "height": 900})
    reader.sign_in("secretariat@example.org")
    page = reader.go("/admin/focalpoints/designation/record-letter/")
    hand = Hand(page)
    hand.type("letter_dated_on", "1 June 2026")
    hand.pick("member", "german", "Germany")
    hand.type("given_name", "Otto")
    hand.type("family_name", "Normal")
    hand.type("email", "otto.normal@example.org")
    hand.press("Continue")
    choices = page.get_by_role("group", name="Is this the same person?").get_by_role("radio")
    expect(choices).not_to_have_count(0)
    for width in (1280, 800, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert sideways(page) <= 0
        starts = [choice.bounding_box() for choice in choices.all()]
        # One below the other, where the lines begin.
        assert len({round(box["x"]) for box in starts if box}) == 1, width
        assert len(starts) > 1
