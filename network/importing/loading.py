"""Loading of reference data and of samples: what was loaded, what was left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models, transaction
from django.utils.translation import override

from network import registry
from network.accounts.models import User
from network.importing.models import LoadedRow
from network.values.text_fields import cleaned_values
from network.values.translations import FollowsEnglish, follow_loaded


@dataclass(frozen=True)
class LeftOut:
    """A row that was not loaded, by its file and key, and the reason."""

    file: str
    key: str
    reason: str


@dataclass(frozen=True)
class KeptCorrection:
    """A correction made in the portal that a file now contradicts: it stays, and is reported."""

    kind: str
    key: str
    field: str
    file_value: str
    portal_value: str


@dataclass(frozen=True)
class _NewRow:
    """A row that is not in the database yet, and what a file says of it."""

    memory: LoadedRow
    values: dict[str, Any]
    row: models.Model


@dataclass
class LoadReport:
    """Counts by kind of row, every row that was left out, and every correction that was kept."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    left_out: list[LeftOut] = field(default_factory=list)
    kept: list[KeptCorrection] = field(default_factory=list)
    _loaded: dict[str, dict[Any, models.Model]] = field(default_factory=dict, repr=False)
    _empty: dict[str, bool] = field(default_factory=dict, repr=False)
    _unsaved: dict[tuple[str, str], LoadedRow] = field(default_factory=dict, repr=False)
    _new: dict[str, list[_NewRow]] = field(default_factory=dict, repr=False)

    def leave_out(self, file: str, key: str, reason: str) -> None:
        self.left_out.append(LeftOut(file, key, reason))

    def put(
        self,
        model: type[models.Model],
        key: dict[str, Any],
        values: dict[str, Any],
        *,
        name: str = "",
        known_as: models.QuerySet[Any] | None = None,
        once: dict[str, Any] | None = None,
        touch: Callable[[Any], dict[str, Any]] = lambda row: {},
    ) -> Any:
        """Make the row named by `key`, or take over what the file has changed; return it.

        A new row is in the database after `insert` only: all those of a file at once.

        What somebody corrected in the portal stays: a field takes the file's value only while
        it holds what was loaded last or, where no file has named it yet, the default of a new
        row. A row that somebody removed stays removed; then None is returned. Texts come in by
        the rule of `network.values.texts`, as from a form.

        The row is remembered under `name` (made from `key` where none is given), which depends
        on codes alone: not on what a thing is called, nor in which language. A row that was
        never loaded under that name is looked for in `known_as`, by default by its `key`.

        Rows that already match the file are not written, so that a second load leaves no trace in
        the audit trail. `once` holds values for a new row only, such as an address that must
        stay as it is; `touch` gives what else a change of a stored row sets.
        """
        kind = str(model._meta.verbose_name)
        values = cleaned_values(model, values)
        memory = self._memory(model, name or stable_name(key))
        row = self.remembered(model, memory.key)
        if row is None and not self._was_empty(model):
            row = (model._default_manager.filter(**key) if known_as is None else known_as).first()
        if row is None:
            if self._is_known(memory):
                self.unchanged[kind] += 1
                return None
            self.created[kind] += 1
            row = model(**key, **values, **(once or {}))
            self._new.setdefault(memory.model, []).append(_NewRow(memory, values, row))
            # Known from here on, so that a file that lists it twice makes one row.
            self._remember(memory, values)
            return row
        current = {name: getattr(row, name) for name in values}
        changed = self._differing(memory, kind, current, values, blank=_defaults(model, values))
        self._remember(memory, values, row)
        if changed:
            written = {**{name: values[name] for name in changed}, **touch(row)}
            for name, value in written.items():
                setattr(row, name, value)
            row.save(update_fields=list(written))
            self.updated[kind] += 1
        else:
            self.unchanged[kind] += 1
        if isinstance(row, FollowsEnglish):
            follow_loaded(row, values)
        return row

    def insert(self, model: type[models.Model]) -> None:
        """Write the new rows of `model`, before any row that refers to them is put."""
        new = self._new.pop(model._meta.label_lower, [])
        model._default_manager.bulk_create([found.row for found in new])
        for found in new:
            self._remember(found.memory, found.values, found.row)

    def remembered(self, model: type[models.Model], name: str) -> Any:
        """The row that was loaded under `name`; None when it never was, or was removed since."""
        memory = self._memories.get((model._meta.label_lower, name))
        if memory is None or memory.object_id is None:
            return None
        return self._rows_of(model).get(memory.object_id)

    def knows(self, model: type[models.Model], name: str) -> bool:
        """Whether a file has ever listed `name`, whether or not the row was removed since."""
        return (model._meta.label_lower, name) in self._memories

    def loaded_rows(self, model: type[models.Model]) -> dict[str, Any]:
        """The row of each name that files have listed; None where it was removed since."""
        label = model._meta.label_lower
        names = [name for kind, name in self._memories if kind == label]
        return {name: self.remembered(model, name) for name in names}

    def name_of(self, row: models.Model) -> str:
        """The name by which files list `row`; empty where none ever has."""
        label = row._meta.label_lower
        names = (
            name
            for (kind, name), memory in self._memories.items()
            if kind == label and memory.object_id == row.pk
        )
        return next(names, "")

    def rename(self, model: type[models.Model], old: str, new: str) -> None:
        """Call the row that files called `old`, even a removed one, `new` from now on."""
        memory = self._memories.pop((model._meta.label_lower, old))
        self._unsaved.pop((memory.model, old), None)
        memory.key = new
        self._memories[memory.model, new] = self._unsaved[memory.model, new] = memory

    def recognise(self, row: models.Model, name: str) -> None:
        """Remember that `row`, which people made or changed, is the one that files call `name`.

        Its values stay as they are.
        """
        self._remember(self._memory(type(row), name), {}, row)

    def accepts_list(
        self,
        model: type[models.Model],
        key: dict[str, Any],
        name: str,
        *,
        current: list[str],
        listed: list[str],
    ) -> bool:
        """Whether a list that belongs to a row, such as its hosts, takes the file's value."""
        memory = self._memory(model, stable_name(key))
        kind = str(model._meta.verbose_name)
        changed = self._differing(memory, kind, {name: current}, {name: listed}, blank={name: []})
        self._remember(memory, {name: listed})
        return bool(changed)

    def delete_unlisted(self, model: type[models.Model], listed: Iterable[str]) -> None:
        """Delete the rows that files once listed and that are not among the names `listed`."""
        label, names = model._meta.label_lower, set(listed)
        for name in [name for kind, name in self._memories if kind == label and name not in names]:
            row = self.remembered(model, name)
            self.forget(model, name)
            if row is not None:
                row.delete()

    def forget(self, model: type[models.Model], name: str) -> bool:
        """Forget a row that no file lists any more: if it returns, it is a new one.

        Returns False when no file ever listed it: somebody entered the row in the portal.
        """
        memory = self._memories.pop((model._meta.label_lower, name), None)
        if memory is None:
            return False
        self._unsaved.pop((memory.model, memory.key), None)
        if memory.pk is not None:
            memory.delete()
        return True

    def save(self) -> None:
        """Write what was remembered, at the end of a load: all at once, as there are hundreds."""
        for label in list(self._new):
            self.insert(apps.get_model(label))
        memories = list(self._unsaved.values())
        new = [memory for memory in memories if memory.pk is None]
        old = [memory for memory in memories if memory.pk is not None]
        LoadedRow.objects.bulk_create(new)
        LoadedRow.objects.bulk_update(old, ["key", "values", "object_id"])
        self._unsaved.clear()

    def _differing(
        self,
        memory: LoadedRow,
        kind: str,
        current: dict[str, Any],
        new: dict[str, Any],
        *,
        blank: dict[str, Any],
    ) -> list[str]:
        """The fields in which the new values replace the current ones.

        `blank` holds the value of a field that nobody has filled in yet.
        """
        replaced = []
        for name, value in new.items():
            in_portal, in_file = _plain(current[name]), _plain(value)
            loaded_last = memory.values.get(name)
            if in_portal == in_file:
                continue
            is_blank = name not in memory.values and in_portal == _plain(blank[name])
            if in_portal == loaded_last or is_blank:
                replaced.append(name)
            elif in_file != loaded_last:
                self.kept.append(
                    KeptCorrection(kind, memory.key, name, str(value), str(current[name]))
                )
        return replaced

    @cached_property
    def _memories(self) -> dict[tuple[str, str], LoadedRow]:
        return {(row.model, row.key): row for row in LoadedRow.objects.all()}

    def _memory(self, model: type[models.Model], name: str) -> LoadedRow:
        label = model._meta.label_lower
        return self._memories.get((label, name)) or LoadedRow(model=label, key=name)

    def _is_known(self, memory: LoadedRow) -> bool:
        return (memory.model, memory.key) in self._memories

    def _was_empty(self, model: type[models.Model]) -> bool:
        """Whether there was no row of `model` when this load began: then none is searched for."""
        label = model._meta.label_lower
        if label not in self._empty:
            self._empty[label] = not model._default_manager.exists()
        return self._empty[label]

    def _rows_of(self, model: type[models.Model]) -> dict[Any, models.Model]:
        """All rows of `model` that were ever loaded, by their keys, in one query."""
        label = model._meta.label_lower
        if label not in self._loaded:
            keys = [row.object_id for (kind, _), row in self._memories.items() if kind == label]
            self._loaded[label] = model._default_manager.in_bulk([k for k in keys if k is not None])
        return self._loaded[label]

    def _remember(
        self, memory: LoadedRow, values: dict[str, Any], row: models.Model | None = None
    ) -> None:
        known = memory.values | {name: _plain(value) for name, value in values.items()}
        object_id = row.pk if row is not None else memory.object_id
        place = (memory.model, memory.key)
        if place not in self._memories or (known, object_id) != (memory.values, memory.object_id):
            memory.values, memory.object_id = known, object_id
            self._memories[place] = self._unsaved[place] = memory
        if row is not None and memory.model in self._loaded:
            self._loaded[memory.model][row.pk] = row

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys([*self.created, *self.updated, *self.unchanged]))


def _defaults(model: type[models.Model], names: Iterable[str]) -> dict[str, Any]:
    """What a new row of `model` holds in the fields `names`."""
    chosen = set(names)
    return {f.name: f.get_default() for f in model._meta.concrete_fields if f.name in chosen}


def _plain(value: Any) -> Any:
    """A value as JSON keeps it; a row by its key."""
    if isinstance(value, models.Model):
        return value.pk
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)


def stable_name(key: dict[str, Any]) -> str:
    """What a row is remembered by: the values of `key`, a row among them by its natural key."""
    return ", ".join(f"{name} {_code(value)}" for name, value in key.items())


def _code(value: Any) -> str:
    if isinstance(value, models.Model):
        return "/".join(str(part) for part in value.natural_key())  # type: ignore[attr-defined]
    return str(value)


@dataclass(frozen=True, kw_only=True)
class ReferenceData(registry.Contribution):
    """The reference data of an app: `load` is called in the transaction of the whole load."""

    load: Callable[[LoadReport], None]


@dataclass(frozen=True, kw_only=True)
class SampleData(registry.Contribution):
    """The sample data of an app: `load` may be called again; never in production."""

    load: Callable[[], None]


@transaction.atomic
def load_reference() -> LoadReport:
    """Load all reliable reference data; all or nothing; may run again."""
    with connection.cursor() as cursor:
        # Two loads at once would both find a row missing, and one of them fail.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('load_reference'))")
    report = LoadReport()
    # The report is written in one language, whatever is active.
    with override("en"):
        for app in registry.of(ReferenceData):
            app.load(report)
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
    for app in registry.of(SampleData):
        app.load()
