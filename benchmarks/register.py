"""Figures of the register: a list of thousands of designations, brought in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.db import connection, models, transaction

from benchmarks import answers
from benchmarks.figures import Figure
from benchmarks.importing import FEW, MANY, forget_peak, imported, peak, seconds
from focalpoints.models import Category, Designation, Member, Person, Revision
from network.accounts.models import User

_FAR = 100_000_000


def figures() -> Iterator[Figure]:
    by = User.objects.create_superuser("bench-register@example.org")
    # Once before, so that neither size pays for what is loaded once.
    imported("focal-points", _file(20, "a"), by)
    forget_peak()
    imported("focal-points", _file(FEW, "b"), by)
    few = peak()
    forget_peak()
    copies: list[tuple[str, bytes]] = []
    taken = imported(
        "focal-points",
        _file(MANY, "c"),
        by,
        while_written=lambda: copies.extend(_copied("c")),
    )
    many = peak()
    bare = seconds(lambda: _copied_back(copies))
    yield Figure(
        "register.import_vs_copy",
        taken["write"] / bare,
        "x",
        f"{MANY} designations with their people, imported after the preview",
        "the same rows by COPY into the same tables, with their triggers and constraints",
    )
    for step, time in taken.items():
        yield Figure(
            f"register.{step}_rows_per_second",
            MANY / time,
            "rows/s",
            f"{MANY} designations with their people: {step}",
            "one worker, in the same run",
        )
    yield Figure(
        "register.import_memory_5000_vs_500",
        many / few,
        "x",
        f"the most memory of a process that imports {MANY} designations and undoes it",
        f"the same of {FEW} rows",
    )
    yield from answers.figures()


def _file(number: int, mark: str) -> bytes:
    """A list of so many people, whose addresses begin with `mark`."""
    codes = [member.natural_key()[0] for member in Member.objects.current().with_identity()]
    category = Category.objects.filter(one_holder_since=None).in_order()[0]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(
        ["portal code", "category", "title", "name", "position", "email", "phone", "from"]
    )
    for row in range(number):
        writer.writerow(
            [
                *(codes[row % len(codes)], category.code, "Ms.", f"Measured Person {mark}{row}"),
                *("Adviser", f"{mark}{row}@bench.example", "+34 912 34 56 78", "2024-08-01"),
            ]
        )
    return text.getvalue().encode()


def _copied(mark: str) -> list[tuple[str, bytes]]:
    """What an import has written, table by table, as COPY gives it."""
    people = Person.objects.filter(email__startswith=mark, email__endswith="@bench.example")
    keys = people.values("pk")
    written: list[models.QuerySet[Any]] = [
        people,
        Revision.objects.filter(content_type__model="person", object_id__in=keys),
        Designation.objects.filter(person__in=keys),
    ]
    assert written[-1].count() == MANY
    found = []
    for rows in written:
        names = [field.column for field in rows.model._meta.concrete_fields]
        columns = ", ".join(f'"{name}"' for name in names)
        # Versions outlive the undo: theirs are of people whom nobody knows.
        moved = {"id", "object_id"} if rows.model is Revision else set()
        said = ", ".join(f'"{name}" + {_FAR}' if name in moved else f'"{name}"' for name in names)
        query, values = rows.order_by("pk").values("pk").query.sql_with_params()
        table = rows.model._meta.db_table
        wanted = f'SELECT {said} FROM "{table}" WHERE id IN ({query})'
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY ({wanted}) TO STDOUT", values) as copy,
        ):
            found.append((f'COPY "{table}" ({columns}) FROM STDIN', b"".join(copy)))
    return found


def _copied_back(copies: list[tuple[str, bytes]]) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            for statement, content in copies:
                with cursor.copy(statement) as copy:
                    copy.write(content)
            # What is asked at the end of the transaction that writes them.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
