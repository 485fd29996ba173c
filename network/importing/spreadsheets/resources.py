"""One row of a spreadsheet as an entry: django-import-export's row, with the portal's rules.

What a row becomes, its difference and its errors are django-import-export's; a cell that is blank
changes nothing, what says the same is no change, and writing is the service of the kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, FieldError, ValidationError
from django.db import models
from import_export.resources import Diff, Resource

from network.importing.models import ImportedRow
from network.importing.spreadsheets.cells import readable
from network.importing.spreadsheets.columns import Column
from network.values.refusals import Refusal

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class WrittenRow:
    """A row of an import that is taken back: the key of its entry, and what is kept of it.

    `before` is what the entry said before the import, None where it was new.
    """

    key: int
    before: Row | None
    about: dict[str, Any]


class Difference(Diff):
    """The columns in which an entry says something else, as cells of an export say it."""

    def __init__(self, resource: EntryResource, instance: Any, new: bool) -> None:
        self.resource = resource
        self.left = {} if new else resource.shown_of(instance)
        self.right: dict[str, str] = {}

    def compare_with(self, resource: EntryResource, instance: Any) -> None:
        self.right = resource.shown_of(instance)

    def as_html(self) -> list[dict[str, str]]:
        """Plain texts, whatever the name of the method says; whoever shows them escapes them."""
        return [
            {"column": name, "before": self.left.get(name, ""), "after": after}
            for name, after in self.right.items()
            if name in self.resource.changed and after != self.left.get(name, "")
        ]


class EntryResource(Resource):  # type: ignore[misc]
    """The columns of a kind of entry, and how a row of them is read and written.

    A subclass gives `model`, `columns`, `find`, `blank`, `write`, `identity_of` and `take_back`.
    `answers` are what the importing person said of ambiguous names, by the folded text.
    """

    model: type[models.Model]

    class Meta:
        store_instance = True
        report_skipped = True

    def __init__(self, *, by: Any = None, answers: dict[str, str] | None = None) -> None:
        super().__init__()
        self.by = by
        self.answers = answers or {}
        self.fields = {column.column_name: column for column in self.columns()}
        self.changed: set[str] = set()
        # What the changed columns said before, by attribute, for an undo.
        self.before: Row = {}
        self.links: dict[str, list[Any]] = {}
        self.mark = ""
        # What a row without an entry is called, what is said of it on the preview, what is kept of
        # it, and what other rows of the file may have in common with it (ImportedRow).
        self.label = ""
        self.notes: list[str] = []
        self.about: dict[str, Any] = {}
        self.shared: list[str] = []

    # --- What a kind gives ---

    def columns(self) -> list[Column]:
        raise NotImplementedError

    def find(self, row: Row) -> Any:
        """The entry that `row` is about, locked, or None; raises ValidationError by column."""
        raise NotImplementedError

    def blank(self, row: Row) -> Any:
        """A new entry of what `row` is about."""
        raise NotImplementedError

    def identity_of(self, instance: Any) -> str:
        """What two rows of one file may not both add."""
        raise NotImplementedError

    def contradictions(self, instance: Any) -> Iterable[tuple[str, str]]:
        """What does not go together in the entry: the attribute, and a sentence."""
        return ()

    def write(self, instance: Any, is_new: bool) -> None:
        """Write the entry by its service, and call `write_links`; raises Refusal.

        A kind that `puts_off` only notes what there is to write.
        """
        raise NotImplementedError

    # Whether `write_waiting` writes many rows at once.
    puts_off = False

    def look_ahead(self, rows: Mapping[int, Row]) -> None:
        """Read what the next rows, by their numbers, will all be held against."""

    def write_waiting(self) -> dict[int, ValidationError]:
        """Write what was put off; what stands against rows, by their numbers.

        A row that is only checked is judged as if it stood alone, and nothing of it stays.
        """
        return {}

    def mark_of(self, instance: Any) -> str:
        """What is another once somebody has changed the entry."""
        raise NotImplementedError

    def begin(self) -> None:
        """Forget what was written of other rows: a batch is checked, or all rows are written."""

    def compare(
        self, rows: Sequence[ImportedRow], earlier: Sequence[ImportedRow]
    ) -> dict[int, list[dict[str, Any]]]:
        """What stands against `rows`, by their numbers, because of other rows of the file.

        `rows` are a batch without a problem of its own, `earlier` those before it that have
        something in common with one of them. May set their `about` and add `notes`.
        """
        return {}

    def left_by_undo(
        self,
        marks: Mapping[int, str],
        new: Collection[int],
        about: Mapping[int, dict[str, Any]],
    ) -> dict[int, str]:
        """Which imported entries cannot be as they were before, by their keys, and why.

        `marks` are those that the import wrote, by the entries' keys, `new` the keys of what it
        added, and `about` what is kept of all rows of the import. As many queries for one entry as
        for thousands.
        """
        raise NotImplementedError

    def hold(self, rows: Sequence[WrittenRow]) -> None:
        """Lock what `rows` are about before it is asked whether somebody has changed it."""
        keys = [row.key for row in rows]
        entries = self.model._default_manager.select_for_update(of=("self",)).filter(pk__in=keys)
        list(entries.order_by("pk").values("pk"))

    def take_back(self, batches: Iterable[Sequence[WrittenRow]]) -> None:
        """Let entries say what they said `before`, or delete those that were new.

        The last row of the file comes first, for a later one may hang on an earlier one.
        """
        raise NotImplementedError

    # --- django-import-export's steps ---

    def get_diff_class(self) -> type[Diff]:
        return Difference

    def before_import_row(self, row: Row, **kwargs: Any) -> None:
        self.changed, self.before, self.links = set(), {}, {}
        self.label, self.notes, self.about, self.shared = "", [], {}, []
        errors = {}
        for name, value in row.items():
            try:
                row[name] = readable(value)
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise ValidationError(errors)

    def get_or_init_instance(self, instance_loader: Any, row: Row) -> tuple[Any, bool]:
        found = self.find(row)
        self.mark = "" if found is None else self.mark_of(found)
        return (found, False) if found is not None else (self.blank(row), True)

    def import_instance(self, instance: Any, row: Row, **kwargs: Any) -> None:
        errors = {}
        for name, column in self.fields.items():
            if column.is_identity or column.only_exported or name not in row:
                continue
            try:
                self._take_cell(instance, column, column.widget.clean(row[name], row=row))
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise ValidationError(errors)

    def _take_cell(self, instance: Any, column: Column, value: Any) -> None:
        field = instance._meta.get_field(column.attribute)
        if field.many_to_many:
            before = [] if instance.pk is None else list(getattr(instance, field.name).all())
            if {row.pk for row in before} != {row.pk for row in value}:
                self.links[field.name] = value
                self._note(column, sorted(row.pk for row in before))
            return
        before = getattr(instance, field.attname)
        if not _says_the_same(before, value):
            setattr(instance, field.attname, value)
            self._note(column, before)

    def _note(self, column: Column, before: Any) -> None:
        self.changed.add(column.column_name)
        self.before[column.attribute] = before

    def skip_row(
        self, instance: Any, original: Any, row: Row, import_validation_errors: Any = None
    ) -> bool:
        return not import_validation_errors and instance.pk is not None and not self.changed

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        errors: dict[str, Any] = dict(import_validation_errors or {})
        columns = {column.attribute: column.column_name for column in self.fields.values()}
        unchanged = set()
        if instance.pk is not None:
            # What stays is not judged: it may be older than a rule of today.
            unchanged = {f.name for f in instance._meta.concrete_fields} - self.before.keys()
        try:
            instance.clean_fields(exclude={*unchanged, "slug", *errors})
            instance.clean()
            if not errors:
                instance.validate_unique(exclude={"slug"})
                _validate_constraints(instance, exclude={"slug"})
        except ValidationError as error:
            for name, found in error.update_error_dict({}).items():
                errors.setdefault(columns.get(name, NON_FIELD_ERRORS), found)
        if not errors:
            for attribute, sentence in self.contradictions(instance):
                errors[columns.get(attribute, NON_FIELD_ERRORS)] = ValidationError(sentence)
        if errors:
            raise ValidationError(errors)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        try:
            self.write(instance, is_create)
        except Refusal as refusal:
            raise ValidationError(refusal.sentence) from refusal

    def save_m2m(self, instance: Any, row: Row, **kwargs: Any) -> None:
        """Nothing more: `write` has called `write_links`."""

    def write_links(self, instance: Any) -> None:
        for name, rows in self.links.items():
            getattr(instance, name).set(rows)

    def after_import_row(self, row: Row, row_result: Any, **kwargs: Any) -> None:
        row_result.before = {name: json_of(value) for name, value in self.before.items()}
        instance = row_result.instance
        is_new = row_result.is_new()
        row_result.identity = self.identity_of(instance) if is_new else f"#{instance.pk}"

    # --- What cells say ---

    def with_related(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """`rows` of an export with all that their cells say, in a constant number of queries."""
        return rows

    def shown_of(self, instance: Any) -> dict[str, str]:
        """What an export would write of the entry, by column."""
        return {
            name: str(column.widget.render(column.get_value(instance)))
            for name, column in self.fields.items()
            if not column.only_exported and not column.is_identity
        }


def _validate_constraints(instance: models.Model, *, exclude: set[str]) -> None:
    """As `validate_constraints`, with one query for all checks of a row that keeps them."""
    constraints = instance._meta.constraints
    checks = [each.condition for each in constraints if isinstance(each, models.CheckConstraint)]
    values = instance._get_field_expression_map(meta=instance._meta, exclude=exclude)  # type: ignore[attr-defined]
    try:
        are_kept = models.Q(*checks).check(values)
    except FieldError:
        are_kept = False  # one is about what is left out: each is asked by itself
    if not are_kept:
        instance.validate_constraints(exclude=exclude)
        return
    for each in constraints:
        if not isinstance(each, models.CheckConstraint):
            each.validate(type(instance), instance, exclude=exclude)


def json_of(value: Any) -> Any:
    """A column's value as JSON, from which the column reads it back."""
    if isinstance(value, list):
        return [json_of(item) for item in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _says_the_same(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, one)) == sorted(map(str, other))
    if isinstance(one, str) and isinstance(other, str):
        # A cell keeps no blanks at its ends, and a browser sends CR LF.
        return one.replace("\r\n", "\n").strip() == other.strip()
    return bool(one == other)
