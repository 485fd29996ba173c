"""What the steps before the squash had left in a database for the release before them.

A new database has none of it."""

from django.db import migrations

GONE = """
ALTER TABLE initiatives_initiative ALTER COLUMN translates DROP DEFAULT;
ALTER TABLE initiatives_nationalactionplan ALTER COLUMN translates DROP DEFAULT;
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_squashed_to_0006")]

    operations = [migrations.RunSQL(GONE, migrations.RunSQL.noop)]
