"""A plugin of pytest that has read the project and its tests, and forks for each mutant.

Reading and collecting them takes longer than most tests. In the fork the functions of the module
get the code that they have without the check; what only importing a module runs cannot be
changed so.

PORTAL_MUTATE_PIPES names two file descriptors. From the first comes a line of JSON for each
mutant (`module`, `source`, `tests`, `without`, `log`, `seconds`); to the second goes a line:
`passed`, `failed`, `timeout`, `unchanged` or (none of the tests exists) `nothing`, with
` written` behind it if tests ran that leave rows in the database.
"""

from __future__ import annotations

import ast
import gc
import json
import os
import signal
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from _pytest.main import pytest_runtestloop as run_items
from pytest_django.plugin import pytest_collection_modifyitems as put_in_order

PIPES = "PORTAL_MUTATE_PIPES"
SETTINGS = "network/settings.py"
WRITTEN = 8  # added to the exit code
WARMING = {"test_single_checks.py", "test_staff_rights.py"}
TOLD = {0: "passed", 1: "failed", 2: "unchanged", 3: "nothing"}


def codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


def functions_by_file() -> dict[str, list[FunctionType]]:
    """All functions that the interpreter knows: also those in decorated views and properties.

    By `type`: asked for its class, a lazy object would begin its work.
    """
    found = defaultdict(list)
    for one in gc.get_objects():
        if type(one) is FunctionType:
            found[one.__code__.co_filename].append(one)
    return found


def exchange(functions: Iterable[FunctionType], path: str, source: bytes) -> bool:
    """Give `functions` of the module at `path` their code of `source`; False if none differs."""
    compiled = compile(source, path, "exec")
    new = {(code.co_qualname, code.co_firstlineno): code for code in codes(compiled)}
    changed = False
    for function in functions:
        old = function.__code__
        found = new.get((old.co_qualname, old.co_firstlineno))
        if found is None or found == old:
            continue
        if found.co_freevars != old.co_freevars:
            # Without its `super()` it asks for less than the function holds.
            if found.co_freevars != old.co_freevars[: len(found.co_freevars)]:
                return False
            found = found.replace(co_freevars=old.co_freevars)
        function.__code__ = found
        changed = True
    return changed


def exchange_list(source: bytes) -> bool:
    """Give Django the list of middlewares that the settings in `source` name; False if it has it.

    Each client of a test makes its chain of middlewares anew, by this list.
    """
    from django.conf import settings  # noqa: PLC0415 - a plugin is read before Django is set up

    assigned = [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "MIDDLEWARE"
    ]
    names = eval(ast.unparse(assigned[0]))
    changed = bool(names != settings.MIDDLEWARE)
    settings.MIDDLEWARE = names
    return changed


class Forking:
    def __init__(self, asked: int, answers: int) -> None:
        self.asked, self.answers = asked, answers

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        _warm_up(session)
        if session.testsfailed:
            return True  # without a word: what could not be read, or fails already, is in the log
        functions = functions_by_file()
        with (
            os.fdopen(self.asked) as questions,
            os.fdopen(self.answers, "w", buffering=1) as answers,
        ):
            answers.write("ready\n")
            for line in questions:
                asked = json.loads(line)
                child = os.fork()
                if not child:
                    code = 2
                    try:
                        code = self._try_out(session, items, functions, asked)
                    finally:
                        # What the parent has registered for its end is not the child's.
                        os._exit(code)
                answers.write(_wait_for(child, asked["seconds"]) + "\n")
        return True

    def _try_out(
        self,
        session: pytest.Session,
        items: dict[str, pytest.Item],
        functions: dict[str, list[FunctionType]],
        asked: dict[str, Any],
    ) -> int:
        os.setsid()
        log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(log, 1)
        os.dup2(log, 2)
        path = str(Path(asked["module"]).resolve())
        source = Path(asked["source"]).read_bytes()
        is_settings = asked["module"] == SETTINGS
        if not (exchange_list(source) if is_settings else exchange(functions[path], path, source)):
            return 2
        session.items = list(_chosen(items, asked["tests"], set(asked["without"])))
        if not session.items:
            return 3
        put_in_order(session.items)
        self.written = False
        try:
            run_items(session)
        except session.Failed:
            pass  # `testsfailed` says so
        except BaseException as error:
            print(f"FAILED {error!r}", flush=True)
            return 1 + WRITTEN
        return (1 if session.testsfailed else 0) + (WRITTEN if self.written else 0)

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        marker = item.get_closest_marker("django_db")
        names = getattr(item, "fixturenames", ())
        if "transactional_db" in names or (marker and marker.kwargs.get("transaction")):
            self.written = True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            print(f"\nFAILED {report.nodeid}\n{report.longreprtext}", flush=True)


def _warm_up(session: pytest.Session) -> None:
    """Run some tests, so that templates, addresses and the like are read before any fork."""
    from django.db import connections  # noqa: PLC0415 - a plugin is read before Django is set up

    some = [item for item in session.items if item.path.name in WARMING]
    for item, following in zip_longest(some, some[1:]):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    connections.close_all()


def _chosen(
    items: dict[str, pytest.Item], wanted: list[str], without: set[str]
) -> Iterator[pytest.Item]:
    """The items of tests and of whole files, in that order, each once."""
    seen = set(without)
    for name in wanted:
        # A file's tests, and a test's cases.
        inner = [one for one in items if one.startswith((f"{name}::", f"{name}["))]
        for one in inner or [name]:
            if one in items and one not in seen:
                seen.add(one)
                yield items[one]


def _wait_for(child: int, seconds: float) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            if code < 0:
                return "failed written"  # it was killed
            return TOLD[code % WRITTEN] + (" written" if code >= WRITTEN else "")
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timeout written"


def pytest_configure(config: pytest.Config) -> None:
    asked, answers = map(int, os.environ[PIPES].split(","))
    config.pluginmanager.register(Forking(asked, answers))
