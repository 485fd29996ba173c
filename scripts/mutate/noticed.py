"""Which test noticed each mutant when it was tried last (`noticed.json`, kept with the project).

It is no result, only the test to begin with: it runs again, and where it passes by now, all that
reach the lines run as for a mutant that was never tried.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

FILE = Path(__file__).with_name("noticed.json")


def read() -> dict[str, str]:
    """Node ids of tests by the key of the mutant; empty before the first run."""
    return dict(json.loads(FILE.read_text("utf-8"))) if FILE.exists() else {}


def write(found: dict[str, str], *, mutant_keys: Collection[str]) -> None:
    """Add what was found, and forget the mutants that are there no longer."""
    kept = {key: test for key, test in (read() | found).items() if test and key in mutant_keys}
    text = json.dumps(dict(sorted(kept.items())), indent=0, ensure_ascii=False)
    FILE.write_text(text + "\n", "utf-8")
