"""Allowed transitions of deliveries call no function, and one index less is kept."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsletters', '0004_export_permissions'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='delivery',
            name='state_transitions',
        ),
        migrations.AlterField(
            model_name='delivery',
            name='newsletter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='newsletters.newsletter', verbose_name='newsletter'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='state_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{waiting:failed,waiting:in_flight,waiting:uncertain,waiting:withdrawn,in_flight:failed,in_flight:retry,in_flight:sent,in_flight:uncertain,in_flight:waiting,in_flight:withdrawn,sent:bounced,retry:failed,retry:in_flight,retry:uncertain,retry:withdrawn,failed:retry,uncertain:bounced,uncertain:failed,uncertain:in_flight,uncertain:retry}\'::text[]))', declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:failed,waiting:in_flight,waiting:uncertain,waiting:withdrawn,in_flight:failed,in_flight:retry,in_flight:sent,in_flight:uncertain,in_flight:waiting,in_flight:withdrawn,sent:bounced,retry:failed,retry:in_flight,retry:uncertain,retry:withdrawn,failed:retry,uncertain:bounced,uncertain:failed,uncertain:in_flight,uncertain:retry}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='63f07405b3566488a716421d74f57ffaf12e644a', operation='UPDATE OF "state"', pgid='pgtrigger_state_transitions_bb28c', table='newsletters_delivery', when='BEFORE')),
        ),
    ]
