"""One look at a change asks the database for each thing once."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.models import ProposedChange
from focalpoints.review import changes, drafts, submissions
from initiatives.models import PlanDocument
from network.accounts.models import User
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.changes import draft_of, seen

pytestmark = pytest.mark.django_db

# A row queried by its key; another table's columns may be in the same query.
BY_KEY = re.compile(r'FROM "(\w+)".* WHERE .*"\1"\."id" (?:= |IN \()(\d+)\b')
DESK = ("change", "change-preview", "change-edit")
ADMIN = ("change", "correct")


@pytest.fixture(params=["initiative", "plan"])
def change(request: Any, focal_point: User, spain: Any) -> ProposedChange:
    """A draft of an entry with everything that belongs to it."""
    if request.param == "plan":
        entry: Any = factories.PlanFactory.create(country=spain.country)
        PlanDocument.objects.create(plan=entry, title="Summary", url="https://x.example/s")
        values: dict[str, Any] = {
            "documents": [
                {
                    "key": "new-0123456789ab",
                    "kind": "annex",
                    "title": "Annex",
                    "language": "en",
                    "url": "https://x.example/a",
                }
            ]
        }
    else:
        entry = factories.InitiativeFactory.create(owner=spain)
        entry.countries.add(spain.country)
        entry.members.add(factories.member("DEU"))
        values = {
            "countries": [spain.country.pk, factories.country("NAM").pk],
            "members": [factories.member("NAM").pk],
        }
    return draft_of(
        entry, focal_point, member=spain, key=request.param, title_en="Newer title", **values
    )


def twice(sql: list[str]) -> list[str]:
    """Queries that were made more than once, and rows that were read by their key twice.

    Checks of constraints and of other rows read no row.
    """
    sql = [query for query in sql if not query.startswith("SELECT 1 AS ")]
    same = [query for query, count in Counter(sql).items() if count > 1]
    rows = Counter(found.groups() for query in sql if (found := BY_KEY.search(query)))
    return same + [f"{table} {key}" for (table, key), count in rows.items() if count > 1]


@pytest.mark.parametrize("name", DESK)
def test_a_page_of_the_desk_reads_each_row_once(
    name: str, change: ProposedChange, focal_point_client: Client, query_cost: QueryCost
) -> None:
    url = reverse(f"focalpoints:{name}", args=[change.pk])
    assert twice(query_cost(lambda: focal_point_client.get(url)).sql) == []


@pytest.mark.parametrize("name", ADMIN)
def test_a_page_of_the_secretariat_reads_each_row_once(
    name: str,
    change: ProposedChange,
    focal_point: User,
    secretariat: User,
    secretariat_client: Client,
    query_cost: QueryCost,
) -> None:
    submissions.submit(change, seen=seen(change), by=focal_point)
    submissions.send_back(change, reason="Which?", seen=seen(change), by=secretariat)
    drafts.save_draft(
        change, change.draft | {"title_en": "Newest"}, seen=seen(change), by=focal_point
    )
    submissions.submit(change, seen=seen(change), by=focal_point)
    url = reverse(f"admin:focalpoints_proposedchange_{name}", args=[change.pk])
    assert twice(query_cost(lambda: secretariat_client.get(url)).sql) == []


def test_more_child_rows_cost_no_more(
    focal_point: User, spain: Any, focal_point_client: Client, query_cost: QueryCost
) -> None:
    plan = factories.PlanFactory.create(country=spain.country)
    change = draft_of(plan, focal_point, member=spain, key="plan", title_en="Newer title")
    url = reverse("focalpoints:change-preview", args=[change.pk])
    none = query_cost(lambda: focal_point_client.get(url))
    rows = [
        {
            "key": f"new-0000000000{number:02}",
            "kind": "annex",
            "title": f"Annex {number}",
            "language": "en",
            "url": f"https://x.example/{number}",
        }
        for number in range(50)
    ]
    change.refresh_from_db()
    drafts.save_draft(
        change,
        change.draft | {"documents": rows},
        seen=changes.edition(change),
        by=focal_point,
    )
    assert query_cost(lambda: focal_point_client.get(url)) == none
