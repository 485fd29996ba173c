"""A focal point at the desk, in a browser: nothing typed is lost, nothing unwanted is left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, People, Visitor
from tests.browser.steps import press

pytestmark = pytest.mark.browser

RESTORED = "What you typed before is back in the form."


def end_session(visitor: Visitor) -> None:
    """As when the hours of a session are over, or its row was removed."""
    kept = [cookie for cookie in visitor.context.cookies() if "session" not in cookie["name"]]
    visitor.context.clear_cookies()
    visitor.context.add_cookies(kept)  # type: ignore[arg-type]


def sign_in_where_asked(page: Page, email: str) -> None:
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    press(page, "Sign in")


def words_kept(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(sessionStorage)"))


def test_what_was_typed_outlives_the_session(people: People) -> None:
    spain = people()
    page = spain.sign_in("spain@example.org")
    press(page, "Add an initiative")
    form = page.url
    page.fill("[name=title_en]", "Typed over an ended session")
    page.fill("[name=summary_en]", "First line\nSecond line")
    page.check("[name=pillars][value=prevention]")
    page.select_option("[name=status]", "planned")
    page.get_by_text("français", exact=True).click()
    page.fill("[name=title_fr]", "Saisi pendant la session")
    end_session(spain)
    press(page, "Save draft")
    expect(page.get_by_text("You are no longer signed in.")).to_be_visible()
    sign_in_where_asked(page, "spain@example.org")

    expect(page).to_have_url(form)
    expect(page.get_by_text(RESTORED)).to_be_visible()
    expect(page.locator("[name=title_en]")).to_have_value("Typed over an ended session")
    expect(page.locator("[name=summary_en]")).to_have_value("First line\nSecond line")
    expect(page.locator("[name=pillars][value=prevention]")).to_be_checked()
    expect(page.locator("[name=status]")).to_have_value("planned")
    expect(page.locator("[name=title_fr]")).to_be_visible()
    expect(page.locator("[name=title_fr]")).to_have_value("Saisi pendant la session")

    # Saved, it is kept nowhere else, and the form says so no more.
    press(page, "Save draft")
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    expect(page.get_by_text(RESTORED)).to_be_hidden()
    assert "Typed over" not in words_kept(page)
    assert "saved=" not in page.url
    expect(page.locator("[name=title_en]")).to_have_value("Typed over an ended session")

    # Typed again, and dropped for the saved draft.
    page.fill("[name=title_en]", "A second thought")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(spain.base + "/desk/")
    page.goto(form)
    expect(page.locator("[name=title_en]")).to_have_value("A second thought")
    page.get_by_role("button", name="Discard it and show the saved draft").click()
    expect(page.locator("[name=title_en]")).to_have_value("Typed over an ended session")
    page.reload()
    expect(page.locator("[name=title_en]")).to_have_value("Typed over an ended session")
    expect(page.get_by_text(RESTORED)).to_be_hidden()


def test_words_put_back_do_not_overwrite_what_was_saved_meanwhile(people: People) -> None:
    first, second = people(), people()
    page = first.sign_in("japan@example.org")
    press(page, "Add an initiative")
    form = page.url
    page.fill("[name=title_en]", "As it began")
    press(page, "Save draft")
    page.fill("[name=title_en]", "Typed in the first window")
    end_session(first)
    other = second.sign_in("japan@example.org")
    other.goto(form)
    other.fill("[name=title_en]", "Saved in the second window")
    press(other, "Save draft")

    press(page, "Save draft")
    sign_in_where_asked(page, "japan@example.org")
    expect(page.locator("[name=title_en]")).to_have_value("Typed in the first window")
    press(page, "Save draft")
    expect(page.get_by_text("This draft has changed since you opened it.")).to_be_visible()
    expect(page.locator("[name=title_en]")).to_have_value("Typed in the first window")
    assert "Typed in the first window" in words_kept(page)
    other.goto(form)
    expect(other.locator("[name=title_en]")).to_have_value("Saved in the second window")

    # Saved again after the warning, the words are the draft.
    press(page, "Save draft")
    expect(page.locator("[name=title_en]")).to_have_value("Typed in the first window")
    page.wait_for_function("!JSON.stringify(sessionStorage).includes('Typed in the first')")


def test_a_word_to_the_secretariat_outlives_the_session_too(people: People) -> None:
    norway = people()
    page = norway.sign_in("norway@example.org")
    press(page, "Add an initiative")
    page.fill("[name=title_en]", "With a word")
    page.fill("[name=summary_en]", "A summary.")
    page.check("[name=pillars][value=protection]")
    press(page, "Save and preview")
    page.fill("[name=note]", "Please look at the title first.")
    end_session(norway)
    press(page, "Submit")
    sign_in_where_asked(page, "norway@example.org")
    expect(page.locator("[name=note]")).to_have_value("Please look at the title first.")
    page.get_by_role("button", name="Submit", exact=True).dblclick()
    expect(page.get_by_text("It is waiting for the Secretariat.")).to_be_visible()
    expect(page.get_by_text("Please look at the title first.")).to_be_visible()
    expect(page.get_by_text("no longer possible")).to_have_count(0)
    page.wait_for_function("!JSON.stringify(sessionStorage).includes('Please look')")


def test_a_new_entry_that_is_cancelled_leaves_nothing_behind(people: People) -> None:
    namibia = people()
    page = namibia.sign_in("namibia@example.org")
    for title in ("", "Typed, then thought better of"):
        press(page, "Add an initiative")
        page.fill("[name=title_en]", title)
        if title:
            page.once("dialog", lambda dialog: dialog.accept())
        press(page, "Cancel")
        expect(page.get_by_role("heading", name="Desk of Namibia")).to_be_visible()
        expect(page.get_by_text("without a title yet")).to_have_count(0)
    assert "thought better" not in words_kept(page)
    press(page, "Add an initiative")
    expect(page.locator("[name=title_en]")).to_have_value("")
    expect(page.get_by_text(RESTORED)).to_be_hidden()


def test_opening_an_unfinished_draft_is_calm_and_sending_it_is_not(people: People) -> None:
    canada = people(viewport={"width": 390, "height": 700})
    page = canada.sign_in("canada@example.org")
    press(page, "Add an initiative")
    page.fill("[name=title_en]", "Half an entry")
    press(page, "Save draft")
    expect(page.locator("error-summary")).to_be_focused()
    page.get_by_role("link", name="Pillars").click()
    expect(page.locator("#id_pillars_group")).to_be_focused()
    press(page, "Save draft")
    expect(page.locator("error-summary")).to_be_in_viewport()  # not scrolled to where one was

    page.goto(canada.base + "/desk/")
    page.get_by_role("link", name="Continue editing").click()
    expect(page.get_by_text("Required before you can submit:")).to_be_visible()
    expect(page.locator("error-summary, [aria-invalid=true]")).to_have_count(0)
    page.get_by_role("link", name="Summary", exact=True).click()
    expect(page.locator("[name=summary_en]")).to_be_focused()


def test_the_bar_of_buttons_hides_no_field_that_has_the_focus(people: People) -> None:
    canada = people(viewport={"width": 390, "height": 700}, reduced_motion="reduce")
    page = canada.sign_in("canada@example.org")
    press(page, "Add a plan")
    hidden = page.evaluate(
        """() => {
          const found = [];
          const bar = document.querySelector(".form-actions--sticky");
          for (const field of document.querySelectorAll("input, select")) {
            if (!field.checkVisibility() || field.closest(".form-actions--sticky")) continue;
            // Under the bar, as when one has scrolled there and goes on with the keyboard.
            field.blur();
            scrollBy(0, field.getBoundingClientRect().bottom - innerHeight + 4);
            field.focus();
            const [seen, over] = [field, bar].map((box) => box.getBoundingClientRect());
            if (seen.bottom > over.top + 1 && seen.top < over.bottom) found.push(field.name);
          }
          return found;
        }"""
    )
    assert hidden == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_signing_out_leaves_no_words_behind(people: People) -> None:
    germany = people()
    page = germany.sign_in("germany@example.org")
    press(page, "Add an initiative")
    page.fill("[name=title_en]", "Not for the next person here")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(germany.base + "/desk/")
    assert "Not for the next person" in words_kept(page)
    page.locator("summary", has_text="Erika").click()
    press(page, "Sign out")
    assert "Not for the next person" not in words_kept(page)


def test_leaving_with_unsaved_words_asks_and_without_does_not(people: People) -> None:
    germany = people()
    page = germany.sign_in("germany@example.org")
    press(page, "Add an initiative")
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    page.fill("[name=title_en]", "Half a title")
    page.get_by_role("link", name="My desk").first.click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(page.locator("[name=title_en]")).to_have_value("Half a title")
    page.fill("[name=title_en]", "")
    page.get_by_role("link", name="My desk").first.click()
    expect(page.get_by_role("heading", name="Desk of Germany")).to_be_visible()
    assert asked == ["beforeunload"]


def test_a_text_with_links_and_lists_is_looked_at_while_it_is_written(people: People) -> None:
    page = people().sign_in("spain@example.org")
    press(page, "Add an initiative")
    page.fill("[name=summary_en]", "- one\n- **two**")
    page.get_by_role("button", name="Preview: Summary").click()
    shown = page.locator("rich-text-preview").first.locator(".rich-text-shown")
    expect(shown.locator("li")).to_have_count(2)
    expect(shown.locator("strong")).to_have_text("two")
    page.fill("[name=summary_en]", "Other words")
    expect(shown).to_be_hidden()
