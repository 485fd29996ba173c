"""The story of the README in pictures: from a draft to the map, a communiqué and a newsletter."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pypdfium2
from PIL import Image
from playwright.sync_api import Page

from scripts.pictures.camera import Camera

TITLE = "Women officers train border patrols"
SUMMARY = (
    "Twelve women officers train the border patrols of three districts to find and refer "
    "survivors of violence. Patrols that took part report more than the others."
)


def _press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state("networkidle")


def chapters(camera: Camera) -> Iterator[tuple[str, Image.Image]]:
    """Each picture of the story with its file name, in the order in which it happens."""
    spain = camera.signed_in("spain@example.org")
    yield "story-1-desk", camera.picture(spain)

    _press(spain, "Add an initiative")
    spain.fill("[name=title_en]", TITLE)
    spain.fill("[name=summary_en]", SUMMARY)
    spain.check("[name=pillars][value=participation]")
    spain.check("[name=themes][value=security_sector]")
    spain.evaluate("scrollTo(0, 0)")
    yield "story-2-draft", camera.picture(spain)
    _press(spain, "Save and preview")
    _press(spain, "Submit")

    staff = camera.signed_in("secretariat@example.org")
    yield "story-3-admin", camera.picture(staff)
    staff.get_by_role("link", name=re.compile(TITLE)).first.click()
    yield "story-4-review", camera.picture(staff)
    _press(staff, "Publish")

    page = camera.reader().new_page()
    page.goto(f"/initiatives/?q={TITLE}")
    page.get_by_role("link", name=TITLE).first.click()
    yield "story-5-published", camera.picture(page)

    yield "story-6-communique", _first_page(page.request.get(_communique(page)).body())

    staff.goto("/admin/newsletters/newsletter/")
    staff.get_by_role("link", name=re.compile("Courses and funds")).first.click()
    staff.get_by_role("link", name=re.compile("Preview")).first.click()
    yield "story-7-newsletter", camera.picture(staff)
    page.goto("/mailbox/")
    yield "story-8-mailbox", camera.picture(page)


def _communique(page: Page) -> str:
    """The address of the sample communiqué's PDF, which the worker builds in its first seconds."""
    page.goto("/meetings/")
    page.locator("a[href*='/meetings/sample-']").last.click()
    document = page.locator("a[href$='en.pdf']")
    for _attempt in range(60):
        if document.count():
            return str(document.first.get_attribute("href"))
        page.wait_for_timeout(1_000)
        page.reload()
    raise SystemExit(f"No communiqué as PDF at {page.url}.")


def _first_page(document: bytes) -> Image.Image:
    """The first page of a PDF, as wide as the other pictures."""
    page = pypdfium2.PdfDocument(io.BytesIO(document))[0]
    picture: Image.Image = page.render(scale=1280 / page.get_width()).to_pil()
    return picture.crop((0, 0, 1280, 860))
