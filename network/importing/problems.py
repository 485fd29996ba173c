"""What is wrong with a row of an import: the cell, and a sentence on what to do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from network.importing.spreadsheets.cells import as_text
from network.importing.spreadsheets.tables import Formula

log = logging.getLogger(__name__)

_SHOWN = 120  # characters of a cell that a message shows


class AmbiguousName(ValidationError):  # noqa: N818 - what it is
    """A name that several things have: whoever imports says which one is meant.

    `asked` is the folded name, `choices` are (code, name) of what it may mean.
    """

    def __init__(self, message: str, *, asked: str, choices: list[tuple[str, str]]) -> None:
        super().__init__(message)
        self.asked = asked
        self.choices = choices


class Vacancy(ValidationError):  # noqa: N818 - what it is
    """A row that says of an office only that nobody holds it: listed, and nothing is written."""


def problems_of(result: Any, row: dict[str, Any], headings: dict[str, str]) -> list[dict[str, Any]]:
    """The problems of django-import-export's `result` of `row`, as JSON."""
    for error in result.errors:
        log.error("A row of an import could not be judged", exc_info=error.error)
    if result.errors:
        sentence = _("The portal could not check this row; the error is in its log.")
        return [_problem("", "", "", sentence)]
    found = []
    if result.validation_error is not None:
        for name, error in _each(result.validation_error):
            column = "" if name == NON_FIELD_ERRORS else name
            value = row.get(column, "")
            text = value.text if isinstance(value, Formula) else as_text(value)
            for sentence in error.messages:
                problem = _problem(column, headings.get(column, ""), text[:_SHOWN], sentence)
                if isinstance(error, AmbiguousName):
                    problem |= {"asked": error.asked, "choices": error.choices}
                found.append(problem)
    return found


def _each(error: ValidationError) -> Iterator[tuple[str, ValidationError]]:
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            for one in errors:
                yield name, one
    else:
        for one in error.error_list:
            yield NON_FIELD_ERRORS, one


def _problem(column: str, heading: str, value: str, sentence: str) -> dict[str, Any]:
    return {"column": column, "heading": heading, "value": value, "sentence": sentence}


def problem_of_row(sentence: str) -> dict[str, Any]:
    """A problem that no single cell has."""
    return _problem("", "", "", sentence)
