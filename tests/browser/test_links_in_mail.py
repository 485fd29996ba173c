"""Each link that the portal sends by mail is followed to its end, as a person does it.

A browser sends what Django's test client does not: the headers by which the CSRF check tells a
page of ours from another's.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import People
from tests.browser.steps import link_in, open_mail, press

pytestmark = pytest.mark.browser

NEW_PASSWORD = "a-long-road-over-nine-hills"


def test_an_invitation_makes_an_account(people: People) -> None:
    staff, newcomer = people(), people()
    staff.sign_in("secretariat@example.org")
    page = staff.go("/admin/network/invitation/add/")
    page.fill("[name=email]", "newcomer@example.net")
    page.fill("[name=name]", "Nora New")
    page.locator("[type=submit][name=_save]").first.click()
    page.wait_for_load_state()

    page = newcomer.go(
        link_in(open_mail(newcomer, "newcomer@example.net", "Your access"), "invitation/")
    )
    page.fill("[name=password1]", NEW_PASSWORD)
    page.fill("[name=password2]", NEW_PASSWORD)
    press(page, "Create my account")
    expect(page.get_by_text("Your account is ready")).to_be_visible()


def test_an_invitation_can_be_read_in_another_language(people: People) -> None:
    staff, newcomer = people(), people()
    staff.sign_in("secretariat@example.org")
    page = staff.go("/admin/network/invitation/add/")
    page.fill("[name=email]", "nouvelle@example.net")
    page.locator("[type=submit][name=_save]").first.click()
    page.wait_for_load_state()
    path = link_in(open_mail(newcomer, "nouvelle@example.net", "Your access"), "invitation/")
    page = newcomer.go(path)
    page.locator(".site-tools summary").first.click()
    press(page, "Français")
    expect(page).to_have_url(re.compile("/fr/invitation/"))


def test_a_forgotten_password_is_replaced(people: People) -> None:
    japan = people()
    page = japan.go("/accounts/password/reset/")
    page.fill("[name=email]", "japan@example.org")
    press(page, "Send me the link")
    path = link_in(open_mail(japan, "japan@example.org", "password"), "reset/key/")
    page = japan.go(path)
    for name in ("password1", "password2"):
        page.fill(f"[name={name}]", NEW_PASSWORD)
    press(page, "Save the password")
    expect(page.get_by_role("heading", name="Your password is changed")).to_be_visible()


def _subscribe(page: Page, address: str) -> None:
    page.fill("main [name=email]", address)
    press(page, "Subscribe")


def test_a_subscription_is_confirmed_changed_and_left(people: People) -> None:
    reader = people()
    _subscribe(reader.go("/subscription/"), "reader2@example.net")
    page = reader.go(link_in(open_mail(reader, "reader2@example.net", "confirm"), "confirm"))
    press(page, "Confirm my subscription")
    press(page, "Save my choices")
    expect(page.get_by_text("Your choices are saved")).to_be_visible()
    press(page, "Unsubscribe")
    expect(page.get_by_role("heading", name="You are unsubscribed")).to_be_visible()
