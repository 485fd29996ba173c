"""What the repository ships of others is named with its licence, and the named files are there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.guard

PROJECT = Path(__file__).resolve().parent.parent
NOTICE = (PROJECT / "NOTICE.md").read_text(encoding="utf-8")
# Files that we did not write: of these kinds, or in a folder of reference data.
FOREIGN = {".woff", ".woff2", ".ttf", ".otf", ".topojson", ".geojson"}


def test_every_file_and_folder_that_the_notice_names_exists() -> None:
    named = {name for name in re.findall(r"`([^`\s]+)`", NOTICE) if "/" in name or "." in name}
    named = {name for name in named if not name.startswith("@")}
    assert "static/fonts/OFL.txt" in named
    assert [name for name in sorted(named) if not (PROJECT / name).exists()] == []


def test_every_folder_of_foreign_files_is_named() -> None:
    apps = ("static", "focalpoints", "meetings", "initiatives", "newsletters", "network")
    files = [path for app in apps for path in (PROJECT / app).rglob("*") if path.is_file()]
    folders = {
        path.parent
        for path in files
        if path.suffix in FOREIGN or path.parent.name in ("geo", "reference", "vendor")
    }
    assert len(folders) >= 5
    unnamed = [
        folder
        for folder in (f"{path.relative_to(PROJECT)}/" for path in sorted(folders))
        if f"`{folder}" not in NOTICE
    ]
    assert unnamed == []


def test_every_font_has_its_copyright_in_the_text_of_its_licence() -> None:
    """The Open Font License goes with the fonts, its copyright lines too (condition 2)."""
    text = (PROJECT / "static" / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    ranges = "greek|vietnamese|(?:latin|cyrillic|arabic)(?:-ext)?|russian|print"
    subset = rf"-(?:{ranges})-\d+-\w+$|-\d+$"
    families = {
        re.sub(subset, "", path.stem)
        for path in (PROJECT / "static" / "fonts").glob("*.woff2")
        # Letters cut out of the others, under the same licence, and a line that the portal drew.
        if not path.stem.startswith(("language-name-", "chinese-placeholder"))
    }
    assert "noto-sans" in families
    known = {line.split(":")[0].lower().replace(" ", "-") for line in text.splitlines()}
    assert families <= known
    assert families <= {
        word.strip().lower().replace(" ", "-") for word in re.split(r"[|,]", NOTICE)
    }


def test_every_package_that_is_installed_is_named_with_its_licence() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[\[><=; ]", line)[0] for line in project["dependencies"]}
    words = set(re.findall(r"[\w-]+", NOTICE))
    assert names <= words
    assert project["license"] == "BSD-3-Clause"
    assert (PROJECT / "LICENSE").read_text(encoding="utf-8").startswith("BSD 3-Clause License")
    assert all((PROJECT / name).is_file() for name in project["license-files"])
