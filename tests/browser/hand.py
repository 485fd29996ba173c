"""A person at work in the browser, whose clicks, fields and pages are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, Request


@dataclass
class Hand:
    """Fills in fields, ticks and clicks on `page`, and counts what it takes.

    The browser counts the pages: each that it opens, the last one with the answer included, and not
    the one where the hand begins. Where a page is redirected, it is one. Ticking, choosing and
    typing fill in a field; everything else that is pressed is a click.
    """

    page: Page
    fields: int = 0
    clicks: int = 0
    opened: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._note)

    def _note(self, request: Request) -> None:
        is_whole = request.is_navigation_request() and request.frame.parent_frame is None
        if is_whole and request.redirected_from is None:
            self.opened.append(request.url)

    @property
    def pages(self) -> int:
        return len(self.opened)

    def type(self, name: str, text: str, *, within: str = "body") -> None:
        self.fields += 1
        self.page.locator(f"{within} [name={name}]").fill(text)

    def upload(self, name: str, file: Path) -> None:
        self.fields += 1
        self.page.locator(f"[name={name}]").set_input_files(file)

    def pick(self, name: str, half: str, whole: str) -> None:
        """Choose a row with the picker, by a part of its name."""
        self.fields += 1
        self.page.locator(f"[name={name}] + .select2-container").click()
        self.page.locator(".select2-search__field").fill(half)
        self.page.get_by_role("option", name=whole, exact=True).click()

    def tick(self, box: Locator) -> None:
        self.fields += 1
        box.check()

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()
        self.page.wait_for_load_state()

    def press(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        # The name of an icon stands before those in the menu of the admin.
        named = re.compile(rf"(^|\s){re.escape(name)}$")
        self.click(self.page.get_by_role("link", name=named).first)
