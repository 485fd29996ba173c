"""The tables of `meetings` as they are since 26 November 2026, in the place of what led there."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import network.clock
import network.values.moments
import network.values.partial_dates
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # A database that holds all of these needs nothing; docs/operations.md, "Updating".
    replaces = [
        ('meetings', '0001_initial'),
        ('meetings', '0002_known_values'),
        ('meetings', '0003_wording'),
        ('meetings', '0004_one_clock'),
        ('meetings', '0005_attendance'),
        ('meetings', '0006_attendance_from_columns'),
        ('meetings', '0007_cities_and_four_holders'),
        ('meetings', '0008_paragraph_texts'),
        ('meetings', '0009_state_transitions'),
        ('meetings', '0010_translations_follow_english'),
        ('meetings', '0011_translations_followed'),
        ('meetings', '0012_remove_title_translates'),
    ]

    dependencies = [
        ('focalpoints', '0001_squashed'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('freezing', 'freezing'), ('adoption', 'adoption'), ('publication', 'publication')], max_length=12, verbose_name='step')),
                ('items', models.JSONField(verbose_name='outdated translations')),
                ('acknowledged_at', models.DateTimeField(default=network.clock.now, verbose_name='acknowledged')),
            ],
            options={
                'verbose_name': 'acknowledgement of outdated translations',
                'verbose_name_plural': 'acknowledgements of outdated translations',
                'ordering': ['acknowledged_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
            ],
            options={
                'verbose_name': 'attendance',
                'verbose_name_plural': 'attendance',
                'ordering': ['meeting', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AttendanceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Communique',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('translates', models.JSONField(blank=True, default=dict, editable=False, verbose_name='English text that each translation follows')),
                ('title_en', models.CharField(max_length=250, verbose_name='title')),
                ('title_fr', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_es', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_ar', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_ru', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_zh_hans', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('circulated', 'circulated'), ('adopted', 'adopted')], default='draft', max_length=12, verbose_name='status')),
                ('adopted_on', models.DateField(blank=True, null=True, verbose_name='adopted on')),
                ('is_public', models.BooleanField(default=False, help_text='Whether everybody may read and download it.', verbose_name='public')),
                ('edited_at', network.values.moments.EditedAtField(default=network.clock.now, editable=False, verbose_name='last edited')),
            ],
            options={
                'verbose_name': 'communiqué',
                'verbose_name_plural': 'communiqués',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='CommuniqueEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('title_en', models.CharField(max_length=250, verbose_name='title')),
                ('title_fr', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_es', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_ar', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_ru', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_zh_hans', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('circulated', 'circulated'), ('adopted', 'adopted')], default='draft', max_length=12, verbose_name='status')),
                ('adopted_on', models.DateField(blank=True, null=True, verbose_name='adopted on')),
                ('is_public', models.BooleanField(default=False, help_text='Whether everybody may read and download it.', verbose_name='public')),
                ('edited_at', network.values.moments.EditedAtField(default=network.clock.now, editable=False, verbose_name='last edited')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CommuniqueVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('content', models.JSONField(verbose_name='content')),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256 of the content')),
                ('outdated', models.JSONField(blank=True, default=list, editable=False, verbose_name='outdated translations')),
                ('frozen_at', models.DateTimeField(default=network.clock.now, verbose_name='frozen')),
            ],
            options={
                'verbose_name': 'frozen version',
                'verbose_name_plural': 'frozen versions',
                'ordering': ['communique', '-number'],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('translates', models.JSONField(blank=True, default=dict, editable=False, verbose_name='English text that each translation follows')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='web address')),
                ('title_en', models.CharField(max_length=250, verbose_name='title')),
                ('title_fr', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_es', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_ar', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_ru', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_zh_hans', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('kind', models.CharField(choices=[('launch', 'Foundational meeting'), ('capital-level', 'Capital-level meeting'), ('general-assembly-week', 'High-level week meeting'), ('expert', 'Expert meeting'), ('debriefing', 'Debriefing'), ('virtual', 'Virtual session'), ('thematic', 'Thematic meeting')], max_length=24, verbose_name='type')),
                ('number', models.PositiveSmallIntegerField(blank=True, help_text='If meetings of this type are numbered: 3 for the third.', null=True, verbose_name='number in series')),
                ('starts_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('format', models.CharField(choices=[('in_person', 'in person'), ('online', 'online'), ('hybrid', 'in person and online')], default='in_person', max_length=10, verbose_name='format')),
                ('city_en', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('city_fr', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('city_es', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('city_ar', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('city_ru', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('city_zh_hans', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('venue', models.CharField(blank=True, max_length=200, verbose_name='venue')),
                ('theme_en', models.CharField(blank=True, max_length=300, verbose_name='theme')),
                ('theme_fr', models.CharField(blank=True, max_length=300, verbose_name='theme')),
                ('theme_es', models.CharField(blank=True, max_length=300, verbose_name='theme')),
                ('theme_ar', models.CharField(blank=True, max_length=300, verbose_name='theme')),
                ('theme_ru', models.CharField(blank=True, max_length=300, verbose_name='theme')),
                ('theme_zh_hans', models.CharField(blank=True, max_length=300, verbose_name='theme')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('outcome', models.CharField(blank=True, max_length=200, verbose_name='outcome documents')),
                ('is_announced', models.BooleanField(default=False, help_text='Whether everybody may see this meeting.', verbose_name='announced')),
            ],
            options={
                'verbose_name': 'meeting',
                'verbose_name_plural': 'meetings',
                'ordering': ['-starts_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MeetingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('slug', models.SlugField(db_index=False, max_length=60, verbose_name='web address')),
                ('title_en', models.CharField(max_length=250, verbose_name='title')),
                ('title_fr', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_es', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_ar', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_ru', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('title_zh_hans', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('kind', models.CharField(choices=[('launch', 'Foundational meeting'), ('capital-level', 'Capital-level meeting'), ('general-assembly-week', 'High-level week meeting'), ('expert', 'Expert meeting'), ('debriefing', 'Debriefing'), ('virtual', 'Virtual session'), ('thematic', 'Thematic meeting')], max_length=24, verbose_name='type')),
                ('number', models.PositiveSmallIntegerField(blank=True, help_text='If meetings of this type are numbered: 3 for the third.', null=True, verbose_name='number in series')),
                ('starts_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('format', models.CharField(choices=[('in_person', 'in person'), ('online', 'online'), ('hybrid', 'in person and online')], default='in_person', max_length=10, verbose_name='format')),
                ('city_en', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('city_fr', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('city_es', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('city_ar', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('city_ru', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('city_zh_hans', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('venue', models.CharField(blank=True, max_length=200, verbose_name='venue')),
                ('theme_en', models.CharField(blank=True, max_length=300, verbose_name='theme')),
                ('theme_fr', models.CharField(blank=True, max_length=300, verbose_name='theme')),
                ('theme_es', models.CharField(blank=True, max_length=300, verbose_name='theme')),
                ('theme_ar', models.CharField(blank=True, max_length=300, verbose_name='theme')),
                ('theme_ru', models.CharField(blank=True, max_length=300, verbose_name='theme')),
                ('theme_zh_hans', models.CharField(blank=True, max_length=300, verbose_name='theme')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('outcome', models.CharField(blank=True, max_length=200, verbose_name='outcome documents')),
                ('is_announced', models.BooleanField(default=False, help_text='Whether everybody may see this meeting.', verbose_name='announced')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MeetingHost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='order')),
            ],
            options={
                'verbose_name': 'host',
                'verbose_name_plural': 'hosts',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MeetingHostEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='order')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Paragraph',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identity', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identity')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
            ],
            options={
                'verbose_name': 'paragraph',
                'verbose_name_plural': 'paragraphs',
                'ordering': ['number', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ParagraphEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('identity', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='identity')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ParagraphText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10, verbose_name='language')),
                ('text', models.TextField(verbose_name='text')),
                ('translates', models.TextField(blank=True, editable=False, verbose_name='English text that it translates')),
            ],
            options={
                'verbose_name': 'text',
                'verbose_name_plural': 'texts',
                'ordering': ['paragraph', 'language'],
            },
        ),
        migrations.CreateModel(
            name='ParagraphTextEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10, verbose_name='language')),
                ('text', models.TextField(verbose_name='text')),
                ('translates', models.TextField(blank=True, editable=False, verbose_name='English text that it translates')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PdfBuild',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lease_token', models.UUIDField(editable=False, null=True, verbose_name='lease')),
                ('lease_ends_at', models.DateTimeField(editable=False, null=True, verbose_name='lease ends')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts')),
                ('due_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='due')),
                ('last_error', models.TextField(blank=True, editable=False, verbose_name='last error')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='created')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10, verbose_name='language')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('building', 'being built'), ('done', 'ready'), ('failed', 'failed')], default='waiting', max_length=10, verbose_name='status')),
                ('percent', models.PositiveSmallIntegerField(default=0, verbose_name='progress')),
                ('file', models.FileField(blank=True, upload_to='communiques/', verbose_name='file')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the file')),
                ('size', models.PositiveIntegerField(editable=False, help_text='In bytes.', null=True, verbose_name='size')),
                ('pages', models.PositiveSmallIntegerField(null=True, verbose_name='pages')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
            ],
            options={
                'verbose_name': 'PDF',
                'verbose_name_plural': 'PDFs',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Presidency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('translates', models.JSONField(blank=True, default=dict, editable=False, verbose_name='English text that each translation follows')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='web address')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('theme_en', models.CharField(blank=True, max_length=250, verbose_name='theme')),
                ('theme_fr', models.CharField(blank=True, max_length=250, verbose_name='theme')),
                ('theme_es', models.CharField(blank=True, max_length=250, verbose_name='theme')),
                ('theme_ar', models.CharField(blank=True, max_length=250, verbose_name='theme')),
                ('theme_ru', models.CharField(blank=True, max_length=250, verbose_name='theme')),
                ('theme_zh_hans', models.CharField(blank=True, max_length=250, verbose_name='theme')),
            ],
            options={
                'verbose_name': 'presidency',
                'verbose_name_plural': 'presidencies',
                'ordering': ['-starts_on'],
            },
        ),
        migrations.CreateModel(
            name='PresidencyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('slug', models.SlugField(db_index=False, max_length=40, verbose_name='web address')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('theme_en', models.CharField(blank=True, max_length=250, verbose_name='theme')),
                ('theme_fr', models.CharField(blank=True, max_length=250, verbose_name='theme')),
                ('theme_es', models.CharField(blank=True, max_length=250, verbose_name='theme')),
                ('theme_ar', models.CharField(blank=True, max_length=250, verbose_name='theme')),
                ('theme_ru', models.CharField(blank=True, max_length=250, verbose_name='theme')),
                ('theme_zh_hans', models.CharField(blank=True, max_length=250, verbose_name='theme')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PresidencySeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(choices=[(1, 'first'), (2, 'second'), (3, 'third'), (4, 'fourth')], default=1, verbose_name='order')),
            ],
            options={
                'verbose_name': 'holder',
                'verbose_name_plural': 'holders',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='PresidencySeatEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('order', models.PositiveSmallIntegerField(choices=[(1, 'first'), (2, 'second'), (3, 'third'), (4, 'fourth')], default=1, verbose_name='order')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='acknowledgement',
            name='acknowledged_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='acknowledged by'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='focalpoints.member', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='attendanceevent',
            name='member',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.member', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='attendanceevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='attendanceevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.attendance'),
        ),
        migrations.AddField(
            model_name='communiqueevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='communiqueevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.communique'),
        ),
        migrations.AddField(
            model_name='communiqueversion',
            name='communique',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='meetings.communique'),
        ),
        migrations.AddField(
            model_name='communiqueversion',
            name='frozen_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='frozen by'),
        ),
        migrations.AddField(
            model_name='communiqueevent',
            name='adopted_version',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.communiqueversion', verbose_name='adopted version'),
        ),
        migrations.AddField(
            model_name='communique',
            name='adopted_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.communiqueversion', verbose_name='adopted version'),
        ),
        migrations.AddField(
            model_name='acknowledgement',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='meetings.communiqueversion'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='country',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='focalpoints.country', verbose_name='country'),
        ),
        migrations.AddField(
            model_name='communiqueevent',
            name='meeting',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.meeting', verbose_name='meeting'),
        ),
        migrations.AddField(
            model_name='communique',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='communiques', to='meetings.meeting', verbose_name='meeting'),
        ),
        migrations.AddField(
            model_name='attendanceevent',
            name='meeting',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.meeting', verbose_name='meeting'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='meetings.meeting', verbose_name='meeting'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='country',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.country', verbose_name='country'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.meeting'),
        ),
        migrations.AddField(
            model_name='meetinghost',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='host_seats', to='meetings.meeting'),
        ),
        migrations.AddField(
            model_name='meetinghost',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_seats', to='focalpoints.member', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='hosts',
            field=models.ManyToManyField(blank=True, related_name='hosted_meetings', through='meetings.MeetingHost', to='focalpoints.member'),
        ),
        migrations.AddField(
            model_name='meetinghostevent',
            name='meeting',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.meeting'),
        ),
        migrations.AddField(
            model_name='meetinghostevent',
            name='member',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.member', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='meetinghostevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='meetinghostevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.meetinghost'),
        ),
        migrations.AddField(
            model_name='paragraph',
            name='communique',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paragraphs', to='meetings.communique'),
        ),
        migrations.AddField(
            model_name='paragraphevent',
            name='communique',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.communique'),
        ),
        migrations.AddField(
            model_name='paragraphevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='paragraphevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.paragraph'),
        ),
        migrations.AddField(
            model_name='paragraphtext',
            name='paragraph',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='meetings.paragraph'),
        ),
        migrations.AddField(
            model_name='paragraphtextevent',
            name='paragraph',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.paragraph'),
        ),
        migrations.AddField(
            model_name='paragraphtextevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='paragraphtextevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.paragraphtext'),
        ),
        migrations.AddField(
            model_name='pdfbuild',
            name='requested_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pdfbuild',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='builds', to='meetings.communiqueversion'),
        ),
        migrations.AddField(
            model_name='presidencyevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='presidencyevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.presidency'),
        ),
        migrations.AddField(
            model_name='presidencyseat',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presidency_seats', to='focalpoints.member', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='presidencyseat',
            name='presidency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='meetings.presidency'),
        ),
        migrations.AddField(
            model_name='presidency',
            name='holders',
            field=models.ManyToManyField(related_name='presidencies', through='meetings.PresidencySeat', to='focalpoints.member'),
        ),
        migrations.AddField(
            model_name='presidencyseatevent',
            name='member',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.member', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='presidencyseatevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='presidencyseatevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.presidencyseat'),
        ),
        migrations.AddField(
            model_name='presidencyseatevent',
            name='presidency',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.presidency'),
        ),
        migrations.AddConstraint(
            model_name='communiqueversion',
            constraint=models.UniqueConstraint(fields=('communique', 'number'), name='communiqueversion_number'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='communiqueversion',
            trigger=pgtrigger.compiler.Trigger(name='communiqueversion_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b8073cfa23bd25ae0bbf30c79bff9f0f632477ca', operation='UPDATE OR DELETE', pgid='pgtrigger_communiqueversion_is_frozen_88798', table='meetings_communiqueversion', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='acknowledgement',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['freezing', 'adoption', 'publication'])), name='acknowledgement_step_known'),
        ),
        migrations.AddConstraint(
            model_name='acknowledgement',
            constraint=models.CheckConstraint(condition=models.Q(('items', []), _negated=True), name='acknowledgement_names_items'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='acknowledgement',
            trigger=pgtrigger.compiler.Trigger(name='acknowledgement_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5f1b90e29e5d25ac184bb4444f7431e83157f975', operation='UPDATE OR DELETE', pgid='pgtrigger_acknowledgement_stays_bea68', table='meetings_acknowledgement', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='communique',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'circulated', 'adopted'])), name='communique_state_known'),
        ),
        migrations.AddConstraint(
            model_name='communique',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'adopted'), _negated=True), models.Q(('adopted_on__isnull', False), ('adopted_version__isnull', False)), _connector='OR'), name='communique_adopted_has_day', violation_error_message='Say on which day the communiqué was adopted.'),
        ),
        migrations.AddConstraint(
            model_name='communique',
            constraint=models.CheckConstraint(condition=models.Q(('is_public', False), ('state', 'adopted'), _connector='OR'), name='communique_public_is_adopted', violation_error_message='Only an adopted communiqué can be public.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='communique',
            trigger=pgtrigger.compiler.Trigger(name='translations_follow_english', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE said jsonb := to_jsonb(NEW); before jsonb := COALESCE(to_jsonb(OLD), '{}'); follows jsonb := '{}'; name text; code text; place text; english text;", func="\n    FOR name IN SELECT left(key, -3) FROM jsonb_object_keys(said) AS key WHERE key LIKE '%\\_en'\n    LOOP\n        FOREACH code IN ARRAY ARRAY['fr', 'es', 'ar', 'ru', 'zh-hans']\n        LOOP\n            place := name || '_' || replace(code, '-', '_');\n            CONTINUE WHEN COALESCE(said ->> place, '') !~ '\\S';\n            english := said ->> (name || '_en');\n            IF TG_OP = 'INSERT' THEN\n                english := COALESCE(said #>> ARRAY['translates', name, code], english);\n            ELSIF said ->> place IS NOT DISTINCT FROM before ->> place THEN\n                english := COALESCE(\n                    said #>> ARRAY['translates', name, code],\n                    before #>> ARRAY['translates', name, code],\n                    english\n                );\n            END IF;\n            follows := jsonb_set(\n                follows,\n                ARRAY[name],\n                COALESCE(follows -> name, '{}') || jsonb_build_object(code, english)\n            );\n        END LOOP;\n    END LOOP;\n    NEW.translates := follows;\n    RETURN NEW;\n", hash='9055fd02d9c5eeedc1a8ef7c69376ecf297b9bb0', operation='INSERT OR UPDATE', pgid='pgtrigger_translations_follow_english_69ffa', table='meetings_communique', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='communique',
            trigger=pgtrigger.compiler.Trigger(name='state_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:adopted,draft:circulated,circulated:adopted,circulated:draft}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='d37361f538d1610dffb50ce424e47227784a05de', operation='UPDATE OF "state"', pgid='pgtrigger_state_transitions_b2d2f', table='meetings_communique', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='communique',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_communiqueevent" ("adopted_on", "adopted_version_id", "edited_at", "id", "is_public", "is_sample", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans") VALUES (NEW."adopted_on", NEW."adopted_version_id", NEW."edited_at", NEW."id", NEW."is_public", NEW."is_sample", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans"); RETURN NULL;', hash='6038776de35b1a3e2718f09a762926d59dff8f67', operation='INSERT', pgid='pgtrigger_insert_insert_bb040', table='meetings_communique', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='communique',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."adopted_on" IS DISTINCT FROM (NEW."adopted_on") OR OLD."adopted_version_id" IS DISTINCT FROM (NEW."adopted_version_id") OR OLD."edited_at" IS DISTINCT FROM (NEW."edited_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_public" IS DISTINCT FROM (NEW."is_public") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."meeting_id" IS DISTINCT FROM (NEW."meeting_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title_ar" IS DISTINCT FROM (NEW."title_ar") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es") OR OLD."title_fr" IS DISTINCT FROM (NEW."title_fr") OR OLD."title_ru" IS DISTINCT FROM (NEW."title_ru") OR OLD."title_zh_hans" IS DISTINCT FROM (NEW."title_zh_hans"))', func='INSERT INTO "meetings_communiqueevent" ("adopted_on", "adopted_version_id", "edited_at", "id", "is_public", "is_sample", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans") VALUES (NEW."adopted_on", NEW."adopted_version_id", NEW."edited_at", NEW."id", NEW."is_public", NEW."is_sample", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans"); RETURN NULL;', hash='c58d5d48b7e55e668fad388165aaf31f208709c5', operation='UPDATE', pgid='pgtrigger_update_update_ebff8', table='meetings_communique', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='communique',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_communiqueevent" ("adopted_on", "adopted_version_id", "edited_at", "id", "is_public", "is_sample", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans") VALUES (OLD."adopted_on", OLD."adopted_version_id", OLD."edited_at", OLD."id", OLD."is_public", OLD."is_sample", OLD."meeting_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."state", OLD."title_ar", OLD."title_en", OLD."title_es", OLD."title_fr", OLD."title_ru", OLD."title_zh_hans"); RETURN NULL;', hash='518007a00755c643a211e5687cf65e6a4231be8e', operation='DELETE', pgid='pgtrigger_delete_delete_658a8', table='meetings_communique', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__in', ['', 'high', 'medium'])), name='attendance_confidence_known'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('meeting', 'member'), name='attendance_once', violation_error_message='This member is already recorded at this meeting.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendance',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_attendanceevent" ("confidence", "id", "meeting_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."confidence", NEW."id", NEW."meeting_id", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source"); RETURN NULL;', hash='482ca5fa98818dc6acb09cffa2b70bd694e27f51', operation='INSERT', pgid='pgtrigger_insert_insert_f595f', table='meetings_attendance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendance',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_attendanceevent" ("confidence", "id", "meeting_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."confidence", NEW."id", NEW."meeting_id", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source"); RETURN NULL;', hash='e1a7605c7302f70856b41dba4b36451cb25d96ff', operation='UPDATE', pgid='pgtrigger_update_update_870cb', table='meetings_attendance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendance',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_attendanceevent" ("confidence", "id", "meeting_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (OLD."confidence", OLD."id", OLD."meeting_id", OLD."member_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source"); RETURN NULL;', hash='f6eb5a263bf89a6ae6c0f63238c4e0df17c00da1', operation='DELETE', pgid='pgtrigger_delete_delete_774f3', table='meetings_attendance', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='meetinghost',
            constraint=models.UniqueConstraint(fields=('meeting', 'member'), name='meetinghost_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meetinghost',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_meetinghostevent" ("id", "meeting_id", "member_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."meeting_id", NEW."member_id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='210d531a6aae0313ba0e47e9fa47b6d07c2db93a', operation='INSERT', pgid='pgtrigger_insert_insert_bb7d3', table='meetings_meetinghost', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meetinghost',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_meetinghostevent" ("id", "meeting_id", "member_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."meeting_id", NEW."member_id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='6ddabc2cd8f72954042a1521f8d90d649c47556d', operation='UPDATE', pgid='pgtrigger_update_update_90843', table='meetings_meetinghost', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meetinghost',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_meetinghostevent" ("id", "meeting_id", "member_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."meeting_id", OLD."member_id", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='5bc25144c5e27a4129d742a6487ec22a96d5e74f', operation='DELETE', pgid='pgtrigger_delete_delete_b1b55', table='meetings_meetinghost', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__in', ['', 'high', 'medium'])), name='meeting_confidence_known'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['launch', 'capital-level', 'general-assembly-week', 'expert', 'debriefing', 'virtual', 'thematic'])), name='meeting_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('format__in', ['in_person', 'online', 'hybrid'])), name='meeting_format_known'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('starts_on__isnull', True), ('starts_on__regex', '^[1-9]\\d{3}(-(0[1-9]|1[0-2]))?$|^[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])$|^[1-9]\\d{3}-(0[13-9]|1[0-2])-(29|30)$|^[1-9]\\d{3}-(0[13578]|1[02])-31$|^([1-9]\\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29$'), _connector='OR'), models.Q(('ends_on__isnull', True), ('ends_on__regex', '^[1-9]\\d{3}(-(0[1-9]|1[0-2]))?$|^[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])$|^[1-9]\\d{3}-(0[13-9]|1[0-2])-(29|30)$|^[1-9]\\d{3}-(0[13578]|1[02])-31$|^([1-9]\\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29$'), _connector='OR')), name='meeting_dates_valid'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__latest__gte', models.F('starts_on')), _connector='OR'), name='meeting_period_in_order', violation_error_message='A meeting cannot end before it starts.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('kind', 'number'), name='meeting_number_once_per_kind', violation_error_message='Another meeting of this type has this number.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='translations_follow_english', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE said jsonb := to_jsonb(NEW); before jsonb := COALESCE(to_jsonb(OLD), '{}'); follows jsonb := '{}'; name text; code text; place text; english text;", func="\n    FOR name IN SELECT left(key, -3) FROM jsonb_object_keys(said) AS key WHERE key LIKE '%\\_en'\n    LOOP\n        FOREACH code IN ARRAY ARRAY['fr', 'es', 'ar', 'ru', 'zh-hans']\n        LOOP\n            place := name || '_' || replace(code, '-', '_');\n            CONTINUE WHEN COALESCE(said ->> place, '') !~ '\\S';\n            english := said ->> (name || '_en');\n            IF TG_OP = 'INSERT' THEN\n                english := COALESCE(said #>> ARRAY['translates', name, code], english);\n            ELSIF said ->> place IS NOT DISTINCT FROM before ->> place THEN\n                english := COALESCE(\n                    said #>> ARRAY['translates', name, code],\n                    before #>> ARRAY['translates', name, code],\n                    english\n                );\n            END IF;\n            follows := jsonb_set(\n                follows,\n                ARRAY[name],\n                COALESCE(follows -> name, '{}') || jsonb_build_object(code, english)\n            );\n        END LOOP;\n    END LOOP;\n    NEW.translates := follows;\n    RETURN NEW;\n", hash='7743609c3c999aec16bb1336384b2b6e5ee7a5cc', operation='INSERT OR UPDATE', pgid='pgtrigger_translations_follow_english_a472e', table='meetings_meeting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_meetingevent" ("city_ar", "city_en", "city_es", "city_fr", "city_ru", "city_zh_hans", "confidence", "country_id", "ends_on", "format", "id", "is_announced", "is_sample", "kind", "note", "number", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "theme_ar", "theme_en", "theme_es", "theme_fr", "theme_ru", "theme_zh_hans", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "venue") VALUES (NEW."city_ar", NEW."city_en", NEW."city_es", NEW."city_fr", NEW."city_ru", NEW."city_zh_hans", NEW."confidence", NEW."country_id", NEW."ends_on", NEW."format", NEW."id", NEW."is_announced", NEW."is_sample", NEW."kind", NEW."note", NEW."number", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."source", NEW."starts_on", NEW."theme_ar", NEW."theme_en", NEW."theme_es", NEW."theme_fr", NEW."theme_ru", NEW."theme_zh_hans", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans", NEW."venue"); RETURN NULL;', hash='f00088e3976f397e404b602ad9e19b8cddef4044', operation='INSERT', pgid='pgtrigger_insert_insert_61d9e', table='meetings_meeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."city_ar" IS DISTINCT FROM (NEW."city_ar") OR OLD."city_en" IS DISTINCT FROM (NEW."city_en") OR OLD."city_es" IS DISTINCT FROM (NEW."city_es") OR OLD."city_fr" IS DISTINCT FROM (NEW."city_fr") OR OLD."city_ru" IS DISTINCT FROM (NEW."city_ru") OR OLD."city_zh_hans" IS DISTINCT FROM (NEW."city_zh_hans") OR OLD."confidence" IS DISTINCT FROM (NEW."confidence") OR OLD."country_id" IS DISTINCT FROM (NEW."country_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."format" IS DISTINCT FROM (NEW."format") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_announced" IS DISTINCT FROM (NEW."is_announced") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."theme_ar" IS DISTINCT FROM (NEW."theme_ar") OR OLD."theme_en" IS DISTINCT FROM (NEW."theme_en") OR OLD."theme_es" IS DISTINCT FROM (NEW."theme_es") OR OLD."theme_fr" IS DISTINCT FROM (NEW."theme_fr") OR OLD."theme_ru" IS DISTINCT FROM (NEW."theme_ru") OR OLD."theme_zh_hans" IS DISTINCT FROM (NEW."theme_zh_hans") OR OLD."title_ar" IS DISTINCT FROM (NEW."title_ar") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es") OR OLD."title_fr" IS DISTINCT FROM (NEW."title_fr") OR OLD."title_ru" IS DISTINCT FROM (NEW."title_ru") OR OLD."title_zh_hans" IS DISTINCT FROM (NEW."title_zh_hans") OR OLD."venue" IS DISTINCT FROM (NEW."venue"))', func='INSERT INTO "meetings_meetingevent" ("city_ar", "city_en", "city_es", "city_fr", "city_ru", "city_zh_hans", "confidence", "country_id", "ends_on", "format", "id", "is_announced", "is_sample", "kind", "note", "number", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "theme_ar", "theme_en", "theme_es", "theme_fr", "theme_ru", "theme_zh_hans", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "venue") VALUES (NEW."city_ar", NEW."city_en", NEW."city_es", NEW."city_fr", NEW."city_ru", NEW."city_zh_hans", NEW."confidence", NEW."country_id", NEW."ends_on", NEW."format", NEW."id", NEW."is_announced", NEW."is_sample", NEW."kind", NEW."note", NEW."number", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."source", NEW."starts_on", NEW."theme_ar", NEW."theme_en", NEW."theme_es", NEW."theme_fr", NEW."theme_ru", NEW."theme_zh_hans", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans", NEW."venue"); RETURN NULL;', hash='ac906f99528d084f3e6de70d4f4cc63bea1687b4', operation='UPDATE', pgid='pgtrigger_update_update_495b8', table='meetings_meeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_meetingevent" ("city_ar", "city_en", "city_es", "city_fr", "city_ru", "city_zh_hans", "confidence", "country_id", "ends_on", "format", "id", "is_announced", "is_sample", "kind", "note", "number", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "theme_ar", "theme_en", "theme_es", "theme_fr", "theme_ru", "theme_zh_hans", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "venue") VALUES (OLD."city_ar", OLD."city_en", OLD."city_es", OLD."city_fr", OLD."city_ru", OLD."city_zh_hans", OLD."confidence", OLD."country_id", OLD."ends_on", OLD."format", OLD."id", OLD."is_announced", OLD."is_sample", OLD."kind", OLD."note", OLD."number", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."source", OLD."starts_on", OLD."theme_ar", OLD."theme_en", OLD."theme_es", OLD."theme_fr", OLD."theme_ru", OLD."theme_zh_hans", OLD."title_ar", OLD."title_en", OLD."title_es", OLD."title_fr", OLD."title_ru", OLD."title_zh_hans", OLD."venue"); RETURN NULL;', hash='8ad1cf4c7e2b5288c2dcf5cfaedc8da03f9b57bc', operation='DELETE', pgid='pgtrigger_delete_delete_4bf26', table='meetings_meeting', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='paragraph',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('communique', 'number'), name='paragraph_number_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paragraph',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_paragraphevent" ("communique_id", "id", "identity", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."communique_id", NEW."id", NEW."identity", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='2e77d5bbe3d7ab8ea05b0bec8ac2cf7d5bd3d536', operation='INSERT', pgid='pgtrigger_insert_insert_f1142', table='meetings_paragraph', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paragraph',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_paragraphevent" ("communique_id", "id", "identity", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."communique_id", NEW."id", NEW."identity", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='c9231fd0d0bd2f20e87c219d5c013093687b4af9', operation='UPDATE', pgid='pgtrigger_update_update_5079f', table='meetings_paragraph', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paragraph',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_paragraphevent" ("communique_id", "id", "identity", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."communique_id", OLD."id", OLD."identity", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='e1a9b94154034a3054808de4089ebd77790bdb20', operation='DELETE', pgid='pgtrigger_delete_delete_9d012', table='meetings_paragraph', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='paragraphtext',
            constraint=models.UniqueConstraint(fields=('paragraph', 'language'), name='paragraphtext_language_once'),
        ),
        migrations.AddConstraint(
            model_name='paragraphtext',
            constraint=models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='paragraphtext_says_something'),
        ),
        migrations.AddConstraint(
            model_name='paragraphtext',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('language', 'en'), _negated=True), ('translates', ''), _connector='OR'), name='paragraphtext_english_is_the_source'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paragraphtext',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_paragraphtextevent" ("id", "language", "paragraph_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "translates") VALUES (NEW."id", NEW."language", NEW."paragraph_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text", NEW."translates"); RETURN NULL;', hash='13790f3ff61e855cb50638297a59658a333a896c', operation='INSERT', pgid='pgtrigger_insert_insert_278cc', table='meetings_paragraphtext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paragraphtext',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_paragraphtextevent" ("id", "language", "paragraph_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "translates") VALUES (NEW."id", NEW."language", NEW."paragraph_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text", NEW."translates"); RETURN NULL;', hash='8c1234942f7d3396fcd2a95eff4d447b463d4c54', operation='UPDATE', pgid='pgtrigger_update_update_0be7d', table='meetings_paragraphtext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paragraphtext',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_paragraphtextevent" ("id", "language", "paragraph_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "translates") VALUES (OLD."id", OLD."language", OLD."paragraph_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text", OLD."translates"); RETURN NULL;', hash='5ee6f86c10fdcf6dc5b73532cb1d8baccfeca4ae', operation='DELETE', pgid='pgtrigger_delete_delete_7fd9c', table='meetings_paragraphtext', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='pdfbuild',
            index=models.Index(condition=models.Q(('state__in', ['waiting', 'building'])), fields=['due_at'], name='pdfbuild_open'),
        ),
        migrations.AddConstraint(
            model_name='pdfbuild',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'building', 'done', 'failed'])), name='pdfbuild_state_known'),
        ),
        migrations.AddConstraint(
            model_name='pdfbuild',
            constraint=models.UniqueConstraint(fields=('version', 'language'), name='pdfbuild_once'),
        ),
        migrations.AddConstraint(
            model_name='pdfbuild',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(models.Q(('file', ''), _negated=True), models.Q(('sha256', ''), _negated=True), ('size__isnull', False)), _connector='OR'), name='pdfbuild_done_has_file'),
        ),
        migrations.AddConstraint(
            model_name='pdfbuild',
            constraint=models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='pdfbuild_percent_to_100'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pdfbuild',
            trigger=pgtrigger.compiler.Trigger(name='state_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:building,building:done,building:failed,building:waiting,failed:waiting}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='c006a147970093e3b396ca1de30593332de7bcf1', operation='UPDATE OF "state"', pgid='pgtrigger_state_transitions_5abbd', table='meetings_pdfbuild', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='presidencyseat',
            constraint=models.UniqueConstraint(fields=('presidency', 'order'), name='presidencyseat_order'),
        ),
        migrations.AddConstraint(
            model_name='presidencyseat',
            constraint=models.UniqueConstraint(fields=('presidency', 'member'), name='presidencyseat_member'),
        ),
        migrations.AddConstraint(
            model_name='presidencyseat',
            constraint=models.CheckConstraint(condition=models.Q(('order__in', [1, 2, 3, 4])), name='presidencyseat_one_to_four'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presidencyseat',
            trigger=pgtrigger.compiler.Trigger(name='last_holder_stays', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n    IF EXISTS (SELECT 1 FROM meetings_presidency WHERE id = OLD.presidency_id)\n    AND NOT EXISTS (SELECT 1 FROM meetings_presidencyseat WHERE presidency_id = OLD.presidency_id)\n    THEN\n        RAISE EXCEPTION 'a term of the presidency has one to four holders'\n        USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n", hash='42b84a363f0c61039466f4108bed39cd3dde21dc', operation='UPDATE OR DELETE', pgid='pgtrigger_last_holder_stays_2416a', table='meetings_presidencyseat', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presidencyseat',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_presidencyseatevent" ("id", "member_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presidency_id") VALUES (NEW."id", NEW."member_id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."presidency_id"); RETURN NULL;', hash='3a2b47dc5f5f6596356ef75a7038758215559724', operation='INSERT', pgid='pgtrigger_insert_insert_2e546', table='meetings_presidencyseat', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presidencyseat',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_presidencyseatevent" ("id", "member_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presidency_id") VALUES (NEW."id", NEW."member_id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."presidency_id"); RETURN NULL;', hash='16244ee992fc0ce38fc61837c61a390a8357b511', operation='UPDATE', pgid='pgtrigger_update_update_95b1c', table='meetings_presidencyseat', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presidencyseat',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_presidencyseatevent" ("id", "member_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presidency_id") VALUES (OLD."id", OLD."member_id", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."presidency_id"); RETURN NULL;', hash='e7f0453bd31781251e9ae50979758332d7289200', operation='DELETE', pgid='pgtrigger_delete_delete_bbfcf', table='meetings_presidencyseat', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='presidency',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__in', ['', 'high', 'medium'])), name='presidency_confidence_known'),
        ),
        migrations.AddConstraint(
            model_name='presidency',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='presidency_period_in_order', violation_error_message='A term cannot end before it starts.'),
        ),
        migrations.AddConstraint(
            model_name='presidency',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='presidency_no_overlap', violation_error_message='Another term covers part of this period.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presidency',
            trigger=pgtrigger.compiler.Trigger(name='translations_follow_english', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE said jsonb := to_jsonb(NEW); before jsonb := COALESCE(to_jsonb(OLD), '{}'); follows jsonb := '{}'; name text; code text; place text; english text;", func="\n    FOR name IN SELECT left(key, -3) FROM jsonb_object_keys(said) AS key WHERE key LIKE '%\\_en'\n    LOOP\n        FOREACH code IN ARRAY ARRAY['fr', 'es', 'ar', 'ru', 'zh-hans']\n        LOOP\n            place := name || '_' || replace(code, '-', '_');\n            CONTINUE WHEN COALESCE(said ->> place, '') !~ '\\S';\n            english := said ->> (name || '_en');\n            IF TG_OP = 'INSERT' THEN\n                english := COALESCE(said #>> ARRAY['translates', name, code], english);\n            ELSIF said ->> place IS NOT DISTINCT FROM before ->> place THEN\n                english := COALESCE(\n                    said #>> ARRAY['translates', name, code],\n                    before #>> ARRAY['translates', name, code],\n                    english\n                );\n            END IF;\n            follows := jsonb_set(\n                follows,\n                ARRAY[name],\n                COALESCE(follows -> name, '{}') || jsonb_build_object(code, english)\n            );\n        END LOOP;\n    END LOOP;\n    NEW.translates := follows;\n    RETURN NEW;\n", hash='13165eba7a4275c3e3c72bd179cf7809f40946f0', operation='INSERT OR UPDATE', pgid='pgtrigger_translations_follow_english_65eef', table='meetings_presidency', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presidency',
            trigger=pgtrigger.compiler.Trigger(name='term_has_a_holder', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n    IF EXISTS (SELECT 1 FROM meetings_presidency WHERE id = NEW.id)\n    AND NOT EXISTS (SELECT 1 FROM meetings_presidencyseat WHERE presidency_id = NEW.id)\n    THEN\n        RAISE EXCEPTION 'a term of the presidency has one to four holders'\n        USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n", hash='261b06244363e0c611f06fd7c0f5576dc7452b60', operation='INSERT', pgid='pgtrigger_term_has_a_holder_ce6cd', table='meetings_presidency', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presidency',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_presidencyevent" ("confidence", "ends_on", "id", "is_sample", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "theme_ar", "theme_en", "theme_es", "theme_fr", "theme_ru", "theme_zh_hans") VALUES (NEW."confidence", NEW."ends_on", NEW."id", NEW."is_sample", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."source", NEW."starts_on", NEW."theme_ar", NEW."theme_en", NEW."theme_es", NEW."theme_fr", NEW."theme_ru", NEW."theme_zh_hans"); RETURN NULL;', hash='b33589c43872e1c47d5e272c140ea0351da674e6', operation='INSERT', pgid='pgtrigger_insert_insert_193bc', table='meetings_presidency', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presidency',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."confidence" IS DISTINCT FROM (NEW."confidence") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."theme_ar" IS DISTINCT FROM (NEW."theme_ar") OR OLD."theme_en" IS DISTINCT FROM (NEW."theme_en") OR OLD."theme_es" IS DISTINCT FROM (NEW."theme_es") OR OLD."theme_fr" IS DISTINCT FROM (NEW."theme_fr") OR OLD."theme_ru" IS DISTINCT FROM (NEW."theme_ru") OR OLD."theme_zh_hans" IS DISTINCT FROM (NEW."theme_zh_hans"))', func='INSERT INTO "meetings_presidencyevent" ("confidence", "ends_on", "id", "is_sample", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "theme_ar", "theme_en", "theme_es", "theme_fr", "theme_ru", "theme_zh_hans") VALUES (NEW."confidence", NEW."ends_on", NEW."id", NEW."is_sample", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."source", NEW."starts_on", NEW."theme_ar", NEW."theme_en", NEW."theme_es", NEW."theme_fr", NEW."theme_ru", NEW."theme_zh_hans"); RETURN NULL;', hash='af2793c36abb5fbb33701390dc8861d14dc4161a', operation='UPDATE', pgid='pgtrigger_update_update_dd8cb', table='meetings_presidency', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presidency',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_presidencyevent" ("confidence", "ends_on", "id", "is_sample", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "theme_ar", "theme_en", "theme_es", "theme_fr", "theme_ru", "theme_zh_hans") VALUES (OLD."confidence", OLD."ends_on", OLD."id", OLD."is_sample", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."source", OLD."starts_on", OLD."theme_ar", OLD."theme_en", OLD."theme_es", OLD."theme_fr", OLD."theme_ru", OLD."theme_zh_hans"); RETURN NULL;', hash='1a0287c5a9abbe279eda79ebda20cdb81c6d8608', operation='DELETE', pgid='pgtrigger_delete_delete_dceca', table='meetings_presidency', when='AFTER')),
        ),
    ]
