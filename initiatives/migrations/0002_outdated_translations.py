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
        ('initiatives', '0001_squashed'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='initiative',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='nationalactionplan',
            name='update_update',
        ),
        column('initiatives', 'initiative', 'translates', dict, 'English text that each translation follows', editable=False),
        column('initiatives', 'nationalactionplan', 'translates', dict, 'English text that each translation follows', editable=False),
        pgtrigger.migrations.AddTrigger(
            model_name='initiative',
            trigger=pgtrigger.compiler.Trigger(name='translations_follow_english', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE said jsonb := to_jsonb(NEW); before jsonb := COALESCE(to_jsonb(OLD), '{}'); follows jsonb := '{}'; name text; code text; place text; english text;", func="\n    FOR name IN SELECT left(key, -3) FROM jsonb_object_keys(said) AS key WHERE key LIKE '%\\_en'\n    LOOP\n        FOREACH code IN ARRAY ARRAY['fr', 'es', 'ar', 'ru', 'zh-hans']\n        LOOP\n            place := name || '_' || replace(code, '-', '_');\n            CONTINUE WHEN COALESCE(said ->> place, '') !~ '\\S';\n            english := said ->> (name || '_en');\n            IF TG_OP = 'INSERT' THEN\n                english := COALESCE(said #>> ARRAY['translates', name, code], english);\n            ELSIF said ->> place IS NOT DISTINCT FROM before ->> place THEN\n                english := COALESCE(\n                    said #>> ARRAY['translates', name, code],\n                    before #>> ARRAY['translates', name, code],\n                    english\n                );\n            END IF;\n            follows := jsonb_set(\n                follows,\n                ARRAY[name],\n                COALESCE(follows -> name, '{}') || jsonb_build_object(code, english)\n            );\n        END LOOP;\n    END LOOP;\n    NEW.translates := follows;\n    RETURN NEW;\n", hash='8082d8e2401b7db892fa538ca60d744b3ac50b6e', operation='INSERT OR UPDATE', pgid='pgtrigger_translations_follow_english_eef2b', table='initiatives_initiative', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='initiative',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."contact" IS DISTINCT FROM (NEW."contact") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."offers" IS DISTINCT FROM (NEW."offers") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."partners" IS DISTINCT FROM (NEW."partners") OR OLD."pillars" IS DISTINCT FROM (NEW."pillars") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."scope" IS DISTINCT FROM (NEW."scope") OR OLD."seeks" IS DISTINCT FROM (NEW."seeks") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_url" IS DISTINCT FROM (NEW."source_url") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."summary_ar" IS DISTINCT FROM (NEW."summary_ar") OR OLD."summary_en" IS DISTINCT FROM (NEW."summary_en") OR OLD."summary_es" IS DISTINCT FROM (NEW."summary_es") OR OLD."summary_fr" IS DISTINCT FROM (NEW."summary_fr") OR OLD."summary_ru" IS DISTINCT FROM (NEW."summary_ru") OR OLD."summary_zh_hans" IS DISTINCT FROM (NEW."summary_zh_hans") OR OLD."themes" IS DISTINCT FROM (NEW."themes") OR OLD."title_ar" IS DISTINCT FROM (NEW."title_ar") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es") OR OLD."title_fr" IS DISTINCT FROM (NEW."title_fr") OR OLD."title_ru" IS DISTINCT FROM (NEW."title_ru") OR OLD."title_zh_hans" IS DISTINCT FROM (NEW."title_zh_hans") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."visibility" IS DISTINCT FROM (NEW."visibility"))', func='INSERT INTO "initiatives_initiativeevent" ("confirmed_at", "contact", "ends_on", "id", "is_sample", "offers", "owner_id", "partners", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillars", "published_at", "scope", "seeks", "slug", "source_url", "starts_on", "status", "summary_ar", "summary_en", "summary_es", "summary_fr", "summary_ru", "summary_zh_hans", "themes", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "version", "visibility") VALUES (NEW."confirmed_at", NEW."contact", NEW."ends_on", NEW."id", NEW."is_sample", NEW."offers", NEW."owner_id", NEW."partners", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pillars", NEW."published_at", NEW."scope", NEW."seeks", NEW."slug", NEW."source_url", NEW."starts_on", NEW."status", NEW."summary_ar", NEW."summary_en", NEW."summary_es", NEW."summary_fr", NEW."summary_ru", NEW."summary_zh_hans", NEW."themes", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans", NEW."version", NEW."visibility"); RETURN NULL;', hash='233e2be2a9a08f43526241f9dc26f9d72eee0189', operation='UPDATE', pgid='pgtrigger_update_update_b6c3b', table='initiatives_initiative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nationalactionplan',
            trigger=pgtrigger.compiler.Trigger(name='translations_follow_english', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE said jsonb := to_jsonb(NEW); before jsonb := COALESCE(to_jsonb(OLD), '{}'); follows jsonb := '{}'; name text; code text; place text; english text;", func="\n    FOR name IN SELECT left(key, -3) FROM jsonb_object_keys(said) AS key WHERE key LIKE '%\\_en'\n    LOOP\n        FOREACH code IN ARRAY ARRAY['en', 'fr', 'es', 'ar', 'ru', 'zh-hans']\n        LOOP\n            place := name || '_' || replace(code, '-', '_');\n            CONTINUE WHEN COALESCE(said ->> place, '') !~ '\\S';\n            english := CASE WHEN COALESCE(said ->> ('original_' || name), '') ~ '\\S' THEN COALESCE(said ->> ('original_' || name), '') ELSE said ->> (name || '_en') END;\n            IF TG_OP = 'INSERT' THEN\n                english := COALESCE(said #>> ARRAY['translates', name, code], english);\n            ELSIF said ->> place IS NOT DISTINCT FROM before ->> place AND (COALESCE(said ->> ('original_' || name), '') ~ '\\S') = (COALESCE(before ->> ('original_' || name), '') ~ '\\S') THEN\n                english := COALESCE(\n                    said #>> ARRAY['translates', name, code],\n                    before #>> ARRAY['translates', name, code],\n                    english\n                );\n            END IF;\n            IF COALESCE(english, '') !~ '\\S' THEN\n                english := CASE WHEN COALESCE(said ->> ('original_' || name), '') ~ '\\S' THEN COALESCE(said ->> ('original_' || name), '') ELSE said ->> (name || '_en') END;\n            END IF;\n            follows := jsonb_set(\n                follows,\n                ARRAY[name],\n                COALESCE(follows -> name, '{}') || jsonb_build_object(code, english)\n            );\n        END LOOP;\n    END LOOP;\n    NEW.translates := follows;\n    RETURN NEW;\n", hash='f8b18a132473ee19a875a8ee22aba91926bdaad1', operation='INSERT OR UPDATE', pgid='pgtrigger_translations_follow_english_e98a7', table='initiatives_nationalactionplan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nationalactionplan',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."adopted_on" IS DISTINCT FROM (NEW."adopted_on") OR OLD."budget_note" IS DISTINCT FROM (NEW."budget_note") OR OLD."confidence" IS DISTINCT FROM (NEW."confidence") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."country_id" IS DISTINCT FROM (NEW."country_id") OR OLD."document_url" IS DISTINCT FROM (NEW."document_url") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."generation" IS DISTINCT FROM (NEW."generation") OR OLD."has_budget" IS DISTINCT FROM (NEW."has_budget") OR OLD."has_monitoring" IS DISTINCT FROM (NEW."has_monitoring") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_extended" IS DISTINCT FROM (NEW."is_extended") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."lead_institution" IS DISTINCT FROM (NEW."lead_institution") OR OLD."monitoring" IS DISTINCT FROM (NEW."monitoring") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."original_language" IS DISTINCT FROM (NEW."original_language") OR OLD."original_title" IS DISTINCT FROM (NEW."original_title") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title_ar" IS DISTINCT FROM (NEW."title_ar") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es") OR OLD."title_fr" IS DISTINCT FROM (NEW."title_fr") OR OLD."title_ru" IS DISTINCT FROM (NEW."title_ru") OR OLD."title_zh_hans" IS DISTINCT FROM (NEW."title_zh_hans") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "initiatives_nationalactionplanevent" ("adopted_on", "budget_note", "confidence", "confirmed_at", "country_id", "document_url", "ends_on", "generation", "has_budget", "has_monitoring", "id", "is_extended", "is_sample", "languages", "lead_institution", "monitoring", "organisation_id", "original_language", "original_title", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "slug", "source", "source_note", "starts_on", "state", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "version") VALUES (NEW."adopted_on", NEW."budget_note", NEW."confidence", NEW."confirmed_at", NEW."country_id", NEW."document_url", NEW."ends_on", NEW."generation", NEW."has_budget", NEW."has_monitoring", NEW."id", NEW."is_extended", NEW."is_sample", NEW."languages", NEW."lead_institution", NEW."monitoring", NEW."organisation_id", NEW."original_language", NEW."original_title", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."slug", NEW."source", NEW."source_note", NEW."starts_on", NEW."state", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans", NEW."version"); RETURN NULL;', hash='9830eb805e0647e0a7742f15f4a80384aa623051', operation='UPDATE', pgid='pgtrigger_update_update_417c7', table='initiatives_nationalactionplan', when='AFTER')),
        ),
        # What there is counts as right: the trigger takes the English of now for each translation.
        migrations.RunSQL("UPDATE initiatives_initiative SET translates = '{}'", migrations.RunSQL.noop),
        migrations.RunSQL("UPDATE initiatives_nationalactionplan SET translates = '{}'", migrations.RunSQL.noop),
    ]
