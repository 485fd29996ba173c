"""Every page of the portal in a browser, by every role: nothing fails, nothing is refused.

A page fails that says anything on its console, breaks the content security policy, asks for
something that is not there, moves sideways, or is shut to people with disabilities (axe's rules
of serious and critical impact).
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import unfold
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.template.loader import get_template
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Browser

from focalpoints.models import Member
from network.accounts.models import User
from network.importing.loading import load_reference, load_samples
from tests import factories
from tests.access.row import Cast
from tests.browser.admin_axe import OF_UNFOLD, AdminAxe, OfUnfold
from tests.browser.conftest import PASSWORD, People, Visitor
from tests.browser.inspection import DESK, PHONE, address_of, faults_of
from tests.browser.steps import press
from tests.browser.walk import NOT_WALKED, arranged, open_to, rows
from tests.focalpoints.changes import INITIATIVE, submitted
from tests.meetings.texts import written
from tests.network.accounts.test_second_factor import code_of
from tests.test_access import ADMIN, PORTAL, TABLE

pytestmark = pytest.mark.browser

ACCOUNTS = {"focal_point": "spain@example.org", "secretariat": "secretariat@example.org"}
# The first page, a list, forms with and without tabs, a page of decisions, an answer.
ADMIN_ON_A_PHONE = {
    "admin:index",
    "admin:search",
    "admin:focalpoints_member_changelist",
    "admin:focalpoints_member_change",
    "admin:focalpoints_proposedchange_change",
    "admin:meetings_meeting_change",
    "a draft communiqué",
    "admin:newsletters_newsletter_change",
}
ADMIN_NOT_WALKED = {
    "admin:logout": "a button",
    "admin:view_on_site": "leads on",
    "admin:password_change": "leads on",
    "admin:focalpoints_letterrequest_record_this": "leads on",
}
# One template each draws these for all models; axe looks at some, by what their names end with.
ADMIN_ALIKE = ("_history", "_delete")
LOOKED_AT_OF_EACH = 4
Pages = Sequence[tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Stage:
    """A portal that serves the sample data, and the pages that each role may open."""

    url: str
    pages: dict[str, Pages]
    admin: dict[str, str]  # addresses that no first link of the admin leads to, by what they are


def _furnish() -> tuple[dict[str, Pages], dict[str, str]]:
    cache.clear()
    load_reference()
    load_samples()
    for made in (factories.NewsletterFactory, factories.PlanFactory):
        made.reset_sequence(1000, force=True)  # beyond the numbers of the samples
    users = {role: User.objects.get(email=email) for role, email in ACCOUNTS.items()}
    spain, germany = (Member.objects.get(slug=slug) for slug in ("spain", "germany"))
    return arranged(Cast({}, users, spain, germany)), _furnish_admin(users["focal_point"], spain)


def _furnish_admin(by: User, spain: Member) -> dict[str, str]:
    draft = reverse("admin:meetings_communique_change", args=[written(paragraphs=2).pk])
    waiting = submitted(None, by, member=spain, **INITIATIVE)
    return {
        "a draft communiqué": draft,
        "a translation of a communiqué": f"{draft}?language=ar",
        "an answer of the search": reverse("admin:search") + "?s=spain",
        "a filtered list": reverse("admin:focalpoints_member_changelist") + "?q=spain",
        "a submission": reverse("admin:focalpoints_proposedchange_change", args=[waiting.pk]),
    }


@pytest.fixture(scope="module")
def stage(django_db_blocker: Any) -> Iterator[Stage]:
    """On a database of its own: what is written here is committed, for the server to read."""
    # In a thread: where a browser has been started, Django takes this one for asynchronous.
    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as elsewhere:

        def do(work: Callable[[], Any]) -> Any:
            return elsewhere.submit(work).result()

        names = connections["default"].settings_dict["TEST"]
        name_of_tests = names["NAME"]
        # Neither that of the other tests nor that of another worker.
        names["NAME"] = f"walk_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
        made = do(lambda: setup_databases(0, interactive=False, aliases=["default"]))
        try:
            pages = do(_furnish)
            do(connections.close_all)
            # WhiteNoise serves the static files, as in production; Django's handler is slower.
            server = LiveServerThread("localhost", static_handler=lambda application: application)
            with override_settings(WHITENOISE_AUTOREFRESH=False):
                server.start()
                server.is_ready.wait()
            assert server.error is None
            yield Stage(f"http://localhost:{server.port}", *pages)
            server.terminate()
        finally:
            do(lambda: teardown_databases(made, 0))
            names["NAME"] = name_of_tests
            shutil.rmtree(settings.DATA_DIR / "mailbox", ignore_errors=True)


@pytest.fixture
def walkers(browser: Browser, stage: Stage) -> Iterator[People]:
    cache.clear()  # how often somebody signs in is counted
    everybody = People(browser, stage.url)
    yield everybody
    for visitor in everybody.seen:
        visitor.context.close()


def walk(reader: Visitor, pages: Pages, *, known: Pages = (), **looks: Any) -> list[str]:
    """What is wrong with the pages, and with the first of each other kind that they link to.

    axe, which takes its time, does not look again at the pages `known` from another walk.
    """
    faults: list[str] = []
    paths = [reverse(name, kwargs=arguments) for name, arguments in pages]
    linked: dict[str, str] = {}
    for path, page in zip(paths, pages, strict=True):
        faults += faults_of(reader, path, axe=page not in known, **looks)
        for link in links_on(reader):
            name, takes_key = address_of(link)
            if takes_key and name in TABLE and urlsplit(link).path not in paths:
                linked.setdefault(name, urlsplit(link).path)
    for name in linked.keys() - NOT_WALKED.keys():
        faults += faults_of(reader, linked[name], **looks)
    return faults


def links_on(reader: Visitor) -> list[str]:
    links: list[str] = reader.page.evaluate("[...document.links].map((link) => link.href)")
    return [link for link in links if link.startswith(reader.base)]


def test_every_address_is_walked_or_has_its_reason() -> None:
    walked = {name for name, row in rows() if open_to(row)}
    assert sorted(set(PORTAL) - walked - NOT_WALKED.keys()) == []
    assert sorted(NOT_WALKED.keys() - set(PORTAL)) == []


def test_a_visitor_opens_every_page(walkers: People, stage: Stage) -> None:
    assert walk(walkers(), stage.pages["visitor"]) == []


@pytest.mark.parametrize("role", ["focal_point", "secretariat"])
def test_who_signs_in_opens_every_page(walkers: People, stage: Stage, role: str) -> None:
    reader = walkers()
    reader.sign_in(ACCOUNTS[role])
    assert walk(reader, stage.pages[role], known=stage.pages["visitor"]) == []


def test_a_visitor_opens_every_page_in_arabic_by_night(walkers: People, stage: Stage) -> None:
    reader = walkers(locale="ar", color_scheme="dark")
    with translation.override("ar"):
        pages = [
            (name, arguments)
            for name, arguments in stage.pages["visitor"]
            if reverse(name, kwargs=arguments).startswith("/ar/")
        ]
        assert walk(reader, pages, sizes=(PHONE,)) == []
    assert reader.page.evaluate("document.dir") == "rtl"


def test_every_step_of_the_second_factor(walkers: People, stage: Stage) -> None:
    reader = walkers()
    page = reader.sign_in("germany@example.org")
    page.goto(reader.base + reverse("mfa_activate_totp"))  # the password once more
    page.fill("[name=password]", PASSWORD)
    press(page, "Confirm")
    faults = faults_of(reader, reverse("mfa_activate_totp"))
    secret = page.locator("code").first.inner_text().replace(" ", "")
    page.fill("[name=code]", code_of(secret))
    press(page, "Activate")
    for name in (
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
    ):
        faults += faults_of(reader, reverse(name))
    faults += faults_of(reader, reverse("mfa_reauthenticate"))

    late = walkers()
    late.sign_in("germany@example.org")
    faults += faults_of(late, reverse("mfa_authenticate"))
    assert faults == []


def test_the_secretariat_opens_every_kind_of_page_of_the_admin(
    walkers: People, stage: Stage
) -> None:
    """From its first page along the links, one page of each name, and those of `OF_THE_ADMIN`."""
    reader, axe = walkers(), AdminAxe()
    reader.sign_in(ACCOUNTS["secretariat"])
    waiting = {name: reverse(name) for name in ADMIN if name.endswith((":index", "_changelist"))}
    waiting |= stage.admin
    opened, faults, alike = set(), [], Counter[str]()
    while waiting.keys() - opened:
        name = min(waiting.keys() - opened)
        opened.add(name)
        path = waiting[name]
        faults += faults_of(reader, path, sizes=(DESK,), axe=False)
        kind = next((end for end in ADMIN_ALIKE if name.endswith(end)), "")
        alike[kind] += 1
        is_known = kind and alike[kind] > LOOKED_AT_OF_EACH
        found_here = [] if is_known else axe.look_behind(reader.page)
        if name in ADMIN_ON_A_PHONE:
            found_here += faults_of(reader, path, sizes=(PHONE,), axe=False)
            found_here += axe.look_behind(reader.page)
        faults += [f"{path}: {fault}" for fault in found_here]
        for link in links_on(reader):
            found, _takes_key = address_of(link)
            if found.startswith("admin:") and found not in ADMIN_NOT_WALKED:
                waiting.setdefault(found, link.removeprefix(reader.base))
    assert "\n".join(sorted(set(faults))) == ""
    assert axe.not_met() == []
    assert len(opened) > 60
    assert min(alike[kind] for kind in ADMIN_ALIKE) >= LOOKED_AT_OF_EACH


# --- What the walk would miss if it were blind ---

BAD_PAGE = """<!doctype html><html lang="en"><head><title>Bad</title>
<script src="/static/js/bad.js" type="module"></script>
</head>
<body><main><h1>Bad</h1><p style="margin: 0">Styled in its place.</p><button></button>
<img src="/static/images/not-there.svg" alt=""><pre>{wide}</pre></main></body></html>"""


def test_the_walk_sees_what_is_wrong(walkers: People) -> None:
    reader = walkers()
    reader.page.route(
        "**/privacy/",
        lambda route: route.fulfill(
            body=BAD_PAGE.format(wide="wide " * 200),
            content_type="text/html",
            headers={"Content-Security-Policy": "default-src 'self'"},
        ),
    )
    reader.page.route(
        "**/bad.js",
        lambda route: route.fulfill(
            body="console.warn('Beware'); throw new Error('Broken')",
            content_type="text/javascript",
        ),
    )
    report = "\n".join(faults_of(reader, "/privacy/"))
    for fault in ("Beware", "Broken", "style-src", "404 for", "moves sideways", "button-name"):
        assert fault in report, f"{fault} is not among:\n{report}"
    assert faults_of(reader, "/nowhere/")
    reader.go("/nowhere/", refusal=404)
    assert reader.complaints == []


def test_axe_accepts_what_is_listed_for_its_rule_alone(walkers: People) -> None:
    page = walkers().go("/privacy/")
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML(
          "beforeend", "<button class='known'></button><button class='new'></button>")"""
    )
    known = OfUnfold("button-name", ".known", "unfold/helpers/header.html")
    other = OfUnfold("image-alt", ".new", "unfold/helpers/header.html")
    axe = AdminAxe([known, other])
    [report] = [fault for fault in axe.look(page) if "button" in fault]
    assert "button-name (critical): .new" in report
    assert axe.not_met() == [other]


def test_every_template_of_the_list_is_one_of_unfold() -> None:
    for known in OF_UNFOLD:
        found = Path(get_template(known.template).origin.name)
        assert found.is_relative_to(Path(unfold.__file__).parent), known
