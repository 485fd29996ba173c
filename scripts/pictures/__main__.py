"""Redraw the README's pictures: `make screenshots` (ARGS="story", or names, for some).

Runs a demo of its own on a folder that is thrown away, and writes small PNG files (a palette of
128 colours) into `docs/images/`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from scripts.pictures.camera import DESKTOP, Camera
from scripts.pictures.story import chapters
from tests.browser.conftest import free_port, start_portal

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "docs" / "images"
COLOURS = 128


@dataclass(frozen=True)
class Shot:
    """A picture of one public page: its file name, the page, and on what it is looked at."""

    name: str
    path: str
    size: tuple[int, int] = DESKTOP
    dark: bool = False


SHOTS = (
    Shot("home", "/"),
    Shot("home-dark", "/", dark=True),
    Shot("home-phone-arabic", "/ar/", size=(390, 800)),
    Shot("map", "/map/"),
    Shot("member", "/members/namibia/"),
    Shot("presidency", "/presidency/"),
)


def pictures(camera: Camera, wanted: set[str]) -> Iterator[tuple[str, Image.Image]]:
    """Each picture with its file name; those of the story only together."""
    for shot in SHOTS:
        if not wanted or shot.name in wanted:
            page = camera.reader(shot.size, dark=shot.dark).new_page()
            page.goto(shot.path)
            yield shot.name, camera.picture(page)
    if not wanted or "story" in wanted:
        yield from chapters(camera)


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="portal-pictures-"))
    folder.chmod(0o755)  # the database's own account must be able to reach its data
    portal = start_portal(folder / "data", free_port())
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            for name, picture in pictures(Camera(browser, portal.url), set(sys.argv[1:])):
                file = PICTURES / f"{name}.png"
                picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)
                print(f"{file.relative_to(ROOT)} {file.stat().st_size // 1024} kB")
            browser.close()
    finally:
        portal.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
