"""The tables of `newsletters` as they are since 26 November 2026, in the place of what led there."""

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import network.clock
import network.values.partial_dates
import newsletters.models.subscription
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # A database that holds all of these needs nothing; docs/operations.md, "Updating".
    replaces = [
        ('newsletters', '0001_initial'),
        ('newsletters', '0002_known_values'),
        ('newsletters', '0003_trying_again'),
        ('newsletters', '0004_wording'),
        ('newsletters', '0005_one_clock'),
        ('newsletters', '0006_items_in_sections'),
        ('newsletters', '0007_state_transitions'),
        ('newsletters', '0008_translations_follow_english'),
        ('newsletters', '0009_translations_followed'),
    ]

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
            ],
            options={
                'verbose_name': 'item',
                'verbose_name_plural': 'items',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OpportunityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
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
                ('kind', models.CharField(choices=[('funding', 'Funding'), ('training', 'Training and capacity building'), ('call', 'Call for papers or contributions'), ('event', 'Event'), ('vacancy', 'Vacancy or deployment')], max_length=10, verbose_name='type')),
                ('provider', models.CharField(blank=True, max_length=200, verbose_name='offered by')),
                ('deadline_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='deadline')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='more information')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translates', models.JSONField(blank=True, default=dict, editable=False, verbose_name='English text that each translation follows')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('title_en', models.CharField(blank=True, max_length=150, verbose_name='heading')),
                ('title_fr', models.CharField(blank=True, max_length=150, verbose_name='heading')),
                ('title_es', models.CharField(blank=True, max_length=150, verbose_name='heading')),
                ('title_ar', models.CharField(blank=True, max_length=150, verbose_name='heading')),
                ('title_ru', models.CharField(blank=True, max_length=150, verbose_name='heading')),
                ('title_zh_hans', models.CharField(blank=True, max_length=150, verbose_name='heading')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SectionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('title_en', models.CharField(blank=True, max_length=150, verbose_name='heading')),
                ('title_fr', models.CharField(blank=True, max_length=150, verbose_name='heading')),
                ('title_es', models.CharField(blank=True, max_length=150, verbose_name='heading')),
                ('title_ar', models.CharField(blank=True, max_length=150, verbose_name='heading')),
                ('title_ru', models.CharField(blank=True, max_length=150, verbose_name='heading')),
                ('title_zh_hans', models.CharField(blank=True, max_length=150, verbose_name='heading')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], default='en', max_length=10, verbose_name='language')),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('research', 'Research'), ('practice', 'Good practice'), ('funding', 'Funding'), ('capacity', 'Capacity building'), ('network', 'News of the Network')], max_length=10), blank=True, default=list, help_text='If none is selected, all topics.', size=None, verbose_name='topics')),
                ('state', models.CharField(choices=[('unconfirmed', 'not confirmed yet'), ('confirmed', 'confirmed'), ('unsubscribed', 'unsubscribed')], default='unconfirmed', max_length=12, verbose_name='status')),
                ('token', models.CharField(default=newsletters.models.subscription.new_token, editable=False, max_length=43, unique=True)),
                ('asked_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='requested')),
                ('mailed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last email sent')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='confirmed')),
                ('unsubscribed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='unsubscribed')),
            ],
            options={
                'verbose_name': 'subscription',
                'verbose_name_plural': 'subscriptions',
                'ordering': ['-pk'],
                'permissions': [('export_subscription', 'Can export the addresses of subscribers')],
            },
        ),
        migrations.CreateModel(
            name='SubscriptionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], default='en', max_length=10, verbose_name='language')),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('research', 'Research'), ('practice', 'Good practice'), ('funding', 'Funding'), ('capacity', 'Capacity building'), ('network', 'News of the Network')], max_length=10), blank=True, default=list, help_text='If none is selected, all topics.', size=None, verbose_name='topics')),
                ('state', models.CharField(choices=[('unconfirmed', 'not confirmed yet'), ('confirmed', 'confirmed'), ('unsubscribed', 'unsubscribed')], default='unconfirmed', max_length=12, verbose_name='status')),
                ('asked_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='requested')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='confirmed')),
                ('unsubscribed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='unsubscribed')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ItemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='newsletters.item')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ItemText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10, verbose_name='language')),
                ('translates', models.JSONField(blank=True, default=dict, editable=False, verbose_name='English text that it translates')),
                ('title', models.CharField(blank=True, max_length=150, verbose_name='heading')),
                ('body', models.TextField(verbose_name='text')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='newsletters.item')),
            ],
            options={
                'verbose_name': 'text of an item',
                'verbose_name_plural': 'texts of items',
                'ordering': ['item', 'language'],
            },
        ),
        migrations.CreateModel(
            name='ItemTextEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10, verbose_name='language')),
                ('title', models.CharField(blank=True, max_length=150, verbose_name='heading')),
                ('body', models.TextField(verbose_name='text')),
                ('item', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='newsletters.item')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='newsletters.itemtext')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Newsletter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='number')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='web address')),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('research', 'Research'), ('practice', 'Good practice'), ('funding', 'Funding'), ('capacity', 'Capacity building'), ('network', 'News of the Network')], max_length=10), blank=True, default=list, help_text='Subscribers of any of these topics receive it; none means everybody.', size=None, verbose_name='topics')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('sending', 'being sent'), ('sent', 'sent')], default='draft', max_length=8, verbose_name='status')),
                ('sent_content', models.JSONField(blank=True, default=dict, editable=False, verbose_name='what was sent')),
                ('sent_outdated', models.JSONField(blank=True, default=list, editable=False, verbose_name='outdated translations that were sent')),
                ('started_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sending began')),
                ('held_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='on hold since')),
                ('finished_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sending ended')),
                ('created_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='created')),
                ('started_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'newsletter',
                'verbose_name_plural': 'newsletters',
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lease_token', models.UUIDField(editable=False, null=True, verbose_name='lease')),
                ('lease_ends_at', models.DateTimeField(editable=False, null=True, verbose_name='lease ends')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts')),
                ('last_error', models.TextField(blank=True, editable=False, verbose_name='last error')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='created')),
                ('due_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, help_text='Empty when nothing more happens without a decision by a person.', null=True, verbose_name='due')),
                ('address', models.EmailField(max_length=254, verbose_name='email address')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10, verbose_name='language')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('in_flight', 'being sent'), ('sent', 'sent'), ('retry', 'to be retried'), ('failed', 'failed'), ('uncertain', 'uncertain')], default='waiting', max_length=10, verbose_name='status')),
                ('message_id', models.CharField(max_length=200, unique=True, verbose_name='Message-ID')),
                ('tries_since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='first attempt')),
                ('attempt_started_at', models.DateTimeField(editable=False, null=True, verbose_name='attempt started')),
                ('uncertain_at', models.DateTimeField(editable=False, null=True, verbose_name='became uncertain')),
                ('sent_at', models.DateTimeField(editable=False, null=True, verbose_name='sent')),
                ('token', models.CharField(editable=False, max_length=43)),
                ('newsletter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='newsletters.newsletter', verbose_name='newsletter')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='NewsletterEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('slug', models.SlugField(db_index=False, max_length=120, verbose_name='web address')),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('research', 'Research'), ('practice', 'Good practice'), ('funding', 'Funding'), ('capacity', 'Capacity building'), ('network', 'News of the Network')], max_length=10), blank=True, default=list, help_text='Subscribers of any of these topics receive it; none means everybody.', size=None, verbose_name='topics')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('sending', 'being sent'), ('sent', 'sent')], default='draft', max_length=8, verbose_name='status')),
                ('sent_content', models.JSONField(blank=True, default=dict, editable=False, verbose_name='what was sent')),
                ('sent_outdated', models.JSONField(blank=True, default=list, editable=False, verbose_name='outdated translations that were sent')),
                ('started_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sending began')),
                ('held_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='on hold since')),
                ('finished_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sending ended')),
                ('created_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='created')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='newsletters.newsletter')),
                ('started_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NewsletterText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10, verbose_name='language')),
                ('translates', models.JSONField(blank=True, default=dict, editable=False, verbose_name='English text that it translates')),
                ('subject', models.CharField(max_length=150, verbose_name='subject')),
                ('newsletter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='newsletters.newsletter')),
            ],
            options={
                'verbose_name': 'text',
                'verbose_name_plural': 'texts',
            },
        ),
        migrations.CreateModel(
            name='NewsletterTextEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10, verbose_name='language')),
                ('subject', models.CharField(max_length=150, verbose_name='subject')),
                ('newsletter', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='newsletters.newsletter')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='newsletters.newslettertext')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Opportunity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('translates', models.JSONField(blank=True, default=dict, editable=False, verbose_name='English text that each translation follows')),
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
                ('kind', models.CharField(choices=[('funding', 'Funding'), ('training', 'Training and capacity building'), ('call', 'Call for papers or contributions'), ('event', 'Event'), ('vacancy', 'Vacancy or deployment')], max_length=10, verbose_name='type')),
                ('provider', models.CharField(blank=True, max_length=200, verbose_name='offered by')),
                ('deadline_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='deadline')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='more information')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
            ],
            options={
                'verbose_name': 'opportunity',
                'verbose_name_plural': 'opportunities',
                'ordering': ['-published_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['funding', 'training', 'call', 'event', 'vacancy'])), name='opportunity_kind_known'), models.CheckConstraint(condition=models.Q(('deadline_on__isnull', True), ('deadline_on__regex', '^[1-9]\\d{3}(-(0[1-9]|1[0-2]))?$|^[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])$|^[1-9]\\d{3}-(0[13-9]|1[0-2])-(29|30)$|^[1-9]\\d{3}-(0[13578]|1[02])-31$|^([1-9]\\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29$'), _connector='OR'), name='opportunity_deadline_valid')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opportunity',
            trigger=pgtrigger.compiler.Trigger(name='translations_follow_english', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE said jsonb := to_jsonb(NEW); before jsonb := COALESCE(to_jsonb(OLD), '{}'); follows jsonb := '{}'; name text; code text; place text; english text;", func="\n    FOR name IN SELECT left(key, -3) FROM jsonb_object_keys(said) AS key WHERE key LIKE '%\\_en'\n    LOOP\n        FOREACH code IN ARRAY ARRAY['fr', 'es', 'ar', 'ru', 'zh-hans']\n        LOOP\n            place := name || '_' || replace(code, '-', '_');\n            CONTINUE WHEN COALESCE(said ->> place, '') !~ '\\S';\n            english := said ->> (name || '_en');\n            IF TG_OP = 'INSERT' THEN\n                english := COALESCE(said #>> ARRAY['translates', name, code], english);\n            ELSIF said ->> place IS NOT DISTINCT FROM before ->> place THEN\n                english := COALESCE(\n                    said #>> ARRAY['translates', name, code],\n                    before #>> ARRAY['translates', name, code],\n                    english\n                );\n            END IF;\n            follows := jsonb_set(\n                follows,\n                ARRAY[name],\n                COALESCE(follows -> name, '{}') || jsonb_build_object(code, english)\n            );\n        END LOOP;\n    END LOOP;\n    NEW.translates := follows;\n    RETURN NEW;\n", hash='719e62bb80b2ed52970ff3f499bc98482152f7ff', operation='INSERT OR UPDATE', pgid='pgtrigger_translations_follow_english_c4cdf', table='newsletters_opportunity', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opportunity',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "newsletters_opportunityevent" ("deadline_on", "id", "is_sample", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "published_at", "slug", "summary_ar", "summary_en", "summary_es", "summary_fr", "summary_ru", "summary_zh_hans", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "url") VALUES (NEW."deadline_on", NEW."id", NEW."is_sample", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."provider", NEW."published_at", NEW."slug", NEW."summary_ar", NEW."summary_en", NEW."summary_es", NEW."summary_fr", NEW."summary_ru", NEW."summary_zh_hans", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans", NEW."url"); RETURN NULL;', hash='9843e9a66b0a02a99956ae3ea4f55055320911cf', operation='INSERT', pgid='pgtrigger_insert_insert_24e43', table='newsletters_opportunity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opportunity',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."deadline_on" IS DISTINCT FROM (NEW."deadline_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."provider" IS DISTINCT FROM (NEW."provider") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."summary_ar" IS DISTINCT FROM (NEW."summary_ar") OR OLD."summary_en" IS DISTINCT FROM (NEW."summary_en") OR OLD."summary_es" IS DISTINCT FROM (NEW."summary_es") OR OLD."summary_fr" IS DISTINCT FROM (NEW."summary_fr") OR OLD."summary_ru" IS DISTINCT FROM (NEW."summary_ru") OR OLD."summary_zh_hans" IS DISTINCT FROM (NEW."summary_zh_hans") OR OLD."title_ar" IS DISTINCT FROM (NEW."title_ar") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es") OR OLD."title_fr" IS DISTINCT FROM (NEW."title_fr") OR OLD."title_ru" IS DISTINCT FROM (NEW."title_ru") OR OLD."title_zh_hans" IS DISTINCT FROM (NEW."title_zh_hans") OR OLD."url" IS DISTINCT FROM (NEW."url"))', func='INSERT INTO "newsletters_opportunityevent" ("deadline_on", "id", "is_sample", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "published_at", "slug", "summary_ar", "summary_en", "summary_es", "summary_fr", "summary_ru", "summary_zh_hans", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "url") VALUES (NEW."deadline_on", NEW."id", NEW."is_sample", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."provider", NEW."published_at", NEW."slug", NEW."summary_ar", NEW."summary_en", NEW."summary_es", NEW."summary_fr", NEW."summary_ru", NEW."summary_zh_hans", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans", NEW."url"); RETURN NULL;', hash='903c0231cbffd3f7d19df7ecd1596aaa16f6c09a', operation='UPDATE', pgid='pgtrigger_update_update_e61ca', table='newsletters_opportunity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opportunity',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "newsletters_opportunityevent" ("deadline_on", "id", "is_sample", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "published_at", "slug", "summary_ar", "summary_en", "summary_es", "summary_fr", "summary_ru", "summary_zh_hans", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "url") VALUES (OLD."deadline_on", OLD."id", OLD."is_sample", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."provider", OLD."published_at", OLD."slug", OLD."summary_ar", OLD."summary_en", OLD."summary_es", OLD."summary_fr", OLD."summary_ru", OLD."summary_zh_hans", OLD."title_ar", OLD."title_en", OLD."title_es", OLD."title_fr", OLD."title_ru", OLD."title_zh_hans", OLD."url"); RETURN NULL;', hash='1554d12434804a597d043eed8223d87eddf345b1', operation='DELETE', pgid='pgtrigger_delete_delete_a7e67', table='newsletters_opportunity', when='AFTER')),
        ),
        migrations.AddField(
            model_name='opportunityevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='opportunityevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='newsletters.opportunity'),
        ),
        migrations.AddField(
            model_name='section',
            name='newsletter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='newsletters.newsletter'),
        ),
        migrations.AddField(
            model_name='itemevent',
            name='section',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='newsletters.section'),
        ),
        migrations.AddField(
            model_name='item',
            name='section',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='newsletters.section'),
        ),
        migrations.AddField(
            model_name='sectionevent',
            name='newsletter',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='newsletters.newsletter'),
        ),
        migrations.AddField(
            model_name='sectionevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='sectionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='newsletters.section'),
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(condition=models.Q(('state', 'confirmed')), fields=['language'], name='subscription_confirmed'),
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(condition=models.Q(('state', 'unconfirmed')), fields=['asked_at'], name='subscription_unconfirmed'),
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(condition=models.Q(('state', 'unsubscribed')), fields=['unsubscribed_at'], name='subscription_unsubscribed'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('topics__contained_by', ['research', 'practice', 'funding', 'capacity', 'network'])), name='subscription_topics_known'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['unconfirmed', 'confirmed', 'unsubscribed'])), name='subscription_state_known'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='subscription_email_once', violation_error_message='This address is already in the list.'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_at__isnull', False), _connector='OR'), name='subscription_confirmed_has_moment'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'unsubscribed'), _negated=True), ('unsubscribed_at__isnull', False), _connector='OR'), name='subscription_unsubscribed_has_moment'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='subscription',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to='newsletters.subscription', verbose_name='subscription'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subscription',
            trigger=pgtrigger.compiler.Trigger(name='state_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{unconfirmed:confirmed,unconfirmed:unsubscribed,confirmed:unsubscribed,unsubscribed:confirmed,unsubscribed:unconfirmed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='c2e6df9b38281c28fc383786637588a407b9a0ab', operation='UPDATE OF "state"', pgid='pgtrigger_state_transitions_b880c', table='newsletters_subscription', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subscription',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "newsletters_subscriptionevent" ("asked_at", "confirmed_at", "email", "id", "is_sample", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "topics", "unsubscribed_at") VALUES (NEW."asked_at", NEW."confirmed_at", NEW."email", NEW."id", NEW."is_sample", NEW."language", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."topics", NEW."unsubscribed_at"); RETURN NULL;', hash='3184d7c95730536536c0d3d08e9d418756c5dfdd', operation='INSERT', pgid='pgtrigger_insert_insert_f6bb1', table='newsletters_subscription', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subscription',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."topics" IS DISTINCT FROM (NEW."topics") OR OLD."unsubscribed_at" IS DISTINCT FROM (NEW."unsubscribed_at"))', func='INSERT INTO "newsletters_subscriptionevent" ("asked_at", "confirmed_at", "email", "id", "is_sample", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "topics", "unsubscribed_at") VALUES (NEW."asked_at", NEW."confirmed_at", NEW."email", NEW."id", NEW."is_sample", NEW."language", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."topics", NEW."unsubscribed_at"); RETURN NULL;', hash='cade95a188125665f4b092facd4e65db60786b4c', operation='UPDATE', pgid='pgtrigger_update_update_f0050', table='newsletters_subscription', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subscription',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "newsletters_subscriptionevent" ("asked_at", "confirmed_at", "email", "id", "is_sample", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "topics", "unsubscribed_at") VALUES (OLD."asked_at", OLD."confirmed_at", OLD."email", OLD."id", OLD."is_sample", OLD."language", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."state", OLD."topics", OLD."unsubscribed_at"); RETURN NULL;', hash='aace9a76376d39caa34af7ff892b8625c740a649', operation='DELETE', pgid='pgtrigger_delete_delete_8a780', table='newsletters_subscription', when='AFTER')),
        ),
        migrations.AddField(
            model_name='subscriptionevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='subscriptionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='newsletters.subscription'),
        ),
        migrations.AddConstraint(
            model_name='itemtext',
            constraint=models.UniqueConstraint(fields=('item', 'language'), name='itemtext_language_once'),
        ),
        migrations.AddConstraint(
            model_name='itemtext',
            constraint=models.CheckConstraint(condition=models.Q(('body__regex', '\\S')), name='itemtext_says_something'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemtext',
            trigger=pgtrigger.compiler.Trigger(name='translations_follow_english', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE said jsonb := to_jsonb(NEW); before jsonb := COALESCE(to_jsonb(OLD), '{}'); english jsonb; follows jsonb := '{}'; name text; follow text;", func="\n    SELECT to_jsonb(source) INTO english FROM newsletters_itemtext AS source\n    WHERE source.item_id = NEW.item_id AND source.language = 'en' AND NEW.language <> 'en';\n    IF english IS NOT NULL THEN\n        FOREACH name IN ARRAY ARRAY['title', 'body']\n        LOOP\n            follow := english ->> name;\n            IF TG_OP = 'INSERT' THEN\n                follow := COALESCE(said #>> ARRAY['translates', name], follow);\n            ELSIF said ->> name IS NOT DISTINCT FROM before ->> name THEN\n                follow := COALESCE(\n                    said #>> ARRAY['translates', name], before #>> ARRAY['translates', name], ''\n                );\n            END IF;\n            follows := follows || jsonb_build_object(name, follow);\n        END LOOP;\n    END IF;\n    NEW.translates := follows;\n    RETURN NEW;\n", hash='580f87f18d84280e112ca27fa3bc1f2b42908206', operation='INSERT OR UPDATE', pgid='pgtrigger_translations_follow_english_d739a', table='newsletters_itemtext', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemtext',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "newsletters_itemtextevent" ("body", "id", "item_id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."body", NEW."id", NEW."item_id", NEW."language", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title"); RETURN NULL;', hash='fb5d1a1559db0551192a1ec431a5aa4f758f959f', operation='INSERT', pgid='pgtrigger_insert_insert_b2323', table='newsletters_itemtext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemtext',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."item_id" IS DISTINCT FROM (NEW."item_id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."title" IS DISTINCT FROM (NEW."title"))', func='INSERT INTO "newsletters_itemtextevent" ("body", "id", "item_id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."body", NEW."id", NEW."item_id", NEW."language", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title"); RETURN NULL;', hash='aa8b29b9a5c0d2084272a0558f12c5c969948130', operation='UPDATE', pgid='pgtrigger_update_update_5956c', table='newsletters_itemtext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemtext',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "newsletters_itemtextevent" ("body", "id", "item_id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (OLD."body", OLD."id", OLD."item_id", OLD."language", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title"); RETURN NULL;', hash='5633f8aff36676ebc8ed63e64a703598c5d61c9d', operation='DELETE', pgid='pgtrigger_delete_delete_7f454', table='newsletters_itemtext', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='newsletter',
            constraint=models.CheckConstraint(condition=models.Q(('topics__contained_by', ['research', 'practice', 'funding', 'capacity', 'network'])), name='newsletter_topics_known'),
        ),
        migrations.AddConstraint(
            model_name='newsletter',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'sending', 'sent'])), name='newsletter_state_known'),
        ),
        migrations.AddConstraint(
            model_name='newsletter',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('started_at__isnull', False), models.Q(('sent_content', {}), _negated=True)), _connector='OR'), name='newsletter_started_has_content'),
        ),
        migrations.AddConstraint(
            model_name='newsletter',
            constraint=models.CheckConstraint(condition=models.Q(('held_at__isnull', True), ('state', 'sending'), _connector='OR'), name='newsletter_held_only_in_sending'),
        ),
        migrations.AddConstraint(
            model_name='newsletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('finished_at__gte', models.F('started_at')), _connector='OR'), name='newsletter_sent_has_end'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='newsletter',
            trigger=pgtrigger.compiler.Trigger(name='sent_content_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD."sent_content" IS DISTINCT FROM (NEW."sent_content") OR OLD."sent_outdated" IS DISTINCT FROM (NEW."sent_outdated")) AND NOT (OLD."state" = \'draft\'))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2aa5e9de1cddd818ca8a66e5a106a202a9b83922', operation='UPDATE', pgid='pgtrigger_sent_content_stays_a1d87', table='newsletters_newsletter', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='newsletter',
            trigger=pgtrigger.compiler.Trigger(name='state_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:sending,sending:sent,sent:sending}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='2b786d39b14b2b10efe690523102fcb71c17abc9', operation='UPDATE OF "state"', pgid='pgtrigger_state_transitions_71c95', table='newsletters_newsletter', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='newsletter',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "newsletters_newsletterevent" ("created_at", "finished_at", "held_at", "id", "is_sample", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_content", "sent_outdated", "slug", "started_at", "started_by_id", "state", "topics") VALUES (NEW."created_at", NEW."finished_at", NEW."held_at", NEW."id", NEW."is_sample", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sent_content", NEW."sent_outdated", NEW."slug", NEW."started_at", NEW."started_by_id", NEW."state", NEW."topics"); RETURN NULL;', hash='cf5763ab7743e565805f79d330185d2d05b9cf88', operation='INSERT', pgid='pgtrigger_insert_insert_ed795', table='newsletters_newsletter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='newsletter',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "newsletters_newsletterevent" ("created_at", "finished_at", "held_at", "id", "is_sample", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_content", "sent_outdated", "slug", "started_at", "started_by_id", "state", "topics") VALUES (NEW."created_at", NEW."finished_at", NEW."held_at", NEW."id", NEW."is_sample", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sent_content", NEW."sent_outdated", NEW."slug", NEW."started_at", NEW."started_by_id", NEW."state", NEW."topics"); RETURN NULL;', hash='7e9fcf7f877fd91fab6fb46bd333bedfd0391258', operation='UPDATE', pgid='pgtrigger_update_update_6af53', table='newsletters_newsletter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='newsletter',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "newsletters_newsletterevent" ("created_at", "finished_at", "held_at", "id", "is_sample", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_content", "sent_outdated", "slug", "started_at", "started_by_id", "state", "topics") VALUES (OLD."created_at", OLD."finished_at", OLD."held_at", OLD."id", OLD."is_sample", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sent_content", OLD."sent_outdated", OLD."slug", OLD."started_at", OLD."started_by_id", OLD."state", OLD."topics"); RETURN NULL;', hash='256adfd0a3412886de6e33e4862ed9c86d821f1d', operation='DELETE', pgid='pgtrigger_delete_delete_2e2ee', table='newsletters_newsletter', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='newslettertext',
            constraint=models.UniqueConstraint(fields=('newsletter', 'language'), name='newslettertext_language_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='newslettertext',
            trigger=pgtrigger.compiler.Trigger(name='translations_follow_english', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE said jsonb := to_jsonb(NEW); before jsonb := COALESCE(to_jsonb(OLD), '{}'); english jsonb; follows jsonb := '{}'; name text; follow text;", func="\n    SELECT to_jsonb(source) INTO english FROM newsletters_newslettertext AS source\n    WHERE source.newsletter_id = NEW.newsletter_id AND source.language = 'en' AND NEW.language <> 'en';\n    IF english IS NOT NULL THEN\n        FOREACH name IN ARRAY ARRAY['subject']\n        LOOP\n            follow := english ->> name;\n            IF TG_OP = 'INSERT' THEN\n                follow := COALESCE(said #>> ARRAY['translates', name], follow);\n            ELSIF said ->> name IS NOT DISTINCT FROM before ->> name THEN\n                follow := COALESCE(\n                    said #>> ARRAY['translates', name], before #>> ARRAY['translates', name], ''\n                );\n            END IF;\n            follows := follows || jsonb_build_object(name, follow);\n        END LOOP;\n    END IF;\n    NEW.translates := follows;\n    RETURN NEW;\n", hash='385e14520d8645c1a1092135f3791883fc2dacdf', operation='INSERT OR UPDATE', pgid='pgtrigger_translations_follow_english_6c679', table='newsletters_newslettertext', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='newslettertext',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "newsletters_newslettertextevent" ("id", "language", "newsletter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject") VALUES (NEW."id", NEW."language", NEW."newsletter_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."subject"); RETURN NULL;', hash='e1cc158b1b6de37a75d2e8d3b8de5020adfb7108', operation='INSERT', pgid='pgtrigger_insert_insert_7f5fd', table='newsletters_newslettertext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='newslettertext',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."newsletter_id" IS DISTINCT FROM (NEW."newsletter_id") OR OLD."subject" IS DISTINCT FROM (NEW."subject"))', func='INSERT INTO "newsletters_newslettertextevent" ("id", "language", "newsletter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject") VALUES (NEW."id", NEW."language", NEW."newsletter_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."subject"); RETURN NULL;', hash='652cae5ab230c48d77390abf7e1bd44c08c96e2e', operation='UPDATE', pgid='pgtrigger_update_update_d3185', table='newsletters_newslettertext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='newslettertext',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "newsletters_newslettertextevent" ("id", "language", "newsletter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject") VALUES (OLD."id", OLD."language", OLD."newsletter_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."subject"); RETURN NULL;', hash='07f0cc1a00a91a38510f53cd149ff1de028832bd', operation='DELETE', pgid='pgtrigger_delete_delete_06846', table='newsletters_newslettertext', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('newsletter', 'position'), name='section_position_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='translations_follow_english', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE said jsonb := to_jsonb(NEW); before jsonb := COALESCE(to_jsonb(OLD), '{}'); follows jsonb := '{}'; name text; code text; place text; english text;", func="\n    FOR name IN SELECT left(key, -3) FROM jsonb_object_keys(said) AS key WHERE key LIKE '%\\_en'\n    LOOP\n        FOREACH code IN ARRAY ARRAY['fr', 'es', 'ar', 'ru', 'zh-hans']\n        LOOP\n            place := name || '_' || replace(code, '-', '_');\n            CONTINUE WHEN COALESCE(said ->> place, '') !~ '\\S';\n            english := said ->> (name || '_en');\n            IF TG_OP = 'INSERT' THEN\n                english := COALESCE(said #>> ARRAY['translates', name, code], english);\n            ELSIF said ->> place IS NOT DISTINCT FROM before ->> place THEN\n                english := COALESCE(\n                    said #>> ARRAY['translates', name, code],\n                    before #>> ARRAY['translates', name, code],\n                    english\n                );\n            END IF;\n            follows := jsonb_set(\n                follows,\n                ARRAY[name],\n                COALESCE(follows -> name, '{}') || jsonb_build_object(code, english)\n            );\n        END LOOP;\n    END LOOP;\n    NEW.translates := follows;\n    RETURN NEW;\n", hash='bafa70a5c785142596ba64c56c2f87d9cd582c22', operation='INSERT OR UPDATE', pgid='pgtrigger_translations_follow_english_a2aad', table='newsletters_section', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "newsletters_sectionevent" ("id", "newsletter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans") VALUES (NEW."id", NEW."newsletter_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans"); RETURN NULL;', hash='d35895508aa87211ff618076573c4778f96953bf', operation='INSERT', pgid='pgtrigger_insert_insert_6700e', table='newsletters_section', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."newsletter_id" IS DISTINCT FROM (NEW."newsletter_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."title_ar" IS DISTINCT FROM (NEW."title_ar") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es") OR OLD."title_fr" IS DISTINCT FROM (NEW."title_fr") OR OLD."title_ru" IS DISTINCT FROM (NEW."title_ru") OR OLD."title_zh_hans" IS DISTINCT FROM (NEW."title_zh_hans"))', func='INSERT INTO "newsletters_sectionevent" ("id", "newsletter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans") VALUES (NEW."id", NEW."newsletter_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans"); RETURN NULL;', hash='b3ed76504db7273240e4d78c3c6a24c42d2d2f65', operation='UPDATE', pgid='pgtrigger_update_update_11ab7', table='newsletters_section', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "newsletters_sectionevent" ("id", "newsletter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans") VALUES (OLD."id", OLD."newsletter_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."title_ar", OLD."title_en", OLD."title_es", OLD."title_fr", OLD."title_ru", OLD."title_zh_hans"); RETURN NULL;', hash='ad8345df5aff1a6834283d2017d2297df8c7e05d', operation='DELETE', pgid='pgtrigger_delete_delete_885b1', table='newsletters_section', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('section', 'position'), name='item_position_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='item',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "newsletters_itemevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "section_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."section_id"); RETURN NULL;', hash='0a0f8eec00b142dc75b81c4d9b2dc10d1ca024d7', operation='INSERT', pgid='pgtrigger_insert_insert_984ec', table='newsletters_item', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='item',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "newsletters_itemevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "section_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."section_id"); RETURN NULL;', hash='f4311f6d0ee50493d92ac1d37fc63a4b531e1acc', operation='UPDATE', pgid='pgtrigger_update_update_e2585', table='newsletters_item', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='item',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "newsletters_itemevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "section_id") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."section_id"); RETURN NULL;', hash='ce89e0c482e4ffae0df302e20a84ca3c246ddc22', operation='DELETE', pgid='pgtrigger_delete_delete_b9c4e', table='newsletters_item', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ['sent', 'failed']), _negated=True), fields=['newsletter', 'due_at', 'id'], name='delivery_open'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['newsletter', 'state'], name='delivery_by_state'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'in_flight', 'sent', 'retry', 'failed', 'uncertain'])), name='delivery_state_known'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('newsletter', 'address'), name='delivery_once_per_address'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='state_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:failed,waiting:in_flight,waiting:uncertain,in_flight:failed,in_flight:retry,in_flight:sent,in_flight:uncertain,in_flight:waiting,retry:failed,retry:in_flight,retry:uncertain,failed:retry,uncertain:failed,uncertain:in_flight,uncertain:retry}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='b086069c0b3bec7e35cf9b757e6ae96b502e1fc9', operation='UPDATE OF "state"', pgid='pgtrigger_state_transitions_bb28c', table='newsletters_delivery', when='BEFORE')),
        ),
    ]
