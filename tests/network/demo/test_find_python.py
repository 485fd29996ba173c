"""A server's Python is one that the user of its services can run."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]


class MadeUp:
    """A program that answers as a Python would, in a folder of its own below /tmp."""

    def __init__(self, folder: Path) -> None:
        self.library = folder / "lib" / "os.py"
        self.program = folder / "home" / "bin" / "python3"
        for path in (self.library, self.program):
            path.parent.mkdir(parents=True)
        self.library.touch()
        self.program.write_text(
            '#!/bin/sh\ncase "$2" in\n*version_info*) exit 0 ;;\n'
            f'*) printf "%s\\n" "$0" "$0" {self.library} ;;\nesac\n'
        )
        self.program.chmod(0o755)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)


@pytest.fixture
def python() -> Iterator[MadeUp]:
    # pytest's own temporary folders are closed to others.
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield MadeUp(Path(folder))


def find(*words: str | Path, python: MadeUp | None = None) -> tuple[int, str]:
    """The exit code of scripts/find_python and what it names."""
    done = subprocess.run(
        [PROJECT / "scripts" / "find_python", *words],
        env={**os.environ, "PYTHON": str(python.program) if python else ""},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout.strip()


def test_one_that_everybody_can_run_is_taken(python: MadeUp) -> None:
    assert find("--check", python.program) == (0, "")
    assert find("--for-others", python=python) == (0, str(python.program))


@pytest.mark.parametrize(
    ("closed", "mode"),
    [("home", 0o700), ("home/bin", 0o750), ("home/bin/python3", 0o700), ("lib/os.py", 0o600)],
)
def test_one_that_others_cannot_reach_or_read_is_passed_over(
    python: MadeUp, closed: str, mode: int
) -> None:
    """As pyenv's below root's home folder, or one whose standard library is closed."""
    (python.program.parents[2] / closed).chmod(mode)
    assert find("--check", python.program)[0] == 1
    assert find("--for-others", python=python)[1] != str(python.program)
    assert find(python=python) == (0, str(python.program)), "whoever owns it may use it"


def test_a_link_is_followed_to_where_it_leads(python: MadeUp) -> None:
    """A virtual environment's own program is a link."""
    folder = python.program.parents[2]
    link = folder / "lib" / "python"
    link.symlink_to(python.program)
    assert find("--check", link)[0] == 0
    (folder / "home").chmod(0o700)
    assert find("--check", link)[0] == 1
