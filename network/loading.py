"""Loading of reference data and of samples: what was loaded, what was left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class LeftOut:
    """A row that was not loaded, by its file and key, and the reason."""

    file: str
    key: str
    reason: str


@dataclass
class LoadReport:
    """Counts by kind of row, and every row that was left out."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    left_out: list[LeftOut] = field(default_factory=list)

    def leave_out(self, file: str, key: str, reason: str) -> None:
        self.left_out.append(LeftOut(file, key, reason))

    def put(
        self,
        model: type[models.Model],
        key: dict[str, Any],
        values: dict[str, Any],
        *,
        once: dict[str, Any] | None = None,
    ) -> Any:
        """Create the row named by `key`, or update what differs; return it.

        Rows that are already as told are not written, so that a second load leaves no trace in
        the audit trail. `once` holds values for a new row only: an address that must stay as
        it is, or what the Secretariat may since have corrected.
        """
        kind = str(model._meta.verbose_name)
        row = model._default_manager.filter(**key).first()
        if row is None:
            self.created[kind] += 1
            return model._default_manager.create(**key, **values, **(once or {}))
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if changed:
            for name in changed:
                setattr(row, name, values[name])
            row.save(update_fields=changed)
            self.updated[kind] += 1
        else:
            self.unchanged[kind] += 1
        return row

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys([*self.created, *self.updated, *self.unchanged]))


def _named(paths: Iterable[str]) -> list[Callable[..., Any]]:
    return [import_string(path) for path in paths]


@transaction.atomic
def load_reference() -> LoadReport:
    """Load all reference data that is sure enough; all or nothing; may run again."""
    report = LoadReport()
    for load in _named(settings.PORTAL_REFERENCE_LOADERS):
        load(report)
    return report


@transaction.atomic
def load_samples() -> None:
    """Load the demo's fictitious people and entries, each marked as sample."""
    if settings.PORTAL_MODE == "production":
        raise ImproperlyConfigured("Sample data and sample accounts are refused in production.")
    for load in _named(settings.PORTAL_SAMPLE_LOADERS):
        load()
