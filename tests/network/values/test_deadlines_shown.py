"""Wherever a deadline shows, it is put into words by the one module that names its time zone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.guard

ROOT = Path(__file__).resolve().parents[3]
APPS = ("focalpoints", "initiatives", "meetings", "network", "newsletters")
# The columns that are deadlines. The last day of a drafting right is one, that of a designation or
# a plan is part of a period.
DEADLINES = r"(?:\w+\.)+(?:act_by|deadline_on|expires_at|(?<=right\.)ends_on)"
IN_TEMPLATE = re.compile(rf"[{{=]\s*{DEADLINES}(?!\|(?:deadline|until)\b)[|\s.}}]")
IN_CODE = re.compile(rf"date_format\W[^\n]*\b{DEADLINES}\b")


def test_every_deadline_names_its_time_zone() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {shown[0]}"
        for path in (ROOT / "templates").rglob("*.*")
        for shown in IN_TEMPLATE.finditer(path.read_text(encoding="utf-8"))
    }
    found |= {
        f"{path.relative_to(ROOT)}: {shown[0]}"
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        for shown in IN_CODE.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("{{ right.ends_on|date }}", True),
        ("with day=opportunity.deadline_on.localized|bdi", True),
        ("with end=right.ends_on|until|bdi", False),
        ("{{ invitation.expires_at|deadline }}", False),
        ("{% if notification.act_by %}", False),
        ('date_format(right.ends_on, "DATE_FORMAT")', True),
    ],
)
def test_one_without_is_found(text: str, is_found: bool) -> None:
    assert bool(IN_TEMPLATE.search(text) or IN_CODE.search(text)) is is_found
