"""One form for each mailbox: what was stored before is brought into it, then held to it."""

from django.db import migrations, models

from network.values.stored_addresses import AddressColumn, normalise_all


def normalise(apps, schema_editor):
    subscriptions = apps.get_model("newsletters", "Subscription").objects.all()
    normalise_all(AddressColumn("subscription", subscriptions, once=subscriptions))


class Migration(migrations.Migration):

    dependencies = [
        ('newsletters', '0001_squashed'),
    ]

    operations = [
        migrations.RunPython(normalise, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('email__regex', "^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@([a-z0-9-]+\\.)+[a-z0-9-]+$")), name='subscription_email_normalised'),
        ),
    ]
