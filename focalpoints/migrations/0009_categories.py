"""Categories of designation become rows."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('focalpoints', '0008_member_joined_and_left'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='By this word files name the category. It stays as it is.', max_length=40, unique=True, verbose_name='code')),
                ('name_en', models.CharField(max_length=80, verbose_name='name')),
                ('name_fr', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('name_es', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('name_ar', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('name_ru', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('name_zh_hans', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('order', models.PositiveSmallIntegerField(default=100, help_text='The lowest number stands first.', verbose_name='order of protocol')),
                ('may_submit', models.BooleanField(default=False, help_text='Its holders submit changes to the Secretariat, confirm entries and let colleagues draft. Without it, they only draft.', verbose_name='may submit')),
                ('one_holder_since', models.DateField(blank=True, editable=False, null=True, verbose_name='one active holder, since')),
                ('is_public', models.BooleanField(default=True, help_text='Without it, only members and the Secretariat see that there is a holder.', verbose_name='shown to the public')),
            ],
            options={
                'verbose_name': 'category of designation',
                'verbose_name_plural': 'categories of designation',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CategoryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, help_text='By this word files name the category. It stays as it is.', max_length=40, verbose_name='code')),
                ('name_en', models.CharField(max_length=80, verbose_name='name')),
                ('name_fr', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('name_es', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('name_ar', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('name_ru', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('name_zh_hans', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('order', models.PositiveSmallIntegerField(default=100, help_text='The lowest number stands first.', verbose_name='order of protocol')),
                ('may_submit', models.BooleanField(default=False, help_text='Its holders submit changes to the Secretariat, confirm entries and let colleagues draft. Without it, they only draft.', verbose_name='may submit')),
                ('one_holder_since', models.DateField(blank=True, editable=False, null=True, verbose_name='one active holder, since')),
                ('is_public', models.BooleanField(default=True, help_text='Without it, only members and the Secretariat see that there is a holder.', verbose_name='shown to the public')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='categoryevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='categoryevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='focalpoints.category'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='hand_down_the_rule', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.one_holder_since IS DISTINCT FROM NEW.one_holder_since)', func='\n    UPDATE focalpoints_designation\n    SET one_holder_since = NEW.one_holder_since\n    WHERE category_id = NEW.id;\n    RETURN NULL;\n', hash='a336c5520a3bf0b4dc3eb64d0d93eb72cc64e69f', operation='UPDATE OF "one_holder_since"', pgid='pgtrigger_hand_down_the_rule_6ee0c', table='focalpoints_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_categoryevent" ("code", "id", "is_public", "may_submit", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "one_holder_since", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."is_public", NEW."may_submit", NEW."name_ar", NEW."name_en", NEW."name_es", NEW."name_fr", NEW."name_ru", NEW."name_zh_hans", NEW."one_holder_since", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='1a1870291e675a08c01844f2cac54e9aba14f9a9', operation='INSERT', pgid='pgtrigger_insert_insert_0c92a', table='focalpoints_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "focalpoints_categoryevent" ("code", "id", "is_public", "may_submit", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "one_holder_since", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."is_public", NEW."may_submit", NEW."name_ar", NEW."name_en", NEW."name_es", NEW."name_fr", NEW."name_ru", NEW."name_zh_hans", NEW."one_holder_since", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='e569efaac081f554a7c791e493a4e628fb28fd8d', operation='UPDATE', pgid='pgtrigger_update_update_f69ba', table='focalpoints_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_categoryevent" ("code", "id", "is_public", "may_submit", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "one_holder_since", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."id", OLD."is_public", OLD."may_submit", OLD."name_ar", OLD."name_en", OLD."name_es", OLD."name_fr", OLD."name_ru", OLD."name_zh_hans", OLD."one_holder_since", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='ef0779079baa9ad702d763c9c4c1fea6ae3d9afe', operation='DELETE', pgid='pgtrigger_delete_delete_4c96b', table='focalpoints_category', when='AFTER')),
        ),
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
        migrations.AddField(
            model_name='designation',
            name='one_holder_since',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='designation',
            name='held_as',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='designations', to='focalpoints.category', verbose_name='category'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='held_as',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.category', verbose_name='category'),
        ),
    ]
