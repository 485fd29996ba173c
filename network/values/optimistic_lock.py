"""Nothing is overwritten unseen: marks of what was shown, and a refusal once it has changed.

A page carries the marks of what it showed (`seen`), and whoever writes compares them with what is
saved by then, under a lock. Nobody has to be kept out while another is reading. What a mark is of
differs: a value that a form shows, the text of one language, a draft, a whole row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.forms.models import model_to_dict

from network.values.refusals import Refusal


class Overtaken(Refusal):
    """What would be overwritten is no longer what the person saw."""


def mark_of(value: Any) -> str:
    """A short digest of a value, for a page to carry along."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


def marks_of(row: Model, names: Iterable[str]) -> dict[str, str]:
    """The mark of each column and many-to-many field of `row` among `names`."""
    return {
        # Rows of a many-to-many field in any order, or the items of an array.
        name: mark_of(
            sorted((getattr(one, "pk", one) for one in value), key=str)
            if isinstance(value, list)
            else value
        )
        for name, value in model_to_dict(row, fields=list(names)).items()
    }


def written(marks: Mapping[str, str]) -> str:
    """The marks as one text, for a hidden field."""
    return " ".join(f"{name}={mark}" for name, mark in marks.items())


def marks_in(seen: str) -> dict[str, str]:
    """The marks that a page carried, by name."""
    pairs = (pair.partition("=") for pair in seen.split())
    return {name: mark for name, _equals, mark in pairs}


def changed_since(seen: str, marks: Mapping[str, str]) -> list[str]:
    """The names whose mark is not in the text that a page carried: others have changed them."""
    shown = set(seen.split())
    return [name for name, mark in marks.items() if f"{name}={mark}" not in shown]
