"""Real PostgreSQL and Redis for the tests, before Django reads its settings.

Loaded by `-p tests.servers`. The servers that DATABASE_URL and REDIS_URL name are used; without
them, servers of this run's own are started in a folder that is removed afterwards. Under xdist
the controller starts them, and each worker has its own database (pytest-django), its own Redis
database number and its own data folder.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from network.demo.embedded import Postgres, Redis, serve, temporary_data
from network.demo.embedded.home import Home, find_home


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    # Round all others: pytest-django reads the settings in this same hook.
    os.environ["PORTAL_MODE"] = "test"
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        _keep_apart(int(worker.removeprefix("gw")))
    else:
        stack = contextlib.ExitStack()
        atexit.register(stack.close)  # also when pytest leaves early
        data = stack.enter_context(temporary_data())
        servers = stack.enter_context(serve(data, what="pytest", durable=False))
        os.environ |= servers.environment()
    # WhiteNoise warns about a folder that is not there; the tests gather no static files.
    (Path(os.environ["PORTAL_DATA_DIR"]) / "static").mkdir(exist_ok=True)
    return (yield)


def _keep_apart(number: int) -> None:
    """Give worker `number` what the database alone does not separate."""
    # Redis has 16 databases; 0 is the controller's.
    url = re.sub(r"/\d+$", "", os.environ["REDIS_URL"].rstrip("/"))
    os.environ["REDIS_URL"] = f"{url}/{number % 15 + 1}"
    data = Path(os.environ["PORTAL_DATA_DIR"]) / f"gw{number}"
    data.mkdir(exist_ok=True)
    os.environ["PORTAL_DATA_DIR"] = str(data)


@pytest.fixture
def scratch_data() -> Iterator[Path]:
    """An empty data folder of one test's own, which servers can use also when root starts them."""
    with temporary_data() as data:
        yield data


@pytest.fixture
def said() -> list[str]:
    """Pass `said.append` to the code that prints to the terminal, and check its messages."""
    return []


@pytest.fixture
def spare_home(scratch_data: Path) -> Home:
    """A place for servers of one test's own."""
    return find_home(scratch_data, say=print)


@pytest.fixture
def spare_redis(spare_home: Home) -> Iterator[Redis]:
    """A running Redis that a test may stop, kill (`.process.kill()`), empty and start again.

    Started again, it answers at the same `url` with what it had written.
    """
    server = Redis(spare_home, log=spare_home.folder / "redis.log", say=print)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def spare_postgres(spare_home: Home) -> Iterator[Postgres]:
    """A running PostgreSQL that a test may stop, kill and start again, with its `url`."""
    server = Postgres(spare_home, log=spare_home.folder / "postgres.log", say=print)
    server.start()
    yield server
    server.stop()
