"""A real browser on a real portal: `python -m network.demo` as `make demo` runs it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

from tests.browser.late_fonts import is_of_a_first_font

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "demo-portal"
OURS = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "PORTAL_DATA_DIR", "SITE_URL")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Portal:
    """A running demo: its address, its folder and what it printed."""

    url: str
    data: Path
    process: subprocess.Popen[str]
    output: Path

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=40)


def start_portal(data: Path, port: int, *, within: float = 400) -> Portal:
    """Run the demo on `data` and `port` until it says that it is ready."""
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    environment |= {"PORTAL_MODE": "demo", "PORT": str(port), "PORTAL_DATA_DIR": str(data)}
    output = data.parent / f"{data.name}-{port}.out"
    with output.open("w") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "network.demo"],
            cwd=ROOT,
            env=environment,
            stdout=sink,
            stderr=subprocess.STDOUT,
            text=True,
        )
    portal = Portal(f"http://localhost:{port}", data, process, output)
    deadline = time.monotonic() + within
    while "Portal ready at" not in output.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise AssertionError(f"The demo did not start:\n{output.read_text()}")
        time.sleep(0.2)
    return portal


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    folder = Path(tempfile.mkdtemp(prefix="portal-story-"))
    folder.chmod(0o755)  # the database's own account must be able to reach its data
    running = start_portal(folder / "data", free_port())
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, ended with the module: while it runs, its event loop is that of the thread."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield launched
        launched.close()


# A violation of the policy is an event; not every one is on the console.
HEAR_VIOLATIONS = """addEventListener("securitypolicyviolation", (violation) => {
  console.error("Content-Security-Policy:", violation.effectiveDirective, violation.blockedURI);
});"""


@dataclass
class Visitor:
    """One person at one browser, whose console must stay silent and whose requests must succeed."""

    context: BrowserContext
    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)
    # What the page that is asked for should answer, and nothing else may answer.
    refusal: int | None = None

    def watch(self, page: Page) -> Page:
        page.add_init_script(HEAR_VIOLATIONS)
        page.on("console", self._hear)
        page.on("response", self._receive)
        page.on("requestfailed", self._miss)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        # What does not load is known better from the answer: which it was, and whether expected.
        expected = message.text.startswith("Failed to load resource: the server responded")
        # Said of the page that asked: the one that is open may be another by now.
        expected |= is_of_a_first_font(message.text, message.location["url"])
        if message.type in {"error", "warning"} and not expected:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _receive(self, response: Response) -> None:
        is_page = response.request.is_navigation_request() and not response.frame.parent_frame
        if response.status >= 400 and not (is_page and response.status == self.refusal):
            self.complaints.append(f"{self.page.url}: {response.status} for {response.url}")

    def _miss(self, request: Request) -> None:
        # Leaving a page cancels its pending requests.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{self.page.url}: {request.failure} for {request.url}")

    def go(self, path: str, *, refusal: int | None = None) -> Page:
        """Open `path`; `refusal` is the status to expect where the page shall not be shown."""
        self.refusal = refusal
        self.page.goto(self.base + path)
        return self.page

    def sign_in(self, email: str) -> Page:
        self.go("/accounts/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.locator("form:has(input[name=password]) button[type=submit]").first.click()
        self.page.wait_for_load_state()
        return self.page


@dataclass
class People:
    """Opens browsers for as many people as a story needs."""

    browser: Browser
    base: str
    seen: list[Visitor] = field(default_factory=list)

    def __call__(self, **options: object) -> Visitor:
        options.setdefault("locale", "en-GB")
        context = self.browser.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        visitor = Visitor(context, context.new_page(), self.base)
        visitor.watch(visitor.page)
        self.seen.append(visitor)
        return visitor


@pytest.fixture
def people(browser: Browser, portal: Portal) -> Iterator[People]:
    everybody = People(browser, portal.url)
    yield everybody
    complaints = [line for visitor in everybody.seen for line in visitor.complaints]
    for visitor in everybody.seen:
        visitor.context.close()
    assert not complaints, "\n".join(complaints)
