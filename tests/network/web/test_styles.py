"""What the stylesheets and templates promise: contrast, both directions, nothing inline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
STYLESHEETS = [
    file
    for file in sorted((BASE / "static" / "css").glob("*.css"))
    # The PDF engine knows few logical properties, and fetches through a list of its own.
    if not file.name.startswith("pdf")
]
TOKENS = (BASE / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
ADMIN = (BASE / "static" / "css" / "admin.css").read_text(encoding="utf-8")
# Pages that load this stylesheet load the other before it.
BESIDE = {"admin-coverage.css": "map.css"}
TEMPLATES = [
    file
    for file in sorted((BASE / "templates").rglob("*.html"))
    # Mail clients and the PDF engine have rules of their own, and so has the admin.
    if not {"email", "pdf", "admin"} & set(file.parts)
]

# Text and its background, and the minimum ratio (WCAG 2.2: 1.4.3 for text, 1.4.11 for edges).
PAIRS = [
    *((text, ground, 4.5) for text in ("ink", "ink-soft", "ink-faint", "link", "accent")
      for ground in ("paper", "surface")),
    *((text, "surface-sunk", 4.5) for text in ("ink", "ink-soft", "ink-faint")),
    *((tone, f"{tone}-soft", 4.5) for tone in ("ok", "info", "warn", "bad", "quiet", "sample")),
    *((tone, "surface", 4.5) for tone in ("ok", "info", "warn", "bad")),
    ("on-brand", "brand", 4.5),
    ("on-accent", "accent", 4.5),
    ("on-deep", "deep", 4.5),
    ("on-deep-soft", "deep", 4.5),
    ("on-deep-soft", "deep-strong", 4.5),
    ("brand", "brand-soft", 4.5),
    ("line-strong", "surface", 3.0),
    ("focus", "paper", 3.0),
    ("focus", "surface", 3.0),
]  # fmt: skip


def colour(name: str, scheme: int) -> str:
    """The token's hexadecimal colour in the light (0) or the dark (1) scheme."""
    found = re.search(rf"--{name}: (?:light-dark\((#\w+), (#\w+)\)|(#\w+));", TOKENS)
    assert found, name
    return found[3] or found[scheme + 1]


def luminance(hexadecimal: str) -> float:
    parts = [int(hexadecimal[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_text_can_be_read_on_its_ground(text: str, ground: str, least: float, scheme: int) -> None:
    shades = sorted((luminance(colour(text, scheme)), luminance(colour(ground, scheme))))
    assert (shades[1] + 0.05) / (shades[0] + 0.05) >= least


@pytest.mark.parametrize("stylesheet", STYLESHEETS, ids=lambda stylesheet: stylesheet.name)
def test_a_stylesheet_serves_both_directions(stylesheet: Path) -> None:
    physical = re.findall(
        r"(?:margin|padding|border)-(?:left|right|top|bottom)\b"
        r"|^\s*(?:left|right|top|bottom|width|height|(?:min|max)-width|(?:min|max)-height):"
        r"|text-align: (?:left|right)|float: (?:left|right)",
        stylesheet.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert not physical


@pytest.mark.parametrize("stylesheet", STYLESHEETS, ids=lambda stylesheet: stylesheet.name)
def test_a_stylesheet_uses_only_properties_that_exist(stylesheet: Path) -> None:
    text = stylesheet.read_text(encoding="utf-8")
    # The admin's stylesheets use the palette that admin.css gives to unfold.
    base = ADMIN if stylesheet.name.startswith("admin") else TOKENS
    if stylesheet.name in BESIDE:
        base += (stylesheet.parent / BESIDE[stylesheet.name]).read_text(encoding="utf-8")
    defined = set(re.findall(r"(--[\w-]+):", base + text))
    used = set(re.findall(r"var\((--[\w-]+)\)", text))
    assert not used - defined


@pytest.mark.parametrize("stylesheet", STYLESHEETS, ids=lambda stylesheet: stylesheet.name)
def test_a_stylesheet_fetches_nothing_from_elsewhere(stylesheet: Path) -> None:
    text = stylesheet.read_text(encoding="utf-8")
    assert "@import" not in text
    for address in re.findall(r"url\(\"?([^\")]+)", text):
        assert address.startswith("data:") or (stylesheet.parent / address).resolve().is_file()


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(BASE)))
def test_a_template_holds_nothing_that_the_policy_forbids(file: Path) -> None:
    text = re.sub(
        r"{% comment %}.*?{% endcomment %}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=[\"']|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_the_fonts_stay_light() -> None:
    files = list((BASE / "static" / "fonts").glob("*.woff2"))
    assert sum(file.stat().st_size for file in files) <= 7_200_000
    stylesheets = (BASE / "static" / "css").glob("*.css")
    used = (
        re.findall(r"fonts/([\w.-]+)\"", stylesheet.read_text(encoding="utf-8"))
        for stylesheet in stylesheets
    )
    assert {file.name for file in files} == set().union(*used)
