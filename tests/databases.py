"""The database that every test database is a copy of, migrated once for all workers.

To migrate takes half a minute, to copy a database a moment. What was migrated is also written
down in `var/`, under a digest of all that it hangs on, so that the next run reads it in.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from psycopg import sql

from network.demo.embedded.postgres import installed

PROJECT = Path(__file__).resolve().parent.parent
KEPT = PROJECT / "var" / "test-databases"
# What a migrated database hangs on, beside the version of PostgreSQL; `migrate` runs again on each
# copy, so that permissions and triggers which it installs at its end are those of today.
_SOURCES = ("*/migrations/*.py", "network/values/*.py", "network/clock.py", "requirements.lock")
_LOCK = 7_261_134  # any number, the same in all workers


def use_template() -> None:
    """Let Django make its test databases as copies of the migrated one; make that if need be."""
    with _server() as server:
        (version,) = server.execute("SHOW server_version").fetchone() or ("",)
        digest = _digest(str(version))
        name = f"portal_template_{digest}"
        server.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if there is None:
            _make(server, name, KEPT / f"{digest}.sql")
        server.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = name


def read_into(url: str) -> None:
    """Bring what is migrated into the empty database at `url`, of a server of the same version."""
    with psycopg.connect(url) as server:
        (version,) = server.execute("SHOW server_version").fetchone() or ("",)
    kept = KEPT / f"{_digest(str(version))}.sql"
    if kept.exists():
        _read(kept, url)
    else:
        _migrate(url)


def _make(server: psycopg.Connection, name: str, kept: Path) -> None:
    made = f"{name}_in_the_making"
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(made)))
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(made)))
    if kept.exists():
        _read(kept, _url(made))
    else:
        _migrate(_url(made))
        _keep(made, kept)
    # A copy that was not finished never has this name.
    server.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(made), sql.Identifier(name))
    )


def _read(kept: Path, url: str) -> None:
    program = installed()[0] / "bin" / "psql"
    _run(str(program), "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "-f", str(kept), url)


def _migrate(url: str) -> None:
    _run(sys.executable, str(PROJECT / "manage.py"), "migrate", "-v", "0", database=url)


def _keep(name: str, kept: Path) -> None:
    """Write the database down for the next run, and forget what older migrations had made."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for older in sorted(KEPT.glob("*.sql"), key=lambda file: file.stat().st_mtime)[:-5]:
        older.unlink(missing_ok=True)
    part = kept.with_suffix(f".{os.getpid()}.part")
    done = subprocess.run(
        [str(installed()[0] / "bin" / "pg_dump"), "--no-owner", "-f", str(part), _url(name)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:  # a server of a later version than the program; the next run migrates again
        part.unlink(missing_ok=True)
        return
    part.rename(kept)


def _digest(version: str) -> str:
    digest = hashlib.sha256(version.encode())
    for pattern in _SOURCES:
        for path in sorted(PROJECT.glob(pattern)):
            digest.update(f"{path.relative_to(PROJECT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _run(*command: str, database: str = "") -> None:
    environment = os.environ | ({"DATABASE_URL": database} if database else {})
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}: {done.stderr}"


def _url(name: str) -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{name}"))


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    with psycopg.connect(_url("postgres"), autocommit=True) as connection:
        yield connection
