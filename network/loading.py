"""Loading of reference data and of samples: what was loaded, what was left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models, transaction
from django.utils.module_loading import import_string

from network.models import LoadedRow, User
from network.text_fields import cleaned_values


@dataclass(frozen=True)
class LeftOut:
    """A row that was not loaded, by its file and key, and the reason."""

    file: str
    key: str
    reason: str


@dataclass(frozen=True)
class Kept:
    """A correction made in the portal that a file now contradicts: it stays, and is reported."""

    kind: str
    key: str
    field: str
    told: str
    kept: str


@dataclass
class LoadReport:
    """Counts by kind of row, every row that was left out, and every correction that was kept."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    left_out: list[LeftOut] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)

    def leave_out(self, file: str, key: str, reason: str) -> None:
        self.left_out.append(LeftOut(file, key, reason))

    def put(
        self,
        model: type[models.Model],
        key: dict[str, Any],
        values: dict[str, Any],
        *,
        once: dict[str, Any] | None = None,
        touch: Callable[[Any], dict[str, Any]] = lambda row: {},
    ) -> Any:
        """Create the row named by `key`, or take over what the file has changed; return it.

        What somebody corrected in the portal stays: a field takes the file's value only while
        it holds what was loaded last, or nothing. A row that somebody removed stays removed;
        then None is returned. Texts come in by the rule of `network.texts`, as from a form.

        Rows that are already as told are not written, so that a second load leaves no trace in
        the audit trail. `once` holds values for a new row only, such as an address that must
        stay as it is; `touch` tells what else a change of a stored row sets.
        """
        kind = str(model._meta.verbose_name)
        values = cleaned_values(model, values)
        memory = self._memory(model, key)
        row = model._default_manager.filter(**key).first()
        if row is None:
            if memory.pk is not None:
                self.unchanged[kind] += 1
                return None
            self.created[kind] += 1
            row = model._default_manager.create(**key, **values, **(once or {}))
            self._remember(memory, values)
            return row
        now = {name: getattr(row, name) for name in values}
        changed = self._differing(memory, kind, now, values)
        self._remember(memory, values)
        if changed:
            written = {**{name: values[name] for name in changed}, **touch(row)}
            for name, value in written.items():
                setattr(row, name, value)
            row.save(update_fields=list(written))
            self.updated[kind] += 1
        else:
            self.unchanged[kind] += 1
        return row

    def takes(
        self,
        model: type[models.Model],
        key: dict[str, Any],
        name: str,
        *,
        now: list[str],
        told: list[str],
    ) -> bool:
        """Whether a list that hangs on a row, such as its hosts, is to be written as told."""
        memory = self._memory(model, key)
        kind = str(model._meta.verbose_name)
        changed = self._differing(memory, kind, {name: now}, {name: told})
        self._remember(memory, {name: told})
        return bool(changed)

    def forget(self, model: type[models.Model], key: dict[str, Any]) -> bool:
        """The file has dropped this row: should it return, it is a new one.

        False when no file ever told of it: somebody made the row, or made another one into it.
        """
        memory = self._memory(model, key)
        if memory.pk is None:
            return False
        memory.delete()
        self._memories.pop((model._meta.label_lower, _key(key)))
        return True

    def _differing(
        self, memory: LoadedRow, kind: str, now: dict[str, Any], told: dict[str, Any]
    ) -> list[str]:
        """The fields in which what is told takes the place of what stands."""
        taken = []
        for name, value in told.items():
            stands, says, said = _plain(now[name]), _plain(value), memory.values.get(name)
            if stands == says:
                continue
            if stands == said or (name not in memory.values and stands in (None, "", [])):
                taken.append(name)
            elif says != said:
                self.kept.append(Kept(kind, memory.key, name, str(value), str(now[name])))
        return taken

    @cached_property
    def _memories(self) -> dict[tuple[str, str], LoadedRow]:
        return {(row.model, row.key): row for row in LoadedRow.objects.all()}

    def _memory(self, model: type[models.Model], key: dict[str, Any]) -> LoadedRow:
        place = (model._meta.label_lower, _key(key))
        if place not in self._memories:
            self._memories[place] = LoadedRow(model=place[0], key=place[1])
        return self._memories[place]

    def _remember(self, memory: LoadedRow, values: dict[str, Any]) -> None:
        told = {name: _plain(value) for name, value in values.items()}
        if memory.pk is None or {**memory.values, **told} != memory.values:
            memory.values |= told
            memory.save()

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys([*self.created, *self.updated, *self.unchanged]))


def _plain(value: Any) -> Any:
    """A value as JSON keeps it; a row by its key."""
    if isinstance(value, models.Model):
        return value.pk
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)


def _key(key: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in key.items())


def _named(paths: Iterable[str]) -> list[Callable[..., Any]]:
    return [import_string(path) for path in paths]


@transaction.atomic
def load_reference() -> LoadReport:
    """Load all reference data that is sure enough; all or nothing; may run again."""
    with connection.cursor() as cursor:
        # Two loads at once would both find a row missing, and one of them fail.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('load_reference'))")
    report = LoadReport()
    for load in _named(settings.PORTAL_REFERENCE_LOADERS):
        load(report)
    return report


@transaction.atomic
def load_samples() -> None:
    """Load the demo's fictitious people and entries, each marked as sample."""
    if settings.PORTAL_MODE == "production":
        raise ImproperlyConfigured("Sample data and sample accounts are refused in production.")
    if User.objects.exists() and not User.objects.filter(is_sample=True).exists():
        # A production database that was named where the demo's is expected.
        raise ImproperlyConfigured(
            "This database has accounts of real people and no sample account: it is not a demo's."
        )
    for load in _named(settings.PORTAL_SAMPLE_LOADERS):
        load()
