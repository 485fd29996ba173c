"""A restart of PostgreSQL costs no visitor a page; a stopped one is reported at once."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from network.demo.embedded import Postgres
from network.demo.embedded.ports import free_port
from network.demo.embedded.processes import spawn, tail
from tests import databases

pytestmark = pytest.mark.faults

ROOT = Path(__file__).resolve().parents[2]
SESSION = "0123456789abcdefghijklmnopqrstuv"
PAGE = "text/html,application/xhtml+xml"
# What a thread of a web process does, page after page; each line from us is a request.
PAGES = """
import sys, django
django.setup()
from django.db import close_old_connections, connection
for line in sys.stdin:
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        print(cursor.fetchone()[0], flush=True)
    close_old_connections()
"""


def test_a_kept_connection_that_postgresql_closed_is_replaced(spare_postgres: Postgres) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "network.settings",
        "DATABASE_URL": spare_postgres.url,
        "PORTAL_KEEP_CONNECTIONS": "on",
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
        assert len(kept) == 1, "no connection is kept: this shows nothing"
        spare_postgres.stop()
        spare_postgres.start()
        assert not {ask() for _page in range(3)} & (kept | {""})
        process.stdin.close()


@pytest.fixture
def pages(spare_postgres: Postgres, tmp_path: Path) -> Iterator[int]:
    """The port of the portal's own web server over a PostgreSQL that a test may stop."""
    port = free_port()
    environment = {
        **os.environ,
        "PORTAL_MODE": "test",
        "PORTAL_PYTHON": sys.executable,
        "DATABASE_URL": spare_postgres.url,
        # Its own: lines that another test left would close a portal that does not know them.
        "ERASURE_JOURNAL": str(tmp_path / "erasures.jsonl"),
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    databases.read_into(spare_postgres.url)
    log = tmp_path / "web.log"
    web = spawn(
        [ROOT / "scripts" / "serve", "web"],
        log=log,
        env=environment,
        death_signal=signal.SIGKILL,
        cwd=ROOT,
    )
    try:
        begun = time.monotonic()
        while not answers(port):
            assert time.monotonic() - begun < 60, tail(log)
            time.sleep(0.2)
        yield port
    finally:
        os.killpg(web.pid, signal.SIGKILL)
        web.wait()


def answers(port: int) -> bool:
    try:
        return ask(port, "/privacy/")[0] == 200
    except OSError:
        return False


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], str, float]:
    """Status, headers, text and seconds of one page."""
    begun = time.monotonic()
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    link.request("GET", path, headers={"Host": f"localhost:{port}", "Accept": PAGE, **headers})
    answer = link.getresponse()
    text = answer.read().decode()
    link.close()
    return answer.status, dict(answer.getheaders()), text, time.monotonic() - begun


def test_a_stopped_postgresql_is_reported_at_once_and_comes_back_by_itself(
    pages: int, spare_postgres: Postgres
) -> None:
    signed_in = {"Cookie": f"portal_session_{pages}={SESSION}"}
    asked: list[tuple[str, dict[str, str]]] = [
        ("/", {}),
        ("/members/", {}),
        ("/members/", {"HX-Request": "true"}),
        ("/desk/", signed_in),
        ("/admin/", signed_in),
    ]
    for path, headers in asked:
        assert ask(pages, path, **headers)[0] in (200, 302), path
    spare_postgres.stop()
    for _time in range(2):
        for path, headers in asked:
            status, answered, text, seconds = ask(pages, path, **headers)
            assert (status, answered["Retry-After"]) == (503, "10"), path
            assert "The portal cannot reach its records just now." in text
            assert "default-src" in answered["Content-Security-Policy"]
            assert seconds < 2, path
    assert 'lang="fr"' in ask(pages, "/fr/members/")[2]
    assert 'dir="rtl"' in ask(pages, "/ar/")[2]
    # A program that reads no pages gets a sentence.
    status, answered, text, _seconds = ask(pages, "/members/", Accept="application/json")
    assert (status, answered["Content-Type"].split(";")[0]) == (503, "text/plain")
    assert "<" not in text
    assert ask(pages, "/health/")[0] == 503
    spare_postgres.start()
    for path, headers in asked:
        assert ask(pages, path, **headers)[0] in (200, 302), path
