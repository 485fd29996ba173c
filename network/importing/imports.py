"""Imports of spreadsheets: chosen, looked at, confirmed, undone; what is slow a worker does.

A row of `SpreadsheetImport` is the truth. Whoever works on it holds it by a lock of the database,
so a worker that dies lets it go, and the sweep gives it to the next (network.importing.working).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import named_in_trail
from network.importing.kinds import ImportKind, kind_named
from network.importing.models import ImportedRow, SpreadsheetImport
from network.importing.spreadsheets.files import open_table
from network.importing.spreadsheets.headings import (
    Headings,
    known_names,
    read_headings,
    row_of,
    unheaded,
)
from network.importing.spreadsheets.tables import (
    MOST_ROWS,
    Formula,
    Line,
    UnreadableFile,
)
from network.jobs.starting import start_on_commit
from network.values.optimistic_lock import Overtaken
from network.values.refusals import Refusal

State = SpreadsheetImport.State
Outcome = ImportedRow.Outcome
TASK = "network.tasks.work_on_import"
_BATCH = 500


def require_may_import(kind: ImportKind, by: User | None) -> None:
    """Refuses an account that may not record and correct entries of this kind."""
    require_permission(by, "add", SpreadsheetImport())
    for model in (kind.model, *kind.writes_too):
        require_permission(by, "add", model())
        require_permission(by, "change", model())


def may_import(kind: ImportKind, by: User) -> bool:
    try:
        require_may_import(kind, by)
    except Refusal:
        return False
    return True


def kind_of(spreadsheet: SpreadsheetImport) -> ImportKind:
    """The kind of an import; raises Refusal where no app lends it any more."""
    kind = kind_named(spreadsheet.kind)
    if kind is None:
        raise Refusal(_("Lists of this type can no longer be imported."))
    return kind


@transaction.atomic
@named_in_trail
def start_import(
    kind: ImportKind, file: BinaryIO, *, file_name: str, language: str, by: User | None
) -> SpreadsheetImport:
    """Read a file and let a worker check its rows. `by` is None for a command on the server.

    Raises UnreadableFile with what to do; then nothing is kept.
    """
    require_may_import(kind, by)
    columns = list(kind.resource().fields.values())
    table = open_table(file, known_headings=known_names(columns))
    headings = read_headings(table.lines, columns)
    spreadsheet = SpreadsheetImport(
        kind=kind.name,
        file_name=_storable(file_name)[:200],
        read_as=_storable(table.read_as)[:60],
        separator=table.separator,
        headings=headings.shown,
        unread=headings.unread,
        language=language,
        by=by,
        by_name=str(by)[:150] if by is not None else "",
    )
    spreadsheet.save(force_insert=True)
    rows: list[ImportedRow] = []
    count = 0
    for row in _rows(spreadsheet, table.lines, headings):
        count += 1
        if count > MOST_ROWS:
            raise UnreadableFile(
                _("The file holds more than {most} rows. Split it into several files.").format(
                    most=MOST_ROWS
                )
            )
        rows.append(row)
        if len(rows) >= _BATCH:
            ImportedRow.objects.bulk_create(rows)
            rows.clear()
    ImportedRow.objects.bulk_create(rows)
    if not count:
        raise UnreadableFile(_("The file holds headings, but no rows under them."))
    start_on_commit(TASK, spreadsheet.pk)
    return spreadsheet


def _rows(
    spreadsheet: SpreadsheetImport, lines: Iterator[Line], headings: Headings
) -> Iterator[ImportedRow]:
    for line in lines:
        if line.is_empty:
            continue
        cells = {name: _kept(cell) for name, cell in row_of(line, headings).items()}
        row = ImportedRow(spreadsheet=spreadsheet, number=line.number, cells=cells)
        if letter := unheaded(line, headings):
            cells[UNHEADED] = letter
        yield row


# Stands in a row for the letter of a column that has a cell there and no heading.
UNHEADED = "\u2026"


def _storable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()


def _kept(cell: Any) -> Any:
    """A cell as JSON; `cell_of` is the way back."""
    if isinstance(cell, Formula):
        return {"formula": cell.text}
    if isinstance(cell, datetime.date):
        return {"date": cell.isoformat()}
    if isinstance(cell, datetime.time):
        return {"time": cell.isoformat()}
    if isinstance(cell, str):
        # PostgreSQL keeps neither; what stands there is refused beside its cell.
        return cell.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    return cell


def cell_of(kept: Any) -> Any:
    """A cell as it was read, from JSON."""
    if not isinstance(kept, Mapping):
        return kept
    if "formula" in kept:
        return Formula(kept["formula"])
    if "time" in kept:
        return datetime.time.fromisoformat(kept["time"])
    moment = datetime.datetime.fromisoformat(kept["date"])
    return moment.date() if moment.time() == datetime.time() else moment


def held_in(spreadsheet: SpreadsheetImport, *states: str) -> SpreadsheetImport:
    """The import as it is now, locked; refuses one that has gone on since it was shown."""
    held = SpreadsheetImport.objects.select_for_update().get(pk=spreadsheet.pk)
    if held.state not in states:
        raise Overtaken(
            _("Nothing was done: this import is no longer as the page showed it. Look at it again.")
        )
    return held


def forget_judgement(spreadsheet: SpreadsheetImport) -> None:
    """Let every row be checked again."""
    spreadsheet.rows.update(
        outcome="",
        identity="",
        differences=[],
        problems=[],
        notes=[],
        about={},
        shared=[],
        mark="",
        object_id=None,
        before=None,
    )
    spreadsheet.judged = 0
    spreadsheet.state = State.READING


@transaction.atomic
@named_in_trail
def answer_names(
    spreadsheet: SpreadsheetImport, answers: Mapping[str, str], *, by: User
) -> SpreadsheetImport:
    """Record what is meant by ambiguous names, and check all rows again with that."""
    require_may_import(kind_of(spreadsheet), by)
    held = held_in(spreadsheet, State.READY)
    asked = {
        name: {code for code, _name in choices}
        for name, (_text, choices) in held.questions().items()
    }
    given = {name: code for name, code in answers.items() if code in asked.get(name, set())}
    if not given:
        raise Refusal(_("Choose what each of the names means."), field="answers")
    held.answers = {**held.answers, **given}
    held.message = ""
    forget_judgement(held)
    held.save()
    start_on_commit(TASK, held.pk)
    return held


@transaction.atomic
@named_in_trail
def choose_rows(
    spreadsheet: SpreadsheetImport, *, shown: set[int], chosen: set[int], by: User
) -> SpreadsheetImport:
    """Record which of the rows that a page has `shown`, by their numbers, are to be written.

    Those of other pages stay as they were chosen before; a row with a problem is never chosen.
    """
    require_may_import(kind_of(spreadsheet), by)
    held = held_in(spreadsheet, State.READY)
    rows = held.rows.to_choose().filter(number__in=shown)
    rows.filter(number__in=chosen, is_left_out=True).update(is_left_out=False)
    rows.exclude(number__in=chosen).filter(is_left_out=False).update(is_left_out=True)
    return held


@transaction.atomic
@named_in_trail
def confirm_import(
    spreadsheet: SpreadsheetImport, *, only_good: bool, by: User | None
) -> SpreadsheetImport:
    """Let a worker write what the preview shows: all rows but those that were left out.

    Refuses where a row has a problem and `only_good` does not leave those out, and where nothing
    would be written.
    """
    require_may_import(kind_of(spreadsheet), by)
    held = held_in(spreadsheet, State.READY)
    counts = held.counts()
    if counts[Outcome.PROBLEM] and not only_good:
        raise Refusal(
            ngettext(
                "Nothing was imported: {number} row has a problem.",
                "Nothing was imported: {number} rows have a problem.",
                counts[Outcome.PROBLEM],
            ).format(number=counts[Outcome.PROBLEM])
        )
    if not counts[Outcome.NEW] + counts[Outcome.CHANGED]:
        raise Refusal(_("There is nothing to import: no row is new or changed."))
    if not held.rows.chosen().exists():
        raise Refusal(_("There is nothing to import: every row is left out."))
    held.state, held.only_good, held.message = State.CONFIRMED, only_good, ""
    held.by, held.by_name = by, str(by)[:150] if by is not None else ""
    held.save()
    start_on_commit(TASK, held.pk)
    return held
