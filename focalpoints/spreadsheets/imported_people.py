"""Of whom an import has written."""

from __future__ import annotations

from focalpoints.models import Person
from network.importing.models import SpreadsheetImport


def people_imported_by(spreadsheet: SpreadsheetImport) -> list[Person]:
    """The people of all rows that were written and not taken back, in the order of names."""
    rows = spreadsheet.rows.filter(is_written=True, about__has_key="person")
    keys = rows.order_by().values_list("about__person", flat=True)
    return list(Person.objects.filter(pk__in=set(keys)))
