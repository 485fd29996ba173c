"""Imports that are taken back, given up, or tried again after an error."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import named_in_trail
from network.importing.imports import TASK, held_in, kind_of, require_may_import
from network.importing.kinds import ImportKind
from network.importing.models import ImportedRow, SpreadsheetImport
from network.jobs.starting import start_on_commit
from network.values.batches import in_batches
from network.values.optimistic_lock import Overtaken
from network.values.refusals import Refusal

State = SpreadsheetImport.State
Outcome = ImportedRow.Outcome
_BATCH = 500


def rows_left_by_undo(spreadsheet: SpreadsheetImport) -> dict[int, str]:
    """The imported rows that an undo leaves as they are, by their numbers, and why.

    A flat number of queries for each batch of rows.
    """
    resource = kind_of(spreadsheet).resource()
    written = spreadsheet.rows.filter(is_written=True, object_id__isnull=False)
    rows: list[tuple[int, Any, str, str]] = list(
        written.values_list("number", "object_id", "mark", "outcome")
    )
    kept: list[tuple[Any, dict[str, Any]]] = list(
        written.exclude(about={}).values_list("object_id", "about")
    )
    about = dict(kept)
    found = {}
    for batch in in_batches(rows, _BATCH):
        left = resource.left_by_undo(
            {key: mark for _number, key, mark, _outcome in batch},
            {key for _number, key, _mark, outcome in batch if outcome == Outcome.NEW},
            about,
        )
        found.update({number: left[key] for number, key, _m, _o in batch if key in left})
    return found


def _require_may_delete(kind: ImportKind, by: User) -> None:
    for model in (kind.model, *kind.writes_too):
        require_permission(by, "delete", model())


@transaction.atomic
@named_in_trail
def undo_import(spreadsheet: SpreadsheetImport, *, left: set[int], by: User) -> SpreadsheetImport:
    """Let a worker take back a whole import, but the rows `left`, which were changed since.

    Refuses where these are no longer the ones that the asker was shown, and where all are.
    """
    kind = kind_of(spreadsheet)
    require_may_import(kind, by)
    held = held_in(spreadsheet, State.WRITTEN)
    _require_may_delete(kind, by)
    if set(rows_left_by_undo(held)) != left:
        raise Overtaken(
            _("Nothing was undone: other rows have been changed meanwhile. Look at it again.")
        )
    if not held.rows.filter(is_written=True).exclude(number__in=left).exists():
        raise Refusal(_("Nothing can be undone: every row has been changed since."))
    held.state, held.left, held.message = State.UNDOING, sorted(left), ""
    held.by, held.by_name = by, str(by)[:150]
    held.save()
    start_on_commit(TASK, held.pk)
    return held


@transaction.atomic
@named_in_trail
def retry_import(spreadsheet: SpreadsheetImport, *, by: User) -> SpreadsheetImport:
    """Let a worker go on where an import has failed."""
    kind = kind_of(spreadsheet)
    require_may_import(kind, by)
    held = held_in(spreadsheet, State.FAILED)
    if held.failed_in == State.UNDOING:
        _require_may_delete(kind, by)
    held.state, held.failed_in, held.attempts, held.message = held.failed_in, "", 0, ""
    held.by, held.by_name = by, str(by)[:150]
    held.save()
    start_on_commit(TASK, held.pk)
    return held


@transaction.atomic
@named_in_trail
def discard_import(spreadsheet: SpreadsheetImport, *, by: User) -> SpreadsheetImport:
    """Give up an import that nobody will confirm or that has failed; what it holds stays to read.

    One that has failed while it was undone is imported as before: all its rows are written.
    """
    require_may_import(kind_of(spreadsheet), by)
    held = held_in(spreadsheet, State.READY, State.FAILED)
    is_written = held.failed_in == State.UNDOING
    held.state = State.WRITTEN if is_written else State.DISCARDED
    held.failed_in, held.attempts, held.message = "", 0, ""
    held.save()
    return held
