"""The export of the trail for a period, streamed: its memory does not grow with the period."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from pghistory.models import MiddlewareEvents

from network import clock
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.trail_lines import TrailLine, count_events, lines_of_trail
from network.importing.exports import note_export
from network.importing.spreadsheets.writing import TooManyLines, csv_in_parts, write_xlsx
from network.values.refusals import Refusal

# Longer ones are exported in parts: a browser waits for the whole of one.
MOST_DAYS: Final = 366
# What a cell of a worksheet holds is 32,767 characters; the rest is in the history of the row.
_MOST_OF_A_CELL: Final = 32_000

# The columns, named one by one.
COLUMNS: Final[dict[str, Callable[[TrailLine], str]]] = {
    "When": lambda line: line.at.strftime("%Y-%m-%d %H:%M:%S %z"),
    "Who": lambda line: line.by,
    "Action": lambda line: line.what,
    "Type of record": lambda line: line.kind,
    "Number of the record": lambda line: line.key,
    "Record": lambda line: line.record,
    "Field": lambda line: line.field,
    "Before": lambda line: line.before,
    "After": lambda line: line.after,
}


@dataclass(frozen=True)
class Period:
    """The days of an export, both included, in the Network's time zone."""

    first: datetime.date
    last: datetime.date

    @property
    def since(self) -> datetime.datetime:
        return datetime.datetime.combine(self.first, datetime.time(), clock.zone())

    @property
    def until(self) -> datetime.datetime:
        """The moment after its last."""
        after = self.last + datetime.timedelta(days=1)
        return datetime.datetime.combine(after, datetime.time(), clock.zone())


def require_period(first: datetime.date, last: datetime.date) -> Period:
    """Raises Refusal, beside the day that is wrong, for a period that is none or too long."""
    if last < first:
        raise Refusal(_("The period ends before it starts."), field="last")
    if first > clock.today():
        raise Refusal(_("The period has not started yet."), field="first")
    if (last - first).days >= MOST_DAYS:
        raise Refusal(
            _("A period has at most {days} days. Export a longer one in parts.").format(
                days=MOST_DAYS
            ),
            field="first",
        )
    return Period(first, min(last, clock.today()))


def trail_as_csv(period: Period, *, by: User) -> Iterator[bytes]:
    """The trail of `period` in parts of a CSV file. Noted before the first part is read.

    Refuses an account without the permission to export the trail, and a period without any event.
    """
    _note(period, file_type="csv", by=by)
    return csv_in_parts(list(COLUMNS), _rows(period))


def trail_as_xlsx(period: Period, *, by: User) -> BinaryIO:
    """The trail of `period` as an XLSX file on the disk, which is removed when it is closed.

    Refuses as `trail_as_csv` does, and more lines than a worksheet holds.
    """
    require_permission(by, "export", MiddlewareEvents())
    file: Any = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    try:
        _note(period, file_type="xlsx", by=by)
        write_xlsx(file, list(COLUMNS), _rows(period))
    except TooManyLines as error:
        file.close()
        raise Refusal(
            _("This period has more lines than a worksheet holds. Export a shorter one, or as CSV.")
        ) from error
    except BaseException:
        file.close()
        raise
    file.seek(0)
    found: BinaryIO = file
    return found


def _note(period: Period, *, file_type: str, by: User) -> None:
    require_permission(by, "export", MiddlewareEvents())
    events = count_events(period.since, period.until)
    if not events:
        raise Refusal(_("Nothing was changed in this period."), field="first")
    note_export(
        MiddlewareEvents,
        filters=urlencode({"first": period.first, "last": period.last}),
        columns=list(COLUMNS),
        rows=events,
        file_type=file_type,
        by=by,
    )


def _rows(period: Period) -> Iterator[list[Any]]:
    for line in lines_of_trail(period.since, period.until):
        yield [_cell(shown(line)) for shown in COLUMNS.values()]


def _cell(text: str) -> str:
    return text if len(text) <= _MOST_OF_A_CELL else f"{text[:_MOST_OF_A_CELL]}…"
