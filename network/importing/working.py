"""The work on an import: checking its rows, writing them, taking them back.

Each step holds the import by a lock that dies with its transaction. Rows are checked in batches,
each by writing it and rolling back, so that what the preview says is what writing does. All rows
are written in one transaction, and each must do again what its preview showed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.core.cache import cache
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from network import clock
from network.accounts.models import User
from network.audit.tracking import acting
from network.importing import attempts
from network.importing.attempts import hold
from network.importing.imports import forget_judgement, kind_of
from network.importing.judging import JUDGED, cells_of, imported, judge_rows, keep, note
from network.importing.models import ImportedRow, SpreadsheetImport
from network.importing.problems import problem_of_row
from network.importing.spreadsheets.resources import EntryResource, WrittenRow
from network.importing.undoing import rows_left_by_undo
from network.values.lists import listed
from network.values.refusals import Refusal

log = logging.getLogger(__name__)

State = SpreadsheetImport.State
Outcome = ImportedRow.Outcome

_BATCH = 50
_UNDO_BATCH = 250
_MOST_NUMBERS = 20  # row numbers that a message names


class _RowsDiffer(Exception):  # noqa: N818 - what happened, not what went wrong
    """Rows would no longer do what their preview shows."""

    def __init__(self, numbers: list[int]) -> None:
        self.numbers = numbers


def work_on(key: int, *, seconds: float) -> bool:
    """Do what there is to do on an import; True when more is left after `seconds`.

    Returns at once where another worker holds it, or nothing is to be done.
    """
    resources = _Resources()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        spreadsheet = SpreadsheetImport.objects.unfinished().filter(pk=key).first()
        if spreadsheet is None:
            return False
        with override(spreadsheet.language):
            is_held = _attempted(key, State(spreadsheet.state), resources)
        if not is_held:
            return False
    return True


def _attempted(key: int, state: SpreadsheetImport.State, resources: _Resources) -> bool:
    """Do one step; False where it ends in an error, or another worker holds the import."""
    try:
        return attempts.begin_attempt(key, state) and _STEPS[state](key, resources)
    except SoftTimeLimitExceeded:
        log.exception("Import %s took too long while %s", key, state)
        attempts.note_too_long(key, state)
    except Exception:
        # Nobody foresaw it: the sweep tries again, and a person decides in the end.
        log.exception("Import %s met an error while %s", key, state)
        attempts.note_error(key, state)
    return False


def progress_of(spreadsheet: SpreadsheetImport) -> int:
    """How many rows are done of the present step; written rows show only once all are."""
    if spreadsheet.state == State.READING:
        return spreadsheet.judged
    return int(cache.get(_progress_key(spreadsheet)) or 0)


def _progress_key(spreadsheet: SpreadsheetImport) -> str:
    return f"import-{spreadsheet.pk}"


def _actor(spreadsheet: SpreadsheetImport) -> User | None:
    """In whose name rows are written; raises Refusal for an account that is gone."""
    if spreadsheet.by is None and spreadsheet.by_name:
        raise Refusal(_("The account that started this import no longer exists."))
    return spreadsheet.by


class _Resources:
    """The resource of an import, which reads all places when it is made: once for all batches."""

    def __init__(self) -> None:
        self._made: tuple[Any, EntryResource] | None = None

    def of(self, spreadsheet: SpreadsheetImport) -> EntryResource:
        """Raises Refusal where nobody can import the rows any more."""
        kind, actor = kind_of(spreadsheet), _actor(spreadsheet)
        wanted = (kind.name, spreadsheet.answers)
        if self._made is None or self._made[0] != wanted:
            self._made = (wanted, kind.resource(answers=spreadsheet.answers))
        resource = self._made[1]
        # The account is asked for its rights as they are now.
        resource.by = actor
        return resource


# --- Checking ---


def _judge_some(key: int, resources: _Resources) -> bool:
    with transaction.atomic():
        held = hold(key, State.READING)
        if held is None:
            return False
        with acting(held.by):
            rows = list(held.rows.filter(outcome="")[:_BATCH])
            if rows:
                _judge(rows, held, resources)
                keep(rows, JUDGED)
                held.judged += len(rows)
            else:
                held.state = State.READY
            held.attempts = 0
            held.save(update_fields=["judged", "state", "attempts"])
    return True


def _judge(rows: list[ImportedRow], held: SpreadsheetImport, resources: _Resources) -> None:
    try:
        resource = resources.of(held)
    except Refusal as refusal:
        # Nobody can import them: each says why, and the import does not wait for ever.
        for row in rows:
            row.outcome, row.problems = Outcome.PROBLEM, [problem_of_row(refusal.sentence)]
        return
    judge_rows(rows, held, resource)


# --- Writing ---


def _write(key: int, resources: _Resources) -> bool:
    try:
        with transaction.atomic():
            held = hold(key, State.CONFIRMED)
            if held is None:
                return False
            with acting(held.by):
                _write_rows(held, resources)
    except (_RowsDiffer, Refusal) as error:
        _go_back(key, State.CONFIRMED, _why_not_written(error))
    return True


def _write_rows(held: SpreadsheetImport, resources: _Resources) -> None:
    resource, differing = resources.of(held), []
    resource.begin()
    for batch in _batches(held, held.rows.chosen().order_by("number")):
        differing += _write_batch(batch, held, resource)
        if len(differing) > _MOST_NUMBERS:
            break
    if differing:
        raise _RowsDiffer(differing)
    held.state, held.written_at, held.attempts = State.WRITTEN, clock.now(), 0
    held.save(update_fields=["state", "written_at", "attempts"])


def _write_batch(
    batch: list[ImportedRow], held: SpreadsheetImport, resource: EntryResource
) -> list[int]:
    """Write a few rows; the numbers of those that do otherwise than their preview showed."""
    resource.look_ahead({row.number: cells_of(row) for row in batch})
    results, differing = [], []
    for row in batch:
        result = imported(row, resource, dry_run=False)
        if result.errors:
            # The database may take nothing more in this transaction.
            note(row, result, held)
            raise _RowsDiffer([row.number])
        results.append(result)
    refused = resource.write_waiting()
    for row, result in zip(batch, results, strict=True):
        shown = (row.outcome, row.differences, row.mark, row.object_id)
        result.validation_error = refused.get(row.number, result.validation_error)
        note(row, result, held)
        if shown != (row.outcome, row.differences, row.mark, row.object_id):
            differing.append(row.number)
        else:
            row.object_id, row.is_written = result.instance.pk, True
            row.mark = resource.mark_of(result.instance)
    if refused:
        # Nothing that follows can be judged without those.
        raise _RowsDiffer(differing)
    if not differing:
        keep(batch, ("object_id", "mark", "about", "is_written"))
    return differing


def _batches(
    held: SpreadsheetImport, rows: models.QuerySet[ImportedRow], *, size: int = _BATCH
) -> Iterator[list[ImportedRow]]:
    """`rows` in their order, a few in memory at a time; each batch counts as progress."""
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), size):
        cache.set(_progress_key(held), start, 3600)
        found = ImportedRow.objects.in_bulk(keys[start : start + size])
        yield [found[key] for key in keys[start : start + size]]


def _why_not_written(error: _RowsDiffer | Refusal) -> str:
    if isinstance(error, Refusal):
        return error.sentence
    numbers = [str(number) for number in error.numbers[:_MOST_NUMBERS]]
    return ngettext(
        "Nothing was imported: what row {rows} is about has changed since the preview. It was "
        "checked again; look at it before you confirm.",
        "Nothing was imported: what rows {rows} are about has changed since the preview. All rows "
        "were checked again; look at them before you confirm.",
        len(numbers),
    ).format(rows=listed(numbers))


def _go_back(key: int, state: str, message: str) -> None:
    with transaction.atomic():
        held = hold(key, state)
        if held is None:
            return
        held.message, held.attempts = message[:2_000], 0
        if state == State.CONFIRMED:
            forget_judgement(held)
        else:
            held.state = State.WRITTEN
        held.save()


# --- Taking back ---


def _take_back(key: int, resources: _Resources) -> bool:
    try:
        with transaction.atomic():
            held = hold(key, State.UNDOING)
            if held is None:
                return False
            with acting(held.by):
                _take_back_rows(held, resources)
    except Refusal as refusal:
        _go_back(key, State.UNDOING, refusal.sentence)
    return True


def _take_back_rows(held: SpreadsheetImport, resources: _Resources) -> None:
    resource = resources.of(held)
    written = held.rows.filter(is_written=True).exclude(number__in=held.left)
    # Nobody changes anything between the question and the answer.
    for batch in _written_rows(held, written):
        resource.hold(batch)
    if set(rows_left_by_undo(held)) != set(held.left):
        raise Refusal(
            _("Nothing was undone: other rows have been changed meanwhile. Look at it again.")
        )
    resource.take_back(_written_rows(held, written))
    written.update(is_written=False)
    held.state, held.undone_at, held.attempts = State.UNDONE, clock.now(), 0
    held.save(update_fields=["state", "undone_at", "attempts"])


def _written_rows(
    held: SpreadsheetImport, written: models.QuerySet[ImportedRow]
) -> Iterator[list[WrittenRow]]:
    """`written` as they are taken back, a batch at a time, the last one first."""
    for batch in _batches(held, written.order_by("-number"), size=_UNDO_BATCH):
        yield [
            WrittenRow(
                key=row.object_id,
                before=row.before if row.outcome == Outcome.CHANGED else None,
                about=row.about,
            )
            for row in batch
            if row.object_id is not None
        ]


_STEPS = {State.READING: _judge_some, State.CONFIRMED: _write, State.UNDOING: _take_back}
