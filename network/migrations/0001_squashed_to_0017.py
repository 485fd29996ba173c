"""The tables of `network` as they are since 27 November 2026, in the place of what led there."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import network.clock
import network.documents.models.private_file
import network.documents.models.public_file
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.contrib.postgres.operations import (
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations, models

from network.search.words import CREATE_FUNCTIONS, DROP_FUNCTIONS
from network.values.folding import create_functions, drop_functions

# The version of the data, which the database raises itself (network.web.data_version). The triggers
# that call it are made after the migrations, for tables that come later have them too.
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

    initial = True

    # A database that holds all of these has the tables; docs/operations.md, "A new version".
    replaces = [
        ('network', '0001_initial'),
        ('network', '0002_loadedrow'),
        ('network', '0003_links_history'),
        ('network', '0004_known_values'),
        ('network', '0005_trying_again'),
        ('network', '0006_wording'),
        ('network', '0007_account_epoch'),
        ('network', '0008_sample_rows'),
        ('network', '0009_one_clock'),
        ('network', '0010_loaded_row_object'),
        ('network', '0011_invitation_purpose'),
        ('network', '0012_state_transitions'),
        ('network', '0001_squashed'),
        ('network', '0002_folding'),
        ('network', '0003_datachange'),
        ('network', '0004_mail_addresses'),
        ('network', '0005_mail_states'),
        ('network', '0006_search'),
        ('network', '0007_imports'),
        ('network', '0008_document_builds'),
        ('network', '0009_private_files'),
        ('network', '0010_public_files'),
        ('network', '0011_sending_triggers'),
        ('network', '0012_import_choices'),
        ('network', '0013_uploaders'),
        ('network', '0014_erasures'),
        ('network', '0015_mail_not_arrived'),
        ('network', '0016_import_notes'),
        ('network', '0017_portal_identity'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        # Extensions that constraints (btree_gist) and search (pg_trgm, unaccent) stand on.
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        # The functions of the search folding and of the search's index; its triggers are made after
        # the migrations (network.search.indexing).
        migrations.RunSQL(create_functions(), reverse_sql=drop_functions()),
        migrations.RunSQL(CREATE_FUNCTIONS, reverse_sql=DROP_FUNCTIONS),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], default='en', max_length=10, verbose_name='language of emails')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_staff', models.BooleanField(default=False, help_text='Given to Secretariat staff.', verbose_name='may open the admin')),
                ('session_epoch', models.CharField(blank=True, db_default='', default='', editable=False, max_length=22)),
                ('date_joined', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='joined')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
                'constraints': [models.CheckConstraint(condition=models.Q(('email__regex', "^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@([a-z0-9-]+\\.)+[a-z0-9-]+$")), name='user_email_normalised'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_userevent" ("date_joined", "email", "id", "is_active", "is_sample", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."date_joined", NEW."email", NEW."id", NEW."is_active", NEW."is_sample", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='86bbab2bfd25de2cc4ada4a05a0e7575591c7201', operation='INSERT', pgid='pgtrigger_insert_insert_a1dcf', table='network_user', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name"))', func='INSERT INTO "network_userevent" ("date_joined", "email", "id", "is_active", "is_sample", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."date_joined", NEW."email", NEW."id", NEW."is_active", NEW."is_sample", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='d060ceb67eb870b560568252a1d533cc6178ce3c', operation='UPDATE', pgid='pgtrigger_update_update_56e8b', table='network_user', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_userevent" ("date_joined", "email", "id", "is_active", "is_sample", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."date_joined", OLD."email", OLD."id", OLD."is_active", OLD."is_sample", OLD."is_staff", OLD."is_superuser", OLD."language", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='c5575386da80b4245975d96e3a19331592d8fa3c', operation='DELETE', pgid='pgtrigger_delete_delete_cfa89', table='network_user', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], default='en', max_length=10, verbose_name='language')),
                ('as_staff', models.BooleanField(default=False, verbose_name='as Secretariat staff')),
                ('purpose', models.CharField(blank=True, db_default='', editable=False, help_text='A sentence in the language of the mail; without it, the mail has its own.', max_length=500, verbose_name='what for')),
                ('token_digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations_sent', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                ('created_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='created')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('accepted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='accepted')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked')),
                ('account', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('email__regex', "^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@([a-z0-9-]+\\.)+[a-z0-9-]+$")), name='invitation_email_normalised'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at', None), ('revoked_at', None)), name='invitation_one_pending_per_email', violation_error_message='This address has already been invited: send the invitation again.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_invitationevent" ("accepted_at", "account_id", "as_staff", "created_at", "email", "expires_at", "id", "invited_by_id", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (NEW."accepted_at", NEW."account_id", NEW."as_staff", NEW."created_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."revoked_at"); RETURN NULL;', hash='e65809bbcb6e1e6eca4ab469e4076476fbe61829', operation='INSERT', pgid='pgtrigger_insert_insert_2af30', table='network_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."accepted_at" IS DISTINCT FROM (NEW."accepted_at") OR OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."as_staff" IS DISTINCT FROM (NEW."as_staff") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invited_by_id" IS DISTINCT FROM (NEW."invited_by_id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at"))', func='INSERT INTO "network_invitationevent" ("accepted_at", "account_id", "as_staff", "created_at", "email", "expires_at", "id", "invited_by_id", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (NEW."accepted_at", NEW."account_id", NEW."as_staff", NEW."created_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."revoked_at"); RETURN NULL;', hash='1341319c4879e2515b9fca6544d196596a440434', operation='UPDATE', pgid='pgtrigger_update_update_f318a', table='network_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_invitationevent" ("accepted_at", "account_id", "as_staff", "created_at", "email", "expires_at", "id", "invited_by_id", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (OLD."accepted_at", OLD."account_id", OLD."as_staff", OLD."created_at", OLD."email", OLD."expires_at", OLD."id", OLD."invited_by_id", OLD."language", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."revoked_at"); RETURN NULL;', hash='fda6e3ab3cd15b8519bf9f72dfc0838f892417f2', operation='DELETE', pgid='pgtrigger_delete_delete_3ab26', table='network_invitation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='InvitationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='network.invitation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], default='en', max_length=10, verbose_name='language')),
                ('as_staff', models.BooleanField(default=False, verbose_name='as Secretariat staff')),
                ('purpose', models.CharField(blank=True, db_default='', editable=False, help_text='A sentence in the language of the mail; without it, the mail has its own.', max_length=500, verbose_name='what for')),
                ('invited_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                ('created_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='created')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('accepted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='accepted')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked')),
                ('account', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], default='en', max_length=10, verbose_name='language of emails')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_staff', models.BooleanField(default=False, help_text='Given to Secretariat staff.', verbose_name='may open the admin')),
                ('date_joined', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='joined')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GroupMembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.group')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PermissionGrantEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('permission', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.permission')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DocumentBuild',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lease_token', models.UUIDField(editable=False, null=True, verbose_name='lease')),
                ('lease_ends_at', models.DateTimeField(editable=False, null=True, verbose_name='lease ends')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts')),
                ('due_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='due')),
                ('last_error', models.TextField(blank=True, editable=False, verbose_name='last error')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='created')),
                ('kind', models.CharField(max_length=40, verbose_name='type')),
                ('subject', models.CharField(max_length=100, verbose_name='subject')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10, verbose_name='language')),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256 of the content')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('name', models.CharField(max_length=150, verbose_name='file name')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('building', 'being built'), ('done', 'ready'), ('failed', 'failed')], default='waiting', max_length=10, verbose_name='status')),
                ('percent', models.PositiveSmallIntegerField(default=0, verbose_name='progress')),
                ('file', models.FileField(blank=True, max_length=255, upload_to='documents/', verbose_name='file')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the file')),
                ('size', models.PositiveIntegerField(editable=False, help_text='In bytes.', null=True, verbose_name='size')),
                ('pages', models.PositiveSmallIntegerField(null=True, verbose_name='pages')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'PDF',
                'verbose_name_plural': 'PDFs',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'building'])), fields=['due_at'], name='documentbuild_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'building', 'done', 'failed'])), name='documentbuild_state_known'), models.UniqueConstraint(fields=('kind', 'subject', 'language', 'digest'), name='documentbuild_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(models.Q(('file', ''), _negated=True), models.Q(('sha256', ''), _negated=True), ('size__isnull', False)), _connector='OR'), name='documentbuild_done_has_file'), models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='documentbuild_percent_to_100')],
                'triggers': [pgtrigger.compiler.Trigger(name='state_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:building,building:done,building:failed,building:waiting,failed:waiting}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='402e4a5cbaeccc16bf3b8742974f9327eb388f6b', operation='UPDATE OF "state"', pgid='pgtrigger_state_transitions_19f6e', table='network_documentbuild', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='PrivateFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='type')),
                ('owner', models.CharField(max_length=100, verbose_name='owner')),
                ('file', models.FileField(blank=True, upload_to=network.documents.models.private_file.private_path, verbose_name='file')),
                ('original_name', models.CharField(blank=True, max_length=255, verbose_name='original name')),
                ('content_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(help_text='In bytes.', verbose_name='size')),
                ('keep_until', models.DateField(blank=True, help_text='The last day; without one it is kept until somebody removes it.', null=True, verbose_name='kept until')),
                ('uploaded_at', models.DateTimeField(default=network.clock.now, verbose_name='uploaded')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
                ('discarded_at', models.DateTimeField(blank=True, null=True, verbose_name='discarded')),
            ],
            options={
                'verbose_name': 'private file',
                'verbose_name_plural': 'private files',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('discarded_at', None), ('keep_until__isnull', False)), fields=['keep_until'], name='privatefile_kept_until')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('discarded_at', None), models.Q(('file', ''), _negated=True)), models.Q(('discarded_at__isnull', False), ('file', ''), ('original_name', '')), _connector='OR'), name='privatefile_has_file_until_discarded')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_privatefileevent" ("content_type", "discarded_at", "id", "keep_until", "kind", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "uploaded_at", "uploaded_by_id") VALUES (NEW."content_type", NEW."discarded_at", NEW."id", NEW."keep_until", NEW."kind", NEW."owner", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;', hash='d28a272b18adfb4a940532f6d308871edd35aa88', operation='INSERT', pgid='pgtrigger_insert_insert_5e3db', table='network_privatefile', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."content_type" IS DISTINCT FROM (NEW."content_type") OR OLD."discarded_at" IS DISTINCT FROM (NEW."discarded_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."keep_until" IS DISTINCT FROM (NEW."keep_until") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."owner" IS DISTINCT FROM (NEW."owner") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."uploaded_at" IS DISTINCT FROM (NEW."uploaded_at") OR OLD."uploaded_by_id" IS DISTINCT FROM (NEW."uploaded_by_id"))', func='INSERT INTO "network_privatefileevent" ("content_type", "discarded_at", "id", "keep_until", "kind", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "uploaded_at", "uploaded_by_id") VALUES (NEW."content_type", NEW."discarded_at", NEW."id", NEW."keep_until", NEW."kind", NEW."owner", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;', hash='7a31de7af50e278c332847586cd885568ed149c2', operation='UPDATE', pgid='pgtrigger_update_update_797c0', table='network_privatefile', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_privatefileevent" ("content_type", "discarded_at", "id", "keep_until", "kind", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "uploaded_at", "uploaded_by_id") VALUES (OLD."content_type", OLD."discarded_at", OLD."id", OLD."keep_until", OLD."kind", OLD."owner", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."size", OLD."uploaded_at", OLD."uploaded_by_id"); RETURN NULL;', hash='98d15024b79bfc5d486701fdc2711df5053cdf63', operation='DELETE', pgid='pgtrigger_delete_delete_59bd6', table='network_privatefile', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PrivateFileEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='network.privatefile')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=40, verbose_name='type')),
                ('owner', models.CharField(max_length=100, verbose_name='owner')),
                ('content_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(help_text='In bytes.', verbose_name='size')),
                ('keep_until', models.DateField(blank=True, help_text='The last day; without one it is kept until somebody removes it.', null=True, verbose_name='kept until')),
                ('uploaded_at', models.DateTimeField(default=network.clock.now, verbose_name='uploaded')),
                ('uploaded_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
                ('discarded_at', models.DateTimeField(blank=True, null=True, verbose_name='discarded')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PublicFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identity', models.UUIDField(db_column='key', default=uuid.uuid4, editable=False, unique=True, verbose_name='identity')),
                ('file', models.FileField(upload_to=network.documents.models.public_file.public_path, verbose_name='file')),
                ('original_name', models.CharField(max_length=255, verbose_name='original name')),
                ('content_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(help_text='In bytes.', verbose_name='size')),
                ('uploaded_at', models.DateTimeField(default=network.clock.now, verbose_name='uploaded')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'public file',
                'verbose_name_plural': 'public files',
                'ordering': ['-pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_publicfileevent" ("content_type", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "uploaded_at", "uploaded_by_id") VALUES (NEW."content_type", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;', hash='908b50897676e5f618a98d7914f42fde4dff00dd', operation='INSERT', pgid='pgtrigger_insert_insert_142fa', table='network_publicfile', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."content_type" IS DISTINCT FROM (NEW."content_type") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."uploaded_at" IS DISTINCT FROM (NEW."uploaded_at") OR OLD."uploaded_by_id" IS DISTINCT FROM (NEW."uploaded_by_id"))', func='INSERT INTO "network_publicfileevent" ("content_type", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "uploaded_at", "uploaded_by_id") VALUES (NEW."content_type", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;', hash='864f5c89bdc09855baca42473c2acde159367093', operation='UPDATE', pgid='pgtrigger_update_update_908fd', table='network_publicfile', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_publicfileevent" ("content_type", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "uploaded_at", "uploaded_by_id") VALUES (OLD."content_type", OLD."id", OLD."key", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."size", OLD."uploaded_at", OLD."uploaded_by_id"); RETURN NULL;', hash='17277350c354e639cb00b24b76c587272c2aaa36', operation='DELETE', pgid='pgtrigger_delete_delete_bef0d', table='network_publicfile', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PublicFileEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='network.publicfile')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('identity', models.UUIDField(db_column='key', default=uuid.uuid4, editable=False, verbose_name='identity')),
                ('content_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(help_text='In bytes.', verbose_name='size')),
                ('uploaded_at', models.DateTimeField(default=network.clock.now, verbose_name='uploaded')),
                ('uploaded_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ListExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=60, verbose_name='list')),
                ('filters', models.TextField(blank=True, verbose_name='filters')),
                ('columns', models.JSONField(default=list, verbose_name='columns')),
                ('rows', models.PositiveIntegerField(verbose_name='rows')),
                ('format', models.CharField(max_length=10, verbose_name='format')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='exported by')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='exported')),
            ],
            options={
                'verbose_name': 'export',
                'verbose_name_plural': 'exports',
                'ordering': ['-pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_listexportevent" ("at", "by_id", "by_name", "columns", "filters", "format", "id", "model", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rows") VALUES (NEW."at", NEW."by_id", NEW."by_name", NEW."columns", NEW."filters", NEW."format", NEW."id", NEW."model", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rows"); RETURN NULL;', hash='ca73b0630dbda09c6a21d5af5d1ed4d93106e296', operation='INSERT', pgid='pgtrigger_insert_insert_dad6c', table='network_listexport', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "network_listexportevent" ("at", "by_id", "by_name", "columns", "filters", "format", "id", "model", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rows") VALUES (NEW."at", NEW."by_id", NEW."by_name", NEW."columns", NEW."filters", NEW."format", NEW."id", NEW."model", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rows"); RETURN NULL;', hash='0d4a5ed4abd5609c5eaf3bbc947d7beef9b85dcb', operation='UPDATE', pgid='pgtrigger_update_update_d4b5c', table='network_listexport', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_listexportevent" ("at", "by_id", "by_name", "columns", "filters", "format", "id", "model", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rows") VALUES (OLD."at", OLD."by_id", OLD."by_name", OLD."columns", OLD."filters", OLD."format", OLD."id", OLD."model", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rows"); RETURN NULL;', hash='39cc837a1659ecef9fdb2c47805eb31de4f6925a', operation='DELETE', pgid='pgtrigger_delete_delete_3dc94', table='network_listexport', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ListExportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='network.listexport')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('model', models.CharField(max_length=60, verbose_name='list')),
                ('filters', models.TextField(blank=True, verbose_name='filters')),
                ('columns', models.JSONField(default=list, verbose_name='columns')),
                ('rows', models.PositiveIntegerField(verbose_name='rows')),
                ('format', models.CharField(max_length=10, verbose_name='format')),
                ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='exported by')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='exported')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LoadedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=100, verbose_name='model')),
                ('key', models.CharField(max_length=200, verbose_name='key')),
                ('object_id', models.BigIntegerField(blank=True, null=True, verbose_name='row')),
                ('values', models.JSONField(default=dict, verbose_name='values')),
            ],
            options={
                'verbose_name': 'loaded row',
                'verbose_name_plural': 'loaded rows',
                'constraints': [models.UniqueConstraint(fields=('model', 'key'), name='loaded_row_once')],
            },
        ),
        migrations.CreateModel(
            name='SampleRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=100, verbose_name='model')),
                ('key', models.CharField(max_length=100, verbose_name='key')),
                ('object_id', models.BigIntegerField(blank=True, null=True, verbose_name='row')),
            ],
            options={
                'verbose_name': 'sample row',
                'verbose_name_plural': 'sample rows',
                'constraints': [models.UniqueConstraint(fields=('model', 'key'), name='sample_row_once')],
            },
        ),
        migrations.CreateModel(
            name='SpreadsheetImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='list')),
                ('file_name', models.CharField(max_length=200, verbose_name='file')),
                ('read_as', models.CharField(blank=True, max_length=60, verbose_name='read as')),
                ('separator', models.CharField(blank=True, max_length=1, verbose_name='separator')),
                ('headings', models.JSONField(default=dict, verbose_name='headings')),
                ('unread', models.JSONField(blank=True, default=list, verbose_name='headings that are not read')),
                ('answers', models.JSONField(blank=True, default=dict, verbose_name='answers')),
                ('state', models.CharField(choices=[('reading', 'being checked'), ('ready', 'to be confirmed'), ('confirmed', 'being imported'), ('written', 'imported'), ('undoing', 'being undone'), ('undone', 'undone'), ('failed', 'failed'), ('discarded', 'discarded')], default='reading', max_length=9, verbose_name='status')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10, verbose_name='language')),
                ('judged', models.PositiveIntegerField(default=0, verbose_name='rows checked')),
                ('attempts', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='failed attempts')),
                ('failed_in', models.CharField(blank=True, choices=[('reading', 'being checked'), ('confirmed', 'being imported'), ('undoing', 'being undone')], db_default='', default='', max_length=9, verbose_name='failed while')),
                ('only_good', models.BooleanField(default=False, verbose_name='only the rows without a problem')),
                ('left', models.JSONField(blank=True, default=list, verbose_name='rows left by the undo')),
                ('message', models.TextField(blank=True, verbose_name='message')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='imported by')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='chosen')),
                ('written_at', models.DateTimeField(blank=True, null=True, verbose_name='imported at')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'ready', 'confirmed', 'written', 'undoing', 'undone', 'failed', 'discarded'])), name='spreadsheetimport_state_known'), models.CheckConstraint(condition=models.Q(('failed_in__in', ['', 'reading', 'confirmed', 'undoing'])), name='spreadsheetimport_failed_in_known')],
                'triggers': [pgtrigger.compiler.Trigger(name='state_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{reading:failed,reading:ready,ready:confirmed,ready:discarded,ready:reading,confirmed:failed,confirmed:reading,confirmed:written,written:undoing,undoing:failed,undoing:undone,undoing:written,failed:confirmed,failed:discarded,failed:reading,failed:undoing,failed:written}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='1c7046329c02b2fd2e7dee3e04f111fc23dc34e4', operation='UPDATE OF "state"', pgid='pgtrigger_state_transitions_e93c6', table='network_spreadsheetimport', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_spreadsheetimportevent" ("answers", "by_id", "by_name", "created_at", "failed_in", "file_name", "headings", "id", "kind", "language", "left", "message", "only_good", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_as", "separator", "state", "undone_at", "unread", "written_at") VALUES (NEW."answers", NEW."by_id", NEW."by_name", NEW."created_at", NEW."failed_in", NEW."file_name", NEW."headings", NEW."id", NEW."kind", NEW."language", NEW."left", NEW."message", NEW."only_good", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."read_as", NEW."separator", NEW."state", NEW."undone_at", NEW."unread", NEW."written_at"); RETURN NULL;', hash='b1269a19b1de1d8d547bd704e1a4f89de289f7ed', operation='INSERT', pgid='pgtrigger_insert_insert_9ccbb', table='network_spreadsheetimport', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answers" IS DISTINCT FROM (NEW."answers") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."by_name" IS DISTINCT FROM (NEW."by_name") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."failed_in" IS DISTINCT FROM (NEW."failed_in") OR OLD."file_name" IS DISTINCT FROM (NEW."file_name") OR OLD."headings" IS DISTINCT FROM (NEW."headings") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."left" IS DISTINCT FROM (NEW."left") OR OLD."message" IS DISTINCT FROM (NEW."message") OR OLD."only_good" IS DISTINCT FROM (NEW."only_good") OR OLD."read_as" IS DISTINCT FROM (NEW."read_as") OR OLD."separator" IS DISTINCT FROM (NEW."separator") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."undone_at" IS DISTINCT FROM (NEW."undone_at") OR OLD."unread" IS DISTINCT FROM (NEW."unread") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at"))', func='INSERT INTO "network_spreadsheetimportevent" ("answers", "by_id", "by_name", "created_at", "failed_in", "file_name", "headings", "id", "kind", "language", "left", "message", "only_good", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_as", "separator", "state", "undone_at", "unread", "written_at") VALUES (NEW."answers", NEW."by_id", NEW."by_name", NEW."created_at", NEW."failed_in", NEW."file_name", NEW."headings", NEW."id", NEW."kind", NEW."language", NEW."left", NEW."message", NEW."only_good", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."read_as", NEW."separator", NEW."state", NEW."undone_at", NEW."unread", NEW."written_at"); RETURN NULL;', hash='1504ea93a5f7c94f6eb2bbaf0f47d06bc26523ef', operation='UPDATE', pgid='pgtrigger_update_update_dc7e4', table='network_spreadsheetimport', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_spreadsheetimportevent" ("answers", "by_id", "by_name", "created_at", "failed_in", "file_name", "headings", "id", "kind", "language", "left", "message", "only_good", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_as", "separator", "state", "undone_at", "unread", "written_at") VALUES (OLD."answers", OLD."by_id", OLD."by_name", OLD."created_at", OLD."failed_in", OLD."file_name", OLD."headings", OLD."id", OLD."kind", OLD."language", OLD."left", OLD."message", OLD."only_good", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."read_as", OLD."separator", OLD."state", OLD."undone_at", OLD."unread", OLD."written_at"); RETURN NULL;', hash='189ca8d4a75e257893c2dfe7a39749592d3fa425', operation='DELETE', pgid='pgtrigger_delete_delete_1547f', table='network_spreadsheetimport', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SpreadsheetImportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='network.spreadsheetimport')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=30, verbose_name='list')),
                ('file_name', models.CharField(max_length=200, verbose_name='file')),
                ('read_as', models.CharField(blank=True, max_length=60, verbose_name='read as')),
                ('separator', models.CharField(blank=True, max_length=1, verbose_name='separator')),
                ('headings', models.JSONField(default=dict, verbose_name='headings')),
                ('unread', models.JSONField(blank=True, default=list, verbose_name='headings that are not read')),
                ('answers', models.JSONField(blank=True, default=dict, verbose_name='answers')),
                ('state', models.CharField(choices=[('reading', 'being checked'), ('ready', 'to be confirmed'), ('confirmed', 'being imported'), ('written', 'imported'), ('undoing', 'being undone'), ('undone', 'undone'), ('failed', 'failed'), ('discarded', 'discarded')], default='reading', max_length=9, verbose_name='status')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10, verbose_name='language')),
                ('failed_in', models.CharField(blank=True, choices=[('reading', 'being checked'), ('confirmed', 'being imported'), ('undoing', 'being undone')], db_default='', default='', max_length=9, verbose_name='failed while')),
                ('only_good', models.BooleanField(default=False, verbose_name='only the rows without a problem')),
                ('left', models.JSONField(blank=True, default=list, verbose_name='rows left by the undo')),
                ('message', models.TextField(blank=True, verbose_name='message')),
                ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='imported by')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='chosen')),
                ('written_at', models.DateTimeField(blank=True, null=True, verbose_name='imported at')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ImportedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('spreadsheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='network.spreadsheetimport', verbose_name='import')),
                ('number', models.PositiveIntegerField(verbose_name='row')),
                ('cells', models.JSONField(default=dict, verbose_name='cells')),
                ('outcome', models.CharField(blank=True, choices=[('new', 'new'), ('changed', 'changed'), ('unchanged', 'unchanged'), ('problem', 'problem'), ('vacancy', 'vacancy')], max_length=9, verbose_name='result')),
                ('label', models.CharField(blank=True, max_length=250, verbose_name='entry')),
                ('identity', models.CharField(blank=True, max_length=300, verbose_name='identity')),
                ('differences', models.JSONField(blank=True, default=list, verbose_name='differences')),
                ('problems', models.JSONField(blank=True, default=list, verbose_name='problems')),
                ('notes', models.JSONField(blank=True, db_default=[], default=list, verbose_name='notes')),
                ('about', models.JSONField(blank=True, db_default={}, default=dict, verbose_name='what it is about')),
                ('shared', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=400), blank=True, db_default=[], default=list, size=None, verbose_name='in common with other rows')),
                ('object_id', models.BigIntegerField(blank=True, null=True, verbose_name='row of the portal')),
                ('mark', models.CharField(blank=True, max_length=40, verbose_name='version')),
                ('before', models.JSONField(blank=True, null=True, verbose_name='before')),
                ('is_written', models.BooleanField(default=False, verbose_name='written')),
                ('is_left_out', models.BooleanField(db_default=False, default=False, verbose_name='left out')),
            ],
            options={
                'verbose_name': 'row of an import',
                'verbose_name_plural': 'rows of imports',
                'ordering': ['spreadsheet', 'number'],
                'indexes': [models.Index(fields=['spreadsheet', 'identity'], name='importedrow_identity'), django.contrib.postgres.indexes.GinIndex(fields=['about'], name='importedrow_about', opclasses=['jsonb_path_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'new', 'changed', 'unchanged', 'problem', 'vacancy'])), name='importedrow_outcome_known'), models.UniqueConstraint(fields=('spreadsheet', 'number'), name='importedrow_once')],
            },
        ),
        migrations.CreateModel(
            name='SweepTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job', models.CharField(max_length=60, verbose_name='job')),
                ('slot', models.BigIntegerField(verbose_name='slot')),
                ('taken_at', models.DateTimeField(auto_now_add=True, verbose_name='taken')),
            ],
            options={
                'verbose_name': 'scheduled run',
                'verbose_name_plural': 'scheduled runs',
                'constraints': [models.UniqueConstraint(fields=('job', 'slot'), name='sweep_once_per_slot')],
            },
        ),
        migrations.CreateModel(
            name='JournalEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identity', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=40, verbose_name='type')),
                ('key', models.CharField(max_length=100, verbose_name='key')),
                ('said', models.JSONField(default=dict, verbose_name='what was erased')),
                ('happened_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='erased')),
                ('written_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='written into the journal')),
            ],
            options={
                'verbose_name': 'entry of the journal of erasures',
                'verbose_name_plural': 'journal of erasures',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('written_at', None)), fields=['id'], name='journalentry_not_written')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='journalentry_has_kind')],
                'triggers': [pgtrigger.compiler.Trigger(name='journalentry_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'written_at' = to_jsonb(OLD) - 'written_at' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'An entry of the journal is neither changed nor deleted';\n", hash='bea94c7fc8ec756da904ed3e03cd61693271466e', operation='UPDATE OR DELETE', pgid='pgtrigger_journalentry_stays_405ae', table='network_journalentry', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lease_token', models.UUIDField(editable=False, null=True, verbose_name='lease')),
                ('lease_ends_at', models.DateTimeField(editable=False, null=True, verbose_name='lease ends')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts')),
                ('last_error', models.TextField(blank=True, editable=False, verbose_name='last error')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='created')),
                ('due_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, help_text='Empty when nothing more happens without a decision by a person.', null=True, verbose_name='due')),
                ('address', models.EmailField(max_length=254, verbose_name='email address')),
                ('envelope_sender', models.CharField(blank=True, db_default='', default='', editable=False, help_text="Where servers send the message back to; without one, the portal's address.", max_length=254, verbose_name='envelope sender')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10, verbose_name='language')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('in_flight', 'being sent'), ('sent', 'sent'), ('retry', 'to be retried'), ('failed', 'failed'), ('uncertain', 'uncertain'), ('withdrawn', 'withdrawn'), ('bounced', 'returned')], default='waiting', max_length=10, verbose_name='status')),
                ('message_id', models.CharField(max_length=200, unique=True, verbose_name='Message-ID')),
                ('tries_since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='first attempt')),
                ('attempt_started_at', models.DateTimeField(editable=False, null=True, verbose_name='attempt started')),
                ('uncertain_at', models.DateTimeField(editable=False, null=True, verbose_name='became uncertain')),
                ('sent_at', models.DateTimeField(editable=False, null=True, verbose_name='sent')),
                ('kind', models.CharField(choices=[('invitation', 'invitation'), ('account', 'account'), ('notice', 'notice'), ('subscription', 'subscription')], max_length=20, verbose_name='type')),
                ('subject', models.CharField(max_length=250, verbose_name='subject')),
                ('body_text', models.TextField(verbose_name='text')),
                ('body_html', models.TextField(blank=True, verbose_name='HTML')),
                ('headers', models.JSONField(blank=True, default=dict, verbose_name='headers')),
                ('holds_link', models.BooleanField(db_default=True, default=True, editable=False, help_text='Then nobody reads its text here, and it is not sent once the link is dead.', verbose_name='holds a one-time link')),
            ],
            options={
                'verbose_name': 'outgoing message',
                'verbose_name_plural': 'outgoing mail',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['sent', 'failed']), _negated=True), fields=['due_at'], name='outgoingmail_open'), models.Index(condition=models.Q(('state__in', ['failed', 'uncertain'])), fields=['state'], name='outgoingmail_for_a_person'), models.Index(condition=models.Q(('state__in', ['failed', 'bounced'])), fields=['address'], name='outgoingmail_not_arrived')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'in_flight', 'sent', 'retry', 'failed', 'uncertain', 'withdrawn', 'bounced'])), name='outgoingmail_state_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['invitation', 'account', 'notice', 'subscription'])), name='outgoingmail_kind_known')],
                'triggers': [pgtrigger.compiler.Trigger(name='state_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{waiting:failed,waiting:in_flight,waiting:uncertain,waiting:withdrawn,in_flight:failed,in_flight:retry,in_flight:sent,in_flight:uncertain,in_flight:waiting,in_flight:withdrawn,sent:bounced,retry:failed,retry:in_flight,retry:uncertain,retry:withdrawn,failed:retry,uncertain:bounced,uncertain:failed,uncertain:in_flight,uncertain:retry}\'::text[]))', declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:failed,waiting:in_flight,waiting:uncertain,waiting:withdrawn,in_flight:failed,in_flight:retry,in_flight:sent,in_flight:uncertain,in_flight:waiting,in_flight:withdrawn,sent:bounced,retry:failed,retry:in_flight,retry:uncertain,retry:withdrawn,failed:retry,uncertain:bounced,uncertain:failed,uncertain:in_flight,uncertain:retry}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='c4c2c994e9c0b2834bf5f4f01960e14e6adcaed4', operation='UPDATE OF "state"', pgid='pgtrigger_state_transitions_cdff6', table='network_outgoingmail', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='MailAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='network.outgoingmail', verbose_name='outgoing message')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('content_type', models.CharField(max_length=150, verbose_name='type')),
                ('size', models.PositiveIntegerField(verbose_name='bytes')),
                ('content', models.BinaryField(verbose_name='content')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(models.Func(models.F('content'), function='octet_length', output_field=models.IntegerField()), 1000000), name='mailattachment_not_too_large')],
            },
        ),
        migrations.CreateModel(
            name='ErasureRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='erasure_requests', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('note', models.TextField(blank=True, verbose_name='what the Secretariat should know')),
                ('asked_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='requested')),
                ('settled_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='settled')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by')),
                ('outcome', models.CharField(blank=True, choices=[('erased', 'erased'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], max_length=9, verbose_name='decision')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('farewell', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='network.outgoingmail', verbose_name='outgoing message')),
            ],
            options={
                'verbose_name': 'request for erasure',
                'verbose_name_plural': 'requests for erasure',
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'erased', 'refused', 'withdrawn'])), name='erasurerequest_outcome_known'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at__isnull', True)), models.Q(('settled_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='erasurerequest_settled_with_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='erasurerequest_refused_with_reason'), models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('account',), name='erasurerequest_one_waiting_per_account')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_erasurerequestevent" ("account_id", "asked_at", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "settled_at", "settled_by_id") VALUES (NEW."account_id", NEW."asked_at", NEW."id", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."settled_at", NEW."settled_by_id"); RETURN NULL;', hash='3df5f10719cd74f5f143ed38c3d7373c8cbcd654', operation='INSERT', pgid='pgtrigger_insert_insert_d529d', table='network_erasurerequest', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."settled_at" IS DISTINCT FROM (NEW."settled_at") OR OLD."settled_by_id" IS DISTINCT FROM (NEW."settled_by_id"))', func='INSERT INTO "network_erasurerequestevent" ("account_id", "asked_at", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "settled_at", "settled_by_id") VALUES (NEW."account_id", NEW."asked_at", NEW."id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."settled_at", NEW."settled_by_id"); RETURN NULL;', hash='768c20ea2093e2be013c2a4fd89d0591d20f1df0', operation='UPDATE', pgid='pgtrigger_update_update_020ac', table='network_erasurerequest', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_erasurerequestevent" ("account_id", "asked_at", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "settled_at", "settled_by_id") VALUES (OLD."account_id", OLD."asked_at", OLD."id", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."settled_at", OLD."settled_by_id"); RETURN NULL;', hash='4d29183d47892aa05af0448af3a685db11bc14f2', operation='DELETE', pgid='pgtrigger_delete_delete_bfedd', table='network_erasurerequest', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ErasureRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='network.erasurerequest')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('account', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('asked_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='requested')),
                ('settled_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='settled')),
                ('settled_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by')),
                ('outcome', models.CharField(blank=True, choices=[('erased', 'erased'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], max_length=9, verbose_name='decision')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='type')),
                ('key', models.BigIntegerField(verbose_name='key')),
                ('names', models.JSONField(verbose_name='names')),
                ('words', django.contrib.postgres.search.SearchVectorField(verbose_name='words')),
                ('rank', models.BigIntegerField(verbose_name='rank')),
                ('audience', models.PositiveSmallIntegerField(choices=[(0, 'everybody'), (1, 'members'), (2, 'Secretariat')], verbose_name='who may find it')),
                ('owner', models.BigIntegerField(null=True, verbose_name='member')),
            ],
            options={
                'verbose_name': 'entry of the search',
                'verbose_name_plural': 'entries of the search',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['words'], name='searchentry_words'), django.contrib.postgres.indexes.GinIndex(models.Func(models.F('names'), function='portal_near_words'), fastupdate=False, name='searchentry_near'), models.Index(fields=['kind', 'rank'], name='searchentry_rank')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='searchentry_once'), models.CheckConstraint(condition=models.Q(('audience__in', [0, 1, 2])), name='searchentry_audience_known')],
            },
        ),
        migrations.CreateModel(
            name='DataChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changes', models.BigIntegerField(default=1, verbose_name='changes')),
                ('at', models.DateTimeField(default=network.clock.now, verbose_name='time')),
            ],
            options={
                'verbose_name': 'change of the data',
                'verbose_name_plural': 'changes of the data',
            },
        ),
        migrations.CreateModel(
            name='PortalIdentity',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('identity', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='identity')),
            ],
            options={
                'verbose_name': 'identity of the portal',
                'verbose_name_plural': 'identity of the portal',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='portalidentity_is_one')],
            },
        ),
        migrations.CreateModel(
            name='GroupMembership',
            fields=[
            ],
            options={
                'verbose_name': 'membership of a group',
                'verbose_name_plural': 'memberships of groups',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('network.user_groups',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupmembership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_groupmembershipevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."user_id"); RETURN NULL;', hash='b80b4e011e40a823be2bd4521b05dc0aa3c2eee5', operation='INSERT', pgid='pgtrigger_insert_insert_99a19', table='network_user_groups', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupmembership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_groupmembershipevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (OLD."group_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."user_id"); RETURN NULL;', hash='34743553962b2c12ffc66b5403c0e33a02b45dc6', operation='DELETE', pgid='pgtrigger_delete_delete_2c8f4', table='network_user_groups', when='AFTER')),
        ),
        migrations.CreateModel(
            name='PermissionGrant',
            fields=[
            ],
            options={
                'verbose_name': 'single permission',
                'verbose_name_plural': 'single permissions',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('network.user_user_permissions',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='permissiongrant',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_permissiongrantevent" ("id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (NEW."id", NEW."permission_id", _pgh_attach_context(), NOW(), \'insert\', NEW."user_id"); RETURN NULL;', hash='f074bd1712399b2b73f6b6e7f395ed18383b24a9', operation='INSERT', pgid='pgtrigger_insert_insert_ec0e2', table='network_user_user_permissions', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='permissiongrant',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_permissiongrantevent" ("id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (OLD."id", OLD."permission_id", _pgh_attach_context(), NOW(), \'delete\', OLD."user_id"); RETURN NULL;', hash='ee8b69117fe012ffb2c9a95416130e375c7355a3', operation='DELETE', pgid='pgtrigger_delete_delete_fbbad', table='network_user_user_permissions', when='AFTER')),
        ),
        # Backwards takes the triggers away that call it.
        migrations.RunSQL(RAISE, "DROP FUNCTION raise_data_version() CASCADE"),
    ]
