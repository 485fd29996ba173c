"""What a browser loads at its first visit, and how far the page shifts meanwhile.

Chromium with an empty cache asks the server as production runs it: gunicorn, with the static
files collected, hashed and compressed (`scripts/serve web`). Bytes are counted over the wire.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, sync_playwright

from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"home": "/", "map": "/map/"}
SCREENS = ({"width": 1280, "height": 800}, {"width": 390, "height": 844})
# A phone in the country: 1.6 Mbit/s, an answer after 150 ms. On a faster line less shifts, for the
# fonts are there before anything is drawn.
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""
_PATIENCE = 60.0  # seconds until the server answers


@dataclass(frozen=True)
class Visit:
    """What one visit loaded, in bytes by address, and how far the page shifted (CLS)."""

    loaded: dict[str, int]
    shifted: float


def figures() -> Iterator[Figure]:
    """`pages.NAME_kb` and `pages.NAME_cls`, the worst of a desktop and a phone.

    In English; those of the other languages end in `.fr` and so on, and the largest of all in
    `.most`. A machine without a Chinese font measures what a reader without one loads.
    """
    with _as_in_production() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for name, path in PAGES.items():
            worst: list[Visit] = []
            for language, _name in settings.LANGUAGES:
                prefix, suffix = ("", "") if language == "en" else (f"/{language}", f".{language}")
                visits = [_visit(browser, site + prefix + path, screen) for screen in SCREENS]
                worst += visits
                # A page in Chinese has the ranges of its slices beside the styles.
                sheets = 2 if language == "zh-hans" else 1
                for visit in visits:
                    styles = [url for url in visit.loaded if url.endswith(".css")]
                    assert len(styles) == sheets, f"{prefix}{path} asks for {styles}"
                yield from _worst_of(name, suffix, prefix + path, visits)
            yield from _worst_of(name, ".most", f"{path} in any language", worst)
        browser.close()


def _worst_of(name: str, suffix: str, what: str, visits: list[Visit]) -> Iterator[Figure]:
    most = max(sum(visit.loaded.values()) for visit in visits)
    of = f"all that a first visit to {what} loads"
    yield Figure(f"pages.{name}_kb{suffix}", most / 1024, "KB", of, "nothing kept")
    shifted = max(visit.shifted for visit in visits)
    of = f"what shifts at a first visit to {what}"
    yield Figure(f"pages.{name}_cls{suffix}", shifted, "CLS", of, "1.6 Mbit/s")


def _visit(browser: Browser, address: str, screen: Any) -> Visit:
    context = browser.new_context(viewport=screen, locale="en-GB")
    page = context.new_page()
    page.add_init_script(_SHIFTS)
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", LINE)
    names: dict[str, str] = {}
    loaded: dict[str, int] = {}

    def responded(event: dict[str, Any]) -> None:
        assert event["response"]["status"] == 200, event["response"]["url"]
        names[event["requestId"]] = event["response"]["url"]

    def finished(event: dict[str, Any]) -> None:
        loaded[names[event["requestId"]]] = event["encodedDataLength"]

    network.on("Network.responseReceived", responded)
    network.on("Network.loadingFinished", finished)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    shifted = float(page.evaluate("window.shifted"))
    context.close()
    return Visit(loaded, shifted)


@contextmanager
def _as_in_production() -> Iterator[str]:
    """The address of a server over this run's database, with data of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = f"http://localhost:{port}"
    database = urlsplit(os.environ["DATABASE_URL"])
    with tempfile.TemporaryDirectory(prefix="portal-visit-") as folder:
        environment = {
            **os.environ,
            "PORTAL_MODE": "production",
            "PORTAL_DATA_DIR": folder,
            "PORT": str(port),
            "SITE_URL": site,
            "SECRET_KEY": "for-this-run-only-" * 4,
            "DATABASE_URL": database._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
            "EMAIL_URL": "smtp://127.0.0.1:25",
            "DEFAULT_FROM_EMAIL": "secretariat@example.org",
        }
        python = str(ROOT / ".venv" / "bin" / "python")
        collect = [python, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(collect, cwd=ROOT, env=environment, check=True)
        log = Path(folder) / "web.log"
        with log.open("w") as output:
            server = subprocess.Popen(
                [str(ROOT / "scripts" / "serve"), "web"],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            _wait_for(site, server, log)
            yield site
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_for(site: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            with urllib.request.urlopen(site, timeout=10):
                return
        except (urllib.error.URLError, OSError):
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The pages are not served:\n{log.read_text()}") from None
            time.sleep(0.2)
