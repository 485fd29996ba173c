"""What rows of imports keep of somebody, emptied when the data of that person are erased."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from network.importing.models import ImportedRow


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
    found = Q(shared__overlap=list(shared)) if shared else Q(pk__in=[])
    for one in about:
        found |= Q(about__contains=one)
    rows = list(ImportedRow.objects.filter(found, spreadsheet__kind=kind))
    for row in rows:
        row.cells, row.label, row.differences = {}, "", []
        row.problems, row.notes, row.shared = [], [], []
        row.about = {name: value for name, value in row.about.items() if name in kept}
    ImportedRow.objects.bulk_update(
        rows, ["cells", "label", "differences", "problems", "notes", "shared", "about"]
    )
