"""What the steps before the squash had left in a database for the release before them.

A new database has none of it."""

from django.db import migrations

GONE = """
ALTER TABLE focalpoints_designation DROP COLUMN IF EXISTS letter;
ALTER TABLE focalpoints_designationevent DROP COLUMN IF EXISTS letter;
ALTER TABLE focalpoints_organisation ALTER COLUMN translates DROP DEFAULT;
ALTER TABLE focalpoints_proposedchange ALTER COLUMN translates DROP DEFAULT;
ALTER TABLE focalpoints_reviewstep ALTER COLUMN outdated DROP DEFAULT;
ALTER TABLE focalpoints_reviewstepevent ALTER COLUMN outdated DROP DEFAULT;
ALTER TABLE focalpoints_revision ALTER COLUMN outdated DROP DEFAULT;
"""


class Migration(migrations.Migration):
    dependencies = [("focalpoints", "0001_squashed_to_0025")]

    operations = [migrations.RunSQL(GONE, migrations.RunSQL.noop)]
