"""What sources say about plans: how the Secretariat corrects it."""

from __future__ import annotations

from initiatives.models import PlanCount, PlanFinding
from network.accounts.models import User
from network.accounts.rights import remove_by, save_by


def save_finding(finding: PlanFinding, *, by: User) -> PlanFinding:
    """Write what a source says of a State without a recorded plan, new or corrected."""
    return save_by(finding, by=by)


def remove_finding(finding: PlanFinding, *, by: User) -> None:
    """Remove what no source says, or what a recorded plan has answered."""
    remove_by(finding, by=by)


def save_count(count: PlanCount, *, by: User) -> PlanCount:
    """Write how many plans a source counted, new or corrected."""
    return save_by(count, by=by)


def remove_count(count: PlanCount, *, by: User) -> None:
    """Remove a count that was recorded by mistake."""
    remove_by(count, by=by)
