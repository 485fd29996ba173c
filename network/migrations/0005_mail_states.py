"""States of messages that were withdrawn or came back, files that go with one, its own sender."""

import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


def tell_notices(apps, schema_editor):
    """Notices hold no link that acts; of any other kind each is taken to hold one, as before."""
    apps.get_model("network", "OutgoingMail").objects.filter(kind="notice").update(
        holds_link=False
    )


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0004_mail_addresses'),
    ]

    operations = [
        migrations.CreateModel(
            name='MailAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('content_type', models.CharField(max_length=150, verbose_name='type')),
                ('size', models.PositiveIntegerField(verbose_name='bytes')),
                ('content', models.BinaryField(verbose_name='content')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['pk'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='outgoingmail',
            name='state_transitions',
        ),
        migrations.RemoveConstraint(
            model_name='outgoingmail',
            name='outgoingmail_state_known',
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='envelope_sender',
            field=models.CharField(blank=True, db_default='', default='', editable=False, help_text="Where servers send the message back to; without one, the portal's address.", max_length=254, verbose_name='envelope sender'),
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='holds_link',
            field=models.BooleanField(db_default=True, default=True, editable=False, help_text='Then nobody reads its text here, and it is not sent once the link is dead.', verbose_name='holds a one-time link'),
        ),
        migrations.AlterField(
            model_name='outgoingmail',
            name='state',
            field=models.CharField(choices=[('waiting', 'waiting'), ('in_flight', 'being sent'), ('sent', 'sent'), ('retry', 'to be retried'), ('failed', 'failed'), ('uncertain', 'uncertain'), ('withdrawn', 'withdrawn'), ('bounced', 'returned')], default='waiting', max_length=10, verbose_name='status'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outgoingmail',
            trigger=pgtrigger.compiler.Trigger(name='state_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:failed,waiting:in_flight,waiting:uncertain,waiting:withdrawn,in_flight:failed,in_flight:retry,in_flight:sent,in_flight:uncertain,in_flight:waiting,in_flight:withdrawn,sent:bounced,retry:failed,retry:in_flight,retry:uncertain,retry:withdrawn,failed:retry,uncertain:bounced,uncertain:failed,uncertain:in_flight,uncertain:retry}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='7a1244f1bb059e5dfaae330862e71dd9df938dbb', operation='UPDATE OF "state"', pgid='pgtrigger_state_transitions_cdff6', table='network_outgoingmail', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'in_flight', 'sent', 'retry', 'failed', 'uncertain', 'withdrawn', 'bounced'])), name='outgoingmail_state_known'),
        ),
        migrations.AddField(
            model_name='mailattachment',
            name='mail',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='network.outgoingmail', verbose_name='outgoing message'),
        ),
        migrations.AddConstraint(
            model_name='mailattachment',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(models.Func(models.F('content'), function='octet_length', output_field=models.IntegerField()), 1000000), name='mailattachment_not_too_large'),
        ),
        migrations.RunPython(tell_notices, migrations.RunPython.noop),
    ]
