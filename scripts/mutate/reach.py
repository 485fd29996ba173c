"""Which tests can notice a mutant: those that execute its lines, the likeliest first."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import coverage

from scripts.mutate.checks import Mutant, Operator


def digest(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()


@dataclass
class Reach:
    """What the notes of one run over the suite say (`scripts.mutate.reached`).

    `fresh` are the files of tests that the notes do not know as they are now; they are run
    whole. Of a module that has changed since, the lines are not known, only its tests.
    """

    seconds: dict[str, float]
    lines: dict[str, dict[int, list[str]]]
    known: dict[str, str]
    broken: list[str] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> Reach:
        seconds, broken = {}, []
        for notes in sorted(folder.glob("outcomes.*")):
            for line in notes.read_text("utf-8").splitlines():
                told = json.loads(line)
                seconds[told["test"]] = told["seconds"]
                if not told["passed"]:
                    broken.append(told["test"])
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
        self.fresh = [path for path, text in tests.items() if self.known.get(path) != digest(text)]
        gone = set(self.known) - set(tests)
        self.seconds = {
            test: seconds
            for test, seconds in self.seconds.items()
            if _file(test) not in gone and _file(test) not in self.fresh
        }

    def tests_for(self, mutant: Mutant, source: bytes) -> tuple[list[str], float]:
        """The tests to run, in their order, and the seconds that they took."""
        of_file = self.lines.get(mutant.path, {})
        is_known = self.known.get(mutant.path) == digest(source)
        if mutant.operator is Operator.MIDDLEWARE:
            found = set(self.seconds)
        elif mutant.lines and is_known:
            found = {test for line in mutant.lines for test in of_file.get(line, ())}
        else:
            found = {test for tests in of_file.values() for test in tests}
        found = {test for test in found if test in self.seconds} - set(self.broken)
        chosen = sorted(found, key=lambda test: (mutant.app not in _file(test), self._cost(test)))
        fresh = sorted(self.fresh, key=lambda path: (mutant.app not in path, path))
        return [*fresh, *chosen], sum(self.seconds[test] for test in chosen) + 20 * len(fresh)

    def _cost(self, test: str) -> float:
        # Who opens every address is the likeliest to notice.
        return 0.0 if _file(test) == "tests/test_access.py" else self.seconds[test]


def _file(test: str) -> str:
    return test.split("::", 1)[0]
