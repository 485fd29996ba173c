"""Keep what every member and every person is recorded with today as their first version."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from network import clock
from network.values.partial_dates import PartialDate

BATCH = 500
# As the models said when this migration was written: what is about access is in no version.
PERSON = ("title", "given_name", "family_name", "position", "institution", "email", "phone")
MEMBER = ("source", "confidence", "slug", "country", "organisation", "joined_on", "left_on")
INSTITUTION = ("source", "confidence", "name", "capacity")


def keep_first_versions(apps: Any, schema_editor: Any) -> None:
    Member = apps.get_model("focalpoints", "Member")
    Person = apps.get_model("focalpoints", "Person")
    members = Member.objects.select_related("country", "organisation")
    _keep(
        apps,
        "member",
        members.prefetch_related("institutions"),
        lambda row: _called(row.country or row.organisation),
        lambda row: {
            **_values(row, MEMBER),
            "institutions": [
                _values(part, INSTITUTION)
                for part in sorted(row.institutions.all(), key=lambda part: part.pk)
            ],
        },
    )
    _keep(
        apps,
        "person",
        Person.objects.all(),
        lambda row: " ".join(
            part for part in (row.title, row.given_name, row.family_name) if part
        ),
        lambda row: _values(row, PERSON),
    )


def _keep(apps: Any, name: str, rows: Any, label_of: Any, values_of: Any) -> None:
    Revision = apps.get_model("focalpoints", "Revision")
    ContentType = apps.get_model("contenttypes", "ContentType")
    if not rows.exists():
        # On an empty database the content types come later, and the loaders keep versions.
        return
    kind, _created = ContentType.objects.get_or_create(app_label="focalpoints", model=name)
    kept = set(Revision.objects.filter(content_type=kind).values_list("object_id", flat=True))
    Revision.objects.bulk_create(
        (
            Revision(
                content_type=kind,
                object_id=row.pk,
                number=row.version,
                label=label_of(row)[:250],
                at=clock.now(),
                source=_source(row),
                values=values_of(row),
                names=_names(row),
            )
            for row in rows.order_by("pk")
            if row.pk not in kept
        ),
        batch_size=BATCH,
    )


def _source(row: Any) -> str:
    if getattr(row, "is_sample", False):
        return "sample"
    return "reference" if getattr(row, "source", "") else "direct_edit"


def _values(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _json(getattr(row, row._meta.get_field(name).attname)) for name in names}


def _names(row: Any) -> dict[str, dict[str, str]]:
    ones = {name: getattr(row, name, None) for name in ("country", "organisation")}
    return {name: {str(one.pk): _called(one)} for name, one in ones.items() if one is not None}


def _called(row: Any) -> str:
    return str(row.name_en)


def _json(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.isoformat
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


class Migration(migrations.Migration):
    dependencies = [
        ("focalpoints", "0021_people_and_members_have_versions"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Going back leaves the versions to the migration that made their table.
    operations = [migrations.RunPython(keep_first_versions, migrations.RunPython.noop)]
