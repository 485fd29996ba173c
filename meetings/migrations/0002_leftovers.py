"""What the steps before the squash had left in a database for the release before them.

A new database has none of it."""

from django.db import migrations

GONE = """
DROP TABLE IF EXISTS meetings_pdfbuild;
DROP FUNCTION IF EXISTS pgtrigger_state_transitions_5abbd();
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_squashed_to_0004")]

    operations = [migrations.RunSQL(GONE, migrations.RunSQL.noop)]
