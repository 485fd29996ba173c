"""Letters stand among the private files; the files and their names stay.

The former columns stay too, without a field: web processes of the version before read and write
them until they are replaced. A later version drops them.
"""

import mimetypes

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.core.files.storage import default_storage
from django.db import migrations, models


def keep_letters(apps, schema_editor):
    """Make a private file of each letter, and let what refers to its name refer to that."""
    files = apps.get_model("network", "PrivateFile").objects
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT letter, member_id FROM focalpoints_designation WHERE letter <> ''")
        for name, member in cursor.fetchall():
            # Checked when it came: its ending tells what it is.
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            size = default_storage.size(name) if default_storage.exists(name) else 0
            file = files.create(
                kind="letter", owner=str(member), file=name, content_type=kind, size=size
            )
            for table in ("focalpoints_designation", "focalpoints_designationevent"):
                cursor.execute(f"UPDATE {table} SET letter_id = %s WHERE letter = %s", [file.pk, name])


def give_letters_back(apps, schema_editor):
    """Write the names of the files into the former columns."""
    with schema_editor.connection.cursor() as cursor:
        for table in ("focalpoints_designation", "focalpoints_designationevent"):
            cursor.execute(
                f"UPDATE {table} row SET letter = coalesce("
                "(SELECT file FROM network_privatefile WHERE id = row.letter_id), '')"
            )
            cursor.execute(f"UPDATE {table} SET letter_id = NULL")
        cursor.execute("DELETE FROM network_privatefile WHERE kind = 'letter'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def defaults(change):
    return ";\n".join(
        f"ALTER TABLE {table} ALTER COLUMN letter {change}"
        for table in ("focalpoints_designation", "focalpoints_designationevent")
    )


class Migration(migrations.Migration):

    dependencies = [
        ('focalpoints', '0008_export_permissions'),
        ('network', '0009_private_files'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='designation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='designation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='designation',
            name='delete_delete',
        ),
        migrations.RunSQL(defaults("SET DEFAULT ''"), defaults("DROP DEFAULT")),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name='designation', name='letter'),
                migrations.RemoveField(model_name='designationevent', name='letter'),
            ],
        ),
        migrations.AddField(
            model_name='designation',
            name='letter',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.privatefile', verbose_name='letter'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='letter',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.privatefile', verbose_name='letter'),
        ),
        migrations.RunPython(keep_letters, give_letters_back),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_designationevent" ("category_id", "ends_on", "id", "letter_dated_on", "letter_id", "letter_reference", "member_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."category_id", NEW."ends_on", NEW."id", NEW."letter_dated_on", NEW."letter_id", NEW."letter_reference", NEW."member_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on"); RETURN NULL;', hash='887ca0a59a0f9b1cef32f7b704812be05f26cc0e', operation='INSERT', pgid='pgtrigger_insert_insert_967a2', table='focalpoints_designation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."letter_id" IS DISTINCT FROM (NEW."letter_id") OR OLD."letter_dated_on" IS DISTINCT FROM (NEW."letter_dated_on") OR OLD."letter_reference" IS DISTINCT FROM (NEW."letter_reference") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on"))', func='INSERT INTO "focalpoints_designationevent" ("category_id", "ends_on", "id", "letter_dated_on", "letter_id", "letter_reference", "member_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."category_id", NEW."ends_on", NEW."id", NEW."letter_dated_on", NEW."letter_id", NEW."letter_reference", NEW."member_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on"); RETURN NULL;', hash='61a021499a75b85861a666d20cd13aa5e4a0093f', operation='UPDATE', pgid='pgtrigger_update_update_82b93', table='focalpoints_designation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_designationevent" ("category_id", "ends_on", "id", "letter_dated_on", "letter_id", "letter_reference", "member_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (OLD."category_id", OLD."ends_on", OLD."id", OLD."letter_dated_on", OLD."letter_id", OLD."letter_reference", OLD."member_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on"); RETURN NULL;', hash='55f709d991eb63f8de2a38c54e4253a71030f4fe', operation='DELETE', pgid='pgtrigger_delete_delete_1bcd6', table='focalpoints_designation', when='AFTER')),
        ),
    ]
