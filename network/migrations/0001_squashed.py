"""The tables of `network` as they are since 26 November 2026, in the place of what led there."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import network.clock
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from django.contrib.postgres.operations import (
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)


class Migration(migrations.Migration):

    initial = True

    # A database that holds all of these needs nothing; docs/operations.md, "Updating".
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
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_userevent" ("date_joined", "email", "id", "is_active", "is_sample", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."date_joined", NEW."email", NEW."id", NEW."is_active", NEW."is_sample", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='86bbab2bfd25de2cc4ada4a05a0e7575591c7201', operation='INSERT', pgid='pgtrigger_insert_insert_a1dcf', table='network_user', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name"))', func='INSERT INTO "network_userevent" ("date_joined", "email", "id", "is_active", "is_sample", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."date_joined", NEW."email", NEW."id", NEW."is_active", NEW."is_sample", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='d060ceb67eb870b560568252a1d533cc6178ce3c', operation='UPDATE', pgid='pgtrigger_update_update_56e8b', table='network_user', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_userevent" ("date_joined", "email", "id", "is_active", "is_sample", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."date_joined", OLD."email", OLD."id", OLD."is_active", OLD."is_sample", OLD."is_staff", OLD."is_superuser", OLD."language", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='c5575386da80b4245975d96e3a19331592d8fa3c', operation='DELETE', pgid='pgtrigger_delete_delete_cfa89', table='network_user', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PermissionGrantEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('permission', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.permission')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('user', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
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
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('is_sample', models.BooleanField(default=False, editable=False, help_text='Fictitious, for the demonstration only.', verbose_name='sample data')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], default='en', max_length=10, verbose_name='language of emails')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_staff', models.BooleanField(default=False, help_text='Given to Secretariat staff.', verbose_name='may open the admin')),
                ('date_joined', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='joined')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
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
                ('id', models.BigIntegerField()),
                ('group', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.group')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('user', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
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
                ('created_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='created')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('accepted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='accepted')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked')),
                ('account', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations_sent', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at', None), ('revoked_at', None)), name='invitation_one_pending_per_email', violation_error_message='This address has already been invited: send the invitation again.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_invitationevent" ("accepted_at", "account_id", "as_staff", "created_at", "email", "expires_at", "id", "invited_by_id", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (NEW."accepted_at", NEW."account_id", NEW."as_staff", NEW."created_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."revoked_at"); RETURN NULL;', hash='e65809bbcb6e1e6eca4ab469e4076476fbe61829', operation='INSERT', pgid='pgtrigger_insert_insert_2af30', table='network_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."accepted_at" IS DISTINCT FROM (NEW."accepted_at") OR OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."as_staff" IS DISTINCT FROM (NEW."as_staff") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invited_by_id" IS DISTINCT FROM (NEW."invited_by_id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at"))', func='INSERT INTO "network_invitationevent" ("accepted_at", "account_id", "as_staff", "created_at", "email", "expires_at", "id", "invited_by_id", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (NEW."accepted_at", NEW."account_id", NEW."as_staff", NEW."created_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."revoked_at"); RETURN NULL;', hash='1341319c4879e2515b9fca6544d196596a440434', operation='UPDATE', pgid='pgtrigger_update_update_f318a', table='network_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_invitationevent" ("accepted_at", "account_id", "as_staff", "created_at", "email", "expires_at", "id", "invited_by_id", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (OLD."accepted_at", OLD."account_id", OLD."as_staff", OLD."created_at", OLD."email", OLD."expires_at", OLD."id", OLD."invited_by_id", OLD."language", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."revoked_at"); RETURN NULL;', hash='fda6e3ab3cd15b8519bf9f72dfc0838f892417f2', operation='DELETE', pgid='pgtrigger_delete_delete_3ab26', table='network_invitation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='InvitationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], default='en', max_length=10, verbose_name='language')),
                ('as_staff', models.BooleanField(default=False, verbose_name='as Secretariat staff')),
                ('purpose', models.CharField(blank=True, db_default='', editable=False, help_text='A sentence in the language of the mail; without it, the mail has its own.', max_length=500, verbose_name='what for')),
                ('created_at', models.DateTimeField(default=network.clock.now, editable=False, verbose_name='created')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('accepted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='accepted')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked')),
                ('account', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('invited_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='network.invitation')),
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
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh-hans', 'Chinese')], max_length=10, verbose_name='language')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('in_flight', 'being sent'), ('sent', 'sent'), ('retry', 'to be retried'), ('failed', 'failed'), ('uncertain', 'uncertain')], default='waiting', max_length=10, verbose_name='status')),
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
            ],
            options={
                'verbose_name': 'outgoing message',
                'verbose_name_plural': 'outgoing mail',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['sent', 'failed']), _negated=True), fields=['due_at'], name='outgoingmail_open'), models.Index(condition=models.Q(('state__in', ['failed', 'uncertain'])), fields=['state'], name='outgoingmail_for_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'in_flight', 'sent', 'retry', 'failed', 'uncertain'])), name='outgoingmail_state_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['invitation', 'account', 'notice', 'subscription'])), name='outgoingmail_kind_known')],
                'triggers': [pgtrigger.compiler.Trigger(name='state_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:failed,waiting:in_flight,waiting:uncertain,in_flight:failed,in_flight:retry,in_flight:sent,in_flight:uncertain,in_flight:waiting,retry:failed,retry:in_flight,retry:uncertain,failed:retry,uncertain:failed,uncertain:in_flight,uncertain:retry}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='6a025ee93dd10e1ff7a4937b13be97da0805d669', operation='UPDATE OF "state"', pgid='pgtrigger_state_transitions_cdff6', table='network_outgoingmail', when='BEFORE'))],
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
            model_name='groupmembership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_groupmembershipevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."user_id"); RETURN NULL;', hash='b80b4e011e40a823be2bd4521b05dc0aa3c2eee5', operation='INSERT', pgid='pgtrigger_insert_insert_99a19', table='network_user_groups', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupmembership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_groupmembershipevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (OLD."group_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."user_id"); RETURN NULL;', hash='34743553962b2c12ffc66b5403c0e33a02b45dc6', operation='DELETE', pgid='pgtrigger_delete_delete_2c8f4', table='network_user_groups', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='permissiongrant',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_permissiongrantevent" ("id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (NEW."id", NEW."permission_id", _pgh_attach_context(), NOW(), \'insert\', NEW."user_id"); RETURN NULL;', hash='f074bd1712399b2b73f6b6e7f395ed18383b24a9', operation='INSERT', pgid='pgtrigger_insert_insert_ec0e2', table='network_user_user_permissions', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='permissiongrant',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "network_permissiongrantevent" ("id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (OLD."id", OLD."permission_id", _pgh_attach_context(), NOW(), \'delete\', OLD."user_id"); RETURN NULL;', hash='ee8b69117fe012ffb2c9a95416130e375c7355a3', operation='DELETE', pgid='pgtrigger_delete_delete_fbbad', table='network_user_user_permissions', when='AFTER')),
        ),
    ]
