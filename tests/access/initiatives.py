"""Who may open the map, plans and initiatives."""

from __future__ import annotations

from typing import Any

from initiatives.models import Initiative
from tests import factories
from tests.access.row import OK, Cast, Row, everybody, members


def _plan(cast: Cast) -> dict[str, Any]:
    return {"slug": factories.PlanFactory(country=cast.spain.country).slug}


def _public(cast: Cast) -> dict[str, Any]:
    return {"slug": factories.InitiativeFactory(owner=cast.germany).slug}


def _members_only(cast: Cast) -> dict[str, Any]:
    closed = Initiative.Visibility.MEMBERS
    return {"slug": factories.InitiativeFactory(owner=cast.germany, visibility=closed).slug}


def _own_members_only(cast: Cast) -> dict[str, Any]:
    closed = Initiative.Visibility.MEMBERS
    return {"slug": factories.InitiativeFactory(owner=cast.spain, visibility=closed).slug}


ROWS: dict[str, Row | list[Row]] = {
    "initiatives:map": everybody(),
    "initiatives:plans": everybody(),
    "initiatives:plan": everybody(arrange=_plan),
    "initiatives:initiatives": everybody(),
    "initiatives:initiative": [
        everybody(arrange=_public),
        members(arrange=_members_only),
        # A drafter sees those of the own member, which they draft.
        members(drafter=OK, arrange=_own_members_only),
    ],
}
