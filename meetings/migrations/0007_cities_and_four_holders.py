import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0006_attendance_from_columns'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='meeting',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='meeting',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='meeting',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='presidency',
            name='term_has_a_holder',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='presidencyseat',
            name='last_holder_stays',
        ),
        migrations.RemoveConstraint(
            model_name='presidencyseat',
            name='presidencyseat_one_or_two',
        ),
        migrations.RenameField(
            model_name='meeting',
            old_name='city',
            new_name='city_en',
        ),
        migrations.RenameField(
            model_name='meetingevent',
            old_name='city',
            new_name='city_en',
        ),
        migrations.AddField(
            model_name='meeting',
            name='city_ar',
            field=models.CharField(blank=True, max_length=120, verbose_name='city'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='city_es',
            field=models.CharField(blank=True, max_length=120, verbose_name='city'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='city_fr',
            field=models.CharField(blank=True, max_length=120, verbose_name='city'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='city_ru',
            field=models.CharField(blank=True, max_length=120, verbose_name='city'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='city_zh_hans',
            field=models.CharField(blank=True, max_length=120, verbose_name='city'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='city_ar',
            field=models.CharField(blank=True, max_length=120, verbose_name='city'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='city_es',
            field=models.CharField(blank=True, max_length=120, verbose_name='city'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='city_fr',
            field=models.CharField(blank=True, max_length=120, verbose_name='city'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='city_ru',
            field=models.CharField(blank=True, max_length=120, verbose_name='city'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='city_zh_hans',
            field=models.CharField(blank=True, max_length=120, verbose_name='city'),
        ),
        migrations.AlterField(
            model_name='presidencyseat',
            name='order',
            field=models.PositiveSmallIntegerField(choices=[(1, 'first'), (2, 'second'), (3, 'third'), (4, 'fourth')], default=1, verbose_name='order'),
        ),
        migrations.AlterField(
            model_name='presidencyseatevent',
            name='order',
            field=models.PositiveSmallIntegerField(choices=[(1, 'first'), (2, 'second'), (3, 'third'), (4, 'fourth')], default=1, verbose_name='order'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_meetingevent" ("city_ar", "city_en", "city_es", "city_fr", "city_ru", "city_zh_hans", "confidence", "country_id", "ends_on", "format", "id", "is_announced", "is_sample", "kind", "note", "number", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "theme_ar", "theme_en", "theme_es", "theme_fr", "theme_ru", "theme_zh_hans", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "venue") VALUES (NEW."city_ar", NEW."city_en", NEW."city_es", NEW."city_fr", NEW."city_ru", NEW."city_zh_hans", NEW."confidence", NEW."country_id", NEW."ends_on", NEW."format", NEW."id", NEW."is_announced", NEW."is_sample", NEW."kind", NEW."note", NEW."number", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."source", NEW."starts_on", NEW."theme_ar", NEW."theme_en", NEW."theme_es", NEW."theme_fr", NEW."theme_ru", NEW."theme_zh_hans", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans", NEW."venue"); RETURN NULL;', hash='f00088e3976f397e404b602ad9e19b8cddef4044', operation='INSERT', pgid='pgtrigger_insert_insert_61d9e', table='meetings_meeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_meetingevent" ("city_ar", "city_en", "city_es", "city_fr", "city_ru", "city_zh_hans", "confidence", "country_id", "ends_on", "format", "id", "is_announced", "is_sample", "kind", "note", "number", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "theme_ar", "theme_en", "theme_es", "theme_fr", "theme_ru", "theme_zh_hans", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "venue") VALUES (NEW."city_ar", NEW."city_en", NEW."city_es", NEW."city_fr", NEW."city_ru", NEW."city_zh_hans", NEW."confidence", NEW."country_id", NEW."ends_on", NEW."format", NEW."id", NEW."is_announced", NEW."is_sample", NEW."kind", NEW."note", NEW."number", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."source", NEW."starts_on", NEW."theme_ar", NEW."theme_en", NEW."theme_es", NEW."theme_fr", NEW."theme_ru", NEW."theme_zh_hans", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans", NEW."venue"); RETURN NULL;', hash='a337b7be063612a4d0bb167fe9869f209872def6', operation='UPDATE', pgid='pgtrigger_update_update_495b8', table='meetings_meeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_meetingevent" ("city_ar", "city_en", "city_es", "city_fr", "city_ru", "city_zh_hans", "confidence", "country_id", "ends_on", "format", "id", "is_announced", "is_sample", "kind", "note", "number", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "theme_ar", "theme_en", "theme_es", "theme_fr", "theme_ru", "theme_zh_hans", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "venue") VALUES (OLD."city_ar", OLD."city_en", OLD."city_es", OLD."city_fr", OLD."city_ru", OLD."city_zh_hans", OLD."confidence", OLD."country_id", OLD."ends_on", OLD."format", OLD."id", OLD."is_announced", OLD."is_sample", OLD."kind", OLD."note", OLD."number", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."source", OLD."starts_on", OLD."theme_ar", OLD."theme_en", OLD."theme_es", OLD."theme_fr", OLD."theme_ru", OLD."theme_zh_hans", OLD."title_ar", OLD."title_en", OLD."title_es", OLD."title_fr", OLD."title_ru", OLD."title_zh_hans", OLD."venue"); RETURN NULL;', hash='8ad1cf4c7e2b5288c2dcf5cfaedc8da03f9b57bc', operation='DELETE', pgid='pgtrigger_delete_delete_4bf26', table='meetings_meeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presidency',
            trigger=pgtrigger.compiler.Trigger(name='term_has_a_holder', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n    IF EXISTS (SELECT 1 FROM meetings_presidency WHERE id = NEW.id)\n    AND NOT EXISTS (SELECT 1 FROM meetings_presidencyseat WHERE presidency_id = NEW.id)\n    THEN\n        RAISE EXCEPTION 'a term of the presidency has one to four holders'\n        USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n", hash='261b06244363e0c611f06fd7c0f5576dc7452b60', operation='INSERT', pgid='pgtrigger_term_has_a_holder_ce6cd', table='meetings_presidency', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presidencyseat',
            trigger=pgtrigger.compiler.Trigger(name='last_holder_stays', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n    IF EXISTS (SELECT 1 FROM meetings_presidency WHERE id = OLD.presidency_id)\n    AND NOT EXISTS (SELECT 1 FROM meetings_presidencyseat WHERE presidency_id = OLD.presidency_id)\n    THEN\n        RAISE EXCEPTION 'a term of the presidency has one to four holders'\n        USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n", hash='42b84a363f0c61039466f4108bed39cd3dde21dc', operation='UPDATE OR DELETE', pgid='pgtrigger_last_holder_stays_2416a', table='meetings_presidencyseat', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='presidencyseat',
            constraint=models.CheckConstraint(condition=models.Q(('order__in', [1, 2, 3, 4])), name='presidencyseat_one_to_four'),
        ),
    ]
