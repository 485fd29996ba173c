"""Keep what every plan and initiative says today as the version that it counts by now."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import migrations

from network import clock
from network.values.partial_dates import PartialDate

BATCH = 500
LINKS = {"initiative": ("countries", "members"), "nationalactionplan": ()}
# Child rows that came later: a version made now has none.
PARTS: dict[str, dict[str, Any]] = {"nationalactionplan": {"documents": []}}
# What a row is called by, where it has no name of its own.
IDENTITY = ("country", "organisation")


def keep_first_versions(apps: Any, schema_editor: Any) -> None:
    """One row per entry, `number` as its version; what was published before was not kept."""
    for name in LINKS:
        keep_first_versions_of(apps, "initiatives", name, LINKS[name])


def keep_first_versions_of(apps: Any, app: str, name: str, links: tuple[str, ...]) -> None:
    Revision = apps.get_model("focalpoints", "Revision")
    ReviewStep = apps.get_model("focalpoints", "ReviewStep")
    ContentType = apps.get_model("contenttypes", "ContentType")
    rows = apps.get_model(app, name)._default_manager.order_by("pk").prefetch_related(
        *links, *(f"members__{one}" for one in IDENTITY if "members" in links)
    )
    if not rows.exists():
        # On an empty database the content types come later, and the loaders keep versions.
        return
    kind, _created = ContentType.objects.get_or_create(app_label=app, model=name)
    kept = set(Revision.objects.filter(content_type=kind).values_list("object_id", flat=True))
    decided = {
        step.change.object_id: step
        for step in ReviewStep.objects.filter(
            action="published", change__content_type=kind, change__object_id__isnull=False
        )
        .select_related("change", "by")
        .order_by("at", "pk")
    }
    made = []
    for row in rows.iterator(chunk_size=BATCH):
        if row.pk in kept:
            continue
        step = decided.get(row.pk)
        # Decided and published in one transaction, at moments that may differ a little.
        is_review = (
            step is not None
            and row.published_at is not None
            and abs(step.change.decided_at - row.published_at) < datetime.timedelta(minutes=1)
        )
        if is_review:
            source = "review"
        elif row.published_at is None:
            source = "reference"
        else:
            source = "sample" if getattr(row, "is_sample", False) else "direct_edit"
        made.append(
            Revision(
                content_type=kind,
                object_id=row.pk,
                number=row.version,
                label=str(getattr(row, "title_en", "") or called(row) or row.slug)[:250],
                at=row.published_at or clock.now(),
                by=step.by if is_review else None,
                by_name=step.by_name if is_review else "",
                change=step.change if is_review else None,
                source=source,
                values=values_of(row, links) | PARTS.get(name, {}),
                names=names_of(row, links),
            )
        )
    Revision.objects.bulk_create(made, batch_size=BATCH)


def values_of(row: Any, links: tuple[str, ...]) -> dict[str, Any]:
    """As focalpoints.revisions.values_of read a row when this migration was written."""
    values = {
        field.name: _json(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.editable and not field.primary_key
    }
    return values | {name: sorted(one.pk for one in getattr(row, name).all()) for name in links}


def names_of(row: Any, links: tuple[str, ...]) -> dict[str, dict[str, str]]:
    ones = {
        field.name: [one]
        for field in row._meta.concrete_fields
        if field.is_relation and field.editable and (one := getattr(row, field.name)) is not None
    }
    several = {name: list(getattr(row, name).all()) for name in links}
    return {
        name: {str(one.pk): called(one) for one in found}
        for name, found in (ones | several).items()
        if found
    }


def called(row: Any) -> str:
    """The English name of a row, or of the country or organisation that it is of."""
    if name := getattr(row, "name_en", ""):
        return str(name)
    owner = getattr(row, "owner", None) or next(
        (one for name in IDENTITY if (one := getattr(row, name, None)) is not None), None
    )
    return called(owner) if owner is not None else ""


def _json(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.isoformat
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n")


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0006_loaded_plan_keys"),
        ("focalpoints", "0015_revisions"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Going back leaves the versions to the migration that made their table.
    operations = [migrations.RunPython(keep_first_versions, migrations.RunPython.noop)]
