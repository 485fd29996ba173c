"""The version of the data, which the database raises itself (network.web.data_version).

The triggers that call the function are made after the migrations, for tables that come later have
them too.
"""

from django.db import migrations, models

import network.clock

RAISE = """
CREATE FUNCTION raise_data_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Once a transaction. The note is taken back with the row where a savepoint is.
    IF current_setting('portal.data_version_raised_by', true)
        IS DISTINCT FROM pg_current_xact_id()::text
    THEN
        INSERT INTO network_datachange (changes, at) VALUES (1, clock_timestamp());
        PERFORM set_config('portal.data_version_raised_by', pg_current_xact_id()::text, true);
    END IF;
    RETURN NULL;
END $$
"""


class Migration(migrations.Migration):

    dependencies = [("network", "0002_folding")]

    operations = [
        migrations.CreateModel(
            name="DataChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changes", models.BigIntegerField(default=1, verbose_name="changes")),
                (
                    "at",
                    models.DateTimeField(default=network.clock.now, verbose_name="time"),
                ),
            ],
            options={
                "verbose_name": "change of the data",
                "verbose_name_plural": "changes of the data",
            },
        ),
        # Backwards takes the triggers away that call it.
        migrations.RunSQL(RAISE, "DROP FUNCTION raise_data_version() CASCADE"),
    ]
