"""What can be wrong with a page that a browser opens."""

from __future__ import annotations

from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import Visitor

PHONE = ViewportSize(width=360, height=780)
DESK = ViewportSize(width=1280, height=900)

_AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], preload: false });
  return found.violations
    .filter((rule) => ["serious", "critical"].includes(rule.impact))
    .map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).join(" | ").slice(0, 400)}`);
}"""


def address_of(url: str) -> tuple[str, bool]:
    """The name of the portal's address behind `url` ("" for none), and whether it takes a key."""
    try:
        found = resolve(urlsplit(url).path)
    except Resolver404:
        return "", False
    return found.view_name, bool(found.kwargs)


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider


def shut_out(page: Page) -> list[str]:
    """What keeps people with disabilities out: axe's rules of serious and critical impact."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_AXE)
    return found


def faults_of(
    reader: Visitor, path: str, *, sizes: tuple[ViewportSize, ...] = (PHONE, DESK), axe: bool = True
) -> list[str]:
    """All that is wrong with the page at `path` at the first of the sizes, and as it grows."""
    reader.page.set_viewport_size(sizes[0])
    page = reader.go(path)
    faults = shut_out(page) if axe else []
    if address_of(page.url)[0] != address_of(path)[0]:
        faults.append(f"leads to {page.url}")
    for size in sizes:
        page.set_viewport_size(size)
        if (wider := sideways(page)) > 0:
            faults.append(f"moves sideways by {wider} of {size['width']} pixels")
    faults += reader.complaints
    reader.complaints.clear()
    return [f"{path}: {fault}" for fault in faults]
