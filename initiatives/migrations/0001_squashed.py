"""The tables of `initiatives` as they are since 26 November 2026, in the place of what led there."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import network.values.partial_dates
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


# unaccent() depends on the search path and so is not immutable, which an index needs: this one
# names the schema and the dictionary. `initiative_words` is what the free search looks through.
SEARCH = """
CREATE FUNCTION portal_unaccent(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT public.unaccent('public.unaccent'::regdictionary, words) $$;
CREATE FUNCTION initiative_words(VARIADIC columns text[]) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT public.portal_unaccent(lower(array_to_string(columns, ' '))) $$;
"""
SEARCH_GONE = "DROP FUNCTION initiative_words(text[]); DROP FUNCTION portal_unaccent(text);"


class Migration(migrations.Migration):

    initial = True

    # A database that holds all of these needs nothing; docs/operations.md, "Updating".
    replaces = [
        ('initiatives', '0001_initial'),
        ('initiatives', '0002_links_history'),
        ('initiatives', '0003_known_values'),
        ('initiatives', '0004_wording'),
        ('initiatives', '0005_plans_by_generation'),
        ('initiatives', '0006_loaded_plan_keys'),
        ('initiatives', '0007_first_versions'),
        ('initiatives', '0008_plan_documents'),
    ]

    dependencies = [
        ('focalpoints', '0001_squashed'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.RunSQL(SEARCH, reverse_sql=SEARCH_GONE),
        migrations.CreateModel(
            name='PlanCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', network.values.partial_dates.PartialDateField(verbose_name='as of')),
                ('states', models.PositiveSmallIntegerField(verbose_name='States with a plan')),
                ('source', models.TextField(verbose_name='source')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
            ],
            options={
                'verbose_name': 'published count of plans',
                'verbose_name_plural': 'published counts of plans',
                'ordering': ['-as_of', 'states'],
                'constraints': [models.CheckConstraint(condition=models.Q(('as_of__isnull', True), ('as_of__regex', '^[1-9]\\d{3}(-(0[1-9]|1[0-2]))?$|^[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])$|^[1-9]\\d{3}-(0[13-9]|1[0-2])-(29|30)$|^[1-9]\\d{3}-(0[13578]|1[02])-31$|^([1-9]\\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29$'), _connector='OR'), name='plancount_as_of_valid'), models.UniqueConstraint(fields=('as_of', 'source'), name='plancount_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_plancountevent" ("as_of", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "states") VALUES (NEW."as_of", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."states"); RETURN NULL;', hash='52e2ca55f077d5f90aaaf7829eaefdf7f0a0b72d', operation='INSERT', pgid='pgtrigger_insert_insert_5ef0a', table='initiatives_plancount', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "initiatives_plancountevent" ("as_of", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "states") VALUES (NEW."as_of", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."states"); RETURN NULL;', hash='5dbf83a22bc149439cb17420edcf620f5a20771b', operation='UPDATE', pgid='pgtrigger_update_update_9474e', table='initiatives_plancount', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_plancountevent" ("as_of", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "states") VALUES (OLD."as_of", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."states"); RETURN NULL;', hash='0274ae29814b3b59104feaced4f1fc822f64ce52', operation='DELETE', pgid='pgtrigger_delete_delete_3f4f7', table='initiatives_plancount', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PlanCountEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('as_of', network.values.partial_dates.PartialDateField(verbose_name='as of')),
                ('states', models.PositiveSmallIntegerField(verbose_name='States with a plan')),
                ('source', models.TextField(verbose_name='source')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='initiatives.plancount')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NationalActionPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, help_text='When the member last said that this entry is up to date.', null=True, verbose_name='last confirmed')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='web address')),
                ('title_en', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_fr', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_es', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_ar', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_ru', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_zh_hans', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('original_title', models.CharField(blank=True, max_length=250, verbose_name='title in the original language')),
                ('original_language', models.CharField(blank=True, help_text='Its code, such as pt for Portuguese.', max_length=10, verbose_name='original language')),
                ('generation', models.PositiveSmallIntegerField(blank=True, help_text='1 for the first plan, 2 for the next.', null=True, verbose_name='generation')),
                ('state', models.CharField(choices=[('preparation', 'under preparation'), ('adopted', 'adopted'), ('superseded', 'superseded')], default='adopted', max_length=12, verbose_name='status')),
                ('adopted_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='adopted')),
                ('starts_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('is_extended', models.BooleanField(default=False, help_text='Whether the end was moved after adoption.', verbose_name='extended')),
                ('lead_institution', models.CharField(blank=True, max_length=200, verbose_name='lead institution')),
                ('has_budget', models.CharField(blank=True, choices=[('', 'unknown'), ('yes', 'yes'), ('no', 'no')], default='', max_length=3, verbose_name='dedicated budget')),
                ('budget_note', models.CharField(blank=True, help_text='With its currency.', max_length=120, verbose_name='amount of the budget')),
                ('has_monitoring', models.CharField(blank=True, choices=[('', 'unknown'), ('yes', 'yes'), ('no', 'no')], default='', max_length=3, verbose_name='monitoring framework')),
                ('monitoring', models.TextField(blank=True, verbose_name='how it is monitored')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10), blank=True, default=list, size=None, verbose_name='languages')),
                ('document_url', models.URLField(blank=True, max_length=500, verbose_name='web address of the document')),
                ('source_note', models.TextField(blank=True, help_text='For the Secretariat; not shown to anybody else.', verbose_name='what the sources say')),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='focalpoints.country', verbose_name='country')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='focalpoints.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'National Action Plan',
                'verbose_name_plural': 'National Action Plans',
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('confidence__in', ['', 'high', 'medium'])), name='nationalactionplan_confidence_known'), models.CheckConstraint(condition=models.Q(('state__in', ['preparation', 'adopted', 'superseded'])), name='nationalactionplan_state_known'), models.CheckConstraint(condition=models.Q(('has_budget__in', ['', 'yes', 'no'])), name='nationalactionplan_has_budget_known'), models.CheckConstraint(condition=models.Q(('has_monitoring__in', ['', 'yes', 'no'])), name='nationalactionplan_has_monitoring_known'), models.CheckConstraint(condition=models.Q(models.Q(('country__isnull', False), ('organisation__isnull', True)), models.Q(('country__isnull', True), ('organisation__isnull', False)), _connector='OR'), name='plan_of_country_or_organisation', violation_error_message='A plan is of one country or of one organisation.'), models.CheckConstraint(condition=models.Q(models.Q(('adopted_on__isnull', True), ('adopted_on__regex', '^[1-9]\\d{3}(-(0[1-9]|1[0-2]))?$|^[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])$|^[1-9]\\d{3}-(0[13-9]|1[0-2])-(29|30)$|^[1-9]\\d{3}-(0[13578]|1[02])-31$|^([1-9]\\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29$'), _connector='OR'), models.Q(('starts_on__isnull', True), ('starts_on__regex', '^[1-9]\\d{3}(-(0[1-9]|1[0-2]))?$|^[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])$|^[1-9]\\d{3}-(0[13-9]|1[0-2])-(29|30)$|^[1-9]\\d{3}-(0[13578]|1[02])-31$|^([1-9]\\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29$'), _connector='OR'), models.Q(('ends_on__isnull', True), ('ends_on__regex', '^[1-9]\\d{3}(-(0[1-9]|1[0-2]))?$|^[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])$|^[1-9]\\d{3}-(0[13-9]|1[0-2])-(29|30)$|^[1-9]\\d{3}-(0[13578]|1[02])-31$|^([1-9]\\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29$'), _connector='OR')), name='plan_dates_valid'), models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__latest__gte', models.F('starts_on')), _connector='OR'), name='plan_period_in_order', violation_error_message='A plan cannot end before it starts.'), models.UniqueConstraint(fields=('country', 'generation'), name='plan_generation_once_per_country'), models.UniqueConstraint(fields=('organisation', 'generation'), name='plan_generation_once_per_organisation')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_nationalactionplanevent" ("adopted_on", "budget_note", "confidence", "confirmed_at", "country_id", "document_url", "ends_on", "generation", "has_budget", "has_monitoring", "id", "is_extended", "is_sample", "languages", "lead_institution", "monitoring", "organisation_id", "original_language", "original_title", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "slug", "source", "source_note", "starts_on", "state", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "version") VALUES (NEW."adopted_on", NEW."budget_note", NEW."confidence", NEW."confirmed_at", NEW."country_id", NEW."document_url", NEW."ends_on", NEW."generation", NEW."has_budget", NEW."has_monitoring", NEW."id", NEW."is_extended", NEW."is_sample", NEW."languages", NEW."lead_institution", NEW."monitoring", NEW."organisation_id", NEW."original_language", NEW."original_title", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."slug", NEW."source", NEW."source_note", NEW."starts_on", NEW."state", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans", NEW."version"); RETURN NULL;', hash='2dff6efc00ad030cb71a50253ad40c7116ba79c4', operation='INSERT', pgid='pgtrigger_insert_insert_6260f', table='initiatives_nationalactionplan', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "initiatives_nationalactionplanevent" ("adopted_on", "budget_note", "confidence", "confirmed_at", "country_id", "document_url", "ends_on", "generation", "has_budget", "has_monitoring", "id", "is_extended", "is_sample", "languages", "lead_institution", "monitoring", "organisation_id", "original_language", "original_title", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "slug", "source", "source_note", "starts_on", "state", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "version") VALUES (NEW."adopted_on", NEW."budget_note", NEW."confidence", NEW."confirmed_at", NEW."country_id", NEW."document_url", NEW."ends_on", NEW."generation", NEW."has_budget", NEW."has_monitoring", NEW."id", NEW."is_extended", NEW."is_sample", NEW."languages", NEW."lead_institution", NEW."monitoring", NEW."organisation_id", NEW."original_language", NEW."original_title", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."slug", NEW."source", NEW."source_note", NEW."starts_on", NEW."state", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans", NEW."version"); RETURN NULL;', hash='288de0f5af0eb543b2668534e42d5c6131d074c4', operation='UPDATE', pgid='pgtrigger_update_update_417c7', table='initiatives_nationalactionplan', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_nationalactionplanevent" ("adopted_on", "budget_note", "confidence", "confirmed_at", "country_id", "document_url", "ends_on", "generation", "has_budget", "has_monitoring", "id", "is_extended", "is_sample", "languages", "lead_institution", "monitoring", "organisation_id", "original_language", "original_title", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "slug", "source", "source_note", "starts_on", "state", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "version") VALUES (OLD."adopted_on", OLD."budget_note", OLD."confidence", OLD."confirmed_at", OLD."country_id", OLD."document_url", OLD."ends_on", OLD."generation", OLD."has_budget", OLD."has_monitoring", OLD."id", OLD."is_extended", OLD."is_sample", OLD."languages", OLD."lead_institution", OLD."monitoring", OLD."organisation_id", OLD."original_language", OLD."original_title", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_at", OLD."slug", OLD."source", OLD."source_note", OLD."starts_on", OLD."state", OLD."title_ar", OLD."title_en", OLD."title_es", OLD."title_fr", OLD."title_ru", OLD."title_zh_hans", OLD."version"); RETURN NULL;', hash='a579654f57183803af5b456bafd8137e38162686', operation='DELETE', pgid='pgtrigger_delete_delete_c113f', table='initiatives_nationalactionplan', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PlanDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('plan', 'text of the plan'), ('summary', 'summary'), ('annex', 'annex'), ('report', 'report on the implementation'), ('evaluation', 'evaluation')], default='plan', max_length=10, verbose_name='type')),
                ('title', models.CharField(max_length=250, verbose_name='title')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese'), ('other', 'another language')], default='en', max_length=10, verbose_name='language')),
                ('url', models.URLField(max_length=500, verbose_name='web address')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='initiatives.nationalactionplan', verbose_name='plan')),
            ],
            options={
                'verbose_name': 'document of a plan',
                'verbose_name_plural': 'documents of plans',
                'ordering': ['plan', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['plan', 'summary', 'annex', 'report', 'evaluation'])), name='plandocument_kind_known'), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'fr', 'es', 'ar', 'ru', 'zh-hans', 'other'])), name='plandocument_language_known'), models.UniqueConstraint(fields=('plan', 'url'), name='plandocument_once_per_plan')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_plandocumentevent" ("id", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "title", "url") VALUES (NEW."id", NEW."kind", NEW."language", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."title", NEW."url"); RETURN NULL;', hash='76684f458122d6f2b718d73c44107fc21c190f1f', operation='INSERT', pgid='pgtrigger_insert_insert_134ef', table='initiatives_plandocument', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "initiatives_plandocumentevent" ("id", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "title", "url") VALUES (NEW."id", NEW."kind", NEW."language", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."title", NEW."url"); RETURN NULL;', hash='d521d4a79af071c5863cef809aea052b216ad2c4', operation='UPDATE', pgid='pgtrigger_update_update_9a16b', table='initiatives_plandocument', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_plandocumentevent" ("id", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "title", "url") VALUES (OLD."id", OLD."kind", OLD."language", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."title", OLD."url"); RETURN NULL;', hash='d10c7f28542a78f506d4ae7362122d4c87dbf473', operation='DELETE', pgid='pgtrigger_delete_delete_9e4f6', table='initiatives_plandocument', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PlanDocumentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('plan', 'text of the plan'), ('summary', 'summary'), ('annex', 'annex'), ('report', 'report on the implementation'), ('evaluation', 'evaluation')], default='plan', max_length=10, verbose_name='type')),
                ('title', models.CharField(max_length=250, verbose_name='title')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese'), ('other', 'another language')], default='en', max_length=10, verbose_name='language')),
                ('url', models.URLField(max_length=500, verbose_name='web address')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='initiatives.plandocument')),
                ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.nationalactionplan', verbose_name='plan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('none', 'no plan found'), ('first', 'first plan under preparation'), ('next', 'next plan under preparation')], max_length=5, verbose_name='subject')),
                ('said', models.TextField(verbose_name='what the source says')),
                ('source', models.TextField(verbose_name='source')),
                ('country', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='plan_finding', to='focalpoints.country', verbose_name='country')),
            ],
            options={
                'verbose_name': "finding about a State's plan",
                'verbose_name_plural': "findings about States' plans",
                'ordering': ['country__name_order_en'],
                'constraints': [models.CheckConstraint(condition=models.Q(('subject__in', ['none', 'first', 'next'])), name='planfinding_subject_known')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_planfindingevent" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said", "source", "subject") VALUES (NEW."country_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."said", NEW."source", NEW."subject"); RETURN NULL;', hash='076ff816b50666f48a1e6c4189780f878f85c55f', operation='INSERT', pgid='pgtrigger_insert_insert_53fad', table='initiatives_planfinding', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "initiatives_planfindingevent" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said", "source", "subject") VALUES (NEW."country_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."said", NEW."source", NEW."subject"); RETURN NULL;', hash='284a413a02aa71941348838352953a88e193f485', operation='UPDATE', pgid='pgtrigger_update_update_5b990', table='initiatives_planfinding', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_planfindingevent" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said", "source", "subject") VALUES (OLD."country_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."said", OLD."source", OLD."subject"); RETURN NULL;', hash='e4565200dd46fba7f90200a08141acefbe5d5651', operation='DELETE', pgid='pgtrigger_delete_delete_e11e7', table='initiatives_planfinding', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PlanFindingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('subject', models.CharField(choices=[('none', 'no plan found'), ('first', 'first plan under preparation'), ('next', 'next plan under preparation')], max_length=5, verbose_name='subject')),
                ('said', models.TextField(verbose_name='what the source says')),
                ('source', models.TextField(verbose_name='source')),
                ('country', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.country', verbose_name='country')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='initiatives.planfinding')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SourceDifference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('existence', 'whether there is this plan'), ('numbering', 'generation'), ('kind', 'type of document'), ('adopted', 'adoption'), ('launch', 'launch'), ('period', 'period'), ('start', 'begin'), ('end', 'end'), ('budget', 'dedicated budget')], max_length=10, verbose_name='about')),
                ('first_value', models.CharField(max_length=200, verbose_name='one source says')),
                ('first_source', models.CharField(max_length=200, verbose_name='first source')),
                ('second_value', models.CharField(max_length=200, verbose_name='another source says')),
                ('second_source', models.CharField(max_length=200, verbose_name='second source')),
                ('taken', models.CharField(blank=True, max_length=200, verbose_name='recorded here')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='source_differences', to='initiatives.nationalactionplan', verbose_name='plan')),
            ],
            options={
                'verbose_name': 'difference between sources',
                'verbose_name_plural': 'differences between sources',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('about__in', ['existence', 'numbering', 'kind', 'adopted', 'launch', 'period', 'start', 'end', 'budget'])), name='sourcedifference_about_known')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_sourcedifferenceevent" ("about", "first_source", "first_value", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason", "second_source", "second_value", "taken") VALUES (NEW."about", NEW."first_source", NEW."first_value", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."reason", NEW."second_source", NEW."second_value", NEW."taken"); RETURN NULL;', hash='3cd336c843cc5cfa51d1ece9e653a99194dbeece', operation='INSERT', pgid='pgtrigger_insert_insert_e5fcf', table='initiatives_sourcedifference', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "initiatives_sourcedifferenceevent" ("about", "first_source", "first_value", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason", "second_source", "second_value", "taken") VALUES (NEW."about", NEW."first_source", NEW."first_value", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."reason", NEW."second_source", NEW."second_value", NEW."taken"); RETURN NULL;', hash='3d39637568ea26f7938c8aba41dff521ec6ae3db', operation='UPDATE', pgid='pgtrigger_update_update_0d6a3', table='initiatives_sourcedifference', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_sourcedifferenceevent" ("about", "first_source", "first_value", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason", "second_source", "second_value", "taken") VALUES (OLD."about", OLD."first_source", OLD."first_value", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."reason", OLD."second_source", OLD."second_value", OLD."taken"); RETURN NULL;', hash='1df192c42f9ec72a409fd1d0d2ed854e4eacf3a5', operation='DELETE', pgid='pgtrigger_delete_delete_db94f', table='initiatives_sourcedifference', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SourceDifferenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('about', models.CharField(choices=[('existence', 'whether there is this plan'), ('numbering', 'generation'), ('kind', 'type of document'), ('adopted', 'adoption'), ('launch', 'launch'), ('period', 'period'), ('start', 'begin'), ('end', 'end'), ('budget', 'dedicated budget')], max_length=10, verbose_name='about')),
                ('first_value', models.CharField(max_length=200, verbose_name='one source says')),
                ('first_source', models.CharField(max_length=200, verbose_name='first source')),
                ('second_value', models.CharField(max_length=200, verbose_name='another source says')),
                ('second_source', models.CharField(max_length=200, verbose_name='second source')),
                ('taken', models.CharField(blank=True, max_length=200, verbose_name='recorded here')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='initiatives.sourcedifference')),
                ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.nationalactionplan', verbose_name='plan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, help_text='When the member last said that this entry is up to date.', null=True, verbose_name='last confirmed')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='web address')),
                ('title_en', models.CharField(max_length=200, verbose_name='title')),
                ('title_fr', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('title_es', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('title_ar', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('title_ru', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('title_zh_hans', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('summary_en', models.TextField(verbose_name='summary')),
                ('summary_fr', models.TextField(blank=True, verbose_name='summary')),
                ('summary_es', models.TextField(blank=True, verbose_name='summary')),
                ('summary_ar', models.TextField(blank=True, verbose_name='summary')),
                ('summary_ru', models.TextField(blank=True, verbose_name='summary')),
                ('summary_zh_hans', models.TextField(blank=True, verbose_name='summary')),
                ('scope', models.CharField(choices=[('national', 'national'), ('multi_country', 'several countries'), ('regional', 'regional')], default='national', max_length=14, verbose_name='scope')),
                ('pillars', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('participation', 'Participation'), ('prevention', 'Prevention'), ('protection', 'Protection'), ('relief', 'Relief and recovery')], max_length=16), default=list, size=None, verbose_name='pillars')),
                ('themes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('nap_design', 'Design of National Action Plans'), ('security_sector', 'Participation in the security sector'), ('policing', 'Policing'), ('peacekeeping', 'Deployment to peacekeeping'), ('mediation', 'Mediation'), ('disarmament', 'Disarmament'), ('funding', 'Funding'), ('capacity', 'Capacity building'), ('justice', 'Justice and accountability'), ('climate', 'Climate and security'), ('youth', 'Youth, peace and security'), ('data', 'Data and monitoring')], max_length=16), blank=True, default=list, size=None, verbose_name='themes')),
                ('partners', models.CharField(blank=True, max_length=300, verbose_name='partners')),
                ('starts_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('status', models.CharField(choices=[('planned', 'planned'), ('under_way', 'under way'), ('completed', 'completed'), ('suspended', 'suspended')], default='under_way', max_length=10, verbose_name='status')),
                ('seeks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('funding', 'funding'), ('expertise', 'expertise')], max_length=10), blank=True, default=list, size=None, verbose_name='seeks support')),
                ('offers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('funding', 'funding'), ('expertise', 'expertise')], max_length=10), blank=True, default=list, size=None, verbose_name='offers support')),
                ('contact', models.CharField(blank=True, help_text='An institution or a shared mailbox, not a person.', max_length=200, verbose_name='contact institution')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source')),
                ('visibility', models.CharField(choices=[('public', 'everybody'), ('members', 'members only')], default='public', max_length=8, verbose_name='who may see it')),
                ('countries', models.ManyToManyField(blank=True, related_name='initiatives', to='focalpoints.country', verbose_name='countries')),
                ('members', models.ManyToManyField(blank=True, related_name='joint_initiatives', to='focalpoints.member', verbose_name='other members that take part')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='initiatives', to='focalpoints.member', verbose_name='member')),
            ],
            options={
                'verbose_name': 'initiative',
                'verbose_name_plural': 'initiatives',
                'ordering': ['-published_at', '-pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.Func(models.F('title_en'), models.F('title_fr'), models.F('title_es'), models.F('title_ar'), models.F('title_ru'), models.F('title_zh_hans'), models.F('summary_en'), models.F('summary_fr'), models.F('summary_es'), models.F('summary_ar'), models.F('summary_ru'), models.F('summary_zh_hans'), models.F('partners'), function='initiative_words', output_field=models.TextField()), name='gin_trgm_ops'), name='initiative_words'), django.contrib.postgres.indexes.GinIndex(fields=['pillars'], name='initiative_pillars'), django.contrib.postgres.indexes.GinIndex(fields=['themes'], name='initiative_themes'), models.Index(fields=['-published_at', '-id'], name='initiative_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('scope__in', ['national', 'multi_country', 'regional'])), name='initiative_scope_known'), models.CheckConstraint(condition=models.Q(('pillars__contained_by', ['participation', 'prevention', 'protection', 'relief'])), name='initiative_pillars_known'), models.CheckConstraint(condition=models.Q(('themes__contained_by', ['nap_design', 'security_sector', 'policing', 'peacekeeping', 'mediation', 'disarmament', 'funding', 'capacity', 'justice', 'climate', 'youth', 'data'])), name='initiative_themes_known'), models.CheckConstraint(condition=models.Q(('status__in', ['planned', 'under_way', 'completed', 'suspended'])), name='initiative_status_known'), models.CheckConstraint(condition=models.Q(('seeks__contained_by', ['funding', 'expertise'])), name='initiative_seeks_known'), models.CheckConstraint(condition=models.Q(('offers__contained_by', ['funding', 'expertise'])), name='initiative_offers_known'), models.CheckConstraint(condition=models.Q(('visibility__in', ['public', 'members'])), name='initiative_visibility_known'), models.CheckConstraint(condition=models.Q(models.Q(('starts_on__isnull', True), ('starts_on__regex', '^[1-9]\\d{3}(-(0[1-9]|1[0-2]))?$|^[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])$|^[1-9]\\d{3}-(0[13-9]|1[0-2])-(29|30)$|^[1-9]\\d{3}-(0[13578]|1[02])-31$|^([1-9]\\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29$'), _connector='OR'), models.Q(('ends_on__isnull', True), ('ends_on__regex', '^[1-9]\\d{3}(-(0[1-9]|1[0-2]))?$|^[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])$|^[1-9]\\d{3}-(0[13-9]|1[0-2])-(29|30)$|^[1-9]\\d{3}-(0[13578]|1[02])-31$|^([1-9]\\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29$'), _connector='OR')), name='initiative_dates_valid'), models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__latest__gte', models.F('starts_on')), _connector='OR'), name='initiative_period_in_order', violation_error_message='An initiative cannot end before it starts.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_initiativeevent" ("confirmed_at", "contact", "ends_on", "id", "is_sample", "offers", "owner_id", "partners", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillars", "published_at", "scope", "seeks", "slug", "source_url", "starts_on", "status", "summary_ar", "summary_en", "summary_es", "summary_fr", "summary_ru", "summary_zh_hans", "themes", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "version", "visibility") VALUES (NEW."confirmed_at", NEW."contact", NEW."ends_on", NEW."id", NEW."is_sample", NEW."offers", NEW."owner_id", NEW."partners", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pillars", NEW."published_at", NEW."scope", NEW."seeks", NEW."slug", NEW."source_url", NEW."starts_on", NEW."status", NEW."summary_ar", NEW."summary_en", NEW."summary_es", NEW."summary_fr", NEW."summary_ru", NEW."summary_zh_hans", NEW."themes", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans", NEW."version", NEW."visibility"); RETURN NULL;', hash='1cf4baf3771e1361928a73970015b295709a8431', operation='INSERT', pgid='pgtrigger_insert_insert_649fe', table='initiatives_initiative', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "initiatives_initiativeevent" ("confirmed_at", "contact", "ends_on", "id", "is_sample", "offers", "owner_id", "partners", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillars", "published_at", "scope", "seeks", "slug", "source_url", "starts_on", "status", "summary_ar", "summary_en", "summary_es", "summary_fr", "summary_ru", "summary_zh_hans", "themes", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "version", "visibility") VALUES (NEW."confirmed_at", NEW."contact", NEW."ends_on", NEW."id", NEW."is_sample", NEW."offers", NEW."owner_id", NEW."partners", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pillars", NEW."published_at", NEW."scope", NEW."seeks", NEW."slug", NEW."source_url", NEW."starts_on", NEW."status", NEW."summary_ar", NEW."summary_en", NEW."summary_es", NEW."summary_fr", NEW."summary_ru", NEW."summary_zh_hans", NEW."themes", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans", NEW."version", NEW."visibility"); RETURN NULL;', hash='2fdb899e766e4fbf0a1b1c0f3404392511d6aae9', operation='UPDATE', pgid='pgtrigger_update_update_b6c3b', table='initiatives_initiative', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_initiativeevent" ("confirmed_at", "contact", "ends_on", "id", "is_sample", "offers", "owner_id", "partners", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillars", "published_at", "scope", "seeks", "slug", "source_url", "starts_on", "status", "summary_ar", "summary_en", "summary_es", "summary_fr", "summary_ru", "summary_zh_hans", "themes", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "version", "visibility") VALUES (OLD."confirmed_at", OLD."contact", OLD."ends_on", OLD."id", OLD."is_sample", OLD."offers", OLD."owner_id", OLD."partners", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pillars", OLD."published_at", OLD."scope", OLD."seeks", OLD."slug", OLD."source_url", OLD."starts_on", OLD."status", OLD."summary_ar", OLD."summary_en", OLD."summary_es", OLD."summary_fr", OLD."summary_ru", OLD."summary_zh_hans", OLD."themes", OLD."title_ar", OLD."title_en", OLD."title_es", OLD."title_fr", OLD."title_ru", OLD."title_zh_hans", OLD."version", OLD."visibility"); RETURN NULL;', hash='1c6d72ad821c470d55a2e3b7ab76924f20d45d69', operation='DELETE', pgid='pgtrigger_delete_delete_bf9bd', table='initiatives_initiative', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='CoveredCountryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('country', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.country')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('initiative', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.initiative')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='InitiativeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, help_text='When the member last said that this entry is up to date.', null=True, verbose_name='last confirmed')),
                ('slug', models.SlugField(db_index=False, max_length=120, verbose_name='web address')),
                ('title_en', models.CharField(max_length=200, verbose_name='title')),
                ('title_fr', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('title_es', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('title_ar', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('title_ru', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('title_zh_hans', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('summary_en', models.TextField(verbose_name='summary')),
                ('summary_fr', models.TextField(blank=True, verbose_name='summary')),
                ('summary_es', models.TextField(blank=True, verbose_name='summary')),
                ('summary_ar', models.TextField(blank=True, verbose_name='summary')),
                ('summary_ru', models.TextField(blank=True, verbose_name='summary')),
                ('summary_zh_hans', models.TextField(blank=True, verbose_name='summary')),
                ('scope', models.CharField(choices=[('national', 'national'), ('multi_country', 'several countries'), ('regional', 'regional')], default='national', max_length=14, verbose_name='scope')),
                ('pillars', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('participation', 'Participation'), ('prevention', 'Prevention'), ('protection', 'Protection'), ('relief', 'Relief and recovery')], max_length=16), default=list, size=None, verbose_name='pillars')),
                ('themes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('nap_design', 'Design of National Action Plans'), ('security_sector', 'Participation in the security sector'), ('policing', 'Policing'), ('peacekeeping', 'Deployment to peacekeeping'), ('mediation', 'Mediation'), ('disarmament', 'Disarmament'), ('funding', 'Funding'), ('capacity', 'Capacity building'), ('justice', 'Justice and accountability'), ('climate', 'Climate and security'), ('youth', 'Youth, peace and security'), ('data', 'Data and monitoring')], max_length=16), blank=True, default=list, size=None, verbose_name='themes')),
                ('partners', models.CharField(blank=True, max_length=300, verbose_name='partners')),
                ('starts_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('status', models.CharField(choices=[('planned', 'planned'), ('under_way', 'under way'), ('completed', 'completed'), ('suspended', 'suspended')], default='under_way', max_length=10, verbose_name='status')),
                ('seeks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('funding', 'funding'), ('expertise', 'expertise')], max_length=10), blank=True, default=list, size=None, verbose_name='seeks support')),
                ('offers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('funding', 'funding'), ('expertise', 'expertise')], max_length=10), blank=True, default=list, size=None, verbose_name='offers support')),
                ('contact', models.CharField(blank=True, help_text='An institution or a shared mailbox, not a person.', max_length=200, verbose_name='contact institution')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source')),
                ('visibility', models.CharField(choices=[('public', 'everybody'), ('members', 'members only')], default='public', max_length=8, verbose_name='who may see it')),
                ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.member', verbose_name='member')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='initiatives.initiative')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NationalActionPlanEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, help_text='When the member last said that this entry is up to date.', null=True, verbose_name='last confirmed')),
                ('slug', models.SlugField(db_index=False, max_length=120, verbose_name='web address')),
                ('title_en', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_fr', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_es', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_ar', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_ru', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_zh_hans', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('original_title', models.CharField(blank=True, max_length=250, verbose_name='title in the original language')),
                ('original_language', models.CharField(blank=True, help_text='Its code, such as pt for Portuguese.', max_length=10, verbose_name='original language')),
                ('generation', models.PositiveSmallIntegerField(blank=True, help_text='1 for the first plan, 2 for the next.', null=True, verbose_name='generation')),
                ('state', models.CharField(choices=[('preparation', 'under preparation'), ('adopted', 'adopted'), ('superseded', 'superseded')], default='adopted', max_length=12, verbose_name='status')),
                ('adopted_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='adopted')),
                ('starts_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('is_extended', models.BooleanField(default=False, help_text='Whether the end was moved after adoption.', verbose_name='extended')),
                ('lead_institution', models.CharField(blank=True, max_length=200, verbose_name='lead institution')),
                ('has_budget', models.CharField(blank=True, choices=[('', 'unknown'), ('yes', 'yes'), ('no', 'no')], default='', max_length=3, verbose_name='dedicated budget')),
                ('budget_note', models.CharField(blank=True, help_text='With its currency.', max_length=120, verbose_name='amount of the budget')),
                ('has_monitoring', models.CharField(blank=True, choices=[('', 'unknown'), ('yes', 'yes'), ('no', 'no')], default='', max_length=3, verbose_name='monitoring framework')),
                ('monitoring', models.TextField(blank=True, verbose_name='how it is monitored')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10), blank=True, default=list, size=None, verbose_name='languages')),
                ('document_url', models.URLField(blank=True, max_length=500, verbose_name='web address of the document')),
                ('source_note', models.TextField(blank=True, help_text='For the Secretariat; not shown to anybody else.', verbose_name='what the sources say')),
                ('country', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.country', verbose_name='country')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.organisation', verbose_name='organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='initiatives.nationalactionplan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ParticipationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('initiative', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.initiative')),
                ('member', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.member')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CoveredCountry',
            fields=[
            ],
            options={
                'verbose_name': 'covered country',
                'verbose_name_plural': 'covered countries',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('initiatives.initiative_countries',),
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
            ],
            options={
                'verbose_name': 'participation',
                'verbose_name_plural': 'participations',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('initiatives.initiative_members',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coveredcountry',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_coveredcountryevent" ("country_id", "id", "initiative_id", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (NEW."country_id", NEW."id", NEW."initiative_id", _pgh_attach_context(), NOW(), \'insert\'); RETURN NULL;', hash='d77dfd43661143b18802f909a3d9305491392e8e', operation='INSERT', pgid='pgtrigger_insert_insert_2572c', table='initiatives_initiative_countries', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coveredcountry',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_coveredcountryevent" ("country_id", "id", "initiative_id", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (OLD."country_id", OLD."id", OLD."initiative_id", _pgh_attach_context(), NOW(), \'delete\'); RETURN NULL;', hash='1a82fdd71cd857d23fc26b27892aab9aad9f4a61', operation='DELETE', pgid='pgtrigger_delete_delete_9465a', table='initiatives_initiative_countries', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_participationevent" ("id", "initiative_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (NEW."id", NEW."initiative_id", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\'); RETURN NULL;', hash='c0e3029b262736dce23e8d7397261bf95bda1ba5', operation='INSERT', pgid='pgtrigger_insert_insert_4301b', table='initiatives_initiative_members', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "initiatives_participationevent" ("id", "initiative_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (OLD."id", OLD."initiative_id", OLD."member_id", _pgh_attach_context(), NOW(), \'delete\'); RETURN NULL;', hash='c85436f088e42204c4609ee86d8f712e3237a9f0', operation='DELETE', pgid='pgtrigger_delete_delete_28bc0', table='initiatives_initiative_members', when='AFTER')),
        ),
    ]
