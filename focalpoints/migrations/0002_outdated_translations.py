import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


def column(app, model, name, default, label, **more):
    """Add a JSON column with a default of the database: old code still writes rows without it."""
    table = f"{app}_{model}"
    return migrations.SeparateDatabaseAndState(
        database_operations=[
            migrations.RunSQL(
                f"ALTER TABLE {table} ADD COLUMN {name} jsonb DEFAULT '{default()}'::jsonb NOT NULL",
                f"ALTER TABLE {table} DROP COLUMN {name}",
            )
        ],
        state_operations=[
            migrations.AddField(
                model,
                name,
                models.JSONField(blank=True, default=default, verbose_name=label, **more),
            )
        ],
    )


class Migration(migrations.Migration):

    dependencies = [
        ('focalpoints', '0001_squashed'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='proposedchange',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='reviewstep',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='reviewstep',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='reviewstep',
            name='delete_delete',
        ),
        column('focalpoints', 'organisation', 'translates', dict, 'English text that each translation follows', editable=False),
        column('focalpoints', 'proposedchange', 'translates', dict, 'English text that each translation follows', editable=False),
        column('focalpoints', 'reviewstep', 'outdated', list, 'outdated translations'),
        column('focalpoints', 'reviewstepevent', 'outdated', list, 'outdated translations'),
        column('focalpoints', 'revision', 'outdated', list, 'outdated translations'),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='translations_follow_english', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE said jsonb := to_jsonb(NEW); before jsonb := COALESCE(to_jsonb(OLD), '{}'); follows jsonb := '{}'; name text; code text; place text; english text;", func="\n    FOR name IN SELECT left(key, -3) FROM jsonb_object_keys(said) AS key WHERE key LIKE '%\\_en' AND left(key, -3) IN ('name', 'short', 'seat')\n    LOOP\n        FOREACH code IN ARRAY ARRAY['fr', 'es', 'ar', 'ru', 'zh-hans']\n        LOOP\n            place := name || '_' || replace(code, '-', '_');\n            CONTINUE WHEN COALESCE(said ->> place, '') !~ '\\S';\n            english := said ->> (name || '_en');\n            IF TG_OP = 'INSERT' THEN\n                english := COALESCE(said #>> ARRAY['translates', name, code], english);\n            ELSIF said ->> place IS NOT DISTINCT FROM before ->> place THEN\n                english := COALESCE(\n                    said #>> ARRAY['translates', name, code],\n                    before #>> ARRAY['translates', name, code],\n                    english\n                );\n            END IF;\n            follows := jsonb_set(\n                follows,\n                ARRAY[name],\n                COALESCE(follows -> name, '{}') || jsonb_build_object(code, english)\n            );\n        END LOOP;\n    END LOOP;\n    NEW.translates := follows;\n    RETURN NEW;\n", hash='14f9cdec395b92828850254dd0c6201dd056cd46', operation='INSERT OR UPDATE', pgid='pgtrigger_translations_follow_english_38410', table='focalpoints_organisation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposedchange',
            trigger=pgtrigger.compiler.Trigger(name='translations_follow_english', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE said jsonb := NEW.draft || jsonb_build_object('translates', NEW.translates); before jsonb := COALESCE(OLD.draft || jsonb_build_object('translates', OLD.translates), '{}'); follows jsonb := '{}'; name text; code text; place text; english text;", func="\n    FOR name IN SELECT left(key, -3) FROM jsonb_object_keys(said) AS key WHERE key LIKE '%\\_en'\n    LOOP\n        FOREACH code IN ARRAY ARRAY['fr', 'es', 'ar', 'ru', 'zh-hans']\n        LOOP\n            place := name || '_' || replace(code, '-', '_');\n            CONTINUE WHEN COALESCE(said ->> place, '') !~ '\\S';\n            english := said ->> (name || '_en');\n            IF TG_OP = 'INSERT' THEN\n                english := COALESCE(said #>> ARRAY['translates', name, code], english);\n            ELSIF said ->> place IS NOT DISTINCT FROM before ->> place THEN\n                english := COALESCE(\n                    said #>> ARRAY['translates', name, code],\n                    before #>> ARRAY['translates', name, code],\n                    english\n                );\n            END IF;\n            IF COALESCE(english, '') !~ '\\S' THEN\n                english := said ->> (name || '_en');\n            END IF;\n            follows := jsonb_set(\n                follows,\n                ARRAY[name],\n                COALESCE(follows -> name, '{}') || jsonb_build_object(code, english)\n            );\n        END LOOP;\n    END LOOP;\n    NEW.translates := follows;\n    RETURN NEW;\n", hash='9141403cf437eeecd322bae9b788df939503acc7', operation='INSERT OR UPDATE', pgid='pgtrigger_translations_follow_english_b53f6', table='focalpoints_proposedchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposedchange',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."base" IS DISTINCT FROM (NEW."base") OR OLD."base_version" IS DISTINCT FROM (NEW."base_version") OR OLD."content_type_id" IS DISTINCT FROM (NEW."content_type_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."draft" IS DISTINCT FROM (NEW."draft") OR OLD."edited_at" IS DISTINCT FROM (NEW."edited_at") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_personal" IS DISTINCT FROM (NEW."is_personal") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."object_id" IS DISTINCT FROM (NEW."object_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))', func='INSERT INTO "focalpoints_proposedchangeevent" ("author_id", "base", "base_version", "content_type_id", "created_at", "decided_at", "draft", "edited_at", "follows_id", "id", "is_personal", "is_sample", "label", "member_id", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submitted_at") VALUES (NEW."author_id", NEW."base", NEW."base_version", NEW."content_type_id", NEW."created_at", NEW."decided_at", NEW."draft", NEW."edited_at", NEW."follows_id", NEW."id", NEW."is_personal", NEW."is_sample", NEW."label", NEW."member_id", NEW."object_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."submitted_at"); RETURN NULL;', hash='da554bb7c6c686489bed5fef4cc609c51dc2937b', operation='UPDATE', pgid='pgtrigger_update_update_68684', table='focalpoints_proposedchange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewstep',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_reviewstepevent" ("action", "at", "by_id", "by_name", "change_id", "draft", "fields", "id", "outdated", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."action", NEW."at", NEW."by_id", NEW."by_name", NEW."change_id", NEW."draft", NEW."fields", NEW."id", NEW."outdated", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='4f27811353150fde6b96b0de7fd3ac5ee98846de', operation='INSERT', pgid='pgtrigger_insert_insert_c0e3c', table='focalpoints_reviewstep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewstep',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "focalpoints_reviewstepevent" ("action", "at", "by_id", "by_name", "change_id", "draft", "fields", "id", "outdated", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."action", NEW."at", NEW."by_id", NEW."by_name", NEW."change_id", NEW."draft", NEW."fields", NEW."id", NEW."outdated", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='26acbec0e886b21be7a4a75248dc0a756a0b4881', operation='UPDATE', pgid='pgtrigger_update_update_25cc0', table='focalpoints_reviewstep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewstep',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_reviewstepevent" ("action", "at", "by_id", "by_name", "change_id", "draft", "fields", "id", "outdated", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."action", OLD."at", OLD."by_id", OLD."by_name", OLD."change_id", OLD."draft", OLD."fields", OLD."id", OLD."outdated", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='93b1bd1f4ac2d8e29e9476aaa9dd33ef3a3e442f', operation='DELETE', pgid='pgtrigger_delete_delete_f2dd3', table='focalpoints_reviewstep', when='AFTER')),
        ),
        # What there is counts as right: the trigger takes the English of now for each translation.
        migrations.RunSQL("UPDATE focalpoints_organisation SET translates = '{}'", migrations.RunSQL.noop),
        migrations.RunSQL("UPDATE focalpoints_proposedchange SET translates = '{}'", migrations.RunSQL.noop),
    ]
