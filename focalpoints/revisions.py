"""The versions of entries: recorded once per publication, and never overwritten.

`_revision` makes each version, wherever the publication comes from: `record` and `record_all` keep
one for a publication, `record_loaded` for what a loader wrote. The names in `Versioned.parts` are
the child rows that a version keeps besides the columns.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from focalpoints.models import ProposedChange, Revision, Versioned
from focalpoints.rights import may_decide
from network import clock
from network.accounts.models import User
from network.values.partial_dates import PartialDate
from network.values.refusals import Refusal
from network.values.translations import FollowsEnglish

Values = dict[str, Any]
Entry = TypeVar("Entry", bound=Versioned)
# A longer statement takes longer for each of its rows.
_AT_ONCE = 100


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of `model` that people edit and that its versions keep."""
    left_out = getattr(model, "unversioned", ())
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in left_out
    ]


def links_of(model: type[models.Model]) -> list[models.ManyToManyField[Any, Any]]:
    """The many-to-many fields of `model` that people edit."""
    return [field for field in model._meta.many_to_many if field.editable]


def part_of(model: type[models.Model], name: str) -> tuple[type[models.Model], str]:
    """The model of the child rows `name` of `model`, and their column that leads to it."""
    relation = next(one for one in model._meta.related_objects if one.get_accessor_name() == name)
    return relation.related_model, relation.field.name  # type: ignore[return-value]


def part_columns(model: type[models.Model], name: str) -> list[models.Field[Any, Any]]:
    """The columns of the child rows `name` of `model`, without the one that leads to it."""
    part, whole = part_of(model, name)
    return [field for field in columns_of(part) if field.name != whole]


def part_identity(model: type[models.Model], name: str, values: Values) -> str:
    """What tells a child row from the others of its entry, whatever its key: a mark to compare.

    The columns that a constraint allows once for an entry; all of them where there is none.
    """
    part, whole = part_of(model, name)
    once = next(
        (
            constraint.fields
            for constraint in part._meta.constraints
            if isinstance(constraint, models.UniqueConstraint) and whole in constraint.fields
        ),
        [field.name for field in part_columns(model, name)],
    )
    return json.dumps([values.get(column) for column in once if column != whole])


def json_of(value: Any) -> Any:
    """The JSON of a column's value."""
    if isinstance(value, PartialDate):
        return value.isoformat
    if isinstance(value, list | tuple):
        return [json_of(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    # A browser sends CR LF; what nobody changed must not look changed.
    return str(value).replace("\r\n", "\n")


def values_of(entry: models.Model) -> Values:
    """All present values of `entry`: columns, many-to-many keys and child rows.

    Child rows stand in the order of what tells them apart, which a key that changes cannot shift.
    Reads nothing again after `prefetched`.
    """
    model = type(entry)
    found = {field.name: json_of(getattr(entry, field.attname)) for field in columns_of(model)}
    for link in links_of(model):
        found[link.name] = sorted(row.pk for row in getattr(entry, link.name).all())
    return found | parts_values(entry)


def parts_values(entry: models.Model) -> dict[str, list[Values]]:
    """What the child rows of `entry` say now."""
    model, found = type(entry), {}
    for name in parts_of(model):
        rows = [_said_by(row, model, name) for row in getattr(entry, name).all()]
        found[name] = in_order(model, name, rows)
    return found


def _said_by(row: models.Model, model: type[models.Model], name: str) -> Values:
    """What a child row `name` of an entry of `model` says."""
    columns = part_columns(model, name)
    return {field.name: json_of(getattr(row, field.attname)) for field in columns}


def in_order(model: type[models.Model], name: str, rows: Iterable[Values]) -> list[Values]:
    """Child rows as versions list them."""
    return sorted(rows, key=lambda row: part_identity(model, name, row))


def values_in_order(revision: Revision, model: type[models.Model]) -> Values:
    """What `revision` says; an older one may list child rows as they were added."""
    values: Values = dict(revision.values)
    for name in parts_of(model):
        if values.get(name):
            values[name] = in_order(model, name, values[name])
    return values


def parts_of(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(getattr(model, "parts", ()))


def names_of(entry: models.Model) -> dict[str, dict[str, str]]:
    """The names of the rows that `entry` refers to, by field and key, in English."""
    names: dict[str, dict[str, str]] = {}
    with translation.override("en"):
        for field in columns_of(type(entry)):
            if field.is_relation and (row := getattr(entry, field.name)) is not None:
                names[field.name] = {str(row.pk): str(row)}
        for link in links_of(type(entry)):
            rows = getattr(entry, link.name).all()
            if found := {str(row.pk): str(row) for row in rows}:
                names[link.name] = found
    return names


def prefetched(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """`rows` with all that a version keeps, in a constant number of queries."""
    model = rows.model
    ones = [field.name for field in columns_of(model) if field.is_relation]
    # A member or a plan is called by its country or organisation.
    ones += [
        f"{field.name}__{deeper.name}"
        for field in columns_of(model)
        if field.is_relation
        for deeper in columns_of(field.related_model)  # type: ignore[arg-type]
        if deeper.is_relation
    ]
    several = [link.name for link in links_of(model)]
    deeper_still = [
        f"{link.name}__{field.name}"
        for link in links_of(model)
        for field in columns_of(link.related_model)  # type: ignore[arg-type]
        if field.is_relation
    ]
    return rows.select_related(*ones).prefetch_related(*several, *deeper_still, *parts_of(model))


def saved_values(entries: Sequence[Versioned]) -> dict[int, Values]:
    """All that is saved of `entries` of one model, by their keys, whatever they say in memory."""
    if not entries:
        return {}
    rows = _reread(type(entries[0]), [entry.pk for entry in entries])
    return {row.pk: values_of(row) for row in rows}


def _reread(model: type[Entry], keys: Iterable[Any]) -> list[Entry]:
    rows = model._base_manager.filter(pk__in=list(keys)).order_by("pk")
    return list(prefetched(rows))


def record(
    entry: Versioned,
    *,
    by: User | None,
    source: str,
    reason: str = "",
    change: ProposedChange | None = None,
    restored_from: Revision | None = None,
    at: datetime.datetime | None = None,
) -> Revision:
    """Record `entry`, just written by the caller, as its version `entry.version`.

    Everything is written by now, the many-to-many values and child rows as well. `by` is None if a
    file was loaded.
    """
    more = {entry.pk: {"change": change, "restored_from": restored_from}}
    [revision] = record_all([entry], by=by, source=source, reason=reason, more=more, at=at)
    return revision


def record_all(
    entries: Sequence[Versioned],
    *,
    by: User | None,
    source: str,
    reason: str = "",
    more: Mapping[int, Values] | None = None,
    at: datetime.datetime | None = None,
) -> list[Revision]:
    """Record several entries of one model as `record` does one, in a constant number of queries.

    `more` holds what else the version of an entry says of itself, by the entry's key.
    """
    written = _reread(type(entries[0]), [entry.pk for entry in entries])
    now, more = at or clock.now(), more or {}
    revisions = [
        _revision(entry, by=by, source=source, reason=reason, at=now, **more.get(entry.pk, {}))
        for entry in written
    ]
    return Revision.objects.bulk_create(revisions)


def _revision(entry: Versioned, *, by: User | None, **more: Any) -> Revision:
    with translation.override("en"):
        label = str(entry)[:250]
    return Revision(
        content_type=ContentType.objects.get_for_model(type(entry)),
        object_id=entry.pk,
        number=entry.version,
        label=label,
        by=by,
        by_name=str(by)[:150] if by is not None else "",
        values=values_of(entry),
        names=names_of(entry),
        outdated=[item.record for item in entry.outdated_texts()]
        if isinstance(entry, FollowsEnglish)
        else [],
        **more,
    )


@transaction.atomic
def record_loaded(
    model: type[Entry], keys: Iterable[Any], *, source: str, by: User | None = None
) -> list[Revision]:
    """Keep a version of each of the rows with these `keys` that says something new.

    For loaders, which write row by row or all at once: what is as its latest version says makes
    no other. A row that was changed without the next number gets it here. Costs the same few
    queries for one row as for hundreds.
    """
    keys = list(keys)
    # Locked, so that nobody publishes between reading a row and numbering it.
    list(model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))
    known = {one.object_id: one for one in Revision.objects.latest_of_each(model, keys)}
    revisions, behind = [], []
    for entry in _reread(model, keys):
        latest = known.get(entry.pk)
        if latest is not None and entry.version <= latest.number:
            if values_of(entry) == values_in_order(latest, model):
                continue
            entry.version = latest.number + 1
            behind.append(entry)
        revisions.append(_revision(entry, by=by, source=source))
    model._base_manager.bulk_update(behind, ["version"])
    return Revision.objects.bulk_create(revisions)


def write_parts(entry: models.Model, name: str, rows: list[Values]) -> None:
    """Let the child rows `name` of `entry` say what `rows` say.

    A row that stays keeps its key, and with it what points to it: the one that is told from the
    others by the same, else the next that is left over.
    """
    model = type(entry)
    part, whole = part_of(model, name)
    left = list(getattr(entry, name).order_by("pk"))
    kept = []
    for values in rows:
        wanted = part_identity(model, name, values)
        alike = (
            row for row in left if part_identity(model, name, _said_by(row, model, name)) == wanted
        )
        kept.append(found := next(alike, None))
        if found is not None:
            left.remove(found)
    # A constraint sees every moment: rows that go make room first. What is written then is said by
    # no row that stays, or it would have been known by it.
    spare = left[: kept.count(None)]
    for row in left[len(spare) :]:
        row.delete()
    for values, found in zip(rows, kept, strict=True):
        row = found or (spare.pop(0) if spare else part(**{whole: entry}))
        before = None if row.pk is None else _said_by(row, model, name)
        for field in part_columns(model, name):
            if field.name in values:
                setattr(row, field.attname, field.to_python(values[field.name]))
        if before != _said_by(row, model, name):
            row.save()


@transaction.atomic
def erase_values(
    model: type[Versioned],
    keys: Collection[int],
    names: Iterable[str],
    *,
    by: User | None,
    with_label: bool = False,
) -> int:
    """Erase the fields `names` in all versions of the entries `keys` of `model`, permanently.

    For the data of a person who asks for it: each version says from then on that they were erased,
    and no restore brings them back. `with_label` empties what the entry was called too. Returns
    how many versions said something. Raises Refusal for anybody but the Secretariat; nobody is the
    journal of erasures, when it is replayed.
    """
    if by is not None and not may_decide(by):
        raise Refusal(_("Only the Secretariat may erase data."))
    names = sorted(set(names))
    rows = Revision.objects.of_model(model).filter(object_id__in=keys)
    revisions = list(rows.select_for_update().order_by("pk"))
    now, count = clock.now(), 0
    for revision in revisions:
        erased = {name: emptied(revision.values[name]) for name in names if name in revision.values}
        count += any(revision.values[name] != empty for name, empty in erased.items())
        revision.values |= erased
        revision.names = {k: v for k, v in revision.names.items() if k not in names}
        revision.erased = sorted({*revision.erased, *names})
        revision.erased_at = now
        if with_label:
            revision.label = ""
    columns = ["values", "names", "erased", "erased_at", "label"]
    Revision.objects.bulk_update(revisions, columns, batch_size=_AT_ONCE)
    return count


def emptied(value: Any) -> Any:
    """What stands for the JSON `value` once it is erased."""
    if isinstance(value, bool):
        return False
    if isinstance(value, str):
        return ""
    return [] if isinstance(value, list) else None
