"""One form for each mailbox: what was stored before is brought into it, then held to it."""

from django.db import migrations, models

from network.values.stored_addresses import AddressColumn, normalise_all


def normalise(apps, schema_editor):
    # Two people of an office may share its address.
    normalise_all(AddressColumn("person", apps.get_model("focalpoints", "Person").objects.all()))


class Migration(migrations.Migration):

    dependencies = [
        ('focalpoints', '0003_drafting_source'),
        ('network', '0001_squashed'),
    ]

    operations = [
        migrations.RunPython(normalise, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('email__regex', "^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@([a-z0-9-]+\\.)+[a-z0-9-]+$"), ('email', ''), _connector='OR'), name='person_email_normalised'),
        ),
    ]
