"""Plans of reference files were remembered by web addresses; State and generation take their place."""

from django.db import migrations


def addresses_to_codes(apps, schema_editor):
    loaded_row = apps.get_model("network", "LoadedRow")
    plans = {
        plan.slug: plan for plan in apps.get_model("initiatives", "NationalActionPlan").objects.all()
    }
    countries = dict(apps.get_model("focalpoints", "Country").objects.values_list("pk", "iso3"))
    remembered = loaded_row.objects.filter(model="initiatives.nationalactionplan")
    taken = set(remembered.values_list("key", flat=True))
    for row in remembered.filter(key__startswith="slug ").order_by("pk"):
        plan = plans.get(row.key.removeprefix("slug "))
        iso3 = countries.get(row.values.get("country"))
        number = row.values.get("generation")
        began = row.values.get("starts_on") or row.values.get("adopted_on") or ""
        key = f"{iso3}/{number or began[:4]}"
        if iso3 is None or key.endswith("/") or key in taken:
            # Nothing says which plan of which State it was: it is found by its dates.
            row.delete()
            continue
        taken.add(key)
        row.key, row.object_id = key, plan.pk if plan else None
        row.save()


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0005_plans_by_generation"),
        ("network", "0010_loaded_row_object"),
    ]

    operations = [migrations.RunPython(addresses_to_codes, migrations.RunPython.noop)]
