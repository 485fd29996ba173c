"""Running the tests over a copy of the project, with servers and a database of the run's own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import cache_from_source
from itertools import zip_longest
from pathlib import Path

import psycopg

from network.demo.embedded import Servers
from scripts.mutate.checks import Mutant, Operator, sources
from scripts.mutate.reached import NOTES
from scripts.mutate.warm import PIPES

ROOT = Path(__file__).resolve().parent.parent.parent
# The browser, servers that are started and killed, what goes through all pages for another reason,
# and what no person's right can change take minutes, and hold no check that the others do not.
LEFT_OUT = (
    "tests/browser",
    "tests/faults",
    "tests/fuzz",
    "tests/network/demo/test_demo.py",
    "tests/network/demo/test_embedded.py",
    "tests/network/demo/test_embedded_recovery.py",
    "tests/network/demo/test_find_python.py",
    "tests/focalpoints/test_focal_point_import_costs.py",
    "tests/focalpoints/test_merging_at_large.py",
    "tests/network/documents/test_margins.py",
    "tests/network/documents/test_pdf.py",
    "tests/network/importing/test_hostile_files.py",
    "tests/network/values/test_entered_texts.py",
    "tests/network/values/test_rich_text.py",
    "tests/test_architecture.py",
    "tests/test_fallback_language.py",
    "tests/test_translated_pages.py",
    "tests/test_deployment_files.py",
    "tests/test_licences.py",
    "tests/test_mutation.py",
    "tests/test_samples.py",
    "tests/test_translations.py",
    "tests/test_wording.py",
)
SUITE = [f"--ignore={path}" for path in LEFT_OUT]
CLEAN = "mutate_clean"
LIKELIEST = (0, 40, 340)  # places in the list of tests at which another process begins
UNKNOWN_TEST = 4  # what pytest ends with where one of them has another name by now
NO_TESTS = 5  # what pytest ends with where none of them exists any more
PYTEST = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q"]


class Fate(StrEnum):
    KILLED = "killed"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"
    UNREACHED = "no test reaches it"
    BROKEN = "pytest could not run"


@dataclass(frozen=True)
class Verdict:
    fate: Fate
    seconds: float
    tests: int
    said: str = ""

    @property
    def is_noticed(self) -> bool:
        # A run that is stopped for its time has proved nothing: the machine may be busy.
        return self.fate is Fate.KILLED


def test_files(root: Path) -> dict[str, bytes]:
    """The files whose tests a change may concern, by path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "tests").rglob("test_*.py"))
        if not path.relative_to(root).as_posix().startswith(LEFT_OUT)
    }


@contextmanager
def scratch_copy() -> Iterator[Path]:
    """The present project, in a folder of its own; the working tree is never touched."""
    with tempfile.TemporaryDirectory(prefix="portal-mutate-") as folder:
        copy = Path(folder) / "project"
        listed = _git("ls-files", "--cached", "--others", "--exclude-standard", "-z")
        names = [Path(name) for name in listed.split("\0") if name]
        names += [path.relative_to(ROOT) for path in (ROOT / "locale").rglob("*.mo")]
        for name in names:
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name)
        (copy / ".venv").symlink_to(ROOT / ".venv")
        # Some tests ask git which files there are.
        subprocess.run(["git", "init", "--quiet"], cwd=copy, check=True)
        (copy / ".git" / "info" / "exclude").write_text(".venv\n", "utf-8")
        subprocess.run(["git", "add", "--all"], cwd=copy, check=True)
        yield copy


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


class Bench:
    """A copy of the project in which one mutant after another is tried."""

    def __init__(self, copy: Path, servers: Servers) -> None:
        self.copy = copy
        self.broken: list[str] = []
        self.is_written = True
        environment = servers.environment()
        self.url = re.sub(r"/[^/]*$", "", environment["DATABASE_URL"])
        self.environment = {
            **os.environ,
            **environment,
            "DATABASE_URL": f"{self.url}/mutate",
            "PORTAL_MODE": "test",
        }
        # What is not changed is compiled once, by the first process that reads it.
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def _pytest(self, *arguments: str, seconds: float | None = None, log: Path) -> int:
        command = [*PYTEST, *arguments]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=self.copy,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                return process.wait(seconds)
            except BaseException:
                # With whatever it has started: the group is its own.
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                raise

    def warm_up(self, tests: list[str], log: Path) -> None:
        """Start the process that forks for each mutant; call it after `prepare`."""
        self._fresh_database()
        (asked, self.asked), (self.answers, answers) = os.pipe(), os.pipe()
        plugins = ["-p", "scripts.mutate.kept", "-p", "scripts.mutate.warm"]
        command = [*PYTEST, "-n", "0", "-x", "-s", "--reuse-db", *plugins, *(tests or SUITE)]
        with log.open("wb") as output:
            self.warm = subprocess.Popen(
                command,
                cwd=self.copy,
                env={**self.environment, PIPES: f"{asked},{answers}"},
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=(asked, answers),
            )
        os.close(asked)
        os.close(answers)
        self.questions = os.fdopen(self.asked, "w", buffering=1)
        self.replies = os.fdopen(self.answers)
        if self._answer() != "ready":
            raise SystemExit(f"The project or its tests could not be read; see {log}.")

    def _answer(self) -> str:
        return self.replies.readline().strip()

    def _forked(self, mutant: Mutant, tests: list[str], seconds: float, log: Path) -> str:
        source = log.with_suffix(".py")
        source.write_bytes(mutant.applied_to((self.copy / mutant.path).read_bytes()))
        asked = {
            "module": mutant.path,
            "source": str(source),
            "tests": tests,
            "without": self.broken,
            "log": str(log),
            "seconds": seconds,
        }
        self.questions.write(json.dumps(asked) + "\n")
        return self._answer()

    def collect(self, notes: Path, tests: list[str], say: Callable[[str], None]) -> None:
        """Run `tests` (what pytest is given) once and note which test reaches what."""
        shutil.rmtree(notes, ignore_errors=True)
        notes.mkdir(parents=True)
        known = {**sources(self.copy), **test_files(self.copy)}
        self.environment[NOTES] = str(notes)
        log = notes.parent / f"{notes.name}.log"
        say(f"Noting which test reaches which line; the log is {log} ...")
        code = self._pytest(
            *("-n", "2", "--dist", "loadfile", "-p", "scripts.mutate.reached", *tests),
            log=log,
        )
        if code not in (0, 1):
            raise SystemExit(f"pytest ended with {code}; see {log}.")
        texts = {path: text.decode() for path, text in known.items()}
        (notes / "sources.json").write_text(json.dumps(texts), "utf-8")

    def prepare(self, log: Path) -> None:
        """Make the database from which every mutant starts."""
        code = self._pytest("-n", "0", "--create-db", "--reuse-db", "-k", "factory", PROBE, log=log)
        if code not in (0, 1):
            raise SystemExit(f"The database could not be made; see {log}.")
        self._sql(f"ALTER DATABASE test_mutate RENAME TO {CLEAN}")

    def notice_broken(self, tests: list[str], log: Path) -> list[str]:
        """Run tests, or files of them, without any mutant; what fails is left out from now on."""
        if not tests:
            return []
        self._fresh_database()
        self.is_written = True
        chosen = log.with_suffix(".tests")
        arguments = ["-n", "0", "--reuse-db", "-p", "scripts.mutate.kept", f"@{chosen}"]
        code, said = UNKNOWN_TEST, ""
        while code == UNKNOWN_TEST and tests:
            chosen.write_text("\n".join(tests) + "\n", "utf-8")
            code = self._pytest(*arguments, log=log)
            said = log.read_text("utf-8", errors="replace")
            # A test that is known from an earlier run may have another name by now.
            gone = set(
                re.findall(r"^ERROR: .*not found: (?:.*?/)?(tests/[^\[\n]*)", said, re.MULTILINE)
            )
            if code == UNKNOWN_TEST and not gone:
                break
            tests = [test for test in tests if test.split("[")[0] not in gone]
        if not tests:
            return []
        if code not in (0, 1):
            raise SystemExit(f"pytest ended with {code}; see {log}.")
        failed = re.findall(r"^(?:FAILED|ERROR) (tests/\S+)", said, re.MULTILINE)
        self.broken += failed
        return failed

    def _fresh_database(self) -> None:
        # Each from the same rows: a test that was stopped leaves its own behind.
        self._sql(
            "DROP DATABASE IF EXISTS test_mutate WITH (FORCE)",
            f"CREATE DATABASE test_mutate TEMPLATE {CLEAN}",
        )

    def _sql(self, *statements: str) -> None:
        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def _rewritten(self, mutant: Mutant, tests: list[str], seconds: float, log: Path) -> str:
        """What pytest says in a process of its own, with the file as it is without the check."""
        if self.is_written:
            self._fresh_database()
        chosen = log.with_suffix(".tests")
        arguments = ["-n", "0", "-x", "--reuse-db", "-p", "scripts.mutate.kept", f"@{chosen}"]
        arguments += [f"--deselect={test}" for test in self.broken]
        path = self.copy / mutant.path
        original, times = path.read_bytes(), path.stat()
        # A module that was changed within the same second must not be taken for the old one, and
        # what is compiled of it must not stay.
        Path(cache_from_source(str(path))).unlink(missing_ok=True)
        self.environment["PYTHONDONTWRITEBYTECODE"] = "1"
        try:
            path.write_bytes(mutant.applied_to(original))
            # The likeliest by themselves: reading the files of all others may take longer, and
            # among many pytest puts those without the database last.
            codes = []
            parts = (tests[start:end] for start, end in zip_longest(LIKELIEST, LIKELIEST[1:]))
            for part in filter(None, parts):
                chosen.write_text("\n".join(part) + "\n", "utf-8")
                codes.append(self._pytest(*arguments, seconds=seconds, log=log))
                if codes[-1] not in (0, NO_TESTS):
                    return str(codes[-1])
            return str(min(codes))
        except subprocess.TimeoutExpired:
            return "timeout"
        finally:
            path.write_bytes(original)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
            del self.environment["PYTHONDONTWRITEBYTECODE"]

    def try_out(self, mutant: Mutant, tests: list[str], seconds: float, log: Path) -> Verdict:
        """Whether one of `tests` fails without the check."""
        if not tests:
            return Verdict(Fate.UNREACHED, 0, 0)
        if self.is_written:
            self._fresh_database()
        begun = time.monotonic()
        limit = 60 + 10 * seconds
        reply = ""
        if mutant.lines or mutant.operator is Operator.MIDDLEWARE:
            reply = self._forked(mutant, tests, limit, log)
            self.is_written = reply.endswith(" written")
        if reply in {"", "unchanged"}:
            reply = self._rewritten(mutant, tests, limit, log)
            self.is_written = True
        # A test that fails because the servers have stopped has noticed nothing.
        self._sql("SELECT 1")
        fate = FATES.get(reply.removesuffix(" written"), Fate.BROKEN)
        text = log.read_text("utf-8", errors="replace")
        failed = re.search(r"^(?:FAILED|ERROR) (tests/.*)$", text, re.MULTILINE)
        said = (
            failed.group(1).split(" - ")[0]
            if failed
            else text[-300:]
            if fate is Fate.BROKEN
            else ""
        )
        return Verdict(fate, time.monotonic() - begun, len(tests), said)


FATES = {
    "passed": Fate.SURVIVED,
    "failed": Fate.KILLED,
    "timeout": Fate.TIMED_OUT,
    "nothing": Fate.UNREACHED,
    # What pytest's exit code means; 2: a file of tests could not even be read.
    "0": Fate.SURVIVED,
    "1": Fate.KILLED,
    "2": Fate.KILLED,
}
# Any test that needs the database: it is made before the first.
PROBE = "tests/focalpoints/test_cast.py"
