"""Exports of the admin's lists: what they hold, who may, and that they are noted."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from network.accounts.models import User
from network.importing.list_admin import ListAdmin
from network.importing.models import ListExport
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints import notifications

pytestmark = pytest.mark.django_db

EXPORTED = {
    "focalpoints.member",
    "focalpoints.person",
    "focalpoints.designation",
    "focalpoints.notificationrecipient",
    "initiatives.nationalactionplan",
    "initiatives.initiative",
    "meetings.meeting",
    "newsletters.opportunity",
    "newsletters.subscription",
}


def address(model: str, **query: str) -> str:
    found = reverse(f"admin:{model.replace('.', '_')}_export")
    return f"{found}?{'&'.join(f'{k}={v}' for k, v in query.items())}"


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def as_csv(client: Client, model: str, **query: str) -> bytes:
    response = client.post(address(model, **query), {"format": "csv"})
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    return bytes(response.content)


@pytest.fixture
def one_of_each(db: None) -> None:
    factories.DesignationFactory.create(person__given_name="=cmd()", person__family_name="Ünal")
    factories.PlanFactory.create()
    factories.InitiativeFactory.create(title_en="Accès à la paix")
    spain = factories.member("ESP")
    factories.MeetingFactory.create(country=spain.country, hosts=[spain])
    factories.OpportunityFactory.create()
    factories.SubscriptionFactory.create()
    notifications.sent(factories.SecretariatFactory.create())


@pytest.mark.guard
def test_these_lists_are_exported_and_no_others() -> None:
    """Accounts, mail and the trail never are."""
    found = {
        model._meta.label_lower
        for model, model_admin in admin.site._registry.items()
        if isinstance(model_admin, ListAdmin) or hasattr(model_admin, "export_action")
    }
    assert found == EXPORTED


@pytest.mark.parametrize("model", sorted(EXPORTED))
def test_a_list_is_exported_as_csv_and_xlsx_and_noted(
    model: str, one_of_each: None, secretariat_client: Client, secretariat: User
) -> None:
    listed = secretariat_client.get(reverse(f"admin:{model.replace('.', '_')}_changelist"))
    assert address(model).rstrip("?") in listed.content.decode()
    page = secretariat_client.get(address(model)).content.decode()
    content = as_csv(secretariat_client, model)
    assert content.startswith(b"\xef\xbb\xbf"), "a spreadsheet reads it as UTF-8"
    rows = rows_of(content)
    assert rows
    assert all(heading in page for heading in list(rows[0])[:3])
    [noted] = ListExport.objects.all()
    assert (noted.model, noted.rows, noted.format, noted.by) == (
        model,
        len(rows),
        "csv",
        secretariat,
    )
    event = noted.events.get()
    assert event.pgh_context.metadata["user"] == secretariat.pk
    sheet = load_workbook(
        io.BytesIO(secretariat_client.post(address(model), {"format": "xlsx"}).content)
    ).active
    assert sheet is not None
    cells = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert cells[0] == list(rows[0])
    assert len(cells) == len(rows) + 1
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_no_cell_is_run_as_a_formula(one_of_each: None, secretariat_client: Client) -> None:
    names = {row["Given name"] for row in rows_of(as_csv(secretariat_client, "focalpoints.person"))}
    assert "'=cmd()" in names


def test_an_export_holds_what_the_lists_filter_shows(secretariat_client: Client) -> None:
    for code, state in (("ESP", "confirmed"), ("DEU", "recorded")):
        member = factories.member(code)
        member.state = state
        member.save()
    found = rows_of(as_csv(secretariat_client, "focalpoints.member", state__exact="confirmed"))
    assert [row["Member"] for row in found] == ["Spain"]
    assert ListExport.objects.get().filters == "state__exact=confirmed"
    found = rows_of(as_csv(secretariat_client, "focalpoints.member", q="germ"))
    # The words of a search may name a person, and are not kept.
    assert "germ" not in ListExport.objects.latest("pk").filters
    assert [row["Portal code"] for row in found] == ["DEU"]


@pytest.mark.parametrize("model", sorted(EXPORTED))
def test_only_who_may_export_a_list_does(
    model: str, looker: User, looker_client: Client, focal_point_client: Client
) -> None:
    for client in (looker_client, focal_point_client):
        assert client.get(address(model)).status_code == 404
        assert client.post(address(model), {"format": "csv"}).status_code == 404
    changelist = reverse(f"admin:{model.replace('.', '_')}_changelist")
    assert address(model).rstrip("?") not in looker_client.get(changelist).content.decode()
    app, name = model.split(".")
    looker.user_permissions.add(
        Permission.objects.get(codename=f"export_{name}", content_type__app_label=app)
    )
    assert looker_client.get(address(model)).status_code == 200


@pytest.mark.parametrize("model", sorted(EXPORTED))
def test_an_export_costs_the_same_for_one_row_as_for_many(
    model: str, one_of_each: None, secretariat_client: Client, query_cost: QueryCost
) -> None:
    def cost() -> Any:
        return query_cost(lambda: secretariat_client.post(address(model), {"format": "csv"}))

    one = cost()
    for code in ("DEU", "NOR", "CAN"):
        member = factories.member(code)
        factories.DesignationFactory.create(member=member)
        factories.PlanFactory.create(country=member.country)
        factories.InitiativeFactory.create(owner=member).countries.add(member.country)
        factories.MeetingFactory.create(country=member.country, hosts=[member])
        factories.OpportunityFactory.create()
        factories.SubscriptionFactory.create()
    assert cost() == one
