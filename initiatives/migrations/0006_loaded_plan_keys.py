"""Plans of reference files were remembered by web addresses; State and generation take their place."""

from django.db import migrations


def addresses_to_codes(apps, schema_editor):
    loaded_row = apps.get_model("network", "LoadedRow")
    # By the trail, which knows the address that staff have changed and the plan that they removed.
    events = apps.get_model("initiatives", "NationalActionPlanEvent").objects
    plans = dict(events.order_by("-pgh_id").values_list("slug", "pgh_obj_id"))
    countries = dict(apps.get_model("focalpoints", "Country").objects.values_list("pk", "iso3"))
    remembered = loaded_row.objects.filter(model="initiatives.nationalactionplan")
    taken = set(remembered.values_list("key", flat=True))
    for row in remembered.filter(key__startswith="slug ").order_by("pk"):
        plan = plans.get(row.key.removeprefix("slug "))
        iso3 = countries.get(row.values.get("country"))
        number = row.values.get("generation")
        began = row.values.get("starts_on") or row.values.get("adopted_on") or ""
        # Without number and year the newest one of the State is meant: the loader names it.
        key = f"{iso3}/{number or began[:4]}"
        if iso3 is None or key in taken:
            # Nothing says which plan of which State it was: it is found by its dates.
            row.delete()
            continue
        taken.add(key)
        row.key, row.object_id = key, plan
        row.save()


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0005_plans_by_generation"),
        ("network", "0010_loaded_row_object"),
    ]

    operations = [migrations.RunPython(addresses_to_codes, migrations.RunPython.noop)]
