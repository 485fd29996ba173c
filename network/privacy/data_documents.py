"""The PDFs of what is held about people: forgotten after a week, and when a person is erased."""

from __future__ import annotations

import datetime
import logging

from django.db import transaction
from django.db.models.functions import Now

from network.documents.models import DocumentBuild, DocumentBuildQuerySet
from network.privacy.held import KIND

log = logging.getLogger(__name__)

DOCUMENTS_KEPT = datetime.timedelta(days=7)


def forget_data_documents() -> int:
    """Delete those that are older than DOCUMENTS_KEPT; return how many."""
    old = DocumentBuild.objects.filter(kind=KIND, created_at__lt=Now() - DOCUMENTS_KEPT)
    forgotten = forget_builds(old)
    if forgotten:
        log.info("Deleted %s documents of the data held about people", forgotten)
    return forgotten


@transaction.atomic
def forget_builds(builds: DocumentBuildQuerySet) -> int:
    """Delete these builds and, once that is committed, their files; return how many.

    A worker that is at one of them finds that it is no longer its own.
    """
    rows = list(builds.select_for_update())
    for row in rows:
        if row.file:
            name, storage = str(row.file.name), row.file.storage
            # A file that stays behind is no reason to fail what was committed.
            transaction.on_commit(
                lambda name=name, storage=storage: storage.delete(name),  # type: ignore[misc]
                robust=True,
            )
    DocumentBuild.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
