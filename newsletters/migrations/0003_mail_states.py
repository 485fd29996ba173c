"""States of messages that were withdrawn or came back, and the sender of each envelope."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsletters', '0002_mail_addresses'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='delivery',
            name='state_transitions',
        ),
        migrations.RemoveConstraint(
            model_name='delivery',
            name='delivery_state_known',
        ),
        migrations.AddField(
            model_name='delivery',
            name='envelope_sender',
            field=models.CharField(blank=True, db_default='', default='', editable=False, help_text="Where servers send the message back to; without one, the portal's address.", max_length=254, verbose_name='envelope sender'),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='state',
            field=models.CharField(choices=[('waiting', 'waiting'), ('in_flight', 'being sent'), ('sent', 'sent'), ('retry', 'to be retried'), ('failed', 'failed'), ('uncertain', 'uncertain'), ('withdrawn', 'withdrawn'), ('bounced', 'returned')], default='waiting', max_length=10, verbose_name='status'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='state_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:failed,waiting:in_flight,waiting:uncertain,waiting:withdrawn,in_flight:failed,in_flight:retry,in_flight:sent,in_flight:uncertain,in_flight:waiting,in_flight:withdrawn,sent:bounced,retry:failed,retry:in_flight,retry:uncertain,retry:withdrawn,failed:retry,uncertain:bounced,uncertain:failed,uncertain:in_flight,uncertain:retry}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='5a0daccb05a26cb2139b491373465341c962c778', operation='UPDATE OF "state"', pgid='pgtrigger_state_transitions_bb28c', table='newsletters_delivery', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'in_flight', 'sent', 'retry', 'failed', 'uncertain', 'withdrawn', 'bounced'])), name='delivery_state_known'),
        ),
    ]
