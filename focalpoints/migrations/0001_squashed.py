"""The tables of `focalpoints` as they are since 26 November 2026, in the place of what led there."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import focalpoints.models.people
import network.clock
import network.values.partial_dates
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from network import clock


# code, order, may submit, one holder at a time; names in en, fr, es, ar, ru, zh.
CATEGORIES = (
    ("focal_point", 10, True, True, (
        "National Focal Point", "Point focal national", "Punto focal nacional",
        "جهة التنسيق الوطنية", "Национальный координатор", "国家协调人",
    )),
    ("alternate", 20, True, False, (
        "Alternate focal point", "Point focal suppléant", "Punto focal suplente",
        "جهة التنسيق المناوبة", "Заместитель координатора", "候补协调人",
    )),
    ("military", 30, False, False, (
        "Military Gender Adviser", "Conseiller militaire pour les questions de genre",
        "Asesor militar en cuestiones de género", "مستشار عسكري للشؤون الجنسانية",
        "Военный советник по гендерным вопросам", "军事性别平等顾问",
    )),
    ("police", 40, False, False, (
        "Police Gender Adviser or Focal Point",
        "Conseiller ou point focal de la police pour les questions de genre",
        "Asesor o punto focal policial en cuestiones de género",
        "مستشار الشرطة للشؤون الجنسانية أو جهة التنسيق لديها",
        "Советник или координатор полиции по гендерным вопросам", "警察性别平等顾问或协调人",
    )),
    ("mission", 50, False, False, (
        "Mission contact in New York", "Contact à la mission à New York",
        "Contacto en la misión en Nueva York", "جهة الاتصال في البعثة بنيويورك",
        "Контакт в представительстве в Нью-Йорке", "驻纽约代表团联系人",
    )),
)
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh_hans")


def load_categories(apps, schema_editor):
    categories = apps.get_model("focalpoints", "Category").objects
    for code, order, may_submit, has_one_holder, names in CATEGORIES:
        categories.create(
            code=code,
            order=order,
            may_submit=may_submit,
            one_holder_since=clock.today() if has_one_holder else None,
            **{f"name_{language}": name for language, name in zip(LANGUAGES, names)},
        )


class Migration(migrations.Migration):

    initial = True

    # A database that holds all of these needs nothing; docs/operations.md, "Updating".
    replaces = [
        ('focalpoints', '0001_initial'),
        ('focalpoints', '0002_known_values'),
        ('focalpoints', '0003_taken_up'),
        ('focalpoints', '0004_wording'),
        ('focalpoints', '0005_one_clock'),
        ('focalpoints', '0006_loaded_row_keys'),
        ('focalpoints', '0007_alphabetical_order'),
        ('focalpoints', '0008_member_joined_and_left'),
        ('focalpoints', '0009_categories'),
        ('focalpoints', '0010_designations_by_category'),
        ('focalpoints', '0011_designations_have_a_category'),
        ('focalpoints', '0012_drafting_rights'),
        ('focalpoints', '0013_member_institutions'),
        ('focalpoints', '0014_state_transitions'),
        ('focalpoints', '0015_revisions'),
        ('focalpoints', '0016_endings'),
        ('focalpoints', '0017_translations_follow_english'),
        ('focalpoints', '0018_translations_followed'),
        ('focalpoints', '0019_partial_acceptance_and_authors'),
        ('focalpoints', '0020_authors_so_far'),
        ('focalpoints', '0021_people_and_members_have_versions'),
        ('focalpoints', '0022_first_versions_of_the_register'),
    ]

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('network', '0001_squashed'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translates', models.JSONField(blank=True, default=dict, editable=False, verbose_name='English text that each translation follows')),
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
        migrations.CreateModel(
            name='ChangeAuthor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('first_at', models.DateTimeField(default=network.clock.now, verbose_name='first wrote')),
                ('last_at', models.DateTimeField(default=network.clock.now, verbose_name='last wrote')),
            ],
            options={
                'verbose_name': 'author of a change',
                'verbose_name_plural': 'authors of changes',
                'ordering': ['first_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ChangeAuthorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('first_at', models.DateTimeField(default=network.clock.now, verbose_name='first wrote')),
                ('last_at', models.DateTimeField(default=network.clock.now, verbose_name='last wrote')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Country',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('iso3', models.CharField(max_length=3, unique=True, verbose_name='ISO 3166 code')),
                ('iso2', models.CharField(max_length=2, unique=True, verbose_name='two-letter code')),
                ('m49', models.CharField(max_length=3, unique=True, verbose_name='M49 code')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='web address')),
                ('name_en', models.CharField(max_length=120, verbose_name='name')),
                ('name_fr', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('name_es', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('name_ar', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('name_ru', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('name_zh_hans', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('formal_name_en', models.CharField(blank=True, max_length=200, verbose_name='formal name')),
                ('region', models.CharField(choices=[('002', 'Africa'), ('019', 'Americas'), ('142', 'Asia'), ('150', 'Europe'), ('009', 'Oceania')], max_length=3, verbose_name='region')),
                ('subregion_m49', models.CharField(blank=True, max_length=3, verbose_name='subregion code')),
                ('subregion_en', models.CharField(blank=True, max_length=80, verbose_name='subregion')),
                ('latitude', models.FloatField(verbose_name='latitude')),
                ('longitude', models.FloatField(verbose_name='longitude')),
                ('name_order_en', models.BinaryField(default=bytes)),
                ('name_order_fr', models.BinaryField(default=bytes)),
                ('name_order_es', models.BinaryField(default=bytes)),
                ('name_order_ar', models.BinaryField(default=bytes)),
                ('name_order_ru', models.BinaryField(default=bytes)),
                ('name_order_zh_hans', models.BinaryField(default=bytes)),
            ],
            options={
                'verbose_name': 'country',
                'verbose_name_plural': 'countries',
                'ordering': ['name_order_en', 'iso3'],
            },
        ),
        migrations.CreateModel(
            name='CountryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('iso3', models.CharField(max_length=3, verbose_name='ISO 3166 code')),
                ('iso2', models.CharField(max_length=2, verbose_name='two-letter code')),
                ('m49', models.CharField(max_length=3, verbose_name='M49 code')),
                ('slug', models.SlugField(db_index=False, max_length=80, verbose_name='web address')),
                ('name_en', models.CharField(max_length=120, verbose_name='name')),
                ('name_fr', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('name_es', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('name_ar', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('name_ru', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('name_zh_hans', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('formal_name_en', models.CharField(blank=True, max_length=200, verbose_name='formal name')),
                ('region', models.CharField(choices=[('002', 'Africa'), ('019', 'Americas'), ('142', 'Asia'), ('150', 'Europe'), ('009', 'Oceania')], max_length=3, verbose_name='region')),
                ('subregion_m49', models.CharField(blank=True, max_length=3, verbose_name='subregion code')),
                ('subregion_en', models.CharField(blank=True, max_length=80, verbose_name='subregion')),
                ('latitude', models.FloatField(verbose_name='latitude')),
                ('longitude', models.FloatField(verbose_name='longitude')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Designation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('one_holder_since', models.DateField(blank=True, editable=False, null=True)),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('letter_reference', models.CharField(blank=True, max_length=120, verbose_name="letter's reference")),
                ('letter_dated_on', models.DateField(blank=True, null=True, verbose_name="letter's date")),
                ('letter', models.FileField(blank=True, upload_to='letters/', verbose_name='letter')),
            ],
            options={
                'verbose_name': 'designation',
                'verbose_name_plural': 'designations',
                'ordering': ['member', 'category', 'starts_on'],
            },
        ),
        migrations.CreateModel(
            name='DesignationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('letter_reference', models.CharField(blank=True, max_length=120, verbose_name="letter's reference")),
                ('letter_dated_on', models.DateField(blank=True, null=True, verbose_name="letter's date")),
                ('letter', models.FileField(blank=True, upload_to='letters/', verbose_name='letter')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DraftingRight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('given_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='given')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='confirmed')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked')),
            ],
            options={
                'verbose_name': 'drafting right',
                'verbose_name_plural': 'drafting rights',
                'ordering': ['-given_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DraftingRightEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('given_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='given')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='confirmed')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Ending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('previous_ends_on', models.DateField(blank=True, null=True, verbose_name='until, before that')),
                ('ended_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='ended')),
                ('undone_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='undone')),
            ],
            options={
                'verbose_name': 'end of a designation',
                'verbose_name_plural': 'ends of designations',
                'ordering': ['-ended_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, help_text='When the member last said that this entry is up to date.', null=True, verbose_name='last confirmed')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='web address')),
                ('state', models.CharField(choices=[('recorded', 'recorded in a communiqué'), ('confirmed', 'confirmed by letter'), ('withdrawn', 'withdrawn')], default='recorded', max_length=10, verbose_name='status')),
                ('joined_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='joined')),
                ('left_on', network.values.partial_dates.PartialDateField(blank=True, help_text="For the register and for pages of past days. The rights of the member's focal points end with the status “withdrawn” only.", null=True, verbose_name='left')),
            ],
            options={
                'verbose_name': 'member',
                'verbose_name_plural': 'members',
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='MemberEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, help_text='When the member last said that this entry is up to date.', null=True, verbose_name='last confirmed')),
                ('slug', models.SlugField(db_index=False, max_length=80, verbose_name='web address')),
                ('state', models.CharField(choices=[('recorded', 'recorded in a communiqué'), ('confirmed', 'confirmed by letter'), ('withdrawn', 'withdrawn')], default='recorded', max_length=10, verbose_name='status')),
                ('joined_on', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='joined')),
                ('left_on', network.values.partial_dates.PartialDateField(blank=True, help_text="For the register and for pages of past days. The rights of the member's focal points end with the status “withdrawn” only.", null=True, verbose_name='left')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MemberInstitution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('name', models.CharField(max_length=200, verbose_name='institution')),
                ('capacity', models.CharField(blank=True, max_length=200, verbose_name='capacity, as the source states it')),
            ],
            options={
                'verbose_name': 'institution of a member',
                'verbose_name_plural': 'institutions of members',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='MemberInstitutionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('name', models.CharField(max_length=200, verbose_name='institution')),
                ('capacity', models.CharField(blank=True, max_length=200, verbose_name='capacity, as the source states it')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='code')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='web address')),
                ('name_en', models.CharField(max_length=200, verbose_name='name')),
                ('name_fr', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('name_es', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('name_ar', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('name_ru', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('name_zh_hans', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('short_en', models.CharField(blank=True, max_length=20, verbose_name='short form')),
                ('short_fr', models.CharField(blank=True, max_length=20, verbose_name='short form')),
                ('short_es', models.CharField(blank=True, max_length=20, verbose_name='short form')),
                ('short_ar', models.CharField(blank=True, max_length=20, verbose_name='short form')),
                ('short_ru', models.CharField(blank=True, max_length=20, verbose_name='short form')),
                ('short_zh_hans', models.CharField(blank=True, max_length=20, verbose_name='short form')),
                ('name_source_en', models.TextField(blank=True, verbose_name='source of the name')),
                ('name_source_fr', models.TextField(blank=True, verbose_name='source of the name')),
                ('name_source_es', models.TextField(blank=True, verbose_name='source of the name')),
                ('name_source_ar', models.TextField(blank=True, verbose_name='source of the name')),
                ('name_source_ru', models.TextField(blank=True, verbose_name='source of the name')),
                ('name_source_zh_hans', models.TextField(blank=True, verbose_name='source of the name')),
                ('seat_en', models.CharField(blank=True, max_length=80, verbose_name='headquarters')),
                ('seat_fr', models.CharField(blank=True, max_length=80, verbose_name='headquarters')),
                ('seat_es', models.CharField(blank=True, max_length=80, verbose_name='headquarters')),
                ('seat_ar', models.CharField(blank=True, max_length=80, verbose_name='headquarters')),
                ('seat_ru', models.CharField(blank=True, max_length=80, verbose_name='headquarters')),
                ('seat_zh_hans', models.CharField(blank=True, max_length=80, verbose_name='headquarters')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude of the headquarters')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude of the headquarters')),
                ('name_order_en', models.BinaryField(default=bytes)),
                ('name_order_fr', models.BinaryField(default=bytes)),
                ('name_order_es', models.BinaryField(default=bytes)),
                ('name_order_ar', models.BinaryField(default=bytes)),
                ('name_order_ru', models.BinaryField(default=bytes)),
                ('name_order_zh_hans', models.BinaryField(default=bytes)),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ['name_order_en', 'code'],
            },
        ),
        migrations.CreateModel(
            name='OrganisationCountry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('as_of', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='as of')),
            ],
            options={
                'verbose_name': 'covered country',
                'verbose_name_plural': 'covered countries',
            },
        ),
        migrations.CreateModel(
            name='OrganisationCountryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('as_of', network.values.partial_dates.PartialDateField(blank=True, null=True, verbose_name='as of')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OrganisationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('confidence', models.CharField(blank=True, choices=[('high', 'high'), ('medium', 'medium')], max_length=10, verbose_name='confidence')),
                ('code', models.CharField(max_length=12, verbose_name='code')),
                ('slug', models.SlugField(db_index=False, max_length=80, verbose_name='web address')),
                ('name_en', models.CharField(max_length=200, verbose_name='name')),
                ('name_fr', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('name_es', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('name_ar', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('name_ru', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('name_zh_hans', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('short_en', models.CharField(blank=True, max_length=20, verbose_name='short form')),
                ('short_fr', models.CharField(blank=True, max_length=20, verbose_name='short form')),
                ('short_es', models.CharField(blank=True, max_length=20, verbose_name='short form')),
                ('short_ar', models.CharField(blank=True, max_length=20, verbose_name='short form')),
                ('short_ru', models.CharField(blank=True, max_length=20, verbose_name='short form')),
                ('short_zh_hans', models.CharField(blank=True, max_length=20, verbose_name='short form')),
                ('name_source_en', models.TextField(blank=True, verbose_name='source of the name')),
                ('name_source_fr', models.TextField(blank=True, verbose_name='source of the name')),
                ('name_source_es', models.TextField(blank=True, verbose_name='source of the name')),
                ('name_source_ar', models.TextField(blank=True, verbose_name='source of the name')),
                ('name_source_ru', models.TextField(blank=True, verbose_name='source of the name')),
                ('name_source_zh_hans', models.TextField(blank=True, verbose_name='source of the name')),
                ('seat_en', models.CharField(blank=True, max_length=80, verbose_name='headquarters')),
                ('seat_fr', models.CharField(blank=True, max_length=80, verbose_name='headquarters')),
                ('seat_es', models.CharField(blank=True, max_length=80, verbose_name='headquarters')),
                ('seat_ar', models.CharField(blank=True, max_length=80, verbose_name='headquarters')),
                ('seat_ru', models.CharField(blank=True, max_length=80, verbose_name='headquarters')),
                ('seat_zh_hans', models.CharField(blank=True, max_length=80, verbose_name='headquarters')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude of the headquarters')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude of the headquarters')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, help_text='When the member last said that this entry is up to date.', null=True, verbose_name='last confirmed')),
                ('given_name', models.CharField(max_length=100, verbose_name='given name')),
                ('family_name', models.CharField(blank=True, max_length=100, verbose_name='family name')),
                ('title', models.CharField(blank=True, help_text='For example Ambassador, Colonel, Dr.', max_length=60, verbose_name='title')),
                ('position', models.CharField(blank=True, max_length=200, verbose_name='position')),
                ('institution', models.CharField(blank=True, max_length=200, verbose_name='institution')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email')),
                ('phone', models.CharField(blank=True, max_length=50, verbose_name='telephone')),
                ('members_see_name', models.BooleanField(default=True, verbose_name='members may see my name')),
                ('members_see_email', models.BooleanField(default=False, verbose_name='members may see my email')),
                ('members_see_phone', models.BooleanField(default=False, verbose_name='members may see my telephone')),
                ('public_sees_institution', models.BooleanField(default=False, verbose_name='everybody may see my institution and function')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['family_name', 'given_name'],
            },
        ),
        migrations.CreateModel(
            name='PersonEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, help_text='When the member last said that this entry is up to date.', null=True, verbose_name='last confirmed')),
                ('given_name', models.CharField(max_length=100, verbose_name='given name')),
                ('family_name', models.CharField(blank=True, max_length=100, verbose_name='family name')),
                ('title', models.CharField(blank=True, help_text='For example Ambassador, Colonel, Dr.', max_length=60, verbose_name='title')),
                ('position', models.CharField(blank=True, max_length=200, verbose_name='position')),
                ('institution', models.CharField(blank=True, max_length=200, verbose_name='institution')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email')),
                ('phone', models.CharField(blank=True, max_length=50, verbose_name='telephone')),
                ('members_see_name', models.BooleanField(default=True, verbose_name='members may see my name')),
                ('members_see_email', models.BooleanField(default=False, verbose_name='members may see my email')),
                ('members_see_phone', models.BooleanField(default=False, verbose_name='members may see my telephone')),
                ('public_sees_institution', models.BooleanField(default=False, verbose_name='everybody may see my institution and function')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProposedChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('object_id', models.BigIntegerField(blank=True, null=True, verbose_name='entry')),
                ('label', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'in review'), ('sent_back', 'sent back'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', max_length=10, verbose_name='status')),
                ('base', models.JSONField(blank=True, default=dict, verbose_name='values at the start')),
                ('draft', models.JSONField(blank=True, default=dict, verbose_name='proposed values')),
                ('base_version', models.PositiveIntegerField(default=0, verbose_name='version at the start')),
                ('is_personal', models.BooleanField(default=False, editable=False, help_text="Holds a person's own data.", verbose_name='of a person')),
                ('created_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='started')),
                ('edited_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='last edited')),
                ('submitted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='submitted')),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='decided')),
            ],
            options={
                'verbose_name': 'proposed change',
                'verbose_name_plural': 'review queue',
                'ordering': ['-submitted_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ProposedChangeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('object_id', models.BigIntegerField(blank=True, null=True, verbose_name='entry')),
                ('label', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'in review'), ('sent_back', 'sent back'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', max_length=10, verbose_name='status')),
                ('base', models.JSONField(blank=True, default=dict, verbose_name='values at the start')),
                ('draft', models.JSONField(blank=True, default=dict, verbose_name='proposed values')),
                ('base_version', models.PositiveIntegerField(default=0, verbose_name='version at the start')),
                ('is_personal', models.BooleanField(default=False, editable=False, help_text="Holds a person's own data.", verbose_name='of a person')),
                ('created_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='started')),
                ('edited_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='last edited')),
                ('submitted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='submitted')),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='decided')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReviewStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('submitted', 'submitted'), ('taken_back', 'taken back'), ('sent_back', 'sent back'), ('rebased', 'updated to the published version'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('taken_up', 'reopened'), ('corrected', 'corrected by the Secretariat')], max_length=12, verbose_name='action')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('at', models.DateTimeField(default=network.clock.now, verbose_name='at')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('draft', models.JSONField(default=dict, verbose_name='values at that time')),
                ('fields', models.JSONField(blank=True, default=dict, verbose_name='fields')),
            ],
            options={
                'verbose_name': 'review step',
                'verbose_name_plural': 'review steps',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReviewStepEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('action', models.CharField(choices=[('submitted', 'submitted'), ('taken_back', 'taken back'), ('sent_back', 'sent back'), ('rebased', 'updated to the published version'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('taken_up', 'reopened'), ('corrected', 'corrected by the Secretariat')], max_length=12, verbose_name='action')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('at', models.DateTimeField(default=network.clock.now, verbose_name='at')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('draft', models.JSONField(default=dict, verbose_name='values at that time')),
                ('fields', models.JSONField(blank=True, default=dict, verbose_name='fields')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField(verbose_name='entry')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('label', models.CharField(blank=True, max_length=250, verbose_name='title')),
                ('at', models.DateTimeField(default=network.clock.now, verbose_name='published')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('source', models.CharField(choices=[('review', 'review'), ('direct_edit', 'direct edit by the Secretariat'), ('own_contact', 'own contact page'), ('import', 'import'), ('reference', 'reference data'), ('sample', 'sample data'), ('restore', 'restored')], max_length=11, verbose_name='source')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('values', models.JSONField(default=dict, verbose_name='values')),
                ('names', models.JSONField(blank=True, default=dict, verbose_name='names of related rows')),
                ('erased', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='erased fields')),
                ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='erased')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versions',
                'ordering': ['-at', '-pk'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='translations_follow_english', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE said jsonb := to_jsonb(NEW); before jsonb := COALESCE(to_jsonb(OLD), '{}'); follows jsonb := '{}'; name text; code text; place text; english text;", func="\n    FOR name IN SELECT left(key, -3) FROM jsonb_object_keys(said) AS key WHERE key LIKE '%\\_en'\n    LOOP\n        FOREACH code IN ARRAY ARRAY['fr', 'es', 'ar', 'ru', 'zh-hans']\n        LOOP\n            place := name || '_' || replace(code, '-', '_');\n            CONTINUE WHEN COALESCE(said ->> place, '') !~ '\\S';\n            english := said ->> (name || '_en');\n            IF TG_OP = 'INSERT' THEN\n                english := COALESCE(said #>> ARRAY['translates', name, code], english);\n            ELSIF said ->> place IS NOT DISTINCT FROM before ->> place THEN\n                english := COALESCE(\n                    said #>> ARRAY['translates', name, code],\n                    before #>> ARRAY['translates', name, code],\n                    english\n                );\n            END IF;\n            follows := jsonb_set(\n                follows,\n                ARRAY[name],\n                COALESCE(follows -> name, '{}') || jsonb_build_object(code, english)\n            );\n        END LOOP;\n    END LOOP;\n    NEW.translates := follows;\n    RETURN NEW;\n", hash='4fec85039ed6647ed2d32fb7c92e4a812366e91d', operation='INSERT OR UPDATE', pgid='pgtrigger_translations_follow_english_cb6ab', table='focalpoints_category', when='BEFORE')),
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
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_public" IS DISTINCT FROM (NEW."is_public") OR OLD."may_submit" IS DISTINCT FROM (NEW."may_submit") OR OLD."name_ar" IS DISTINCT FROM (NEW."name_ar") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_es" IS DISTINCT FROM (NEW."name_es") OR OLD."name_fr" IS DISTINCT FROM (NEW."name_fr") OR OLD."name_ru" IS DISTINCT FROM (NEW."name_ru") OR OLD."name_zh_hans" IS DISTINCT FROM (NEW."name_zh_hans") OR OLD."one_holder_since" IS DISTINCT FROM (NEW."one_holder_since") OR OLD."order" IS DISTINCT FROM (NEW."order"))', func='INSERT INTO "focalpoints_categoryevent" ("code", "id", "is_public", "may_submit", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "one_holder_since", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."is_public", NEW."may_submit", NEW."name_ar", NEW."name_en", NEW."name_es", NEW."name_fr", NEW."name_ru", NEW."name_zh_hans", NEW."one_holder_since", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='26c4dce78762637e8bbc3dc6fe164953f288e657', operation='UPDATE', pgid='pgtrigger_update_update_f69ba', table='focalpoints_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_categoryevent" ("code", "id", "is_public", "may_submit", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "one_holder_since", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."id", OLD."is_public", OLD."may_submit", OLD."name_ar", OLD."name_en", OLD."name_es", OLD."name_fr", OLD."name_ru", OLD."name_zh_hans", OLD."one_holder_since", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='ef0779079baa9ad702d763c9c4c1fea6ae3d9afe', operation='DELETE', pgid='pgtrigger_delete_delete_4c96b', table='focalpoints_category', when='AFTER')),
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
        migrations.AddField(
            model_name='changeauthor',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='changeauthorevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='changeauthorevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='focalpoints.changeauthor'),
        ),
        migrations.AddField(
            model_name='changeauthorevent',
            name='user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='country',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__in', ['', 'high', 'medium'])), name='country_confidence_known'),
        ),
        migrations.AddConstraint(
            model_name='country',
            constraint=models.CheckConstraint(condition=models.Q(('region__in', ['002', '019', '142', '150', '009'])), name='country_region_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='country',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_countryevent" ("confidence", "formal_name_en", "id", "iso2", "iso3", "latitude", "longitude", "m49", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "slug", "source", "subregion_en", "subregion_m49") VALUES (NEW."confidence", NEW."formal_name_en", NEW."id", NEW."iso2", NEW."iso3", NEW."latitude", NEW."longitude", NEW."m49", NEW."name_ar", NEW."name_en", NEW."name_es", NEW."name_fr", NEW."name_ru", NEW."name_zh_hans", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region", NEW."slug", NEW."source", NEW."subregion_en", NEW."subregion_m49"); RETURN NULL;', hash='a55f1f41fa64fbd674639c6c39c51e693d953c73', operation='INSERT', pgid='pgtrigger_insert_insert_73df5', table='focalpoints_country', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='country',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."confidence" IS DISTINCT FROM (NEW."confidence") OR OLD."formal_name_en" IS DISTINCT FROM (NEW."formal_name_en") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."iso2" IS DISTINCT FROM (NEW."iso2") OR OLD."iso3" IS DISTINCT FROM (NEW."iso3") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."m49" IS DISTINCT FROM (NEW."m49") OR OLD."name_ar" IS DISTINCT FROM (NEW."name_ar") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_es" IS DISTINCT FROM (NEW."name_es") OR OLD."name_fr" IS DISTINCT FROM (NEW."name_fr") OR OLD."name_ru" IS DISTINCT FROM (NEW."name_ru") OR OLD."name_zh_hans" IS DISTINCT FROM (NEW."name_zh_hans") OR OLD."region" IS DISTINCT FROM (NEW."region") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."subregion_en" IS DISTINCT FROM (NEW."subregion_en") OR OLD."subregion_m49" IS DISTINCT FROM (NEW."subregion_m49"))', func='INSERT INTO "focalpoints_countryevent" ("confidence", "formal_name_en", "id", "iso2", "iso3", "latitude", "longitude", "m49", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "slug", "source", "subregion_en", "subregion_m49") VALUES (NEW."confidence", NEW."formal_name_en", NEW."id", NEW."iso2", NEW."iso3", NEW."latitude", NEW."longitude", NEW."m49", NEW."name_ar", NEW."name_en", NEW."name_es", NEW."name_fr", NEW."name_ru", NEW."name_zh_hans", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region", NEW."slug", NEW."source", NEW."subregion_en", NEW."subregion_m49"); RETURN NULL;', hash='46a22a4748afc8635ccfdbc9ef18b4de4ddb7ec0', operation='UPDATE', pgid='pgtrigger_update_update_b65dd', table='focalpoints_country', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='country',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_countryevent" ("confidence", "formal_name_en", "id", "iso2", "iso3", "latitude", "longitude", "m49", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "slug", "source", "subregion_en", "subregion_m49") VALUES (OLD."confidence", OLD."formal_name_en", OLD."id", OLD."iso2", OLD."iso3", OLD."latitude", OLD."longitude", OLD."m49", OLD."name_ar", OLD."name_en", OLD."name_es", OLD."name_fr", OLD."name_ru", OLD."name_zh_hans", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."region", OLD."slug", OLD."source", OLD."subregion_en", OLD."subregion_m49"); RETURN NULL;', hash='e4a74fca848a211016940b2ab69de759a4ac97a2', operation='DELETE', pgid='pgtrigger_delete_delete_15df0', table='focalpoints_country', when='AFTER')),
        ),
        migrations.AddField(
            model_name='countryevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='countryevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='focalpoints.country'),
        ),
        migrations.AddField(
            model_name='designation',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='designations', to='focalpoints.category', verbose_name='category'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='category',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.category', verbose_name='category'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='focalpoints.designation'),
        ),
        migrations.AddField(
            model_name='draftingright',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='draftingright',
            name='given_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by'),
        ),
        migrations.AddField(
            model_name='draftingright',
            name='rests_on',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafting_rights', to='focalpoints.designation', verbose_name='designation that it rests on'),
        ),
        migrations.AddField(
            model_name='draftingright',
            name='revoked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by'),
        ),
        migrations.AddField(
            model_name='draftingrightevent',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='draftingrightevent',
            name='given_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by'),
        ),
        migrations.AddField(
            model_name='draftingrightevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='draftingrightevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='focalpoints.draftingright'),
        ),
        migrations.AddField(
            model_name='draftingrightevent',
            name='rests_on',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.designation', verbose_name='designation that it rests on'),
        ),
        migrations.AddField(
            model_name='draftingrightevent',
            name='revoked_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by'),
        ),
        migrations.AddField(
            model_name='ending',
            name='designation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='endings', to='focalpoints.designation', verbose_name='designation'),
        ),
        migrations.AddField(
            model_name='ending',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by'),
        ),
        migrations.AddField(
            model_name='ending',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='undone by'),
        ),
        migrations.AddField(
            model_name='member',
            name='country',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='focalpoints.country', verbose_name='country'),
        ),
        migrations.AddField(
            model_name='draftingrightevent',
            name='member',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.member', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='draftingright',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafting_rights', to='focalpoints.member', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='member',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.member', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='designation',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='designations', to='focalpoints.member', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='memberevent',
            name='country',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.country', verbose_name='country'),
        ),
        migrations.AddField(
            model_name='memberevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='memberevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='focalpoints.member'),
        ),
        migrations.AddField(
            model_name='memberinstitution',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='institutions', to='focalpoints.member', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='memberinstitutionevent',
            name='member',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.member', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='memberinstitutionevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='memberinstitutionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='focalpoints.memberinstitution'),
        ),
        migrations.AddField(
            model_name='memberevent',
            name='organisation',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='member',
            name='organisation',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='focalpoints.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='organisationcountry',
            name='country',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coverage', to='focalpoints.country'),
        ),
        migrations.AddField(
            model_name='organisationcountry',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coverage', to='focalpoints.organisation'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='countries',
            field=models.ManyToManyField(blank=True, related_name='organisations', through='focalpoints.OrganisationCountry', to='focalpoints.country'),
        ),
        migrations.AddField(
            model_name='organisationcountryevent',
            name='country',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.country'),
        ),
        migrations.AddField(
            model_name='organisationcountryevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.organisation'),
        ),
        migrations.AddField(
            model_name='organisationcountryevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='organisationcountryevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='focalpoints.organisationcountry'),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='focalpoints.organisation'),
        ),
        migrations.AddField(
            model_name='person',
            name='invitation',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='person', to='network.invitation', verbose_name='invitation'),
        ),
        migrations.AddField(
            model_name='person',
            name='user',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='person', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='draftingrightevent',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.person', verbose_name='drafter'),
        ),
        migrations.AddField(
            model_name='draftingright',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafting_rights', to='focalpoints.person', verbose_name='drafter'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.person', verbose_name='person'),
        ),
        migrations.AddField(
            model_name='designation',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='designations', to='focalpoints.person', verbose_name='person'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='invitation',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.invitation', verbose_name='invitation'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='focalpoints.person'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='user',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='proposedchange',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='proposedchange',
            name='content_type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contenttypes.contenttype', verbose_name='type'),
        ),
        migrations.AddField(
            model_name='proposedchange',
            name='follows',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='followed_by', to='focalpoints.proposedchange'),
        ),
        migrations.AddField(
            model_name='proposedchange',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_changes', to='focalpoints.member', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='changeauthorevent',
            name='change',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.proposedchange'),
        ),
        migrations.AddField(
            model_name='changeauthor',
            name='change',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='authors', to='focalpoints.proposedchange'),
        ),
        migrations.AddField(
            model_name='proposedchangeevent',
            name='author',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='proposedchangeevent',
            name='content_type',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contenttypes.contenttype', verbose_name='type'),
        ),
        migrations.AddField(
            model_name='proposedchangeevent',
            name='follows',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.proposedchange'),
        ),
        migrations.AddField(
            model_name='proposedchangeevent',
            name='member',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.member', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='proposedchangeevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='proposedchangeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='focalpoints.proposedchange'),
        ),
        migrations.AddField(
            model_name='reviewstep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewstep',
            name='change',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='focalpoints.proposedchange'),
        ),
        migrations.AddField(
            model_name='reviewstepevent',
            name='by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewstepevent',
            name='change',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='focalpoints.proposedchange'),
        ),
        migrations.AddField(
            model_name='reviewstepevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='reviewstepevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='focalpoints.reviewstep'),
        ),
        migrations.AddField(
            model_name='revision',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='revision',
            name='change',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='focalpoints.proposedchange', verbose_name='proposed change'),
        ),
        migrations.AddField(
            model_name='revision',
            name='content_type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contenttypes.contenttype', verbose_name='type'),
        ),
        migrations.AddField(
            model_name='revision',
            name='restored_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='restorations', to='focalpoints.revision', verbose_name='restored from'),
        ),
        migrations.AddConstraint(
            model_name='ending',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends_on', None), ('previous_ends_on__gt', models.F('ends_on')), _connector='OR'), name='ending_was_earlier'),
        ),
        migrations.AddConstraint(
            model_name='memberinstitution',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__in', ['', 'high', 'medium'])), name='memberinstitution_confidence_known'),
        ),
        migrations.AddConstraint(
            model_name='memberinstitution',
            constraint=models.UniqueConstraint(fields=('member', 'name'), name='memberinstitution_once_per_member'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='memberinstitution',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_memberinstitutionevent" ("capacity", "confidence", "id", "member_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."capacity", NEW."confidence", NEW."id", NEW."member_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source"); RETURN NULL;', hash='70ddc73eac038b9a89475dbe6e5c56997e588f12', operation='INSERT', pgid='pgtrigger_insert_insert_e1ad9', table='focalpoints_memberinstitution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='memberinstitution',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "focalpoints_memberinstitutionevent" ("capacity", "confidence", "id", "member_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."capacity", NEW."confidence", NEW."id", NEW."member_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source"); RETURN NULL;', hash='249a64e203e9d03b18b7c32641ed2f4be3aed4fe', operation='UPDATE', pgid='pgtrigger_update_update_9970a', table='focalpoints_memberinstitution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='memberinstitution',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_memberinstitutionevent" ("capacity", "confidence", "id", "member_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (OLD."capacity", OLD."confidence", OLD."id", OLD."member_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source"); RETURN NULL;', hash='d3e9d0eb1fd93edcb7798c85490190050f0516d1', operation='DELETE', pgid='pgtrigger_delete_delete_a9e75', table='focalpoints_memberinstitution', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__in', ['', 'high', 'medium'])), name='member_confidence_known'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('joined_on__isnull', True), ('joined_on__regex', '^[1-9]\\d{3}(-(0[1-9]|1[0-2]))?$|^[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])$|^[1-9]\\d{3}-(0[13-9]|1[0-2])-(29|30)$|^[1-9]\\d{3}-(0[13578]|1[02])-31$|^([1-9]\\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29$'), _connector='OR'), models.Q(('left_on__isnull', True), ('left_on__regex', '^[1-9]\\d{3}(-(0[1-9]|1[0-2]))?$|^[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])$|^[1-9]\\d{3}-(0[13-9]|1[0-2])-(29|30)$|^[1-9]\\d{3}-(0[13578]|1[02])-31$|^([1-9]\\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29$'), _connector='OR')), name='member_dates_valid'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('joined_on__isnull', True), ('left_on__isnull', True), ('left_on__latest__gte', models.F('joined_on')), _connector='OR'), name='member_period_in_order', violation_error_message='A member cannot leave before it joins.'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['recorded', 'confirmed', 'withdrawn'])), name='member_state_known'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('country__isnull', False), ('organisation__isnull', True)), models.Q(('country__isnull', True), ('organisation__isnull', False)), _connector='OR'), name='member_is_country_or_organisation', violation_error_message='A member is one country or one organisation.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='member',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_memberevent" ("confidence", "confirmed_at", "country_id", "id", "joined_on", "left_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "slug", "source", "state", "version") VALUES (NEW."confidence", NEW."confirmed_at", NEW."country_id", NEW."id", NEW."joined_on", NEW."left_on", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."slug", NEW."source", NEW."state", NEW."version"); RETURN NULL;', hash='00a3743a629fc6394c9b7bbe218f547565ff3bcc', operation='INSERT', pgid='pgtrigger_insert_insert_99a60', table='focalpoints_member', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='member',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "focalpoints_memberevent" ("confidence", "confirmed_at", "country_id", "id", "joined_on", "left_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "slug", "source", "state", "version") VALUES (NEW."confidence", NEW."confirmed_at", NEW."country_id", NEW."id", NEW."joined_on", NEW."left_on", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."slug", NEW."source", NEW."state", NEW."version"); RETURN NULL;', hash='534f615a93c4909c38ca9e57c75bfda0c1837ab7', operation='UPDATE', pgid='pgtrigger_update_update_bdcf1', table='focalpoints_member', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='member',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_memberevent" ("confidence", "confirmed_at", "country_id", "id", "joined_on", "left_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "slug", "source", "state", "version") VALUES (OLD."confidence", OLD."confirmed_at", OLD."country_id", OLD."id", OLD."joined_on", OLD."left_on", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_at", OLD."slug", OLD."source", OLD."state", OLD."version"); RETURN NULL;', hash='45d6cc545ed8af989ed31e67bd92d47a219b7db8', operation='DELETE', pgid='pgtrigger_delete_delete_a1ab9', table='focalpoints_member', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='organisationcountry',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__in', ['', 'high', 'medium'])), name='organisationcountry_confidence_known'),
        ),
        migrations.AddConstraint(
            model_name='organisationcountry',
            constraint=models.CheckConstraint(condition=models.Q(('as_of__isnull', True), ('as_of__regex', '^[1-9]\\d{3}(-(0[1-9]|1[0-2]))?$|^[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])$|^[1-9]\\d{3}-(0[13-9]|1[0-2])-(29|30)$|^[1-9]\\d{3}-(0[13578]|1[02])-31$|^([1-9]\\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29$'), _connector='OR'), name='organisationcountry_as_of_valid'),
        ),
        migrations.AddConstraint(
            model_name='organisationcountry',
            constraint=models.UniqueConstraint(fields=('organisation', 'country'), name='organisationcountry_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationcountry',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_organisationcountryevent" ("as_of", "confidence", "country_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."as_of", NEW."confidence", NEW."country_id", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source"); RETURN NULL;', hash='789b813c7b5a17e812274bc8abdcf3672cb7eab1', operation='INSERT', pgid='pgtrigger_insert_insert_b4538', table='focalpoints_organisationcountry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationcountry',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "focalpoints_organisationcountryevent" ("as_of", "confidence", "country_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."as_of", NEW."confidence", NEW."country_id", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source"); RETURN NULL;', hash='0cf6faef8693712007d64bc4826ac82fa114d9ed', operation='UPDATE', pgid='pgtrigger_update_update_0a3f3', table='focalpoints_organisationcountry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationcountry',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_organisationcountryevent" ("as_of", "confidence", "country_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (OLD."as_of", OLD."confidence", OLD."country_id", OLD."id", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source"); RETURN NULL;', hash='88a74ab82cf812df7920afe9ae77a00a44452c93', operation='DELETE', pgid='pgtrigger_delete_delete_3e141', table='focalpoints_organisationcountry', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__in', ['', 'high', 'medium'])), name='organisation_confidence_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_organisationevent" ("code", "confidence", "id", "latitude", "longitude", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_source_ar", "name_source_en", "name_source_es", "name_source_fr", "name_source_ru", "name_source_zh_hans", "name_zh_hans", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_ar", "seat_en", "seat_es", "seat_fr", "seat_ru", "seat_zh_hans", "short_ar", "short_en", "short_es", "short_fr", "short_ru", "short_zh_hans", "slug", "source") VALUES (NEW."code", NEW."confidence", NEW."id", NEW."latitude", NEW."longitude", NEW."name_ar", NEW."name_en", NEW."name_es", NEW."name_fr", NEW."name_ru", NEW."name_source_ar", NEW."name_source_en", NEW."name_source_es", NEW."name_source_fr", NEW."name_source_ru", NEW."name_source_zh_hans", NEW."name_zh_hans", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."seat_ar", NEW."seat_en", NEW."seat_es", NEW."seat_fr", NEW."seat_ru", NEW."seat_zh_hans", NEW."short_ar", NEW."short_en", NEW."short_es", NEW."short_fr", NEW."short_ru", NEW."short_zh_hans", NEW."slug", NEW."source"); RETURN NULL;', hash='bd58d358a342a192120b3ea1c0132fedbf0a1404', operation='INSERT', pgid='pgtrigger_insert_insert_60ca6', table='focalpoints_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."confidence" IS DISTINCT FROM (NEW."confidence") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."name_ar" IS DISTINCT FROM (NEW."name_ar") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_es" IS DISTINCT FROM (NEW."name_es") OR OLD."name_fr" IS DISTINCT FROM (NEW."name_fr") OR OLD."name_ru" IS DISTINCT FROM (NEW."name_ru") OR OLD."name_source_ar" IS DISTINCT FROM (NEW."name_source_ar") OR OLD."name_source_en" IS DISTINCT FROM (NEW."name_source_en") OR OLD."name_source_es" IS DISTINCT FROM (NEW."name_source_es") OR OLD."name_source_fr" IS DISTINCT FROM (NEW."name_source_fr") OR OLD."name_source_ru" IS DISTINCT FROM (NEW."name_source_ru") OR OLD."name_source_zh_hans" IS DISTINCT FROM (NEW."name_source_zh_hans") OR OLD."name_zh_hans" IS DISTINCT FROM (NEW."name_zh_hans") OR OLD."seat_ar" IS DISTINCT FROM (NEW."seat_ar") OR OLD."seat_en" IS DISTINCT FROM (NEW."seat_en") OR OLD."seat_es" IS DISTINCT FROM (NEW."seat_es") OR OLD."seat_fr" IS DISTINCT FROM (NEW."seat_fr") OR OLD."seat_ru" IS DISTINCT FROM (NEW."seat_ru") OR OLD."seat_zh_hans" IS DISTINCT FROM (NEW."seat_zh_hans") OR OLD."short_ar" IS DISTINCT FROM (NEW."short_ar") OR OLD."short_en" IS DISTINCT FROM (NEW."short_en") OR OLD."short_es" IS DISTINCT FROM (NEW."short_es") OR OLD."short_fr" IS DISTINCT FROM (NEW."short_fr") OR OLD."short_ru" IS DISTINCT FROM (NEW."short_ru") OR OLD."short_zh_hans" IS DISTINCT FROM (NEW."short_zh_hans") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source" IS DISTINCT FROM (NEW."source"))', func='INSERT INTO "focalpoints_organisationevent" ("code", "confidence", "id", "latitude", "longitude", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_source_ar", "name_source_en", "name_source_es", "name_source_fr", "name_source_ru", "name_source_zh_hans", "name_zh_hans", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_ar", "seat_en", "seat_es", "seat_fr", "seat_ru", "seat_zh_hans", "short_ar", "short_en", "short_es", "short_fr", "short_ru", "short_zh_hans", "slug", "source") VALUES (NEW."code", NEW."confidence", NEW."id", NEW."latitude", NEW."longitude", NEW."name_ar", NEW."name_en", NEW."name_es", NEW."name_fr", NEW."name_ru", NEW."name_source_ar", NEW."name_source_en", NEW."name_source_es", NEW."name_source_fr", NEW."name_source_ru", NEW."name_source_zh_hans", NEW."name_zh_hans", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."seat_ar", NEW."seat_en", NEW."seat_es", NEW."seat_fr", NEW."seat_ru", NEW."seat_zh_hans", NEW."short_ar", NEW."short_en", NEW."short_es", NEW."short_fr", NEW."short_ru", NEW."short_zh_hans", NEW."slug", NEW."source"); RETURN NULL;', hash='8776d07c95ce2e67caa4ffadb7e92c47b8129f87', operation='UPDATE', pgid='pgtrigger_update_update_5053b', table='focalpoints_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_organisationevent" ("code", "confidence", "id", "latitude", "longitude", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_source_ar", "name_source_en", "name_source_es", "name_source_fr", "name_source_ru", "name_source_zh_hans", "name_zh_hans", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_ar", "seat_en", "seat_es", "seat_fr", "seat_ru", "seat_zh_hans", "short_ar", "short_en", "short_es", "short_fr", "short_ru", "short_zh_hans", "slug", "source") VALUES (OLD."code", OLD."confidence", OLD."id", OLD."latitude", OLD."longitude", OLD."name_ar", OLD."name_en", OLD."name_es", OLD."name_fr", OLD."name_ru", OLD."name_source_ar", OLD."name_source_en", OLD."name_source_es", OLD."name_source_fr", OLD."name_source_ru", OLD."name_source_zh_hans", OLD."name_zh_hans", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."seat_ar", OLD."seat_en", OLD."seat_es", OLD."seat_fr", OLD."seat_ru", OLD."seat_zh_hans", OLD."short_ar", OLD."short_en", OLD."short_es", OLD."short_fr", OLD."short_ru", OLD."short_zh_hans", OLD."slug", OLD."source"); RETURN NULL;', hash='5fa14bc4ad0d1313c47f425c5821796ec51081a8', operation='DELETE', pgid='pgtrigger_delete_delete_2b7fa', table='focalpoints_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_personevent" ("confirmed_at", "email", "family_name", "given_name", "id", "institution", "invitation_id", "is_sample", "members_see_email", "members_see_name", "members_see_phone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "public_sees_institution", "published_at", "title", "user_id", "version") VALUES (NEW."confirmed_at", NEW."email", NEW."family_name", NEW."given_name", NEW."id", NEW."institution", NEW."invitation_id", NEW."is_sample", NEW."members_see_email", NEW."members_see_name", NEW."members_see_phone", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."position", NEW."public_sees_institution", NEW."published_at", NEW."title", NEW."user_id", NEW."version"); RETURN NULL;', hash='b2429ebccad68bd553ccea2c11ab259a5e3faed5', operation='INSERT', pgid='pgtrigger_insert_insert_4e920', table='focalpoints_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "focalpoints_personevent" ("confirmed_at", "email", "family_name", "given_name", "id", "institution", "invitation_id", "is_sample", "members_see_email", "members_see_name", "members_see_phone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "public_sees_institution", "published_at", "title", "user_id", "version") VALUES (NEW."confirmed_at", NEW."email", NEW."family_name", NEW."given_name", NEW."id", NEW."institution", NEW."invitation_id", NEW."is_sample", NEW."members_see_email", NEW."members_see_name", NEW."members_see_phone", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."position", NEW."public_sees_institution", NEW."published_at", NEW."title", NEW."user_id", NEW."version"); RETURN NULL;', hash='2767be5158c93802148d3cc86faf8801d6263f15', operation='UPDATE', pgid='pgtrigger_update_update_7eb5b', table='focalpoints_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_personevent" ("confirmed_at", "email", "family_name", "given_name", "id", "institution", "invitation_id", "is_sample", "members_see_email", "members_see_name", "members_see_phone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "public_sees_institution", "published_at", "title", "user_id", "version") VALUES (OLD."confirmed_at", OLD."email", OLD."family_name", OLD."given_name", OLD."id", OLD."institution", OLD."invitation_id", OLD."is_sample", OLD."members_see_email", OLD."members_see_name", OLD."members_see_phone", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."position", OLD."public_sees_institution", OLD."published_at", OLD."title", OLD."user_id", OLD."version"); RETURN NULL;', hash='e3bb713b380ed85ec1f05ee24cf8305eccea0ca1', operation='DELETE', pgid='pgtrigger_delete_delete_2a58b', table='focalpoints_person', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='draftingright',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='draftingright_period_in_order', violation_error_message='A drafting right cannot end before it starts.'),
        ),
        migrations.AddConstraint(
            model_name='draftingright',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('revoked_at', None)), expressions=[('member', '='), ('person', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='draftingright_once_at_a_time', violation_error_message='This person may already draft in that period.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='draftingright',
            trigger=pgtrigger.compiler.Trigger(name='rests_on_its_own_member', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT 1 FROM focalpoints_designation\n        WHERE id = NEW.rests_on_id AND member_id = NEW.member_id\n    ) THEN\n        RAISE EXCEPTION 'A drafting right rests on a designation of its own member.'\n        USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n", hash='2ade7e5c23714dddfff9ed6ed209259a9db1bfca', operation='INSERT OR UPDATE', pgid='pgtrigger_rests_on_its_own_member_c555c', table='focalpoints_draftingright', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='draftingright',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_draftingrightevent" ("confirmed_at", "confirmed_by_id", "ends_on", "given_at", "given_by_id", "id", "is_sample", "member_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rests_on_id", "revoked_at", "revoked_by_id", "starts_on") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."ends_on", NEW."given_at", NEW."given_by_id", NEW."id", NEW."is_sample", NEW."member_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rests_on_id", NEW."revoked_at", NEW."revoked_by_id", NEW."starts_on"); RETURN NULL;', hash='812d024e311a5a1e110214e67fda12651b8561cf', operation='INSERT', pgid='pgtrigger_insert_insert_0bf00', table='focalpoints_draftingright', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='draftingright',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "focalpoints_draftingrightevent" ("confirmed_at", "confirmed_by_id", "ends_on", "given_at", "given_by_id", "id", "is_sample", "member_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rests_on_id", "revoked_at", "revoked_by_id", "starts_on") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."ends_on", NEW."given_at", NEW."given_by_id", NEW."id", NEW."is_sample", NEW."member_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rests_on_id", NEW."revoked_at", NEW."revoked_by_id", NEW."starts_on"); RETURN NULL;', hash='800eb6c7e1a57737ac1af934aaf6cf42b1d53eda', operation='UPDATE', pgid='pgtrigger_update_update_d1367', table='focalpoints_draftingright', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='draftingright',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_draftingrightevent" ("confirmed_at", "confirmed_by_id", "ends_on", "given_at", "given_by_id", "id", "is_sample", "member_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rests_on_id", "revoked_at", "revoked_by_id", "starts_on") VALUES (OLD."confirmed_at", OLD."confirmed_by_id", OLD."ends_on", OLD."given_at", OLD."given_by_id", OLD."id", OLD."is_sample", OLD."member_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rests_on_id", OLD."revoked_at", OLD."revoked_by_id", OLD."starts_on"); RETURN NULL;', hash='58c393c00e77a7215783474a7a60bbb269ba5f7d', operation='DELETE', pgid='pgtrigger_delete_delete_ca7b8', table='focalpoints_draftingright', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='designation_period_in_order', violation_error_message='A designation cannot end before it starts.'),
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
        migrations.AddIndex(
            model_name='proposedchange',
            index=models.Index(fields=['state', 'submitted_at'], name='proposedchange_queue'),
        ),
        migrations.AddConstraint(
            model_name='proposedchange',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'sent_back', 'published', 'withdrawn'])), name='proposedchange_state_known'),
        ),
        migrations.AddConstraint(
            model_name='proposedchange',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'sent_back'])), fields=('content_type', 'object_id'), name='proposedchange_one_open_per_target'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposedchange',
            trigger=pgtrigger.compiler.Trigger(name='state_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,draft:withdrawn,submitted:draft,submitted:published,submitted:sent_back,submitted:withdrawn,sent_back:submitted,sent_back:withdrawn,withdrawn:draft}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='37248d453eb27788614877c355a6a5721ac6ce46', operation='UPDATE OF "state"', pgid='pgtrigger_state_transitions_29341', table='focalpoints_proposedchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposedchange',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_proposedchangeevent" ("author_id", "base", "base_version", "content_type_id", "created_at", "decided_at", "draft", "edited_at", "follows_id", "id", "is_personal", "is_sample", "label", "member_id", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submitted_at") VALUES (NEW."author_id", NEW."base", NEW."base_version", NEW."content_type_id", NEW."created_at", NEW."decided_at", NEW."draft", NEW."edited_at", NEW."follows_id", NEW."id", NEW."is_personal", NEW."is_sample", NEW."label", NEW."member_id", NEW."object_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."submitted_at"); RETURN NULL;', hash='bf4c18501f07b4ff7ea8685c295f969e7fe523a2', operation='INSERT', pgid='pgtrigger_insert_insert_87e59', table='focalpoints_proposedchange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposedchange',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "focalpoints_proposedchangeevent" ("author_id", "base", "base_version", "content_type_id", "created_at", "decided_at", "draft", "edited_at", "follows_id", "id", "is_personal", "is_sample", "label", "member_id", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submitted_at") VALUES (NEW."author_id", NEW."base", NEW."base_version", NEW."content_type_id", NEW."created_at", NEW."decided_at", NEW."draft", NEW."edited_at", NEW."follows_id", NEW."id", NEW."is_personal", NEW."is_sample", NEW."label", NEW."member_id", NEW."object_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."submitted_at"); RETURN NULL;', hash='a3ea7e78a46477143690b26d2acf13221c486c18', operation='UPDATE', pgid='pgtrigger_update_update_68684', table='focalpoints_proposedchange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposedchange',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_proposedchangeevent" ("author_id", "base", "base_version", "content_type_id", "created_at", "decided_at", "draft", "edited_at", "follows_id", "id", "is_personal", "is_sample", "label", "member_id", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submitted_at") VALUES (OLD."author_id", OLD."base", OLD."base_version", OLD."content_type_id", OLD."created_at", OLD."decided_at", OLD."draft", OLD."edited_at", OLD."follows_id", OLD."id", OLD."is_personal", OLD."is_sample", OLD."label", OLD."member_id", OLD."object_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."state", OLD."submitted_at"); RETURN NULL;', hash='05fa469d40caa9e26a5c25f6edb99c93f20d0511', operation='DELETE', pgid='pgtrigger_delete_delete_d85a7', table='focalpoints_proposedchange', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='changeauthor',
            constraint=models.UniqueConstraint(fields=('change', 'user'), name='changeauthor_once_per_change'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changeauthor',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_changeauthorevent" ("change_id", "first_at", "id", "last_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."change_id", NEW."first_at", NEW."id", NEW."last_at", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;', hash='9e3e23c06f449c084a2f2480765918d21d1b71bc', operation='INSERT', pgid='pgtrigger_insert_insert_4557f', table='focalpoints_changeauthor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changeauthor',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "focalpoints_changeauthorevent" ("change_id", "first_at", "id", "last_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."change_id", NEW."first_at", NEW."id", NEW."last_at", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;', hash='d9f7de907c33eb9f99892e3c9a89ba97ed92295e', operation='UPDATE', pgid='pgtrigger_update_update_4439b', table='focalpoints_changeauthor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changeauthor',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_changeauthorevent" ("change_id", "first_at", "id", "last_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."change_id", OLD."first_at", OLD."id", OLD."last_at", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;', hash='eed62f5b5b6f923f3fb55f1045bbd81a78db83fe', operation='DELETE', pgid='pgtrigger_delete_delete_b6579', table='focalpoints_changeauthor', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='reviewstep',
            constraint=models.CheckConstraint(condition=models.Q(('action__in', ['submitted', 'taken_back', 'sent_back', 'rebased', 'published', 'withdrawn', 'taken_up', 'corrected'])), name='reviewstep_action_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewstep',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_reviewstepevent" ("action", "at", "by_id", "by_name", "change_id", "draft", "fields", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."action", NEW."at", NEW."by_id", NEW."by_name", NEW."change_id", NEW."draft", NEW."fields", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='1c66a36372f5d14a49541e42adcc0fb65338051f', operation='INSERT', pgid='pgtrigger_insert_insert_c0e3c', table='focalpoints_reviewstep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewstep',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "focalpoints_reviewstepevent" ("action", "at", "by_id", "by_name", "change_id", "draft", "fields", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."action", NEW."at", NEW."by_id", NEW."by_name", NEW."change_id", NEW."draft", NEW."fields", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='c3a2568e72c3af8a593b5bf94177c0196b51a219', operation='UPDATE', pgid='pgtrigger_update_update_25cc0', table='focalpoints_reviewstep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewstep',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_reviewstepevent" ("action", "at", "by_id", "by_name", "change_id", "draft", "fields", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."action", OLD."at", OLD."by_id", OLD."by_name", OLD."change_id", OLD."draft", OLD."fields", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='fb6859093e689d86664bd1b3f118f9c860de8415', operation='DELETE', pgid='pgtrigger_delete_delete_f2dd3', table='focalpoints_reviewstep', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(fields=['-at', '-id'], name='revision_newest'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('content_type', 'object_id', 'number'), name='revision_number_once'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='revision_number_from_one'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['review', 'direct_edit', 'own_contact', 'import', 'reference', 'sample', 'restore'])), name='revision_source_known'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('restored_from__isnull', False), ('source', 'restore')), models.Q(models.Q(('source', 'restore'), _negated=True), ('restored_from__isnull', True)), _connector='OR'), name='revision_restored_from_one'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased', []), ('erased_at__isnull', True)), models.Q(('erased_at__isnull', False), models.Q(('erased', []), _negated=True)), _connector='OR'), name='revision_erased_says_what'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revision',
            trigger=pgtrigger.compiler.Trigger(name='revision_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\'\n        AND to_jsonb(NEW) - ARRAY[\'by_id\', \'label\', \'values\', \'names\', \'erased\', \'erased_at\']\n            = to_jsonb(OLD) - ARRAY[\'by_id\', \'label\', \'values\', \'names\', \'erased\', \'erased_at\']\n        AND (NEW.by_id IS NULL OR NEW.by_id = OLD.by_id)\n        AND (\n            (\n                NEW.label = OLD.label AND NEW.values = OLD.values AND NEW.names = OLD.names\n                AND NEW.erased = OLD.erased AND NEW.erased_at IS NOT DISTINCT FROM OLD.erased_at\n            )\n            OR (\n                NEW.erased_at IS NOT NULL\n                AND NEW.erased @> OLD.erased\n                AND NEW.label IN (OLD.label, \'\')\n                AND NEW.values - NEW.erased::text[] = OLD.values - NEW.erased::text[]\n                AND NEW.names - NEW.erased::text[] = OLD.names - NEW.erased::text[]\n                AND NOT EXISTS (\n                    SELECT 1 FROM jsonb_each(NEW.values) AS said\n                    WHERE said.key = ANY (NEW.erased::text[])\n                        AND said.value NOT IN (\'null\', \'""\', \'[]\', \'false\')\n                )\n                AND NOT jsonb_exists_any(NEW.names, NEW.erased::text[])\n            )\n        )\n    THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'A published version is neither changed nor deleted\';\n', hash='c4fa5cae703a2aab8986feb23790f0022746d967', operation='UPDATE OR DELETE', pgid='pgtrigger_revision_stays_0c221', table='focalpoints_revision', when='BEFORE')),
        ),
        # The five categories of 2026; the Secretariat edits them from then on.
        migrations.RunPython(load_categories, migrations.RunPython.noop),
    ]
