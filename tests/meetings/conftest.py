"""What the tests of meetings have in common."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A page in another language leaves its language active in this thread."""
    with translation.override("en"):
        yield
