"""A plugin of pytest that notes which test reaches which line (`-p scripts.mutate.reached`).

Writes, into the folder that PORTAL_MUTATE_NOTES names: a coverage file of each process whose
contexts are the tests, and a line of JSON for each test with its duration and whether it passed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest

from scripts.mutate.checks import APPS

NOTES = "PORTAL_MUTATE_NOTES"


class Reached:
    def __init__(self, folder: Path, worker: str) -> None:
        self.outcomes = folder / f"outcomes.{worker}"
        self.measured = coverage.Coverage(
            data_file=str(folder / f"reached.{worker}"), config_file=False, source=list(APPS)
        )
        # Or the file would speak of the copy of the project that was measured.
        self.measured.set_option("run:relative_files", True)
        self.measured.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self.measured.switch_context(item.nodeid)
        self.seconds, self.passed = 0.0, True
        try:
            return (yield)
        finally:
            self.measured.switch_context("")
            line = {"test": item.nodeid, "seconds": self.seconds, "passed": self.passed}
            with self.outcomes.open("a", encoding="utf-8") as notes:
                notes.write(json.dumps(line) + "\n")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds += report.duration
        self.passed = self.passed and not report.failed

    def pytest_unconfigure(self) -> None:
        self.measured.stop()
        self.measured.save()


def pytest_configure(config: pytest.Config) -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    # The process that only hands out the tests runs none.
    if worker or not config.getoption("numprocesses", None):
        config.pluginmanager.register(Reached(Path(os.environ[NOTES]), worker or "alone"))
