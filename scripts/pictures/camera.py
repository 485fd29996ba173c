"""A browser that opens pages of a running demo as somebody, and takes pictures of them."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import PASSWORD

DESKTOP = (1280, 860)


@dataclass(frozen=True)
class Camera:
    """`base` is the address of the demo."""

    browser: Browser
    base: str

    def reader(self, size: tuple[int, int] = DESKTOP, *, dark: bool = False) -> BrowserContext:
        """Somebody at a browser of their own, who is not signed in."""
        return self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            base_url=self.base,
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            reduced_motion="reduce",
        )

    def signed_in(self, email: str) -> Page:
        """The first page that the sample account of `email` sees."""
        page = self.reader().new_page()
        page.goto("/accounts/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", PASSWORD)
        page.locator("form:has(input[name=password]) button[type=submit]").first.click()
        page.wait_for_load_state("networkidle")
        return page

    def picture(self, page: Page) -> Image.Image:
        """What the window shows, once all has loaded."""
        page.wait_for_load_state("networkidle")
        return Image.open(io.BytesIO(page.screenshot()))
