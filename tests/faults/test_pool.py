"""A restart of PostgreSQL costs no visitor a page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from network.embedded import Postgres

pytestmark = pytest.mark.faults

ROOT = Path(__file__).resolve().parents[2]
# What a web process does with its pool, page after page; each line from us is a request.
PAGES = """
import sys, django
django.setup()
from django.db import connection
for line in sys.stdin:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        print(cursor.fetchone()[0], flush=True)
    connection.close()
"""


def test_a_pooled_connection_that_postgresql_closed_is_replaced(spare_postgres: Postgres) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "network.settings",
        "DATABASE_URL": spare_postgres.url,
        "PORTAL_POOL": "on",
    }
    with subprocess.Popen(
        [sys.executable, "-c", PAGES],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout

        def ask() -> str:
            process.stdin.write("\n")
            process.stdin.flush()
            return process.stdout.readline()

        kept = {ask() for _page in range(6)}
        assert len(kept) < 3, "no connection is kept: this shows nothing"
        spare_postgres.stop()
        spare_postgres.start()
        assert not {ask() for _page in range(3)} & (kept | {""})
        process.stdin.close()
