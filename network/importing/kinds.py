"""The kinds of lists that can be imported: each lent by the app that owns its entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise

from network import registry
from network.importing.models import SpreadsheetImport
from network.importing.spreadsheets.resources import EntryResource


@dataclass(frozen=True)
class MissingEntry:
    """An entry of the portal of which the file could say something, and says nothing."""

    label: str
    # Its page in the admin, where somebody decides what becomes of it.
    url: str


@dataclass(frozen=True)
class NextStep:
    """A page that is of use once rows are imported; an import itself never goes there."""

    label: str | Promise
    url: Callable[[SpreadsheetImport], str]


@dataclass(frozen=True, kw_only=True)
class ImportKind(registry.Contribution):
    """A kind of entry that spreadsheets bring in; `name` stands in addresses and commands.

    Rows may write entries of the models `writes_too`. `missing` gives what is in the portal and not
    in the file: it is listed, and an import never ends it.
    """

    label: str | Promise
    model: type[models.Model]
    resource: Callable[..., EntryResource]
    writes_too: tuple[type[models.Model], ...] = ()
    missing: Callable[[SpreadsheetImport], list[MissingEntry]] | None = None
    next_step: NextStep | None = None


def kind_named(name: str) -> ImportKind | None:
    return registry.named(ImportKind, name)
