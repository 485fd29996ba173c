"""Coming in by invitation, in a browser: the mail's link, a password, the admin."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OURS, ROOT, People, Portal
from tests.browser.test_story import link_in, open_mail, press

pytestmark = pytest.mark.browser

NEWCOMER = "newcomer@example.org"


def manage(portal: Portal, *command: str) -> str:
    """What a management command on the running demo's data says: `make manage CMD=...`."""
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    environment |= {"PORTAL_MODE": "demo", "PORTAL_DATA_DIR": str(portal.data)}
    run = [sys.executable, "-m", "network.demo.embedded", "run", "--"]
    done = subprocess.run(
        [*run, sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_who_is_invited_chooses_a_password_and_is_in(portal: Portal, people: People) -> None:
    said = manage(portal, "invite_secretariat", NEWCOMER, "--name", "Nora New")
    assert "The mail server has taken the mail." in said
    reader, newcomer = people(), people()
    link = link_in(open_mail(reader, NEWCOMER, "Your access to the portal"), "invitation")
    page = newcomer.go(link)
    expect(page.locator("[name=name]")).to_have_value("Nora New")
    page.fill("[name=password1]", "a-quite-long-sentence")
    page.fill("[name=password2]", "a-quite-long-sentence")
    press(page, "Create my account")
    expect(page).to_have_url(f"{portal.url}/admin/")
    expect(page.get_by_text("Welcome. Your account is ready.")).to_be_visible()
    assert reader.context.request.get(portal.url + link).status == 410
