"""`make mutate`: delete each permission check in turn and see whether a test fails."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Container, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from network.demo.embedded import serve, temporary_data
from scripts.mutate import noticed
from scripts.mutate.alike import alike
from scripts.mutate.checks import Mutant, find_all, sources
from scripts.mutate.named import is_named
from scripts.mutate.reach import Reach, is_of_checks
from scripts.mutate.running import ROOT, SUITE, Bench, Verdict, scratch_copy, test_files

FOLDER = ROOT / "var" / "mutate"


def main() -> int:
    options, begun = _options(), time.time()
    files = sources(ROOT)
    found = find_all(files)
    chosen = [
        mutant
        for mutant in found
        if (options.all or options.only or is_named(mutant))
        and (not options.only or any(word in str(mutant) for word in options.only))
    ]
    # Those of the rules first: a run that is stopped has tried what matters most.
    chosen.sort(key=is_named, reverse=True)
    same = [(mutant, known.reason) for mutant in chosen if (known := alike(mutant))]
    chosen = [mutant for mutant in chosen if not alike(mutant)]
    if options.list:
        for mutant in chosen:
            print(f"{mutant.operator}: {mutant}")
    for one, reason in same:
        print(f"Not tried: {one}\n    {reason}")
    print(f"{len(found)} mutants found, {len(chosen)} of them chosen:")
    for line in counted(chosen):
        print(line)
    if options.list:
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    part = f"{options.part[0]}-{options.part[1]}" if options.part else "all"
    results = Results(FOLDER / f"results.{part}.json", keep=options.resume)
    if options.part:
        number, parts = options.part
        chosen = chosen[number - 1 :: parts]
    with ExitStack() as stack:
        copy = stack.enter_context(scratch_copy())
        data = stack.enter_context(temporary_data())
        (data / "static").mkdir(exist_ok=True)
        os.environ["PORTAL_MODE"] = "test"
        servers = stack.enter_context(serve(data, what="mutate", durable=False))
        trial = Trial(Bench(copy, servers), results, part, chosen)
        trial.bench.prepare(FOLDER / f"database.{part}.log")
        trial.bench.warm_up(options.tests, FOLDER / f"warm.{part}.log")
        if options.tests:
            trial.run(lambda mutant: (options.tests, 60.0))
            return results.report(chosen, found)
        try:
            _try_all(trial, files, since=0 if options.resume else begun, part=part)
        finally:
            # Also of a run that is stopped: the next one begins with what is known.
            keys = {mutant.key for mutant in found}
            noticed.write(results.noticed_by(), mutant_keys=keys)
    return results.report(chosen, found)


def _try_all(trial: Trial, files: dict[str, bytes], *, since: float, part: str) -> None:
    """Those that a test is known to notice with that test, then all that are left.

    Notes of which test reaches what are taken anew unless they were taken after `since`.
    """
    known = noticed.read()
    # What fails without any mutant would seem to notice each.
    first = sorted({known[mutant.key] for mutant in trial.left() if mutant.key in known})
    for test in trial.bench.notice_broken(first, FOLDER / f"first.{part}.log"):
        _say(f"Left aside, for it fails without any mutant: {test}")
    trial.run(lambda mutant: ([known[mutant.key]], 60.0), among=known)
    copy = trial.bench.copy
    checks = [path for path in test_files(copy) if is_of_checks(path)]
    # The tests of checks are few and notice most; the suite is run for what they leave.
    for name, tests, most in (("checks", checks, 60), ("suite", SUITE, None)):
        left = [one for one in trial.left() if one.lines or name == "suite"]
        if left:
            log = FOLDER / f"fresh.{part}.log"
            reach = _reach(trial.bench, FOLDER / f"notes.{name}", tests, since=since, log=log)
            trial.run(
                lambda mutant, reach=reach, most=most: reach.tests_for(
                    mutant, files[mutant.path], most
                ),
                among={mutant.key for mutant in left},
            )


def _reach(bench: Bench, notes: Path, tests: list[str], *, since: float, log: Path) -> Reach:
    """Which test reaches which line: noted anew, or as it was noted by a run before."""
    taken = notes / "sources.json"
    with _alone(FOLDER / f"{notes.name}.lock"):
        # Another part may have noted it while this one waited.
        if not (taken.exists() and taken.stat().st_mtime > since):
            bench.collect(notes, tests, _say)
    reach = Reach.read(notes)
    reach.notice_changes(test_files(bench.copy))
    if reach.broken:
        _say(f"Left aside, for they fail without any mutant: {', '.join(reach.broken)}")
    for test in bench.notice_broken(sorted(reach.fresh), log):
        _say(f"Left aside, for it fails without any mutant: {test}")
    return reach


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Keep other parts of the run waiting."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


class Trial:
    """One mutant after another, each until something notices it."""

    def __init__(self, bench: Bench, results: Results, part: str, chosen: list[Mutant]) -> None:
        self.bench, self.results, self.chosen = bench, results, chosen
        self.log = FOLDER / f"last.{part}.log"

    def left(self) -> list[Mutant]:
        return [mutant for mutant in self.chosen if not self.results.has_noticed(mutant)]

    def run(
        self,
        tests_for: Callable[[Mutant], tuple[list[str], float]],
        *,
        among: Container[str] | None = None,
    ) -> None:
        """Run the tests that `tests_for` gives for each that is left, with the seconds they took.

        `among` are the keys of those to try.
        """
        for place, mutant in enumerate(self.chosen, 1):
            if self.results.has_noticed(mutant) or not (among is None or mutant.key in among):
                continue
            tests, seconds = tests_for(mutant)
            verdict = self.bench.try_out(mutant, tests, seconds, self.log)
            self.results.note(mutant, verdict)
            head = f"{place}/{len(self.chosen)} {verdict.fate} in {verdict.seconds:.0f} s"
            _say(f"{head} ({verdict.tests} tests) {mutant.operator}: {mutant} {verdict.said}")


def counted(mutants: list[Mutant]) -> Iterator[str]:
    """Lines that say how many there are of each kind and in each app."""
    for operator, count in Counter(mutant.operator for mutant in mutants).most_common():
        yield f"{count:5d}  {operator}"
    for app, count in Counter(mutant.app for mutant in mutants).most_common():
        yield f"{count:5d}  in {app}"


class Results:
    """What became of each mutant, kept from run to run."""

    def __init__(self, path: Path, *, keep: bool) -> None:
        self.path = path
        self.by_key: dict[str, dict[str, object]] = {}
        if keep:
            # Of all parts: another number of parts may have been run before.
            for notes in sorted(path.parent.glob("results.*.json")):
                for key, result in json.loads(notes.read_text("utf-8")).items():
                    if result["noticed"] or key not in self.by_key:
                        self.by_key[key] = result

    def has_noticed(self, mutant: Mutant) -> bool:
        return bool(self.by_key.get(mutant.key, {}).get("noticed"))

    def noticed_by(self) -> dict[str, str]:
        """The test that noticed each, by key."""
        return {key: str(result["by"]) for key, result in self.by_key.items() if result["noticed"]}

    def note(self, mutant: Mutant, verdict: Verdict) -> None:
        self.by_key[mutant.key] = {
            "noticed": verdict.is_noticed,
            "fate": verdict.fate,
            "seconds": round(verdict.seconds, 1),
            "by": verdict.said,
        }
        text = json.dumps(self.by_key, indent=1, ensure_ascii=False)
        self.path.write_text(text + "\n", "utf-8")

    def report(self, chosen: list[Mutant], found: list[Mutant]) -> int:
        fates = Counter(str(self.by_key[mutant.key]["fate"]) for mutant in chosen)
        counts = ", ".join(f"{count} {fate}" for fate, count in fates.most_common())
        print(f"\n{len(found)} mutants found, {len(chosen)} tried: {counts}.")
        left = [mutant for mutant in chosen if not self.has_noticed(mutant)]
        for mutant in left:
            print(f"  {self.by_key[mutant.key]['fate']}: {mutant.operator}: {mutant}")
        print("No survivor." if not left else f"{len(left)} not noticed.")
        return 1 if left else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutate", description=__doc__)
    parser.add_argument(
        "--all", action="store_true", help="every check found, not only those that carry its name"
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="WORD",
        help="those whose path, function or text holds the word; may be given again",
    )
    parser.add_argument("--list", action="store_true", help="list the mutants and run nothing")
    parser.add_argument(
        "--resume",
        action="store_true",
        help="keep what was noted of the suite, and pass by what was noticed before",
    )
    parser.add_argument(
        "--tests",
        action="append",
        default=[],
        metavar="FILE",
        help="run these tests alone, whatever they reach; may be given again",
    )
    parser.add_argument("--part", type=_part, metavar="N/M", help="the Nth of M parts")
    return parser.parse_args()


def _part(text: str) -> tuple[int, int]:
    number, parts = map(int, text.split("/"))
    return number, parts


def _say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())
