"""Tasks are started by their names, from below the modules that hold them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from network.celery import app

ROOT = Path(__file__).resolve().parents[3]
APPS = ("network", "focalpoints", "meetings", "initiatives", "newsletters")


def names_in_code() -> set[str]:
    """Every text in the portal's modules that reads like the name of a task."""
    return {
        node.value
        for folder in APPS
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"\w+\.tasks\.\w+", node.value)
    }


@pytest.mark.guard
def test_every_task_that_is_named_exists() -> None:
    app.loader.import_default_modules()
    named = names_in_code()
    assert "network.tasks.send_outbox" in named
    assert named <= set(app.tasks)
