"""Columns of the list of focal points that mean one thing in one file and another in the next."""

from __future__ import annotations

import contextlib

from django.core.exceptions import ValidationError

from focalpoints.spreadsheets.categories_named import Categories
from network.importing.spreadsheets.cells import as_text, readable
from network.importing.spreadsheets.resources import Row


def readable_part(row: Row) -> Row:
    found = {}
    for name, value in row.items():
        with contextlib.suppress(ValidationError):
            found[name] = readable(value)
    return found


def sort_columns(row: Row, categories: Categories) -> None:
    """Say of columns that mean one thing in one file and another in the next which it is."""
    # Beside a country or a member it is where the person works.
    if "organisation" in row and {"code", "member", "country"} & row.keys():
        employer = row.pop("organisation")
        row.setdefault("institution", employer)
    # `Nom` beside `Prénom`, and `Nombre` beside `Apellidos`.
    if "name" in row:
        for present, meant in (("given_name", "family_name"), ("family_name", "given_name")):
            if present in row and meant not in row:
                row[meant] = row.pop("name")
                break
    # `Fonction` may be what somebody is designated as, or their post.
    if "function" in row:
        function = row.pop("function")
        is_category = "category" not in row and categories.known(as_text(function)) is not None
        row.setdefault("category" if is_category else "position", function)
