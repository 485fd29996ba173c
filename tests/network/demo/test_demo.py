"""The demo starts with one command, mends itself, and leaves no process behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from network.demo.children import (
    MARK,
    Child,
    GivingUpError,
    RestartedProcess,
    end_leftovers,
    fresh_log,
)
from network.demo.embedded.ports import free_port, is_taken
from network.demo.embedded.processes import working_in
from network.demo.pages import status_of
from tests.network.demo.embedding import wait_until


def processes_of(data: Path) -> list[int]:
    """Every process that a demo on `data` started, and the servers in it."""
    mark = f"{MARK}={data}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    for folder in ("postgres", "redis"):
        names = ("postgres", "redis-server", "valkey-server")
        found += working_in(data / "servers" / folder, names)
    return found


def child(script: str, *, log: Path, patience: float = 0.3, **environment: str) -> Child:
    return Child(
        [sys.executable, "-c", script], log, {**os.environ, **environment}, patience=patience
    )


def start_demo(data: Path, *, port: int, **more: str) -> subprocess.Popen[str]:
    known = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL", "HOME"}}
    return subprocess.Popen(
        [sys.executable, "-m", "network.demo"],
        env={
            **known,
            "PORTAL_MODE": "demo",
            "PORTAL_DATA_DIR": str(data),
            "PORT": str(port),
            **more,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def lines_until(demo: subprocess.Popen[str], wanted: str) -> str:
    """What the demo says, up to the line that holds `wanted`."""
    assert demo.stdout
    said = ""
    for line in demo.stdout:
        said += line
        if wanted in line:
            return said
    raise AssertionError(f"The demo ended before it said {wanted!r}:\n{said}")


def test_a_child_that_dies_is_started_again_later_each_time_and_not_for_ever(
    tmp_path: Path, said: list[str]
) -> None:
    dying = child("print('the reason'); raise SystemExit(1)", log=tmp_path / "dying.log")
    kept = RestartedProcess("The example", dying, said.append)
    dying.start()
    starts = 0

    def watch() -> None:
        nonlocal starts
        for half_seconds in range(200):
            assert dying.process
            dying.process.wait()
            before = dying.process
            kept.look(now=100 + half_seconds / 2)
            starts += dying.process is not before

    with pytest.raises(GivingUpError, match=r"(?s)The example does not stay up.*the reason"):
        watch()
    assert [sentence.split()[-2] for sentence in said] == ["1", "2", "4", "8"]
    assert starts == 4


def test_deaths_long_ago_are_forgiven(tmp_path: Path, said: list[str]) -> None:
    dying = child("raise SystemExit(1)", log=tmp_path / "dying.log")
    kept = RestartedProcess("The example", dying, said.append)
    dying.start()
    for day in range(10):
        assert dying.process
        dying.process.wait()
        kept.look(now=day * 1000.0)
        kept.look(now=day * 1000.0 + 1)
    assert len(said) == 10
    dying.stop()


def test_stopping_a_child_ends_also_what_it_started_and_what_will_not_listen(
    tmp_path: Path,
) -> None:
    stubborn = child(
        "import os, signal, time, pathlib\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "pid = os.fork()\n"
        f"if pid: pathlib.Path({str(tmp_path)!r}, str(pid)).touch()\n"
        "time.sleep(300)",
        log=tmp_path / "log",
        PORTAL_DEMO_OF=str(tmp_path),
    )
    stubborn.start()
    wait_until(lambda: any(entry.name.isdecimal() for entry in tmp_path.iterdir()))
    assert len(processes_of(tmp_path)) == 2
    stubborn.stop()
    wait_until(lambda: processes_of(tmp_path) == [], seconds=5)


def test_what_a_killed_demo_left_is_ended_by_the_next_and_nothing_else(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine", tmp_path / "other"
    left = child("import time; time.sleep(300)", log=tmp_path / "log", PORTAL_DEMO_OF=str(mine))
    spared = child("import time; time.sleep(300)", log=tmp_path / "log", PORTAL_DEMO_OF=str(other))
    for one in (left, spared):
        one.start()
    assert end_leftovers(mine) == 1
    wait_until(lambda: not left.alive())
    assert spared.alive()
    spared.stop()


def test_a_long_log_is_put_aside(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("x" * 100)
    assert fresh_log(log, limit=1000) == log
    assert log.exists()
    fresh_log(log, limit=10)
    assert not log.exists()
    assert (tmp_path / "web.log.1").stat().st_size == 100
    fresh_log(tmp_path / "never-written.log")


@pytest.mark.parametrize(
    ("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
)
def test_a_port_is_taken_on_either_address_of_localhost(
    family: socket.AddressFamily, host: str
) -> None:
    try:
        other = socket.create_server((host, 0), family=family)
    except OSError:
        pytest.skip(f"this machine has no {host}")
    with other:
        port = other.getsockname()[1]
        assert is_taken(port)
    assert not is_taken(port)


def test_a_taken_port_is_reported_with_what_to_do(scratch_data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        output, _errors = start_demo(scratch_data, port=port).communicate(timeout=30)
    assert f"PORT={port + 1} make demo" in output


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty'; it must be a number from 1 to 65535."),
        ({"PORT": "70000"}, "PORT is '70000'; it must be a number from 1 to 65535."),
        ({"PORTAL_MODE": "production"}, "PORTAL_MODE is production"),
    ],
)
def test_what_cannot_be_a_demo_is_refused(
    scratch_data: Path, more: dict[str, str], sentence: str
) -> None:
    refused = start_demo(scratch_data, **{"port": 8000, **more})  # type: ignore[arg-type]
    _output, errors = refused.communicate(timeout=30)
    assert refused.returncode == 1
    assert sentence in errors
    assert "Traceback" not in errors


@pytest.fixture
def demo_data(scratch_data: Path) -> Iterator[Path]:
    """A data folder, on which no demo runs any more afterwards."""
    yield scratch_data
    for pid in processes_of(scratch_data):
        os.kill(pid, signal.SIGKILL)


def test_the_demo_from_first_start_to_a_killed_end(demo_data: Path) -> None:
    port = free_port()
    first = start_demo(demo_data, port=port)
    said = lines_until(first, "Stop with Ctrl-C")
    assert f"Portal ready at http://localhost:{port}/\n" in said
    assert "secretariat@example.org" in said
    assert "demo-portal" in said
    assert f"http://localhost:{port}/mailbox/" in said
    assert {status_of(port, path) for path in ("/", "/mailbox/")} == {200}
    # The pages answer first; the worker gives its first sign of life a little later.
    wait_until(lambda: status_of(port, "/health/") == 200, seconds=60)
    modes = {path.name: path.stat().st_mode & 0o077 for path in demo_data.iterdir()}
    assert modes["servers.json"] == modes["secret-key"] == modes["log"] == 0

    second = start_demo(demo_data, port=free_port())
    _output, errors = second.communicate(timeout=30)
    assert f"(the demo at http://localhost:{port}/) already uses" in errors

    clock = next(
        pid
        for pid in processes_of(demo_data)
        if b"\0beat\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    os.kill(clock, signal.SIGKILL)
    lines_until(first, "The worker's clock ended unexpectedly; starting it again in 1 s.")

    first.send_signal(signal.SIGTERM)
    rest, errors = first.communicate(timeout=60)
    assert (rest, errors, first.returncode) == ("Stopping ...\nStopped.\n", "", 0)
    assert processes_of(demo_data) == []

    begun = time.monotonic()
    again = start_demo(demo_data, port=port)
    lines_until(again, "Stop with Ctrl-C")
    assert time.monotonic() - begun < 60
    again.kill()
    again.communicate()
    wait_until(lambda: processes_of(demo_data) == [], seconds=20)
