"""Rows of reference files were remembered by names; codes take their place."""

import re

from django.db import migrations

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh_hans")


def names_to_codes(apps, schema_editor):
    loaded_row = apps.get_model("network", "LoadedRow")
    codes = {}
    for model, column in (("Country", "iso3"), ("Organisation", "code")):
        for row in apps.get_model("focalpoints", model).objects.all():
            for language in LANGUAGES:
                if name := getattr(row, f"name_{language}"):
                    codes[model.lower(), name] = getattr(row, column)

    def with_codes(key):
        parts = re.fullmatch(r"(?:organisation (.+?))?(?:, )?(?:country (.+))?", key)
        if parts is None:
            return key
        found = []
        for kind, name in zip(("organisation", "country"), parts.groups()):
            if name is not None:
                found.append(f"{kind} {codes.get((kind, name), name)}")
        return ", ".join(found)

    remembered = loaded_row.objects.filter(
        model__in=["focalpoints.member", "focalpoints.organisationcountry"]
    )
    taken = set(remembered.values_list("model", "key"))
    for row in remembered.order_by("pk"):
        key = with_codes(row.key)
        if key == row.key:
            continue
        if (row.model, key) in taken:
            # Loads in two languages remembered the same row twice.
            row.delete()
            continue
        taken.add((row.model, key))
        row.key = key
        row.save()


class Migration(migrations.Migration):
    dependencies = [
        ("focalpoints", "0005_one_clock"),
        ("network", "0010_loaded_row_object"),
    ]

    operations = [migrations.RunPython(names_to_codes, migrations.RunPython.noop)]
