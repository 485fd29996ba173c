"""Draw the README's pictures anew: `make screenshots`.

Runs a demo of its own on a folder that is thrown away, opens the pages in Chromium and writes
small PNG files (a palette of 128 colours) into `docs/images/`.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "images"
DESKTOP = (1280, 860)
PHONE = (390, 800)
EMBEDDED = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "SITE_URL")


@dataclass(frozen=True)
class Shot:
    """One picture: its file name, the page, who looks at it, and on what."""

    name: str
    path: str
    account: str = ""
    size: tuple[int, int] = DESKTOP
    dark: bool = False


SHOTS = (
    Shot("home", "/"),
    Shot("home-dark", "/", dark=True),
    Shot("home-phone-arabic", "/ar/", size=PHONE),
    Shot("map", "/map/"),
    Shot("member", "/members/namibia/"),
    Shot("desk", "/desk/", account="namibia@example.org"),
    Shot("admin", "/admin/", account="secretariat@example.org"),
    Shot("presidency", "/presidency/"),
)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _draw(browser: Browser, base: str, shot: Shot) -> None:
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.dark else "light",
        locale="en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if shot.account:
        page.goto(f"{base}/accounts/login/")
        page.fill("input[name=login]", shot.account)
        page.fill("input[name=password]", "demo-portal")
        page.locator("form:has(input[name=password]) button[type=submit]").first.click()
        page.wait_for_load_state()
    page.goto(base + shot.path)
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    target = PICTURES / f"{shot.name}.png"
    picture.quantize(128).save(target, optimize=True)
    print(f"{target.relative_to(ROOT)} {target.stat().st_size // 1024} kB")
    context.close()


def _wait_until_ready(demo: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + 180
    while "Portal ready at" not in output.read_text():
        if demo.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"The demo did not start:\n{output.read_text()}")
        time.sleep(0.3)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="portal-pictures-"))
    folder.chmod(0o755)
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if name not in EMBEDDED}
    environment |= {
        "PORTAL_MODE": "demo",
        "PORT": str(port),
        "PORTAL_DATA_DIR": str(folder / "data"),
    }
    output = folder / "output"
    with output.open("wb") as sink:
        demo = subprocess.Popen(
            [sys.executable, "-m", "network.demo"], cwd=ROOT, env=environment, stdout=sink, stderr=2
        )
    try:
        _wait_until_ready(demo, output)
        time.sleep(8)  # the worker builds the sample communiqué's PDFs
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            for shot in SHOTS:
                _draw(browser, f"http://localhost:{port}", shot)
            browser.close()
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
