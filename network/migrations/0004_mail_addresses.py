"""One form for each mailbox: what was stored before is brought into it, then held to it."""

from django.db import migrations, models

from network.values.stored_addresses import AddressColumn, normalise_all


def normalise(apps, schema_editor):
    accounts = apps.get_model("network", "User").objects.all()
    invitations = apps.get_model("network", "Invitation").objects.all()
    # allauth's own records of the addresses of accounts.
    records = apps.get_model("account", "EmailAddress").objects.all()
    normalise_all(
        AddressColumn("account", accounts, once=accounts),
        AddressColumn(
            "invitation", invitations, once=invitations.filter(accepted_at=None, revoked_at=None)
        ),
        AddressColumn("address of an account", records, once=records),
    )


class Migration(migrations.Migration):

    dependencies = [
        ('account', '0009_emailaddress_unique_primary_email'),
        ('network', '0003_datachange'),
    ]

    operations = [
        migrations.RunPython(normalise, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('email__regex', "^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@([a-z0-9-]+\\.)+[a-z0-9-]+$")), name='invitation_email_normalised'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email__regex', "^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@([a-z0-9-]+\\.)+[a-z0-9-]+$")), name='user_email_normalised'),
        ),
    ]
