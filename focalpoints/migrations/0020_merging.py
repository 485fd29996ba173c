"""Merging two records of a person: rows set aside, and by what duplicates are found."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import network.clock
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What duplicates are found by: the folded words of a name in one order, and the digits of a telephone
# number without the noughts before it. Immutable, as the folding that they call.
CREATE_FUNCTIONS = """
CREATE OR REPLACE FUNCTION portal_sorted_words(VARIADIC names text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $words$
  SELECT coalesce(pg_catalog.string_agg(word, ' ' ORDER BY word COLLATE pg_catalog."C"), '')
  FROM pg_catalog.unnest(pg_catalog.string_to_array(
    public.portal_folded(pg_catalog.array_to_string(names, ' ')), ' '
  )) AS word
$words$;

CREATE OR REPLACE FUNCTION portal_digits(phone text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $digits$
  SELECT pg_catalog.ltrim(
    pg_catalog.regexp_replace(public.portal_folded(phone), '[^0-9]', '', 'g'), '0'
  )
$digits$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION portal_sorted_words(text[]);
DROP FUNCTION portal_digits(text);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('focalpoints', '0019_letter_requests'),
        ('network', '0015_mail_not_arrived'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(CREATE_FUNCTIONS, reverse_sql=DROP_FUNCTIONS),
        migrations.AddField(
            model_name='person',
            name='name_words',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('given_name'), models.F('family_name'), function='portal_sorted_words', output_field=models.TextField()), output_field=models.TextField(), serialize=False),
        ),
        migrations.AddField(
            model_name='person',
            name='phone_digits',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('phone'), function='portal_digits', output_field=models.TextField()), output_field=models.TextField(), serialize=False),
        ),
        migrations.CreateModel(
            name='DifferentPeople',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decided_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='decided')),
            ],
            options={
                'verbose_name': 'two different people',
                'verbose_name_plural': 'pairs of different people',
                'ordering': ['-decided_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DifferentPeopleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('decided_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='decided')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.JSONField(blank=True, default=dict, verbose_name='values before')),
                ('after', models.JSONField(blank=True, default=dict, verbose_name='values after')),
                ('moved', models.JSONField(blank=True, default=dict, verbose_name='what was moved')),
                ('merged_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='merged')),
                ('undone_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='undone')),
            ],
            options={
                'verbose_name': 'merge of two records',
                'verbose_name_plural': 'merges of records',
                'ordering': ['-merged_at', '-pk'],
            },
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
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='designation',
            name='designation_no_overlap',
        ),
        migrations.RemoveConstraint(
            model_name='designation',
            name='designation_one_holder',
        ),
        migrations.RemoveConstraint(
            model_name='revision',
            name='revision_source_known',
        ),
        migrations.AddField(
            model_name='designation',
            name='joined_into',
            field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='focalpoints.designation', verbose_name='joined into'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='joined_into',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.designation', verbose_name='joined into'),
        ),
        migrations.AddField(
            model_name='person',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='focalpoints.person', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.person', verbose_name='merged into'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='source',
            field=models.CharField(choices=[('review', 'review'), ('direct_edit', 'direct edit by the Secretariat'), ('own_contact', 'own contact page'), ('drafting', 'giving of a drafting right'), ('import', 'import'), ('reference', 'reference data'), ('sample', 'sample data'), ('merge', 'merging of two records'), ('restore', 'restored')], max_length=11, verbose_name='source'),
        ),
        migrations.AddIndex(
            model_name='designation',
            index=models.Index(condition=models.Q(('joined_into__isnull', False)), fields=['joined_into'], name='designation_joined'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='person_set_aside'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(models.F('email'), condition=models.Q(('merged_into', None), ('email__gt', '')), name='person_same_mailbox'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(models.F('name_words'), condition=models.Q(('merged_into', None), ('name_words__gt', '')), name='person_same_name'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(models.F('phone_digits'), condition=models.Q(('merged_into', None), ('phone_digits__gt', '')), name='person_same_phone'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='of_a_record_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM focalpoints_person\n    WHERE id = NEW.person_id AND merged_into_id IS NULL\n    FOR KEY SHARE;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'This record of a person was merged into another.'\n        USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n", hash='a50446ae6b961cffba451d8a41e8558eed2270fc', operation='INSERT OR UPDATE OF "person_id"', pgid='pgtrigger_of_a_record_in_use_b507c', table='focalpoints_designation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_designationevent" ("category_id", "ends_on", "id", "joined_into_id", "letter_authority", "letter_dated_on", "letter_id", "letter_reference", "member_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "starts_on") VALUES (NEW."category_id", NEW."ends_on", NEW."id", NEW."joined_into_id", NEW."letter_authority", NEW."letter_dated_on", NEW."letter_id", NEW."letter_reference", NEW."member_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."starts_on"); RETURN NULL;', hash='3d1c68037308b7447817c2ad4d3c5fe20cd8672f', operation='INSERT', pgid='pgtrigger_insert_insert_967a2', table='focalpoints_designation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."joined_into_id" IS DISTINCT FROM (NEW."joined_into_id") OR OLD."letter_id" IS DISTINCT FROM (NEW."letter_id") OR OLD."letter_authority" IS DISTINCT FROM (NEW."letter_authority") OR OLD."letter_dated_on" IS DISTINCT FROM (NEW."letter_dated_on") OR OLD."letter_reference" IS DISTINCT FROM (NEW."letter_reference") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on"))', func='INSERT INTO "focalpoints_designationevent" ("category_id", "ends_on", "id", "joined_into_id", "letter_authority", "letter_dated_on", "letter_id", "letter_reference", "member_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "starts_on") VALUES (NEW."category_id", NEW."ends_on", NEW."id", NEW."joined_into_id", NEW."letter_authority", NEW."letter_dated_on", NEW."letter_id", NEW."letter_reference", NEW."member_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."starts_on"); RETURN NULL;', hash='09008bbbcd2887489b753b7b318a4e924c3fb8df', operation='UPDATE', pgid='pgtrigger_update_update_82b93', table='focalpoints_designation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_designationevent" ("category_id", "ends_on", "id", "joined_into_id", "letter_authority", "letter_dated_on", "letter_id", "letter_reference", "member_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "starts_on") VALUES (OLD."category_id", OLD."ends_on", OLD."id", OLD."joined_into_id", OLD."letter_authority", OLD."letter_dated_on", OLD."letter_id", OLD."letter_reference", OLD."member_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."starts_on"); RETURN NULL;', hash='1504296271afcb962b459e337dd09342cf591240', operation='DELETE', pgid='pgtrigger_delete_delete_1bcd6', table='focalpoints_designation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='draftingright',
            trigger=pgtrigger.compiler.Trigger(name='of_a_record_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM focalpoints_person\n    WHERE id = NEW.person_id AND merged_into_id IS NULL\n    FOR KEY SHARE;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'This record of a person was merged into another.'\n        USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n", hash='167cea36457bab51c7c65416a9e406dfbce8f7d4', operation='INSERT OR UPDATE OF "person_id"', pgid='pgtrigger_of_a_record_in_use_63588', table='focalpoints_draftingright', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_personevent" ("confirmed_at", "email", "email_visibility", "expertise", "family_name", "given_name", "id", "institution", "institution_visibility", "invitation_id", "is_office", "is_sample", "languages", "merged_into_id", "name_visibility", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_visibility", "position", "position_visibility", "published_at", "skills_visibility", "title", "user_id", "version") VALUES (NEW."confirmed_at", NEW."email", NEW."email_visibility", NEW."expertise", NEW."family_name", NEW."given_name", NEW."id", NEW."institution", NEW."institution_visibility", NEW."invitation_id", NEW."is_office", NEW."is_sample", NEW."languages", NEW."merged_into_id", NEW."name_visibility", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."phone_visibility", NEW."position", NEW."position_visibility", NEW."published_at", NEW."skills_visibility", NEW."title", NEW."user_id", NEW."version"); RETURN NULL;', hash='d0dc333a31d927deec6d96383b3bd950ebdb1ec6', operation='INSERT', pgid='pgtrigger_insert_insert_4e920', table='focalpoints_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."email_visibility" IS DISTINCT FROM (NEW."email_visibility") OR OLD."expertise" IS DISTINCT FROM (NEW."expertise") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."institution" IS DISTINCT FROM (NEW."institution") OR OLD."institution_visibility" IS DISTINCT FROM (NEW."institution_visibility") OR OLD."invitation_id" IS DISTINCT FROM (NEW."invitation_id") OR OLD."is_office" IS DISTINCT FROM (NEW."is_office") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name_visibility" IS DISTINCT FROM (NEW."name_visibility") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."phone_visibility" IS DISTINCT FROM (NEW."phone_visibility") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."position_visibility" IS DISTINCT FROM (NEW."position_visibility") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."skills_visibility" IS DISTINCT FROM (NEW."skills_visibility") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "focalpoints_personevent" ("confirmed_at", "email", "email_visibility", "expertise", "family_name", "given_name", "id", "institution", "institution_visibility", "invitation_id", "is_office", "is_sample", "languages", "merged_into_id", "name_visibility", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_visibility", "position", "position_visibility", "published_at", "skills_visibility", "title", "user_id", "version") VALUES (NEW."confirmed_at", NEW."email", NEW."email_visibility", NEW."expertise", NEW."family_name", NEW."given_name", NEW."id", NEW."institution", NEW."institution_visibility", NEW."invitation_id", NEW."is_office", NEW."is_sample", NEW."languages", NEW."merged_into_id", NEW."name_visibility", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."phone_visibility", NEW."position", NEW."position_visibility", NEW."published_at", NEW."skills_visibility", NEW."title", NEW."user_id", NEW."version"); RETURN NULL;', hash='dae4dd25e6558342b217fd6535409ac0e8cdb4b6', operation='UPDATE', pgid='pgtrigger_update_update_7eb5b', table='focalpoints_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_personevent" ("confirmed_at", "email", "email_visibility", "expertise", "family_name", "given_name", "id", "institution", "institution_visibility", "invitation_id", "is_office", "is_sample", "languages", "merged_into_id", "name_visibility", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_visibility", "position", "position_visibility", "published_at", "skills_visibility", "title", "user_id", "version") VALUES (OLD."confirmed_at", OLD."email", OLD."email_visibility", OLD."expertise", OLD."family_name", OLD."given_name", OLD."id", OLD."institution", OLD."institution_visibility", OLD."invitation_id", OLD."is_office", OLD."is_sample", OLD."languages", OLD."merged_into_id", OLD."name_visibility", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."phone_visibility", OLD."position", OLD."position_visibility", OLD."published_at", OLD."skills_visibility", OLD."title", OLD."user_id", OLD."version"); RETURN NULL;', hash='7bc18bf40bff75eb4e32fafe5d5c05ddfab2d965', operation='DELETE', pgid='pgtrigger_delete_delete_2a58b', table='focalpoints_person', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('joined_into', None)), expressions=[('member', '='), ('person', '='), ('category', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='designation_no_overlap', violation_error_message='This person already holds this designation in that period.'),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('joined_into', None), ('one_holder_since__isnull', False), models.Q(('ends_on', None), ('ends_on__gte', models.F('one_holder_since')), _connector='OR')), expressions=[('member', '='), ('category', '='), (models.Func(django.db.models.functions.comparison.Greatest('starts_on', 'one_holder_since'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='designation_one_holder', violation_error_message='The member has another holder of this category in that period.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), ('user', None), _connector='OR'), name='person_set_aside_has_no_account'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['review', 'direct_edit', 'own_contact', 'drafting', 'import', 'reference', 'sample', 'merge', 'restore'])), name='revision_source_known'),
        ),
        migrations.AddField(
            model_name='differentpeople',
            name='decided_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='differentpeople',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='differs_from', to='focalpoints.person', verbose_name='person'),
        ),
        migrations.AddField(
            model_name='differentpeople',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='differs_from_too', to='focalpoints.person', verbose_name='other person'),
        ),
        migrations.AddField(
            model_name='differentpeopleevent',
            name='decided_by',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='differentpeopleevent',
            name='first',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.person', verbose_name='person'),
        ),
        migrations.AddField(
            model_name='differentpeopleevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='differentpeopleevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='focalpoints.differentpeople'),
        ),
        migrations.AddField(
            model_name='differentpeopleevent',
            name='second',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.person', verbose_name='other person'),
        ),
        migrations.AddField(
            model_name='merge',
            name='kept',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='focalpoints.person', verbose_name='record that stays'),
        ),
        migrations.AddField(
            model_name='merge',
            name='merged_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='merged by'),
        ),
        migrations.AddField(
            model_name='merge',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='set_aside_by', to='focalpoints.person', verbose_name='record set aside'),
        ),
        migrations.AddField(
            model_name='merge',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='undone by'),
        ),
        migrations.AddConstraint(
            model_name='differentpeople',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='differentpeople_in_order'),
        ),
        migrations.AddConstraint(
            model_name='differentpeople',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='differentpeople_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='differentpeople',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_differentpeopleevent" ("decided_at", "decided_by_id", "first_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_id") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."first_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."second_id"); RETURN NULL;', hash='d894b3bcb0e6508ff30099f71cf55b0fd9652f47', operation='INSERT', pgid='pgtrigger_insert_insert_c661f', table='focalpoints_differentpeople', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='differentpeople',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "focalpoints_differentpeopleevent" ("decided_at", "decided_by_id", "first_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_id") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."first_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."second_id"); RETURN NULL;', hash='61c22ba21247a222a4575c4cb7996ddb1b872603', operation='UPDATE', pgid='pgtrigger_update_update_4a996', table='focalpoints_differentpeople', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='differentpeople',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_differentpeopleevent" ("decided_at", "decided_by_id", "first_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_id") VALUES (OLD."decided_at", OLD."decided_by_id", OLD."first_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."second_id"); RETURN NULL;', hash='1633e76283a82e4daeec409f27cb010f57bd2572', operation='DELETE', pgid='pgtrigger_delete_delete_ec813', table='focalpoints_differentpeople', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('kept', models.F('other')), _negated=True), name='merge_of_two'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('other',), name='merge_set_aside_once'),
        ),
    ]
