"""Allowed transitions of messages are told by the trigger's condition and call no function."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0010_public_files'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='outgoingmail',
            name='state_transitions',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outgoingmail',
            trigger=pgtrigger.compiler.Trigger(name='state_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{waiting:failed,waiting:in_flight,waiting:uncertain,waiting:withdrawn,in_flight:failed,in_flight:retry,in_flight:sent,in_flight:uncertain,in_flight:waiting,in_flight:withdrawn,sent:bounced,retry:failed,retry:in_flight,retry:uncertain,retry:withdrawn,failed:retry,uncertain:bounced,uncertain:failed,uncertain:in_flight,uncertain:retry}\'::text[]))', declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:failed,waiting:in_flight,waiting:uncertain,waiting:withdrawn,in_flight:failed,in_flight:retry,in_flight:sent,in_flight:uncertain,in_flight:waiting,in_flight:withdrawn,sent:bounced,retry:failed,retry:in_flight,retry:uncertain,retry:withdrawn,failed:retry,uncertain:bounced,uncertain:failed,uncertain:in_flight,uncertain:retry}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='c4c2c994e9c0b2834bf5f4f01960e14e6adcaed4', operation='UPDATE OF "state"', pgid='pgtrigger_state_transitions_cdff6', table='network_outgoingmail', when='BEFORE')),
        ),
    ]
