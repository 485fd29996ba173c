"""The functions of the search folding: `portal_folded` and `portal_names_folded`."""

from django.db import migrations

from network.values.folding import create_functions, drop_functions


class Migration(migrations.Migration):
    dependencies = [("network", "0001_squashed")]

    operations = [migrations.RunSQL(create_functions(), reverse_sql=drop_functions())]
