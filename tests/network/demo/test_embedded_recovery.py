"""Killed at any moment, the embedded servers come back with all that was committed."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
import redis

from network.demo.embedded import EmbeddedError, Postgres, Redis, owner_of, serve
from network.demo.embedded.home import Home, find_home
from network.demo.embedded.processes import working_in
from network.demo.embedded.servers import temporary_data
from tests.network.demo.embedding import NOTHING_NAMED, keep, rows, run_embedded, wait_until


def test_servers_die_with_the_process_that_started_them(scratch_data: Path) -> None:
    owner = run_embedded("run", "--", "sleep", "300", data=scratch_data)
    folders = (scratch_data / "servers" / "postgres", scratch_data / "servers" / "redis")
    names = ("postgres", "redis-server", "valkey-server")
    wait_until((scratch_data / "servers.json").exists)
    keep(json.loads((scratch_data / "servers.json").read_text())["DATABASE_URL"], "committed")
    assert all(working_in(folder, names) for folder in folders)

    owner.kill()
    owner.communicate()
    wait_until(lambda: not any(working_in(folder, names) for folder in folders))
    assert owner_of(scratch_data) is None
    with serve(scratch_data, what="a test", environ=NOTHING_NAMED) as servers:
        assert rows(servers.environment()["DATABASE_URL"]) == ["committed"]


def test_a_killed_postgres_comes_back_at_its_address_with_all_that_was_committed(
    spare_postgres: Postgres,
) -> None:
    url = spare_postgres.url
    keep(url, "committed")
    assert spare_postgres.process
    spare_postgres.process.kill()
    wait_until(lambda: not spare_postgres.alive())
    spare_postgres.start()
    assert spare_postgres.url == url
    assert rows(url) == ["committed"]


def test_a_killed_redis_comes_back_at_its_address_with_what_it_had_written(
    spare_redis: Redis,
) -> None:
    with redis.Redis.from_url(spare_redis.url) as client:
        client.set("hint", "kept")
        time.sleep(1.2)  # it writes once a second
        assert spare_redis.process
        spare_redis.process.kill()
        wait_until(lambda: not spare_redis.alive())
        spare_redis.start()
        assert client.get("hint") == b"kept"


def test_a_database_folder_that_was_never_finished_is_made_again(
    scratch_data: Path, said: list[str]
) -> None:
    home = find_home(scratch_data, say=said.append)
    (home.folder / "postgres.unfinished").mkdir()
    (home.folder / "postgres.unfinished" / "PG_VERSION").write_text("18\n")
    with serve(scratch_data, what="a test", durable=False, environ=NOTHING_NAMED, say=said.append):
        pass
    assert any("never finished" in sentence for sentence in said)


def test_starts_that_are_killed_at_any_moment_leave_nothing_that_stops_the_next(
    scratch_data: Path,
) -> None:
    for pause in (0.3, 0.5, 0.7, 0.9, 1.1):
        owner = run_embedded("run", "--", "sleep", "300", data=scratch_data)
        time.sleep(pause)
        owner.kill()
        owner.communicate()
    with serve(scratch_data, what="a test", environ=NOTHING_NAMED) as servers:
        keep(servers.environment()["DATABASE_URL"], "kept")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("PG_VERSION", None, "is incomplete.*make reset"),
        ("global/pg_control", None, "is incomplete.*make reset"),
        ("PG_VERSION", "15\n", "written by PostgreSQL 15, and the installed"),
    ],
)
def test_a_database_that_cannot_be_used_is_reported_in_a_sentence(
    scratch_data: Path, name: str, content: str | None, sentence: str
) -> None:
    with serve(scratch_data, what="a test", durable=False, environ=NOTHING_NAMED):
        pass
    file = scratch_data / "servers" / "postgres" / name
    file.unlink()
    if content:
        file.write_text(content)
    refused = pytest.raises(EmbeddedError, match=sentence)
    with refused, serve(scratch_data, what="a test", durable=False, environ=NOTHING_NAMED):
        pass
    assert file.parent.exists(), "and nothing is removed"


def test_lost_passwords_are_replaced(scratch_data: Path) -> None:
    with serve(scratch_data, what="a test", environ=NOTHING_NAMED) as servers:
        keep(servers.environment()["DATABASE_URL"], "kept")
    (scratch_data / "servers" / "passwords.json").unlink()
    with serve(scratch_data, what="a test", environ=NOTHING_NAMED) as servers:
        assert rows(servers.environment()["DATABASE_URL"]) == ["kept"]


def test_redis_starts_empty_when_it_cannot_read_its_data(spare_home: Home, said: list[str]) -> None:
    folder = spare_home.private("redis")
    for name in ("appendonly.aof", "appendonlydir"):
        (folder / name).write_bytes(b"not what Redis writes")
    server = Redis(spare_home, log=spare_home.folder / "redis.log", say=said.append)
    server.start()
    server.stop()
    assert any("set aside" in sentence for sentence in said)


def test_what_killed_runs_left_is_removed_later(
    scratch_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(scratch_data))
    left = scratch_data / "portal-scratch-left"
    strange = scratch_data / "portal-scratch-strange"
    for folder in (left, strange):
        folder.mkdir()
    (left / "servers.lock").touch()
    for folder in (left, strange):
        os.utime(folder, (0, 0))
    with temporary_data() as folder:
        assert folder.parent == scratch_data
        assert not left.exists()
        assert strange.exists(), "it has no lock of ours, so it is not ours to remove"
    assert not folder.exists()
