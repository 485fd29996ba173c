"""`python -m benchmarks [APP ...]`: measure in a throw-away database, print and write figures."""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import os
import sys
import tempfile
from pathlib import Path

APPS = (
    *("network", "pages", "documents", "meetings", "mail", "search", "importing"),
    *("register", "focalpoints"),
)
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "apps", nargs="*", metavar="APP", help=f"of {', '.join(APPS)}; by default all"
    )
    parser.add_argument("--only", action="append", default=[], metavar="APP", help="the same")
    parser.add_argument("--output", type=Path, default=ROOT / "var" / "bench.json")
    options = parser.parse_args()
    chosen = [*options.apps, *options.only] or list(APPS)
    if unknown := sorted(set(chosen) - set(APPS)):
        parser.error(f"there is no app {', '.join(unknown)}; there are {', '.join(APPS)}.")
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as scratch:
        figures = measure(chosen, Path(scratch))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def measure(apps: list[str], scratch: Path) -> dict[str, dict[str, object]]:
    """The figures of `apps`, by name; each is printed as soon as it is known."""
    os.environ |= {
        "PORTAL_MODE": "test",
        "PORTAL_DATA_DIR": str(scratch),
        "DJANGO_SETTINGS_MODULE": "network.settings",
        "LOG_LEVEL": "ERROR",
    }
    (scratch / "static").mkdir()  # WhiteNoise warns about a folder that is not there

    import django  # noqa: PLC0415 - after the environment is set

    django.setup()
    logging.disable(logging.WARNING)
    # Models exist only now.
    from django.db import connection  # noqa: PLC0415

    from network.importing.loading import load_reference, load_samples  # noqa: PLC0415

    # A database of its own beside whatever DATABASE_URL names, as the tests have one.
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        load_reference()
        load_samples()
        found: dict[str, dict[str, object]] = {}
        for app in dict.fromkeys(apps):
            for figure in importlib.import_module(f"benchmarks.{app}").figures():
                print(figure.line(), flush=True)
                found[figure.name] = figure.as_json()
        return found
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
