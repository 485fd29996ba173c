"""Exports of what a page of the site shows: one FilterSet serves page, table and export."""

from __future__ import annotations

import csv
import html
import io
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client, RequestFactory
from django.urls import reverse

from focalpoints.filters import directory_shown, members_shown
from initiatives.filters import initiatives_shown, plans_shown
from initiatives.models import Initiative
from meetings.filters import meetings_shown
from network.accounts.models import User
from network.importing.models import ListExport
from newsletters.filters import opportunities_shown
from newsletters.models import Opportunity
from tests import factories

pytestmark = pytest.mark.django_db

# What a page shows, filters that leave one row of two, and the column that says which.
PAGES: dict[str, tuple[Any, str, str]] = {
    "focalpoints:members": (members_shown, "region=150", "Portal code"),
    "focalpoints:directory": (directory_shown, "region=150&q=spain", "Portal code"),
    "initiatives:plans": (plans_shown, "region=150&standing=in_force&on=2026-05-01", "Portal code"),
    "initiatives:initiatives": (initiatives_shown, "q=mediator&status=planned", "Portal code"),
    "meetings:meetings": (meetings_shown, "kind=capital-level&year=2025", "Type"),
    "newsletters:opportunities": (opportunities_shown, "kind=training", "Type"),
}


@pytest.fixture(autouse=True)
def two_of_each(db: None) -> None:
    for code in ("ESP", "NAM"):
        member = factories.member(code)
        factories.DesignationFactory.create(member=member)
        factories.PlanFactory.create(country=member.country)
        status = Initiative.Status.PLANNED if code == "ESP" else Initiative.Status.COMPLETED
        factories.InitiativeFactory.create(owner=member, status=status)
        factories.MeetingFactory.create(
            hosts=[member],
            kind="capital-level" if code == "ESP" else "expert",
            starts_on="2025-05-20",
        )
        kind = Opportunity.Kind.TRAINING if code == "ESP" else Opportunity.Kind.FUNDING
        factories.OpportunityFactory.create(kind=kind)


def export_of(client: Client, address: str) -> str:
    """Where the page at `address` leads to its export; empty where it does not."""
    response = client.get(address)
    assert response.status_code == 200
    found = re.search(r'href="(/admin/[^"]+/export/[^"]*)"', response.content.decode())
    return html.unescape(found[1]) if found else ""


def rows_of(client: Client, export: str) -> list[dict[str, str]]:
    response = client.post(export, {"format": "csv"})
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", PAGES)
def test_an_export_holds_what_the_page_shows(
    name: str, secretariat_client: Client, secretariat: User
) -> None:
    shown, query, column = PAGES[name]
    address = reverse(name)
    everything = rows_of(secretariat_client, export_of(secretariat_client, address))
    assert len(everything) > 1
    export = export_of(secretariat_client, f"{address}?{query}&page=1")
    found = rows_of(secretariat_client, export)
    request = RequestFactory().get(f"{address}?{query}")
    request.user = secretariat
    filters = shown(request)
    assert filters.is_filtered
    assert len(found) == filters.qs.count() == 1
    assert found[0] in everything
    assert {row[column] for row in found} < {row[column] for row in everything}
    noted = ListExport.objects.latest("pk")
    assert (noted.model, noted.rows, noted.by) == (
        filters.qs.model._meta.label_lower,
        1,
        secretariat,
    )
    # The question before it says so too, and leads back to the page.
    asked = secretariat_client.get(export).content.decode()
    assert "1 row is exported." in asked
    assert f'href="{html.escape(f"{address}?{query}")}"' in asked


@pytest.mark.parametrize("name", PAGES)
def test_only_who_may_export_a_list_is_offered_it(
    name: str, visitor: Client, focal_point_client: Client, looker: User, looker_client: Client
) -> None:
    address = reverse(name)
    assert export_of(focal_point_client, address) == ""
    model = PAGES[name][0](_request(address, looker)).queryset.model
    if name != "focalpoints:directory":
        assert export_of(visitor, address) == ""
        assert export_of(looker_client, address) == ""
        permission = Permission.objects.get(codename=f"export_{model._meta.model_name}")
        looker.user_permissions.add(permission)
        assert export_of(looker_client, address)
    export = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_export")
    assert focal_point_client.post(f"{export}?of_page=1", {"format": "csv"}).status_code == 404


def _request(address: str, user: User) -> Any:
    request = RequestFactory().get(address)
    request.user = user
    return request


def test_a_wrong_value_filters_the_export_as_little_as_the_page(
    secretariat_client: Client,
) -> None:
    export = export_of(secretariat_client, "/members/?region=nowhere")
    assert {row["Portal code"] for row in rows_of(secretariat_client, export)} >= {"ESP", "NAM"}
