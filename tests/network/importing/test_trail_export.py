"""The trail of a period leaves the portal whole, as a file, and that is in the trail."""

from __future__ import annotations

import csv
import datetime
import io
import tracemalloc
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from focalpoints.erasure import ERASABLE, erase_person_data
from network import clock
from network.accounts.models import User
from network.audit.tracking import acting
from network.audit.trail_lines import lines_of_trail
from network.importing import trail_export
from network.importing.models import ListExport
from network.importing.spreadsheets import writing
from network.importing.trail_export import COLUMNS, Period, trail_as_csv
from network.values.refusals import Refusal
from newsletters.models import Opportunity
from tests import factories
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db

ADDRESS = "admin:pghistory_middlewareevents_export"


def today() -> Period:
    return Period(clock.today(), clock.today())


def sent(format: str = "csv", **days: Any) -> dict[str, str]:
    return {
        "first": str(days.get("first", clock.today())),
        "last": str(days.get("last", clock.today())),
        "format": format,
    }


def lines_of(response: Any) -> list[dict[str, str]]:
    content = b"".join(response.streaming_content).decode()
    assert content.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline="")))


def test_each_changed_field_is_a_line_also_of_many_rows_at_once_and_of_sql(
    secretariat: User, secretariat_client: Client
) -> None:
    course = factories.OpportunityFactory.create(title_en="A course", provider="UNITAR")
    other = factories.OpportunityFactory.create(provider="UNITAR")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE newsletters_opportunity SET provider = 'By SQL' WHERE id = %s", [other.pk]
        )
    key = course.pk
    with acting(secretariat):
        Opportunity.objects.update(provider="=UN Women")
        course.delete()
    response = secretariat_client.post(reverse(ADDRESS), sent())
    assert response["Content-Disposition"].startswith('attachment; filename="history-')
    lines = lines_of(response)
    assert list(lines[0]) == list(COLUMNS)
    said = [
        (line["Number of the record"], line["Action"], line["Before"], line["After"], line["Who"])
        for line in lines
        if line["Type of record"] == "Opportunity" and line["Field"] == "Offered by"
    ]
    assert said == [
        (str(key), "created", "", "UNITAR", ""),
        (str(other.pk), "created", "", "UNITAR", ""),
        (str(other.pk), "changed", "UNITAR", "By SQL", ""),
        (str(key), "changed", "UNITAR", "'=UN Women", str(secretariat)),
        (str(other.pk), "changed", "By SQL", "'=UN Women", str(secretariat)),
        (str(key), "removed", "'=UN Women", "", str(secretariat)),
    ]
    assert {line["Record"] for line in lines if line["Number of the record"] == str(other.pk)} >= {
        str(other)
    }


def test_an_export_of_the_trail_is_in_the_trail(
    secretariat: User, secretariat_client: Client
) -> None:
    factories.OpportunityFactory.create()
    lines_of(secretariat_client.post(reverse(ADDRESS), sent()))
    noted = ListExport.objects.get()
    assert (noted.model, noted.by, noted.format) == (
        "pghistory.middlewareevents",
        secretariat,
        "csv",
    )
    assert noted.rows > 0
    assert noted.columns == list(COLUMNS)
    assert str(clock.today()) in noted.filters
    shown = secretariat_client.get(reverse("admin:network_listexport_changelist"))
    assert "History events" in shown.content.decode()


def test_it_is_a_workbook_too(secretariat_client: Client) -> None:
    factories.OpportunityFactory.create(provider="+49 UNITAR")
    response = secretariat_client.post(reverse(ADDRESS), sent("xlsx"))
    content = b"".join(response.streaming_content)
    rows = list(load_workbook(io.BytesIO(content), read_only=True).active.values)
    assert list(rows[0]) == list(COLUMNS)
    assert "'+49 UNITAR" in {row[-1] for row in rows}


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (0, -1, "The period ends before it starts."),
        (1, 2, "The period has not started yet."),
        (-366, 0, "A period has at most 366 days."),
        (-20, -10, "Nothing was changed in this period."),
        (None, 0, "This field is required."),
        ("word", 0, "Enter the date as year-month-day"),
        ("03/04/2026", 0, "Enter the date as year-month-day"),
    ],
)
def test_a_wrong_period_is_refused_with_a_sentence(
    secretariat_client: Client, first: Any, last: Any, sentence: str
) -> None:
    factories.OpportunityFactory.create()

    def day(value: Any) -> Any:
        if isinstance(value, int):
            return clock.today() + datetime.timedelta(days=value)
        return value or ""

    days = sent(first=day(first), last=day(last))
    answer = secretariat_client.post(reverse(ADDRESS), days)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not ListExport.objects.exists()


def test_more_than_a_worksheet_holds_is_refused_and_not_as_csv(
    secretariat_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.OpportunityFactory.create()
    monkeypatch.setattr(writing, "MOST_LINES", 3)
    answer = secretariat_client.post(reverse(ADDRESS), sent("xlsx"))
    assert "more lines than a worksheet holds" in answer.content.decode()
    assert len(lines_of(secretariat_client.post(reverse(ADDRESS), sent()))) > 3


def test_days_begin_at_midnight_of_the_network(secretariat: User) -> None:
    row = factories.OpportunityFactory.create()
    day = datetime.date(2026, 3, 5)
    zone = clock.zone()
    first = datetime.datetime(2026, 3, 5, tzinfo=zone)
    for number, moment in enumerate(
        (first - datetime.timedelta(seconds=1), first, first + datetime.timedelta(hours=23.9))
    ):
        Opportunity.objects.filter(pk=row.pk).update(provider=f"Provider {number}")
        row.events.filter(provider=f"Provider {number}").update(pgh_created_at=moment)
    period = Period(day, day)
    found = lines_of_trail(period.since, period.until)
    assert [line.after for line in found if line.field == "Offered by"] == [
        "Provider 1",
        "Provider 2",
    ]


def test_what_was_erased_is_not_in_it(secretariat: User, secretariat_client: Client) -> None:
    person = factories.PersonFactory.create(family_name="Quelquepart", position="Lighthouse")
    type(person).objects.filter(pk=person.pk).update(position="Another post")
    erase_person_data(person, ERASABLE, by=secretariat)
    lines = lines_of(secretariat_client.post(reverse(ADDRESS), sent()))
    text = str(lines)
    assert "Person" in {line["Type of record"] for line in lines}
    for value in ("Quelquepart", "Lighthouse", "Another post", "+34915550100"):
        assert value not in text


def test_no_password_and_no_secret_is_in_it(secretariat_client: Client) -> None:
    account = factories.UserFactory.create()
    User.objects.filter(pk=account.pk).update(password="a secret digest", name="Ana")
    lines = lines_of(secretariat_client.post(reverse(ADDRESS), sent()))
    assert "a secret digest" not in str(lines)
    assert "Ana" in {line["After"] for line in lines}


def test_only_who_may_export_it_does(
    looker: User, looker_client: Client, focal_point_client: Client, client: Client
) -> None:
    trail = reverse("admin:pghistory_middlewareevents_changelist")
    assert looker_client.get(reverse(ADDRESS)).status_code == 404
    assert looker_client.post(reverse(ADDRESS), sent()).status_code == 404
    assert reverse(ADDRESS) not in looker_client.get(trail).content.decode()
    assert focal_point_client.post(reverse(ADDRESS), sent()).status_code == 404
    assert client.get(reverse(ADDRESS)).status_code == 302
    with pytest.raises(Refusal, match="no permission"):
        trail_as_csv(today(), by=looker)
    with pytest.raises(Refusal, match="no permission"):
        trail_export.trail_as_xlsx(today(), by=looker)
    assert not ListExport.objects.exists()


def test_the_secretariat_has_the_permission_and_the_button(secretariat_client: Client) -> None:
    permission = Permission.objects.get(codename="export_middlewareevents")
    assert permission.content_type.app_label == "pghistory"
    trail = secretariat_client.get(reverse("admin:pghistory_middlewareevents_changelist"))
    assert reverse(ADDRESS) in trail.content.decode()
    page = secretariat_client.get(reverse(ADDRESS)).content.decode()
    assert str(clock.today()) in page


def _changes(number: int) -> None:
    for count in range(number):
        Opportunity.objects.update(provider=f"Provider {count}", summary_en="x" * 2_000)


def test_its_memory_does_not_grow_with_the_period(secretariat: User) -> None:
    for _number in range(20):
        factories.OpportunityFactory.create()
    peaks = []
    for more in (20, 80):
        _changes(more)
        tracemalloc.start()
        size = sum(len(part) for part in trail_as_csv(today(), by=secretariat))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert size > 20 * more * 50
    assert peaks[1] < peaks[0] * 1.6, peaks


def test_an_event_costs_no_query_of_its_own(secretariat: User, query_cost: QueryCost) -> None:
    def whole() -> None:
        b"".join(trail_as_csv(today(), by=secretariat))

    with acting(secretariat):
        factories.DesignationFactory.create()
    whole()
    few = query_cost(whole)
    with acting(secretariat):
        for _number in range(5):
            factories.DesignationFactory.create()
    assert query_cost(whole) == few
