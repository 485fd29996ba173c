"""What rows of imports keep of somebody, emptied when the data of that person are erased."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django.db import connection

from network.importing.models import ImportedRow

# Each is looked up in the index of what rows are about; a condition for each would read all rows.
_ABOUT = """
    SELECT imported.id
    FROM unnest(%s::jsonb[]) AS wanted JOIN network_importedrow AS imported
        ON imported.about @> wanted
"""
# Of no more than an address: one pass, however many are sought.
_SHARED = """
    SELECT imported.id
    FROM network_importedrow AS imported
    WHERE EXISTS (SELECT 1 FROM unnest(imported.shared) AS said WHERE said = ANY (%s))
"""
# A longer statement takes longer for each of its rows.
_AT_ONCE = 100


def forget_rows(
    kind: str,
    about: Collection[dict[str, Any]],
    *,
    shared: Collection[str] = (),
    kept: Collection[str],
) -> None:
    """Empty the rows of imports of `kind` that are about one of `about`, or have one of `shared`.

    What they are about is reduced to the values named `kept`, which say nothing of the person. A
    row that was not written yet says nothing then, and is a problem when it is checked again.
    """
    found: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT, [[json.dumps(one) for one in about]])
        found.update(key for (key,) in cursor)
        if shared:
            cursor.execute(_SHARED, [list(shared)])
            found.update(key for (key,) in cursor)
    rows = list(ImportedRow.objects.filter(pk__in=found, spreadsheet__kind=kind))
    for row in rows:
        row.about = {name: value for name, value in row.about.items() if name in kept}
    ImportedRow.objects.filter(pk__in=[row.pk for row in rows]).update(
        cells={}, label="", differences=[], problems=[], notes=[], shared=[]
    )
    ImportedRow.objects.bulk_update(rows, ["about"], batch_size=_AT_ONCE)
