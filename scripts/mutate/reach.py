"""Which tests can notice a mutant: those that execute its lines, the likeliest first."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import coverage

from scripts.mutate.checks import Mutant

# Tests of nothing but rights, and the table of who may open which address.
FIRST = {"tests/test_single_checks.py", "tests/test_staff_rights.py"}
OF_CHECKS = re.compile(r"_(checks|services)\.py$")
TABLES = "tests/test_access.py"
TABLE = "tests/test_access.py::test_each_role_gets_its_answer"
OF_ADMIN = "tests/test_access.py::test_the_admin_is_open_to_the_secretariat_alone"
COMMON = {"the", "and", "not", "test", "self", "user", "request", "admin", "object", "return"}


@dataclass
class Reach:
    """What the notes of one run over the suite say (`scripts.mutate.reached`).

    `fresh` are the files of tests that the notes do not know as they are now; they are run
    whole. `known` are the texts that the notes speak of: in a module that has changed since, a
    line is found again by its neighbours, and of a new one the tests of the module are taken.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    fresh: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, folder: Path) -> Reach:
        seconds, broken = {}, []
        for notes in sorted(folder.glob("outcomes.*")):
            for line in notes.read_text("utf-8").splitlines():
                outcome = json.loads(line)
                seconds[outcome["test"]] = outcome["seconds"]
                if not outcome["passed"]:
                    broken.append(outcome["test"])
        data = coverage.CoverageData(no_disk=True)
        for notes in sorted(folder.glob("reached.*")):
            part = coverage.CoverageData(str(notes))
            part.read()
            data.update(part)
        lines = {path: data.contexts_by_lineno(path) for path in data.measured_files()}
        known = json.loads((folder / "sources.json").read_text("utf-8"))
        return cls(seconds, lines, known, broken)

    def notice_changes(self, tests: dict[str, bytes]) -> None:
        """Find out which of the files of tests have changed since the notes were taken."""
        self.fresh = {path for path, text in tests.items() if self.known.get(path) != text.decode()}
        self.gone = {path for path in self.known if path.startswith("tests/")} - set(tests)

    def tests_for(
        self, mutant: Mutant, source: bytes, most: int | None = None
    ) -> tuple[list[str], float]:
        """The tests to run, `most` of them, in their order, and the seconds that they took."""
        of_file = self.lines.get(mutant.path, {})
        lines = self._known_lines(mutant, source)
        if lines:
            found = {test for line in lines for test in of_file.get(line, ())}
        else:
            found = {test for tests in of_file.values() for test in tests}
        is_for_all = not mutant.lines and not found & set(self.seconds)
        if is_for_all:
            found = set(self.seconds)  # read before any test, as the settings are
        elif not mutant.lines:
            # They ask every admin, also for what runs no line of its module.
            found |= {test for test in self.seconds if _asks_every_admin(test)}
        found = (found & set(self.seconds)) - set(self.broken)
        # A file that is new, or one of checks that has changed, may hold what was missing; any
        # other that has changed is run whole where it came by the line before.
        new = {
            path
            for path in self.fresh
            if (path not in self.known or OF_CHECKS.search(path)) and _concerns(path, mutant)
        }
        whole = new | ({_file(test) for test in found} & set(self.fresh))
        chosen = [test for test in found if _file(test) not in self.fresh | self.gone]
        words = _words(f"{mutant.path} {mutant.function} {mutant.before}")
        distance = _distance_from_settings if is_for_all else _distance
        chosen.sort(key=lambda test: (distance(test, mutant, words), self.seconds[test]))
        chosen = chosen[:most]
        seconds = sum(self.seconds[test] for test in chosen) + 20 * len(whole)
        return [*sorted(whole, key=lambda path: (path not in new, path)), *chosen], seconds

    def _known_lines(self, mutant: Mutant, source: bytes) -> list[int]:
        """The lines of a mutant as the notes number them."""
        then = self.known.get(mutant.path, "").splitlines()
        now = source.decode().splitlines()
        if then == now:
            return list(mutant.lines)
        blocks = difflib.SequenceMatcher(None, then, now, autojunk=False).get_matching_blocks()
        moved = {
            block.b + offset + 1: block.a + offset + 1
            for block in blocks
            for offset in range(block.size)
        }
        return [moved[line] for line in mutant.lines if line in moved]


def is_of_checks(path: str) -> bool:
    """Whether a file holds tests of nothing but checks, or the tables of who may do what."""
    return path in FIRST or path == TABLES or bool(OF_CHECKS.search(path))


def _distance(test: str, mutant: Mutant, words: set[str]) -> int:
    """How likely a test is to notice; the least is the likeliest."""
    shared = min(len(_words(test) & words), 4)
    if is_of_checks(_file(test)):
        is_asked_first = _file(test) in FIRST or test.startswith((TABLE, OF_ADMIN))
        return -9 - shared * 2 - is_asked_first
    return -shared * 2 - (mutant.app in _file(test))


def _distance_from_settings(test: str, mutant: Mutant, words: set[str]) -> int:
    """What speaks of the setting comes first here: it is rarely a matter of a single page."""
    shared = len(_words(test) & words - {mutant.app, "setting"})
    return -shared * 2 or -is_of_checks(_file(test))


def _asks_every_admin(test: str) -> bool:
    return _file(test) in FIRST or test.startswith(OF_ADMIN)


def _words(text: str) -> set[str]:
    """The words of names, those of `ClassesLikeThis` among them."""
    parts = re.findall(r"[A-Z]?[a-z]{3,}", text)
    return {part.lower().removesuffix("s") for part in parts} - COMMON


def _file(test: str) -> str:
    return test.split("::", 1)[0]


def _concerns(path: str, mutant: Mutant) -> bool:
    """Whether a file of tests is of the mutant's app, or of all apps."""
    return path.count("/") == 1 or path.startswith(f"tests/{mutant.app}/")
