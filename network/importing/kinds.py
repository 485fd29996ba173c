"""The kinds of lists that can be imported: each lent by the app that owns its entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise

from network import registry
from network.importing.spreadsheets.resources import EntryResource


@dataclass(frozen=True, kw_only=True)
class ImportKind(registry.Contribution):
    """A kind of entry that spreadsheets bring in; `name` stands in addresses and commands."""

    label: str | Promise
    model: type[models.Model]
    resource: Callable[..., EntryResource]


def kind_named(name: str) -> ImportKind | None:
    return registry.named(ImportKind, name)
