"""Data that the tests of a file share: loaded once, and as it was again before each of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import TestCase, override_settings
from django.utils import translation


@contextmanager
def filled(blocker: Any, media: Path, *loads: Callable[[], Any]) -> Iterator[Path]:
    """Run the loads in a transaction that is undone at the end; each test's own lies in it.

    Yields the folder of the files that were loaded; tests use copies (`copy_of`).
    """
    with blocker.unblock(), transaction.atomic():
        with (
            override_settings(MEDIA_ROOT=media),
            translation.override("en"),
            TestCase.captureOnCommitCallbacks(execute=True),
        ):
            for load in loads:
                load()
        yield media
        transaction.set_rollback(True)


def copy_of(media: Path, copy: Path) -> Path:
    """A folder of the test's own, with the files that were loaded."""
    return Path(shutil.copytree(media, copy))
