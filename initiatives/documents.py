"""Uploaded documents of plans: who may read one."""

from __future__ import annotations

from focalpoints.models import ProposedChange
from focalpoints.rights import may_decide, may_draft
from initiatives.models import PlanDocument


def may_read(user: object, address: str) -> bool:
    """Everybody what a published plan names; of a draft, those who work on it or decide."""
    if PlanDocument.objects.filter(url=address).exists():
        return True
    changes = ProposedChange.objects.open().filter(draft__documents__contains=[{"url": address}])
    return any(
        may_decide(user, change.member) or may_draft(user, change.member)
        for change in changes.select_related("member")
    )
