"""Each change keeps its authors: of those from before, the last one is known."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def keep_last_authors(apps: Any, schema_editor: Any) -> None:
    ProposedChange = apps.get_model("focalpoints", "ProposedChange")
    ChangeAuthor = apps.get_model("focalpoints", "ChangeAuthor")
    rows = ProposedChange.objects.exclude(author=None).filter(authors=None).select_related("author")
    ChangeAuthor.objects.bulk_create(
        (
            ChangeAuthor(
                change=change,
                user=change.author,
                name=(change.author.name or change.author.email)[:150],
                first_at=change.created_at,
                last_at=change.edited_at,
            )
            for change in rows.iterator(chunk_size=500)
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("focalpoints", "0019_partial_acceptance_and_authors")]

    # Going back drops the table.
    operations = [migrations.RunPython(keep_last_authors, migrations.RunPython.noop)]
