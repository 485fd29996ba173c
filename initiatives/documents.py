"""Uploaded documents of plans: who may read one, and whether anything names it."""

from __future__ import annotations

from django.db.models import Q

from focalpoints.models import ProposedChange, Revision
from focalpoints.rights import may_decide, may_draft
from initiatives.models import NationalActionPlan, PlanDocument


def _is_published(address: str) -> bool:
    """Whether a plan names the address, as its own document or as one of the others."""
    return (
        NationalActionPlan.objects.filter(document_url=address).exists()
        or PlanDocument.objects.filter(url=address).exists()
    )


def _naming(address: str, values: str) -> Q:
    """Drafts or versions of plans whose `values` name the address."""
    return Q(
        (f"{values}__document_url", address),
        (f"{values}__documents__contains", [{"url": address}]),
        _connector=Q.OR,
    )


def may_read(user: object, address: str) -> bool:
    """Everybody what a published plan names; of a draft, those who work on it or decide."""
    if _is_published(address):
        return True
    changes = ProposedChange.objects.open().filter(_naming(address, "draft"))
    return any(
        may_decide(user, change.member) or may_draft(user, change.member)
        for change in changes.select_related("member")
    )


def names(address: str) -> bool:
    """Whether a plan, a draft of one, open or closed, or an earlier version names the address."""
    drafts = ProposedChange.objects.filter(_naming(address, "draft") | _naming(address, "base"))
    versions = Revision.objects.filter(_naming(address, "values"))
    return _is_published(address) or drafts.exists() or versions.exists()
