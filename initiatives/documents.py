"""Uploaded documents of plans: who may read one, and whether anything names it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from focalpoints.models import ProposedChange, Revision
from focalpoints.rights import may_decide, may_draft
from initiatives.models import NationalActionPlan, PlanDocument
from network.documents.models import PublicFile


def _is_published(file: PublicFile) -> bool:
    """Whether a plan names the file, as its own document or as one of the others."""
    return (
        NationalActionPlan.objects.filter(document_url__contains=file.path).exists()
        or PlanDocument.objects.filter(url__contains=file.path).exists()
    )


def may_read(user: object, file: PublicFile) -> bool:
    """Everybody what a published plan names; of a draft, those who work on it or decide."""
    if _is_published(file):
        return True
    # As text: `contains` of a key would compare its JSON. Letter by letter, as the path is found
    # where a draft is saved: what is not asked about there opens nothing here.
    changes = (
        ProposedChange.objects.open()
        .alias(own=KT("draft__document_url"), beside=KT("draft__documents"))
        .filter(Q(own__contains=file.path) | Q(beside__contains=file.path))
    )
    return any(
        may_decide(user, change.member) or may_draft(user, change.member)
        for change in changes.select_related("member")
    )


def names(file: PublicFile) -> bool:
    """Whether a plan, a draft of anything, open or closed, or any version names the file.

    A text that links to it names it too: what somebody can still follow is not discarded.
    """
    kept: tuple[tuple[Any, str], ...] = (
        (ProposedChange.objects, "draft"),
        (ProposedChange.objects, "base"),
        (Revision.objects, "values"),
    )
    return _is_published(file) or any(
        rows.annotate(said=Cast(column, TextField())).filter(said__contains=file.path).exists()
        for rows, column in kept
    )
