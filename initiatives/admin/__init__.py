"""Plans, what sources say about them, and initiatives in the Secretariat's admin."""

from initiatives.admin.evidence import PlanCountAdmin, PlanFindingAdmin
from initiatives.admin.initiative import InitiativeAdmin
from initiatives.admin.plan import NationalActionPlanAdmin

__all__ = ["InitiativeAdmin", "NationalActionPlanAdmin", "PlanCountAdmin", "PlanFindingAdmin"]
