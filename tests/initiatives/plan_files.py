"""Reference files of plans as tests write them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.db import transaction

from initiatives.sources import FOLDER, load
from network.importing.loading import LoadReport
from tests import factories

PLAN = {
    "iso3": "ESP",
    "generation": "",
    "title": "",
    "title_language": "",
    "period_start": "",
    "period_end": "",
    "extended": "",
    "adopted_on": "",
    "lead_institution": "",
    "budget": "",
    "monitoring": "",
    "source_title": "a source",
    "source_address": "https://example.org/plan",
    "what_the_source_said": "",
    "confidence": "high",
}


def headings(folder: Path) -> Path:
    """The committed files with their headings only, and Spain."""
    for file in FOLDER.glob("*.csv"):
        heading = file.read_text(encoding="utf-8").splitlines()[0]
        (folder / file.name).write_text(heading + "\n", encoding="utf-8")
    factories.country("ESP")
    return folder


def write(folder: Path, *plans: dict[str, Any]) -> None:
    with (folder / "nap_generations.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(PLAN))
        writer.writeheader()
        for plan in plans:
            writer.writerow({**PLAN, **plan})


def add(folder: Path, name: str, line: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def loaded(folder: Path = FOLDER) -> LoadReport:
    report = LoadReport()
    with transaction.atomic():
        load(report, folder)
    return report


FIRST = {"generation": "1", "period_start": "2007", "adopted_on": "2007-11-30"}
SECOND = {"generation": "2", "period_start": "2017", "period_end": "2023"}
THIRD = {"generation": "3", "period_start": "2025", "period_end": "2030"}
