"""Every designation has its category, and the database holds what the category says."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('focalpoints', '0010_designations_by_category'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='designation',
            name='designation_category_known',
        ),
        migrations.RemoveConstraint(
            model_name='designation',
            name='designation_no_overlap',
        ),
        migrations.RemoveField(model_name='designation', name='category'),
        migrations.RenameField(model_name='designation', old_name='held_as', new_name='category'),
        migrations.RemoveField(model_name='designationevent', name='category'),
        migrations.RenameField(model_name='designationevent', old_name='held_as', new_name='category'),
        migrations.AlterField(
            model_name='designation',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='designations', to='focalpoints.category', verbose_name='category'),
        ),
        migrations.AlterField(
            model_name='designationevent',
            name='category',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.category', verbose_name='category'),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('member', '='), ('person', '='), ('category', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='designation_no_overlap', violation_error_message='This person already holds this designation in that period.'),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('one_holder_since__isnull', False), models.Q(('ends_on', None), ('ends_on__gte', models.F('one_holder_since')), _connector='OR')), expressions=[('member', '='), ('category', '='), (models.Func(django.db.models.functions.comparison.Greatest('starts_on', 'one_holder_since'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='designation_one_holder', violation_error_message='The member has another holder of this category in that period.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='take_the_rule', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    SELECT one_holder_since INTO NEW.one_holder_since\n    FROM focalpoints_category\n    WHERE id = NEW.category_id\n    FOR SHARE;\n    RETURN NEW;\n', hash='888ff3f818751b7564801767735bdd109b342934', operation='INSERT OR UPDATE OF "category_id", "one_holder_since"', pgid='pgtrigger_take_the_rule_02370', table='focalpoints_designation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_designationevent" ("category_id", "ends_on", "id", "letter", "letter_dated_on", "letter_reference", "member_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."category_id", NEW."ends_on", NEW."id", NEW."letter", NEW."letter_dated_on", NEW."letter_reference", NEW."member_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on"); RETURN NULL;', hash='8148c0724bc8ee37d41b8f98a96005b44ac1d3bc', operation='INSERT', pgid='pgtrigger_insert_insert_967a2', table='focalpoints_designation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."letter" IS DISTINCT FROM (NEW."letter") OR OLD."letter_dated_on" IS DISTINCT FROM (NEW."letter_dated_on") OR OLD."letter_reference" IS DISTINCT FROM (NEW."letter_reference") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on"))', func='INSERT INTO "focalpoints_designationevent" ("category_id", "ends_on", "id", "letter", "letter_dated_on", "letter_reference", "member_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."category_id", NEW."ends_on", NEW."id", NEW."letter", NEW."letter_dated_on", NEW."letter_reference", NEW."member_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on"); RETURN NULL;', hash='e4e54f0e40a178ddf1164e182ebdc2b47105af1a', operation='UPDATE', pgid='pgtrigger_update_update_82b93', table='focalpoints_designation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_designationevent" ("category_id", "ends_on", "id", "letter", "letter_dated_on", "letter_reference", "member_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (OLD."category_id", OLD."ends_on", OLD."id", OLD."letter", OLD."letter_dated_on", OLD."letter_reference", OLD."member_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on"); RETURN NULL;', hash='ffff1724faea0e1d5e6335d8ef29afa8d60e6652', operation='DELETE', pgid='pgtrigger_delete_delete_1bcd6', table='focalpoints_designation', when='AFTER')),
        ),
    ]
