"""Steps of an import that do not come to an end, and when a person has to decide.

An attempt is counted when it begins: a process that is killed can count nothing afterwards. What
comes to an end sets the count back.
"""

from __future__ import annotations

import time

from django.db import transaction
from django.utils.translation import gettext as _

from network.importing.models import SpreadsheetImport

State = SpreadsheetImport.State

MOST_ATTEMPTS = 3
_PATIENCE = 10  # seconds


def hold(key: int, state: str) -> SpreadsheetImport | None:
    """The import, locked, if it is in `state` and no other worker holds it."""
    rows = SpreadsheetImport.objects.select_for_update(skip_locked=True, of=("self",))
    return rows.filter(pk=key, state=state).select_related("by").first()


@transaction.atomic
def begin_attempt(key: int, state: str) -> bool:
    """Count an attempt of a step; False where another worker has it, or it was often cut off."""
    held = hold(key, state)
    if held is None:
        return False
    if held.attempts >= MOST_ATTEMPTS:
        _set_aside(held, _why_cut_off(state))
        return False
    held.attempts += 1
    held.save(update_fields=["attempts"])
    return True


@transaction.atomic
def note_error(key: int, state: str) -> None:
    """After an error that nobody foresaw: the last attempt sets the import aside for a person."""
    held = hold(key, state)
    if held is not None and held.attempts >= MOST_ATTEMPTS:
        _set_aside(held, _why_failed(state))


def note_too_long(key: int, state: str) -> None:
    """After a step that ran into the time limit of its task: the next would take as long."""
    for _second in range(_PATIENCE):
        with transaction.atomic():
            held = hold(key, state)
            if held is not None:
                _set_aside(held, _why_cut_off(state))
                return
        # The statement that was broken off may hold the row for a moment.
        time.sleep(1)


def _set_aside(held: SpreadsheetImport, message: str) -> None:
    held.failed_in, held.state, held.message = held.state, State.FAILED, message
    held.save()


def _why_failed(state: str) -> str:
    if state == State.UNDOING:
        return _(
            "An error that the portal did not expect has stopped the undo, and nothing was undone. "
            "The error is in the portal’s log. Try again, or leave the rows as they were imported."
        )
    return _(
        "An error that the portal did not expect has stopped this import, and nothing was "
        "imported. The error is in the portal’s log. Try again, or discard the import."
    )


def _why_cut_off(state: str) -> str:
    if state == State.UNDOING:
        return _(
            "The undo was cut off before its end, because it took too long or the server stopped, "
            "and nothing was undone. Try again at a quieter time, or leave the rows as they were "
            "imported."
        )
    return _(
        "This import was cut off before its end, because it took too long or the server stopped, "
        "and nothing was imported. Try again at a quieter time, or discard it and choose a file "
        "with fewer rows."
    )
