"""The question before a deletion in the admin: what goes with the row, by name."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.http import HttpRequest

# What Django calls a row of the table behind a many-to-many relation.
_NAMELESS = re.compile(r" object \(\d+\)$")


class NamedDeletions:
    """Leaves out what only ties the row to others: "Initiative_countries object (26)" tells nobody
    anything, and the other row stays.

    network.adminsite.site gives it to every admin.
    """

    def get_deleted_objects(self: Any, objs: Any, request: HttpRequest) -> Any:
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)  # type: ignore[misc]
        ties = {
            model._meta.verbose_name_plural
            for model in apps.get_models(include_auto_created=True)
            if model._meta.auto_created
        }
        counts = {name: number for name, number in counts.items() if name not in ties}
        return _named(found), counts, lacking, protected


def _named(found: list[Any]) -> list[Any]:
    """The nested list of what goes, without nameless rows and lists that held only these."""
    kept = [
        _named(each) if isinstance(each, list) else each
        for each in found
        if isinstance(each, list) or not _NAMELESS.search(str(each))
    ]
    return [each for each in kept if each != []]
