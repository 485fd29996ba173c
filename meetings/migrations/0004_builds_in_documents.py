"""The PDFs of communiqués stand in the queue of all documents; files and their names stay.

The former table stays too, without a model and without references to other tables: web processes
of the version before read it until they are replaced. A later version drops it.
"""

from django.db import migrations

LET_GO = """
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT conname FROM pg_constraint
        WHERE conrelid = 'meetings_pdfbuild'::regclass AND contype = 'f'
    LOOP
        EXECUTE format('ALTER TABLE meetings_pdfbuild DROP CONSTRAINT %I', name);
    END LOOP;
END $$
"""

TAKE_HOLD = """
ALTER TABLE meetings_pdfbuild
    ADD FOREIGN KEY (version_id) REFERENCES meetings_communiqueversion (id)
        DEFERRABLE INITIALLY DEFERRED,
    ADD FOREIGN KEY (requested_by_id) REFERENCES network_user (id) DEFERRABLE INITIALLY DEFERRED
"""

COPY = """
INSERT INTO network_documentbuild (
    kind, subject, language, digest, title, name,
    state, percent, file, sha256, size, pages, finished_at, requested_by_id,
    lease_token, lease_ends_at, attempts, due_at, last_error, created_at
)
SELECT
    'communique',
    version.communique_id || '/' || version.number,
    build.language,
    version.digest,
    left(coalesce(version.content -> 'title' ->> build.language,
                  version.content -> 'title' ->> 'en', ''), 290)
        || ' (v' || version.number || ')',
    meeting.slug || '-communique-v' || version.number || '-' || build.language || '.pdf',
    build.state, build.percent, build.file, build.sha256, build.size, build.pages,
    build.finished_at, build.requested_by_id,
    build.lease_token, build.lease_ends_at, build.attempts, build.due_at, build.last_error,
    build.created_at
FROM meetings_pdfbuild build
JOIN meetings_communiqueversion version ON version.id = build.version_id
JOIN meetings_communique communique ON communique.id = version.communique_id
JOIN meetings_meeting meeting ON meeting.id = communique.meeting_id
ORDER BY build.id
"""

BACK = """
DELETE FROM meetings_pdfbuild;
INSERT INTO meetings_pdfbuild (
    version_id, language, state, percent, file, sha256, size, pages, finished_at, requested_by_id,
    lease_token, lease_ends_at, attempts, due_at, last_error, created_at
)
SELECT
    version.id, build.language, build.state, build.percent, build.file, build.sha256, build.size,
    build.pages, build.finished_at, build.requested_by_id,
    build.lease_token, build.lease_ends_at, build.attempts, build.due_at, build.last_error,
    build.created_at
FROM network_documentbuild build
JOIN meetings_communiqueversion version
    ON version.communique_id || '/' || version.number = build.subject
    AND version.digest = build.digest
WHERE build.kind = 'communique'
ORDER BY build.id;
DELETE FROM network_documentbuild WHERE kind = 'communique'
"""


def rename(app: str, model: str, to_app: str, to_model: str) -> str:
    """Let the permissions that were granted, and the admin's log, go with the rows."""
    return f"""
UPDATE auth_permission SET codename = replace(codename, '_{model}', '_{to_model}')
WHERE content_type_id = (
    SELECT id FROM django_content_type WHERE app_label = '{app}' AND model = '{model}'
) AND NOT EXISTS (
    SELECT FROM django_content_type WHERE app_label = '{to_app}' AND model = '{to_model}'
);
UPDATE django_content_type SET app_label = '{to_app}', model = '{to_model}'
WHERE app_label = '{app}' AND model = '{model}' AND NOT EXISTS (
    SELECT FROM django_content_type WHERE app_label = '{to_app}' AND model = '{to_model}'
)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0003_export_permissions'),
        ('network', '0008_document_builds'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.RunSQL(LET_GO, TAKE_HOLD),
        migrations.RunSQL(COPY, BACK),
        migrations.RunSQL(
            rename('meetings', 'pdfbuild', 'network', 'documentbuild'),
            rename('network', 'documentbuild', 'meetings', 'pdfbuild'),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name='PdfBuild')],
        ),
    ]
