"""The one story of the portal, end to end, in a browser on a running demo.

Real PostgreSQL, Redis, Celery worker and SMTP: what `make demo` starts. The chapters build on
each other, so they are one test.
"""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.browser.conftest import People, Visitor
from tests.browser.steps import link_in, open_mail, press

pytestmark = pytest.mark.browser

TITLE = "Women veterinarians of the mountain patrols"
REASON = "Please say how many patrols there are."
MINUTE = 60_000


def wait_for_link(reader: Visitor, path: str, selector: str) -> str:
    """The address of a link that appears on `path` once the worker has done its part."""
    for _attempt in range(80):
        found = reader.go(path).locator(selector)
        if found.count():
            return found.first.get_attribute("href") or ""
        reader.page.wait_for_timeout(500)
    shown = reader.page.locator("main").inner_text()
    raise AssertionError(f"{selector} did not appear on {path}:\n{shown}")


def write_paragraph(form: Locator, index: int, texts: dict[str, str]) -> None:
    for language, text in texts.items():
        form.locator(f"[name$='-{index}-text_{language}']").first.fill(text)


def test_the_story_of_the_portal(people: People) -> None:
    visitor, spain, staff = people(), people(), people()

    # 1. A visitor opens the home page.
    page = visitor.go("/")
    expect(page.get_by_role("heading", name="The Troika today")).to_be_visible()
    expect(page.locator("svg a").first).to_be_attached()
    for heading in ("Canada", "Uruguay", "Namibia", "Next meeting", "Last meeting"):
        expect(page.get_by_text(heading).first).to_be_visible()
    expect(page.get_by_role("heading", name="Newest newsletter")).to_be_visible()
    expect(page.locator("form input[type=email]").first).to_be_visible()
    found = visitor.go(f"/initiatives/?q={TITLE}")
    # The filter that is active names the words too.
    assert found.get_by_role("link", name=TITLE, exact=True).count() == 0

    # 2. A focal point lands on the desk, writes an initiative and submits it.
    page = spain.sign_in("spain@example.org")
    expect(page).to_have_url(re.compile("/desk/"))
    expect(page.get_by_role("heading", name="To do today")).to_be_visible()
    press(page, "Add an initiative")
    page.fill("[name=title_en]", TITLE)
    press(page, "Save and preview")
    expect(page.locator("[role=alert], .error-summary").first).to_be_visible()  # no summary yet
    expect(page.locator("[name=title_en]")).to_have_value(TITLE)
    page.fill("[name=summary_en]", "Patrols that take a veterinarian along meet more women.")
    page.check("[name=pillars][value=participation]")
    page.check("[name=themes][value=security_sector]")
    press(page, "Save and preview")
    press(page, "Submit")
    expect(page.get_by_text("in review").first).to_be_visible()
    change_path = page.url.removeprefix(visitor.base)

    # ... and edits the entry of the plan, which goes into review too.
    page = spain.go("/desk/")
    page.get_by_role(
        "button", name=re.compile("^Edit.*National Action Plan 3 of Spain", re.S)
    ).first.click()
    page.fill("[name=lead_institution]", "Ministry of Equality")
    press(page, "Save and preview")
    press(page, "Submit")
    expect(page.get_by_text("in review").first).to_be_visible()

    # 3. The Secretariat finds it in the queue, compares, and sends it back with a reason.
    page = staff.sign_in("secretariat@example.org")
    expect(page).to_have_url(re.compile("/admin/"))
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(page.get_by_role("columnheader", name="Proposed")).to_be_visible()
    expect(page.get_by_text("Patrols that take a veterinarian along").first).to_be_visible()
    review_path = page.url.removeprefix(visitor.base)
    page.fill("textarea[name=reason]", REASON)
    press(page, "Send back with this reason")

    page = spain.go("/desk/")
    expect(page.get_by_text(REASON).first).to_be_visible()
    open_mail(visitor, "spain@example.org", TITLE)
    page = spain.go(change_path)
    page.get_by_role("link", name=re.compile("Edit|Mend")).first.click()
    page.fill("[name=summary_en]", "Twelve patrols take a veterinarian along and meet more women.")
    press(page, "Save and preview")
    press(page, "Submit")

    page = staff.go(review_path)
    expect(page.get_by_text("Twelve patrols").first).to_be_visible()
    press(page, "Publish")

    # The plan is already published: old and new are side by side, and the change is published.
    page = staff.go("/admin/")
    page.get_by_role("link", name=re.compile("Spain: National Action Plan 3")).first.click()
    compared = page.locator("tr", has_text="Ministry of Equality")
    expect(compared.first).to_be_visible()
    cells = [cell.inner_text().strip() for cell in compared.locator("td").all()]
    assert cells[0] != cells[1], cells
    assert "Ministry of Equality" not in cells[0], cells
    assert "Ministry of Equality" in cells[1], cells
    press(page, "Publish")
    page = visitor.go("/members/spain/")
    page.get_by_role("link", name="National Action Plan 3 of Spain").first.click()
    expect(page.get_by_text("Ministry of Equality").first).to_be_visible()

    # The visitor sees it in the list, on its page with its date, on the member's page, on the map.
    page = visitor.go(f"/initiatives/?q={TITLE}")
    page.get_by_role("link", name=TITLE, exact=True).click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.locator("time").first).to_be_visible()
    expect(
        visitor.go("/members/spain/").get_by_role("link", name=TITLE, exact=True)
    ).to_be_visible()
    expect(visitor.go("/map/").locator("svg a", has_text="Spain: 3 initiatives")).to_be_visible()

    # 4. A meeting with a communiqué in two languages becomes a PDF.
    page = staff.go("/admin/meetings/meeting/add/")
    page.fill("[name=title_en]", "Meeting of the story")
    page.fill("[name=slug]", "meeting-of-the-story")
    page.select_option("[name=kind]", "expert")
    announced = page.locator("[name=is_announced]")
    if announced.count():
        announced.check()
    press(page, "Save")
    page = staff.go("/admin/meetings/communique/add/")
    page.select_option("[name=meeting]", label="Meeting of the story", force=True)
    page.fill("[name=title_en]", "Communiqué of the story")
    page.fill("[name=paragraphs-0-number]", "1")
    page.fill("[name=paragraphs-0-text]", "We met, and we agreed to meet again.")
    press(page, "Save and continue editing")
    page.get_by_role("link", name="Français").click()
    page.fill("[name=title_fr]", "Communiqué du récit")
    page.fill("[name=paragraphs-0-text]", "Nous nous sommes réunis et convenus de suivre.")
    press(page, "Save and continue editing")
    page.get_by_role("link", name="English").click()
    press(page, "Build PDF")
    expect(page.locator("progress, [role=progressbar]").first).to_be_attached()
    expect(page.get_by_role("link", name=re.compile("Download")).nth(1)).to_be_visible(
        timeout=MINUTE
    )
    communique_path = page.url.removeprefix(visitor.base)
    page.get_by_role("link", name="Record the adoption").click()
    page.wait_for_load_state()
    if not page.locator("[name=on]").input_value():
        page.fill("[name=on]", "2026-11-20")
    press(page, "Record the adoption")
    page = staff.go(communique_path)
    press(page, "Publish")
    expect(page.get_by_text("everybody can read it")).to_be_visible()
    meeting_page = page.get_by_role("link", name="See the meeting's page").get_attribute("href")
    for language, title, words in (
        ("fr", "Communiqué du récit", "Nous nous sommes réunis et convenus de suivre."),
        ("en", "Communiqué of the story", "We met, and we agreed to meet again."),
    ):
        download = wait_for_link(visitor, meeting_page or "", f"a[href$='{language}.pdf']")
        answer = visitor.context.request.get(visitor.base + download)
        assert answer.ok
        pages = PdfReader(io.BytesIO(answer.body())).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        assert title in text
        assert words in text

    # 6. A visitor subscribes (before the sending, so that the newsletter reaches them).
    page = visitor.go("/")
    page.locator("form:has(input[type=email]) input[type=email]").first.fill("reader@example.net")
    press(page, "Subscribe")
    mail = open_mail(visitor, "reader@example.net", "Please confirm")
    page = visitor.go(link_in(mail, "confirm"))
    press(page, "Confirm my subscription")

    # 5. The Secretariat composes a newsletter, previews it, tests it and sends it.
    page = staff.go("/admin/newsletters/newsletter/add/")
    page.fill("[name=texts-0-subject]", "The story's newsletter")
    page.locator("trix-editor").first.click()
    page.keyboard.type("A new initiative of Spain is on the map.", delay=20)
    press(page, "Save and continue editing")
    number = page.locator("[name=number]").input_value()
    page.get_by_role("link", name="Preview and test").first.click()
    page.wait_for_load_state()
    press(page, "Send this as a test to secretariat@example.org")
    open_mail(visitor, "secretariat@example.org", "The story's newsletter")
    page = staff.page
    page.get_by_role("link", name="Continue to sending").click()
    page.wait_for_load_state()
    page.fill("[name=number]", number)
    press(page, "Send now")
    expect(page.locator("progress, [role=progressbar]").first).to_be_attached()
    mail = open_mail(visitor, "reader@example.net", "The story's newsletter")
    leave = link_in(mail, "unsubscribe")
    assert (
        visitor.go("/mailbox/?to=reader@example.net").get_by_text("The story's newsletter").count()
        == 1
    )
    visitor.go("/newsletters/").get_by_role("link", name="The story's newsletter").first.click()
    expect(visitor.page.get_by_text("A new initiative of Spain").first).to_be_visible()

    # 6. ... and later unsubscribes with a button, not by opening the link.
    page = visitor.go(leave)
    press(page, "Unsubscribe")
    expect(page.get_by_role("button", name="Subscribe again")).to_be_visible()
