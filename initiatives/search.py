"""What plans and initiatives lend to the search."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from focalpoints.search import COUNTRY_ALSO, ORGANISATION_ALSO, of_owner
from initiatives.models import Initiative, NationalActionPlan
from network.search.kinds import (
    FoundRow,
    SearchResults,
    Source,
    names_in_each_language,
    texts_of,
)
from network.search.models import Audience

_PLANS, _INITIATIVES = "initiatives_nationalactionplan", "initiatives_initiative"
# A plan is also called by its owner, whose name it has in most lists.
_PLAN_ALSO = (
    "ARRAY[entry.original_title]::text[] ||"
    f" CASE WHEN country.id IS NULL THEN {ORGANISATION_ALSO} ELSE {COUNTRY_ALSO} END"
)
_PLAN_NAMES = names_in_each_language(
    "entry.title", "country.name", "organisation.name", "organisation.short", also=_PLAN_ALSO
)
_INITIATIVE_TEXTS = texts_of("entry.partners", "entry.slug", translated=["entry.summary"])


def _plans(user: object, keys: list[int]) -> dict[int, FoundRow]:
    rows = NationalActionPlan.objects.filter(pk__in=keys).with_owner().current_first()
    return {
        row.pk: FoundRow(str(row), row.get_absolute_url(), _owner(row), row.is_sample)
        for row in rows
    }


def _owner(plan: NationalActionPlan) -> str:
    """Whose plan it is, unless its title says so."""
    return "" if plan.owner_name in str(plan) else plan.owner_name


def _initiatives(user: object, keys: list[int]) -> dict[int, FoundRow]:
    rows = Initiative.objects.visible_to(user).filter(pk__in=keys).with_owner()
    return {
        row.pk: FoundRow(str(row), row.get_absolute_url(), row.owner.name, row.is_sample)
        for row in rows
    }


PLANS = SearchResults(
    name="plans",
    order=30,
    label=_("National Action Plans"),
    table=_PLANS,
    select=f"""
      SELECT entry.id AS key,
{_PLAN_NAMES} AS names, entry.slug AS texts,
        -coalesce(entry.generation, 0) AS rank, {Audience.EVERYBODY} AS audience, NULL AS owner
      FROM {_PLANS} AS entry
      LEFT JOIN focalpoints_country AS country ON country.id = entry.country_id
      LEFT JOIN focalpoints_organisation AS organisation ON organisation.id = entry.organisation_id
    """,  # noqa: S608
    sources=(Source(_PLANS, "SELECT id FROM changed"), *of_owner(_PLANS)),
    rows=_plans,
    list_name="initiatives:plans",
)

INITIATIVES = SearchResults(
    name="initiatives",
    order=40,
    label=_("Initiatives"),
    table=_INITIATIVES,
    select=f"""
      SELECT entry.id AS key, {names_in_each_language("entry.title")} AS names,
        {_INITIATIVE_TEXTS} AS texts,
        -extract(epoch FROM coalesce(entry.published_at, 'epoch')) AS rank,
        CASE entry.visibility WHEN 'public' THEN {Audience.EVERYBODY} ELSE {Audience.MEMBERS} END
          AS audience,
        entry.owner_id AS owner
      FROM {_INITIATIVES} AS entry
    """,  # noqa: S608
    sources=(Source(_INITIATIVES, "SELECT id FROM changed"),),
    rows=_initiatives,
    list_name="initiatives:initiatives",
)
