"""How many workers run the tests, and which tests stay on one of them.

Loaded by `-p tests.workers`. A file stays on one worker, which makes what it needs once; the files
that share a running demo are kept together too. What takes longest begins first, so that no worker
is left alone with it at the end.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

# In this order, before all others. Neither uses the tests' own database.
FIRST = (
    "tests/browser/test_every_page.py",
    "tests/browser/",
)
# The files of these share a demo, but for the first, which serves its pages itself.
ONE_DEMO, WITHOUT = "tests/browser/", "tests/browser/test_every_page.py"
MOST = 4


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many tests wait for a server or a browser.

    Measured on two cores: with a fourth the whole run takes as long, and documents come too late.
    """
    return min((os.cpu_count() or 1) + 1, MOST)


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    # xdist is not imported where tests run one by one (`-n 0`, `-p no:xdist`).
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::", 1)[0]
            return ONE_DEMO if file.startswith(ONE_DEMO) and file != WITHOUT else file

    return Together(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # After pytest-django, which puts tests without a database at the end.
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    return next((at for at, start in enumerate(FIRST) if item.nodeid.startswith(start)), len(FIRST))
