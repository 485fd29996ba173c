"""Importing in the admin: a file is chosen, looked at, confirmed and undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from focalpoints.models import Member
from network.accounts.models import User
from network.importing.models import SpreadsheetImport
from tests import factories
from tests.network.importing.files import checked, csv_of, worked, xlsx_of

pytestmark = pytest.mark.django_db

ROWS = [["Country", "Joined", "Remark"], ["Norway", "2016", "<b>"], ["Spain", "2017", ""]]


@pytest.fixture(autouse=True)
def _spain(db: None) -> None:
    factories.country("NOR")
    factories.member("ESP")


def address(name: str, *args: Any) -> str:
    return reverse(f"admin:network_spreadsheetimport_{name}", args=args)


def sent(client: Client, content: bytes, name: str = "members.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(address("choose", "members"), {"file": file}, follow=True)


def page(client: Client, spreadsheet: SpreadsheetImport, **query: str) -> str:
    response = client.get(address("change", spreadsheet.pk), query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_file_is_chosen_looked_at_confirmed_and_undone(secretariat_client: Client) -> None:
    listed = secretariat_client.get(reverse("admin:focalpoints_member_changelist"))
    assert address("choose", "members") in listed.content.decode()
    assert "Portal code" in secretariat_client.get(address("choose", "members")).content.decode()

    response = sent(secretariat_client, csv_of(ROWS))
    found = SpreadsheetImport.objects.get()
    assert response.redirect_chain[-1][0] == address("change", found.pk)
    assert response["Refresh"], "the page looks again until all rows are checked"
    assert "0 of 2 rows" in response.content.decode()

    worked(found)
    text = page(secretariat_client, found)
    assert "Columns that are not read:" in text
    assert "Import the ticked rows" in text
    assert "“Joined” (B)" in text
    assert "Norway" in page(secretariat_client, found, outcome="new")
    assert "Spain" not in page(secretariat_client, found, outcome="new")

    secretariat_client.post(address("confirm", found.pk))
    worked(found)
    assert Member.objects.filter(country__iso3="NOR").exists()
    assert "Undo the import" in page(secretariat_client, found)

    asked = secretariat_client.get(address("undo", found.pk)).content.decode()
    assert "2 rows are as they were before again" in asked
    assert Member.objects.filter(country__iso3="NOR").exists()


def test_a_file_that_cannot_be_read_says_why_beside_the_field(secretariat_client: Client) -> None:
    text = sent(secretariat_client, b"%PDF-1.7 ...", "members.xlsx").content.decode()
    assert "This is a PDF file" in text
    assert not SpreadsheetImport.objects.exists()


def test_an_excel_file_is_read_too(secretariat_client: Client) -> None:
    sent(secretariat_client, xlsx_of(ROWS), "members.xlsx")
    found = worked(SpreadsheetImport.objects.get())
    assert found.counts()["new"] == 1


def test_a_row_with_a_problem_is_shown_first_and_can_be_left_out(
    secretariat_client: Client,
) -> None:
    sent(secretariat_client, csv_of([*ROWS, ["Atlantis", "2017", ""]]))
    found = worked(SpreadsheetImport.objects.get())
    text = page(secretariat_client, found)
    assert text.index("Atlantis") < text.index("Norway")
    assert "Import the ticked rows without a problem" in text
    refused = secretariat_client.post(address("confirm", found.pk), follow=True)
    assert "Nothing was imported: 1 row has a problem." in refused.content.decode()
    secretariat_client.post(address("confirm", found.pk), {"only_good": "yes"})
    assert worked(found).state == "written"


def test_an_ambiguous_name_is_asked_about_on_the_page(secretariat_client: Client) -> None:
    factories.OrganisationFactory.create(code="NORDIC", name_en="Nordic Union", aliases=["NO"])
    sent(secretariat_client, csv_of([["Member", "Joined"], ["NO", "2017"]]))
    found = worked(SpreadsheetImport.objects.get())
    assert 'name="name:no"' in page(secretariat_client, found)
    secretariat_client.post(address("answer", found.pk), {"name:no": "NORDIC"})
    worked(found)
    assert "Nordic Union" in page(secretariat_client, found, outcome="new")


def test_who_may_only_look_imports_nothing(
    looker_client: Client, secretariat_client: Client
) -> None:
    sent(secretariat_client, csv_of(ROWS))
    found = worked(SpreadsheetImport.objects.get())
    assert looker_client.get(address("choose", "members")).status_code == 404
    assert "Import the ticked rows" not in page(looker_client, found)
    for name in ("confirm", "answer", "rows", "retry", "discard", "undo"):
        assert looker_client.post(address(name, found.pk)).status_code == 404
    assert worked(found).state == "ready"
    listed = looker_client.get(reverse("admin:focalpoints_member_changelist"))
    assert address("choose", "members") not in listed.content.decode()
    assert secretariat_client.get(address("undo", found.pk)).status_code == 404, "not written yet"
    secretariat_client.post(address("confirm", found.pk))
    assert worked(found).state == "written"
    assert secretariat_client.get(address("undo", found.pk)).status_code == 200
    assert looker_client.get(address("undo", found.pk)).status_code == 404


def test_a_page_costs_the_same_for_one_row_as_for_many(
    secretariat_client: Client, secretariat: User, query_cost: Any
) -> None:
    def cost(rows: list[list[str]]) -> Any:
        SpreadsheetImport.objects.all().delete()
        sent(secretariat_client, csv_of(rows))
        found = worked(SpreadsheetImport.objects.get())
        return query_cost(lambda: secretariat_client.get(address("change", found.pk)))

    assert cost(ROWS[:2]) == cost(ROWS)


def test_single_rows_are_unticked_and_stay_so_while_other_rows_are_looked_at(
    secretariat_client: Client,
) -> None:
    sent(secretariat_client, csv_of(ROWS))
    found = worked(SpreadsheetImport.objects.get())
    numbers = dict(found.rows.values_list("label", "number"))
    tick = 'value="{0}" form="import-choice" aria-label="Import row {0}" checked'
    tick = tick.format(numbers["Norway"])
    assert tick in page(secretariat_client, found)
    turned = secretariat_client.post(
        address("rows", found.pk),
        {
            "shown": [str(number) for number in numbers.values()],
            "chosen": str(numbers["Spain"]),
            "show": "outcome=new&p=1",
        },
    )
    assert turned["Location"] == f"{address('change', found.pk)}?outcome=new&p=1"
    assert tick not in page(secretariat_client, found, outcome="new")
    # The other page of the list says nothing of Norway, which stays as it was left.
    secretariat_client.post(
        address("confirm", found.pk), {"shown": numbers["Spain"], "chosen": numbers["Spain"]}
    )
    assert worked(found).state == "written"
    assert "left out" in page(secretariat_client, found)
    assert not Member.objects.filter(country__iso3="NOR").exists()
    assert str(Member.objects.get(country__iso3="ESP").joined_on) == "2017"


def test_nothing_is_imported_where_every_row_is_unticked(secretariat_client: Client) -> None:
    sent(secretariat_client, csv_of(ROWS))
    found = worked(SpreadsheetImport.objects.get())
    shown = list(found.rows.values_list("number", flat=True))
    refused = secretariat_client.post(address("confirm", found.pk), {"shown": shown}, follow=True)
    assert "There is nothing to import: every row is left out." in refused.content.decode()
    assert worked(found).state == "ready"
    secretariat_client.post(address("discard", found.pk))
    assert worked(found).state == "discarded"
    assert "Import the ticked rows" not in page(secretariat_client, found)


def test_who_sees_no_imports_opens_none(secretariat: User) -> None:
    found = checked(ROWS, by=secretariat)
    stranger = Client()
    stranger.force_login(factories.UserFactory.create(is_staff=True))
    assert stranger.get(address("change", found.pk)).status_code == 404
