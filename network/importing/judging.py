"""What the rows of an import are beside what is recorded.

Each is written and rolled back, so that what the preview says is what writing does.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.results import Error

from network.importing.imports import UNHEADED, cell_of
from network.importing.models import ImportedRow, SpreadsheetImport
from network.importing.problems import Vacancy, problem_of_row, problems_of
from network.importing.spreadsheets.resources import EntryResource

log = logging.getLogger(__name__)

Outcome = ImportedRow.Outcome
# What checking a row says of it.
JUDGED = (
    *("outcome", "label", "identity", "differences", "problems", "notes", "about", "shared"),
    *("mark", "object_id", "before"),
)
_GOOD = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)


class _RollBack(Exception):  # noqa: N818 - what it is for
    """Takes back what a row has written for its preview."""


def judge_rows(rows: list[ImportedRow], held: SpreadsheetImport, resource: EntryResource) -> None:
    """Say of a batch of rows what each is, beside what is recorded and the rows before them."""
    resource.begin()
    resource.look_ahead({row.number: cells_of(row) for row in rows})
    if not (resource.puts_off and _judged_together(rows, held, resource)):
        for row in rows:
            _judge(row, held, resource)
    _require_once(rows, held)
    _compare(rows, held, resource)


def _judged_together(
    rows: list[ImportedRow], spreadsheet: SpreadsheetImport, resource: EntryResource
) -> bool:
    """Judge `rows` at once; False where something has failed that each has to be asked about."""
    refused: dict[int, ValidationError] = {}
    results: list[Any] = []
    try:
        with transaction.atomic():
            results = [imported(row, resource, dry_run=True) for row in rows]
            if any(result.errors for result in results):
                return False
            refused = resource.write_waiting()
            raise _RollBack
    except _RollBack:
        pass
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        log.exception("Rows of an import could not be checked together")
        return False
    for row, result in zip(rows, results, strict=True):
        result.validation_error = refused.get(row.number, result.validation_error)
        note(row, result, spreadsheet)
    return True


def _judge(row: ImportedRow, spreadsheet: SpreadsheetImport, resource: EntryResource) -> None:
    """What `row` is beside what is recorded, by writing it and rolling back."""
    try:
        with transaction.atomic():
            result = imported(row, resource, dry_run=True)
            try:
                refused = resource.write_waiting()
            except SoftTimeLimitExceeded:
                raise
            except Exception as error:
                result.errors.append(Error(error))
            else:
                result.validation_error = refused.get(row.number, result.validation_error)
            raise _RollBack
    except _RollBack:
        pass
    note(row, result, spreadsheet)


def cells_of(row: ImportedRow) -> dict[str, Any]:
    return {name: cell_of(kept) for name, kept in row.cells.items() if name != UNHEADED}


def imported(row: ImportedRow, resource: EntryResource, *, dry_run: bool) -> Any:
    """What django-import-export says of `row`, and what the resource has noted of it."""
    cells = cells_of(row)
    result = resource.import_row(
        cells,
        None,
        dry_run=dry_run,
        using_transactions=True,
        row_number=row.number,
        planned=row.about,
    )
    for error in result.errors:
        # That the task has to end is no fault of the row.
        if isinstance(error.error, SoftTimeLimitExceeded):
            raise error.error
    result.cells, result.mark = cells, resource.mark
    result.notes, result.about = resource.notes, resource.about
    result.shared, result.label = resource.shared, resource.label
    return result


def note(row: ImportedRow, result: Any, spreadsheet: SpreadsheetImport) -> None:
    is_vacancy = isinstance(result.validation_error, Vacancy)
    row.problems = [] if is_vacancy else problems_of(result, result.cells, spreadsheet.headings)
    row.notes, row.about, row.shared = result.notes, result.about, result.shared
    if UNHEADED in row.cells:
        sentence = _(
            "Column {letter} has no heading, and this row has a cell there. A separator may stand "
            "inside a text that has no quotation marks."
        )
        row.problems.append(problem_of_row(sentence.format(letter=row.cells[UNHEADED])))
    row.differences = [] if row.problems else list(result.diff or [])
    row.label = str(result.object_repr or result.label)[:250]
    row.identity = "" if row.problems or is_vacancy else result.identity[:300]
    if row.problems:
        row.outcome = Outcome.PROBLEM
    elif is_vacancy:
        row.outcome, row.notes = Outcome.VACANCY, [*result.validation_error.messages, *row.notes]
    elif result.is_skip():
        row.outcome = Outcome.UNCHANGED
    else:
        row.outcome = Outcome.NEW if result.is_new() else Outcome.CHANGED
    is_known = row.outcome in (Outcome.CHANGED, Outcome.UNCHANGED)
    row.object_id = result.object_id if is_known else None
    row.mark = result.mark
    row.before = result.before if row.outcome == Outcome.CHANGED else None


def _require_once(rows: list[ImportedRow], spreadsheet: SpreadsheetImport) -> None:
    """Refuse rows of a batch that are about the same entry as an earlier one of the file."""
    good = [row for row in rows if row.outcome in _GOOD]
    earlier = spreadsheet.rows.filter(
        identity__in={row.identity for row in good}, number__lt=rows[0].number
    )
    seen = dict(earlier.values_list("identity", "number"))
    for row in good:
        first = seen.setdefault(row.identity, row.number)
        if first != row.number:
            sentence = _("Row {number} is about the same entry. Keep one of the two.")
            _refuse(row, [problem_of_row(sentence.format(number=first))])


def _compare(
    rows: list[ImportedRow], spreadsheet: SpreadsheetImport, resource: EntryResource
) -> None:
    """Refuse rows of a batch that contradict others of the file, as their kind judges it."""
    sharing = [row for row in rows if row.outcome in _GOOD and row.shared]
    if not sharing:
        return
    before = spreadsheet.rows.filter(number__lt=rows[0].number, outcome__in=_GOOD)
    before = before.only("number", "about", "shared").order_by("number")
    keys = {key for row in sharing for key in row.shared}
    earlier = list(before.filter(shared__overlap=sorted(keys)))
    further = {key for row in earlier for key in row.shared} - keys
    if further:
        # That two rows are about the same may be said by a third one.
        earlier = list(before.filter(shared__overlap=sorted(keys | further)))
    found = resource.compare(sharing, earlier)
    for row in sharing:
        if problems := found.get(row.number):
            _refuse(row, problems)


def _refuse(row: ImportedRow, problems: list[dict[str, Any]]) -> None:
    row.outcome, row.differences, row.identity = Outcome.PROBLEM, [], ""
    row.object_id, row.before, row.problems = None, None, problems


def keep(rows: list[ImportedRow], names: Sequence[str]) -> None:
    """Write these columns of many rows: one statement, several times as fast as `bulk_update`."""
    ImportedRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["pk"], update_fields=names
    )
