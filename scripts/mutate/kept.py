"""A plugin of pytest that takes the database as it was prepared (`-p scripts.mutate.kept`).

Reading all migrations only to find that none is missing takes longer than most tests.
"""

from __future__ import annotations

from typing import Any


def pytest_collection_finish() -> None:
    from django.test import utils  # noqa: PLC0415 - a plugin is read before Django is set up

    def kept(*_given: Any, **_named: Any) -> list[Any]:
        from django.db import connection  # noqa: PLC0415 - as above

        name = connection.settings_dict["NAME"].removeprefix("test_")
        connection.settings_dict["NAME"] = f"test_{name}"
        return []

    # What pytest-django calls, with --reuse-db, before the first test that needs a database.
    utils.setup_databases = kept
