"""Levels of visibility for each part of a person's contact data, and the category's own.

The choices of before are carried over without widening any, in the history too. The triggers of the
trail are away meanwhile, since nobody changed anything.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


def carry_over(table):
    """What a person let others see, as levels: nobody sees more than before."""
    return f"""
        UPDATE {table} SET
            name_visibility = CASE WHEN members_see_name THEN 'members' ELSE 'secretariat' END,
            email_visibility = CASE WHEN members_see_email THEN 'members' ELSE 'secretariat' END,
            phone_visibility = CASE WHEN members_see_phone THEN 'members' ELSE 'secretariat' END,
            position_visibility = CASE
                WHEN public_sees_institution THEN 'public'
                WHEN members_see_name THEN 'members'
                ELSE 'secretariat' END,
            institution_visibility = CASE
                WHEN public_sees_institution THEN 'public'
                WHEN members_see_name THEN 'members'
                ELSE 'secretariat' END
    """


def give_back(table):
    """The levels as the flags of before, which knew fewer cases: nobody sees more."""
    return f"""
        UPDATE {table} SET
            members_see_name = name_visibility <> 'secretariat'
                AND position_visibility <> 'secretariat'
                AND institution_visibility <> 'secretariat',
            members_see_email = email_visibility <> 'secretariat',
            members_see_phone = phone_visibility <> 'secretariat',
            public_sees_institution =
                position_visibility = 'public' AND institution_visibility = 'public'
    """


class Migration(migrations.Migration):

    dependencies = [
        ('focalpoints', '0009_letters_in_private_files'),
        ('network', '0005_mail_states'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='category',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='category',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='category',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='update_update',
        ),
        migrations.AddField(
            model_name='category',
            name='is_for_members',
            field=models.BooleanField(db_default=True, default=True, help_text="Without it, only the holder's member and the Secretariat see that there is one. A category can hide what its holders share; it never shows more.", verbose_name='shown to members'),
        ),
        migrations.AddField(
            model_name='categoryevent',
            name='is_for_members',
            field=models.BooleanField(db_default=True, default=True, help_text="Without it, only the holder's member and the Secretariat see that there is one. A category can hide what its holders share; it never shows more.", verbose_name='shown to members'),
        ),
        migrations.AddField(
            model_name='person',
            name='email_visibility',
            field=models.CharField(choices=[('secretariat', 'my member and the Secretariat'), ('members', 'members of the Network')], db_default='secretariat', default='secretariat', max_length=11, verbose_name='who sees my email'),
        ),
        migrations.AddField(
            model_name='person',
            name='institution_visibility',
            field=models.CharField(choices=[('secretariat', 'my member and the Secretariat'), ('members', 'members of the Network'), ('public', 'everybody')], db_default='members', default='members', max_length=11, verbose_name='who sees my institution'),
        ),
        migrations.AddField(
            model_name='person',
            name='name_visibility',
            field=models.CharField(choices=[('secretariat', 'my member and the Secretariat'), ('members', 'members of the Network')], db_default='members', default='members', max_length=11, verbose_name='who sees my name'),
        ),
        migrations.AddField(
            model_name='person',
            name='phone_visibility',
            field=models.CharField(choices=[('secretariat', 'my member and the Secretariat'), ('members', 'members of the Network')], db_default='secretariat', default='secretariat', max_length=11, verbose_name='who sees my telephone'),
        ),
        migrations.AddField(
            model_name='person',
            name='position_visibility',
            field=models.CharField(choices=[('secretariat', 'my member and the Secretariat'), ('members', 'members of the Network'), ('public', 'everybody')], db_default='members', default='members', max_length=11, verbose_name='who sees my position'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='email_visibility',
            field=models.CharField(choices=[('secretariat', 'my member and the Secretariat'), ('members', 'members of the Network')], db_default='secretariat', default='secretariat', max_length=11, verbose_name='who sees my email'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='institution_visibility',
            field=models.CharField(choices=[('secretariat', 'my member and the Secretariat'), ('members', 'members of the Network'), ('public', 'everybody')], db_default='members', default='members', max_length=11, verbose_name='who sees my institution'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='name_visibility',
            field=models.CharField(choices=[('secretariat', 'my member and the Secretariat'), ('members', 'members of the Network')], db_default='members', default='members', max_length=11, verbose_name='who sees my name'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='phone_visibility',
            field=models.CharField(choices=[('secretariat', 'my member and the Secretariat'), ('members', 'members of the Network')], db_default='secretariat', default='secretariat', max_length=11, verbose_name='who sees my telephone'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='position_visibility',
            field=models.CharField(choices=[('secretariat', 'my member and the Secretariat'), ('members', 'members of the Network'), ('public', 'everybody')], db_default='members', default='members', max_length=11, verbose_name='who sees my position'),
        ),
        migrations.RunSQL(carry_over("focalpoints_person"), give_back("focalpoints_person")),
        migrations.RunSQL(carry_over("focalpoints_personevent"), give_back("focalpoints_personevent")),
        migrations.RemoveField(
            model_name='person',
            name='members_see_email',
        ),
        migrations.RemoveField(
            model_name='person',
            name='members_see_name',
        ),
        migrations.RemoveField(
            model_name='person',
            name='members_see_phone',
        ),
        migrations.RemoveField(
            model_name='person',
            name='public_sees_institution',
        ),
        migrations.RemoveField(
            model_name='personevent',
            name='members_see_email',
        ),
        migrations.RemoveField(
            model_name='personevent',
            name='members_see_name',
        ),
        migrations.RemoveField(
            model_name='personevent',
            name='members_see_phone',
        ),
        migrations.RemoveField(
            model_name='personevent',
            name='public_sees_institution',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_categoryevent" ("code", "id", "is_for_members", "is_public", "may_submit", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "one_holder_since", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."is_for_members", NEW."is_public", NEW."may_submit", NEW."name_ar", NEW."name_en", NEW."name_es", NEW."name_fr", NEW."name_ru", NEW."name_zh_hans", NEW."one_holder_since", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='e2b83f995c058a5524584a95761f6162827b7710', operation='INSERT', pgid='pgtrigger_insert_insert_0c92a', table='focalpoints_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_for_members" IS DISTINCT FROM (NEW."is_for_members") OR OLD."is_public" IS DISTINCT FROM (NEW."is_public") OR OLD."may_submit" IS DISTINCT FROM (NEW."may_submit") OR OLD."name_ar" IS DISTINCT FROM (NEW."name_ar") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_es" IS DISTINCT FROM (NEW."name_es") OR OLD."name_fr" IS DISTINCT FROM (NEW."name_fr") OR OLD."name_ru" IS DISTINCT FROM (NEW."name_ru") OR OLD."name_zh_hans" IS DISTINCT FROM (NEW."name_zh_hans") OR OLD."one_holder_since" IS DISTINCT FROM (NEW."one_holder_since") OR OLD."order" IS DISTINCT FROM (NEW."order"))', func='INSERT INTO "focalpoints_categoryevent" ("code", "id", "is_for_members", "is_public", "may_submit", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "one_holder_since", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."is_for_members", NEW."is_public", NEW."may_submit", NEW."name_ar", NEW."name_en", NEW."name_es", NEW."name_fr", NEW."name_ru", NEW."name_zh_hans", NEW."one_holder_since", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='77d13a59fe7312c47e5b7877cdb50c194d8bcd5f', operation='UPDATE', pgid='pgtrigger_update_update_f69ba', table='focalpoints_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_categoryevent" ("code", "id", "is_for_members", "is_public", "may_submit", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "one_holder_since", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."id", OLD."is_for_members", OLD."is_public", OLD."may_submit", OLD."name_ar", OLD."name_en", OLD."name_es", OLD."name_fr", OLD."name_ru", OLD."name_zh_hans", OLD."one_holder_since", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='fecfea7717ae96eb25a419d704c4057d26ccc26e', operation='DELETE', pgid='pgtrigger_delete_delete_4c96b', table='focalpoints_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_personevent" ("confirmed_at", "email", "email_visibility", "family_name", "given_name", "id", "institution", "institution_visibility", "invitation_id", "is_sample", "name_visibility", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_visibility", "position", "position_visibility", "published_at", "title", "user_id", "version") VALUES (NEW."confirmed_at", NEW."email", NEW."email_visibility", NEW."family_name", NEW."given_name", NEW."id", NEW."institution", NEW."institution_visibility", NEW."invitation_id", NEW."is_sample", NEW."name_visibility", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."phone_visibility", NEW."position", NEW."position_visibility", NEW."published_at", NEW."title", NEW."user_id", NEW."version"); RETURN NULL;', hash='f20f3c3f5e49ed7e5183885badd370aec1074e6a', operation='INSERT', pgid='pgtrigger_insert_insert_4e920', table='focalpoints_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."email_visibility" IS DISTINCT FROM (NEW."email_visibility") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."institution" IS DISTINCT FROM (NEW."institution") OR OLD."institution_visibility" IS DISTINCT FROM (NEW."institution_visibility") OR OLD."invitation_id" IS DISTINCT FROM (NEW."invitation_id") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."name_visibility" IS DISTINCT FROM (NEW."name_visibility") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."phone_visibility" IS DISTINCT FROM (NEW."phone_visibility") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."position_visibility" IS DISTINCT FROM (NEW."position_visibility") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "focalpoints_personevent" ("confirmed_at", "email", "email_visibility", "family_name", "given_name", "id", "institution", "institution_visibility", "invitation_id", "is_sample", "name_visibility", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_visibility", "position", "position_visibility", "published_at", "title", "user_id", "version") VALUES (NEW."confirmed_at", NEW."email", NEW."email_visibility", NEW."family_name", NEW."given_name", NEW."id", NEW."institution", NEW."institution_visibility", NEW."invitation_id", NEW."is_sample", NEW."name_visibility", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."phone_visibility", NEW."position", NEW."position_visibility", NEW."published_at", NEW."title", NEW."user_id", NEW."version"); RETURN NULL;', hash='4c277355ee49b7c54fbd3c3dd30f595627d9bad5', operation='UPDATE', pgid='pgtrigger_update_update_7eb5b', table='focalpoints_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "focalpoints_personevent" ("confirmed_at", "email", "email_visibility", "family_name", "given_name", "id", "institution", "institution_visibility", "invitation_id", "is_sample", "name_visibility", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_visibility", "position", "position_visibility", "published_at", "title", "user_id", "version") VALUES (OLD."confirmed_at", OLD."email", OLD."email_visibility", OLD."family_name", OLD."given_name", OLD."id", OLD."institution", OLD."institution_visibility", OLD."invitation_id", OLD."is_sample", OLD."name_visibility", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."phone_visibility", OLD."position", OLD."position_visibility", OLD."published_at", OLD."title", OLD."user_id", OLD."version"); RETURN NULL;', hash='1ea9fec25a970293ef6abc08748dbd4cabd0ef24', operation='DELETE', pgid='pgtrigger_delete_delete_2a58b', table='focalpoints_person', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.CheckConstraint(condition=models.Q(('is_public', False), ('is_for_members', True), _connector='OR'), name='category_public_is_for_members', violation_error_message='What is shown to the public is shown to members too.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('name_visibility__in', ['secretariat', 'members'])), name='person_name_visibility_valid'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('position_visibility__in', ['secretariat', 'members', 'public'])), name='person_position_visibility_valid'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('institution_visibility__in', ['secretariat', 'members', 'public'])), name='person_institution_visibility_valid'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('email_visibility__in', ['secretariat', 'members'])), name='person_email_visibility_valid'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('phone_visibility__in', ['secretariat', 'members'])), name='person_phone_visibility_valid'),
        ),
    ]
