"""One world for all tests of a file: they ask, and what they change is taken back."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.fuzz.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _without_log() -> Iterator[None]:
    """Thousands of refused requests are meant here; a fault carries its own traceback."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
