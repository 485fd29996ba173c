"""Who may open the map, plans and initiatives."""

from __future__ import annotations

from typing import Any

from initiatives.models import Initiative
from tests import factories
from tests.access.row import MOVED, OK, Cast, Row, everybody, members, own
from tests.focalpoints.versions import with_two_versions


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


def _versions_of_initiative(cast: Cast) -> dict[str, Any]:
    entry = factories.InitiativeFactory.create(owner=cast.spain)
    return {"slug": with_two_versions(entry, by=cast.users["secretariat"]).slug}


def _versions_of_plan(cast: Cast) -> dict[str, Any]:
    entry = factories.PlanFactory.create(country=cast.spain.country)
    return {"slug": with_two_versions(entry, by=cast.users["secretariat"]).slug}


def _first_of_initiative(cast: Cast) -> dict[str, Any]:
    return _versions_of_initiative(cast) | {"number": 1}


def _first_of_plan(cast: Cast) -> dict[str, Any]:
    return _versions_of_plan(cast) | {"number": 1}


SEEN = {"version": "2"}

# Earlier versions are the member's and the Secretariat's; a member's restore is a draft.
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
    "initiatives:initiative-versions": own(secretariat=OK, arrange=_versions_of_initiative),
    "initiatives:initiative-restore": [
        own(secretariat=OK, arrange=_first_of_initiative),
        # Without the version that was seen, the question comes again with what is to say.
        own(secretariat=OK, method="post", arrange=_first_of_initiative),
        own(MOVED, secretariat=MOVED, method="post", data=SEEN, arrange=_first_of_initiative),
    ],
    "initiatives:plan-versions": own(secretariat=OK, arrange=_versions_of_plan),
    "initiatives:plan-restore": [
        own(secretariat=OK, arrange=_first_of_plan),
        own(secretariat=OK, method="post", arrange=_first_of_plan),
        own(MOVED, secretariat=MOVED, method="post", data=SEEN, arrange=_first_of_plan),
    ],
}
