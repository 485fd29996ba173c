"""What members search in of a person: the folded texts that the person shares with them."""

import django.contrib.postgres.indexes
from django.db import migrations, models


def shared(name):
    return models.Case(
        models.When(**{f"{name}_visibility": "secretariat"}, then=models.Value("")),
        default=models.F(name),
        output_field=models.TextField(),
    )


def shared_name(column):
    return models.Case(
        models.When(name_visibility="secretariat", then=models.Value("")),
        default=models.F(column),
        output_field=models.TextField(),
    )


class Migration(migrations.Migration):
    dependencies = [("focalpoints", "0011_erased_authors"), ("network", "0002_folding")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="folded_for_members",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    shared_name("given_name"),
                    shared_name("family_name"),
                    shared("email"),
                    shared("institution"),
                    shared("position"),
                    function="portal_names_folded",
                    output_field=models.TextField(),
                ),
                output_field=models.TextField(),
                serialize=False,
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["folded_for_members"],
                name="person_for_members",
                opclasses=["gin_trgm_ops"],
            ),
        ),
    ]
