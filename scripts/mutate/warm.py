"""A process that has read the project and its tests already, and forks for each mutant.

Reading them takes longer than most tests. In the fork the functions of the module get the code
that they have without the check; what only importing a module runs cannot be changed so.

Reads a line of JSON from standard input for each mutant (`module`, `source`, `tests`, `log`,
`seconds`) and answers with a line: pytest's exit code, `timeout`, or `unchanged`.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

UNCHANGED = 77


def codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


def exchange(path: str, source: bytes) -> bool:
    """Give every function of the module at `path` its code of `source`; False if none differs.

    Functions that live in decorated views and in properties are among them: all that the
    interpreter knows are looked through.
    """
    compiled = compile(source, path, "exec")
    new = {(code.co_qualname, code.co_firstlineno): code for code in codes(compiled)}
    changed = False
    # By `type`: asked for its class, a lazy object would begin its work.
    for function in [one for one in gc.get_objects() if type(one) is FunctionType]:
        old = function.__code__
        if old.co_filename != path:
            continue
        found = new.get((old.co_qualname, old.co_firstlineno))
        if found is None or found == old:
            continue
        if found.co_freevars != old.co_freevars:
            return False
        function.__code__ = found
        changed = True
    return changed


def read_all() -> None:
    import django

    django.setup()
    importlib.import_module("network.urls")
    for path in sorted(Path("tests").rglob("*.py")):
        if not {"browser", "faults"} & set(path.parts):
            importlib.import_module(".".join(path.with_suffix("").parts))


def run(asked: dict[str, Any]) -> None:
    """In the fork: pytest over the chosen tests, without the check."""
    os.setsid()
    log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    path = str(Path(asked["module"]).resolve())
    if not exchange(path, Path(asked["source"]).read_bytes()):
        os._exit(UNCHANGED)
    import pytest

    code = pytest.main(asked["arguments"])
    sys.stdout.flush()
    os._exit(int(code))


def wait_for(child: int, seconds: float) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            return "unchanged" if code == UNCHANGED else str(code)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timeout"


def main() -> None:
    read_all()
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            try:
                run(asked)
            finally:
                os._exit(3)
        print(wait_for(child, asked["seconds"]), flush=True)


if __name__ == "__main__":
    main()
