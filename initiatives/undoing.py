"""Which changes of plans, initiatives and what sources say are undone one by one."""

from __future__ import annotations

from focalpoints.undoing import BY_VERSIONS
from initiatives.models import PlanCount, PlanFinding
from initiatives.services.evidence import save_count, save_finding
from network.audit.undo import NotUndone, UndoneByService

CONTRIBUTIONS = (
    UndoneByService(name="initiatives.planfinding", model=PlanFinding, write=save_finding),
    UndoneByService(name="initiatives.plancount", model=PlanCount, write=save_count),
    NotUndone(name="initiatives.nationalactionplan", reason=BY_VERSIONS),
    NotUndone(name="initiatives.initiative", reason=BY_VERSIONS),
)
