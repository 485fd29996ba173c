"""What people do again and again: open a mail, follow its link, press a button."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.browser.conftest import Visitor


def open_mail(reader: Visitor, recipient: str, subject: str) -> Page:
    """The newest message to `recipient` with `subject`, waited for as a person would."""
    for _attempt in range(40):
        page = reader.go(f"/mailbox/?to={recipient}")
        found = page.locator("a", has_text=subject)
        if found.count():
            found.first.click()
            page.wait_for_load_state()
            return page
        page.wait_for_timeout(500)
    raise AssertionError(f"No mail to {recipient} with the subject {subject!r}")


def link_in(page: Page, pattern: str) -> str:
    """The first address in the message's plain text that holds `pattern`."""
    found = re.search(rf"http://localhost:\d+(/\S*{pattern}\S*)", page.content())
    assert found, f"no link with {pattern!r} in the mail"
    return found[1].split('"')[0].split("&")[0].split("<")[0]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()
