"""The loading of reference data against writing, and reading, the same rows and nothing else."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction

from benchmarks.figures import Figure
from focalpoints.models import (
    Category,
    Country,
    Member,
    MemberInstitution,
    Organisation,
    OrganisationCountry,
    Revision,
)
from initiatives.models import NationalActionPlan, PlanCount, PlanFinding, SourceDifference
from meetings.models import Attendance, Meeting, MeetingHost, Presidency, PresidencySeat
from network.importing.loading import load_reference
from network.importing.models import LoadedRow

ROUNDS = 5
# What the load writes; each after those that it depends on.
LOADED: tuple[type[models.Model], ...] = (
    Country,
    Organisation,
    Category,
    Member,
    OrganisationCountry,
    MemberInstitution,
    Presidency,
    PresidencySeat,
    Meeting,
    MeetingHost,
    Attendance,
    NationalActionPlan,
    PlanFinding,
    PlanCount,
    SourceDifference,
    Revision,
    LoadedRow,
)


@contextmanager
def emptied() -> Iterator[None]:
    """The tables of the register, of plans and of meetings without a row, for the time being."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            tables = ", ".join(f'"{model._meta.db_table}"' for model in LOADED)
            cursor.execute(f"TRUNCATE {tables} CASCADE")
        yield
        transaction.set_rollback(True)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _insert(rows: list[list[models.Model]]) -> None:
    for model, kept in zip(LOADED, rows, strict=True):
        model._default_manager.bulk_create(kept)


def _read() -> list[list[models.Model]]:
    return [list(model._default_manager.all()) for model in LOADED]


def figures() -> Iterator[Figure]:
    """How many times longer a load takes than the least that its database work can take."""
    with emptied():
        load_reference()
        rows = _read()
    times: dict[str, list[float]] = {"load": [], "insert": [], "again": [], "read": []}
    for _round in range(ROUNDS):
        with emptied():
            times["load"].append(_seconds(load_reference))
            times["again"].append(_seconds(load_reference))
            times["read"].append(_seconds(_read))
        with emptied():
            times["insert"].append(_seconds(lambda: _insert(rows)))
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    count = sum(len(kept) for kept in rows)
    yield Figure(
        "network.load_reference",
        middle["load"] / middle["insert"],
        "x",
        "load_reference into an empty database",
        f"bulk_create of the same {count} rows, with the same triggers",
    )
    yield Figure(
        "network.load_reference_again",
        middle["again"] / middle["read"],
        "x",
        "load_reference into a database that has it all",
        f"reading the same {count} rows as objects",
    )
