"""A text that is too large to be sent stays where it was typed, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import People
from tests.browser.steps import press

pytestmark = pytest.mark.browser

SENTENCE = "This is too large to be sent at once: at most 5.0 MB may be sent."
# A letter of Arabic is sent as two bytes, or as six by a form without files: three million of them
# are more than a request may hold.
LINE = "ن" * 99 + "\n"
TOO_LARGE = LINE * 30_000
LARGE = LINE * 600


def paste(page: Page, name: str, text: str) -> None:
    """Put a text into a field; a very long one out of sight, for it takes long to draw."""
    page.locator(f"[name={name}]").evaluate(
        "(field, text) => { field.style.display = text.length > 100_000 ? 'none' : '';"
        " field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); }",
        text,
    )


def length_of(page: Page, name: str) -> int:
    return int(page.locator(f"[name={name}]").evaluate("(field) => field.value.length"))


def test_what_is_too_large_is_not_sent_and_not_lost(people: People) -> None:
    page = people().sign_in("spain@example.org")
    press(page, "Add an initiative")
    form = page.url
    page.fill("[name=title_en]", "Too much")
    paste(page, "summary_en", TOO_LARGE)
    press(page, "Save draft")
    expect(page.get_by_role("alert").filter(has_text=SENTENCE)).to_be_focused()
    assert page.url == form
    assert length_of(page, "summary_en") == len(TOO_LARGE)

    # What may be sent is kept whole, and the field says how long it is.
    paste(page, "summary_en", LARGE)
    press(page, "Save draft")
    message = f"at most 2000 characters (it has {len(LARGE.strip())})"
    expect(page.get_by_text(message).first).to_be_visible()
    page.goto(form)
    assert length_of(page, "summary_en") >= len(LARGE.strip())


def test_the_admin_keeps_it_too(people: People) -> None:
    staff = people()
    staff.sign_in("secretariat@example.org")
    page = staff.go("/admin/newsletters/opportunity/add/")
    paste(page, "summary_en", TOO_LARGE)
    press(page, "Save")
    expect(page.get_by_role("alert").filter(has_text=SENTENCE)).to_be_visible()
    assert length_of(page, "summary_en") == len(TOO_LARGE)
