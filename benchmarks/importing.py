"""Figures of imports: thousands of initiatives, checked, brought in and taken back."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import transaction

from benchmarks.figures import Figure
from focalpoints.models import Member
from initiatives.models import Initiative
from network.accounts.models import User
from network.importing.imports import confirm_import, start_import
from network.importing.kinds import kind_named
from network.importing.models import SpreadsheetImport
from network.importing.undoing import undo_import
from network.importing.working import work_on

FEW, MANY = 500, 5_000
_SECONDS = 3_600.0
_SUMMARY = "Members train those who keep the peace, and report on what has changed since. "


def figures() -> Iterator[Figure]:
    by = User.objects.create_superuser("bench-importing@example.org")
    # Once before, so that neither size pays for what is loaded once.
    imported("initiatives", _file(20), by)
    forget_peak()
    imported("initiatives", _file(FEW), by)
    few = peak()
    forget_peak()
    steps = imported("initiatives", _file(MANY), by)
    many = peak()
    bare = seconds(_saved_bare)
    for step, taken in steps.items():
        yield Figure(
            f"importing.{step}_vs_bulk_create",
            taken / bare,
            "x",
            f"{MANY} rows of initiatives: {step}",
            "the same initiatives by one bulk_create, with nothing checked and no version kept",
        )
        yield Figure(
            f"importing.{step}_rows_per_second",
            MANY / taken,
            "rows/s",
            f"{MANY} rows of initiatives: {step}",
            "one worker, in the same run",
        )
    yield Figure(
        "importing.memory_5000_vs_500",
        many / few,
        "x",
        f"the most memory of a process that imports {MANY} rows and undoes it",
        f"the same of {FEW} rows",
    )


def imported(
    kind_name: str, content: bytes, by: User, *, while_written: Callable[[], object] = lambda: None
) -> dict[str, float]:
    """The seconds that each step of an import takes; nothing is left of it but its rows.

    `while_written` is called before it is undone.
    """
    kind = kind_named(kind_name)
    assert kind is not None

    def check() -> SpreadsheetImport:
        file = io.BytesIO(content)
        found = start_import(kind, file, file_name="bench.csv", language="en", by=by)
        return worked(found, "ready")

    begun = time.perf_counter()
    found = check()
    taken = {"check": time.perf_counter() - begun}
    counts = found.counts()
    assert counts["new"] == counts["all"]
    taken["write"] = seconds(
        lambda: worked(confirm_import(found, only_good=False, by=by), "written")
    )
    while_written()
    taken["undo"] = seconds(lambda: worked(undo_import(found, left=set(), by=by), "undone"))
    return taken


def worked(spreadsheet: SpreadsheetImport, state: str) -> SpreadsheetImport:
    work_on(spreadsheet.pk, seconds=_SECONDS)
    spreadsheet.refresh_from_db()
    assert spreadsheet.state == state, spreadsheet.message
    return spreadsheet


def _file(number: int) -> bytes:
    codes = [member.natural_key()[0] for member in Member.objects.with_identity()]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["portal code", "title", "summary", "scope", "pillars", "starts", "status"])
    for row in range(number):
        writer.writerow(
            [
                *(codes[row % len(codes)], f"Measured initiative {row}", _SUMMARY * 3),
                *("national", "prevention", "2024-05", "under way"),
            ]
        )
    return text.getvalue().encode()


def _saved_bare() -> None:
    owners = list(Member.objects.all())
    with transaction.atomic():
        Initiative.objects.bulk_create(
            Initiative(
                owner=owners[row % len(owners)],
                slug=f"measured-{row}",
                title_en=f"Measured initiative {row}",
                summary_en=_SUMMARY * 3,
                scope="national",
                pillars=["prevention"],
                starts_on="2024-05",
                status="under_way",
            )
            for row in range(MANY)
        )
        transaction.set_rollback(True)


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def forget_peak() -> None:
    # Linux: the peak of this process's resident memory begins anew.
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> int:
    """The most resident memory since the peak was forgotten, in KiB."""
    status = Path("/proc/self/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1])
