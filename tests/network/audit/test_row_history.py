"""The history of every row opens on its events, in words that people read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from focalpoints.models import Designation
from initiatives.models import PlanCount, PlanFinding
from meetings.models import Attendance
from network.accounts.invitations import invite
from network.accounts.models import User
from network.audit.row_history import history_of
from network.audit.tracking import acting
from network.documents.models import PrivateFile
from network.importing.models import ListExport
from network.privacy.models import ErasureRequest
from network.values.partial_dates import PartialDate
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.changes import draft_of
from tests.focalpoints.letters import LetterRequestFactory
from tests.focalpoints.notifications import sent
from tests.meetings.texts import written
from tests.network.importing.files import checked

pytestmark = pytest.mark.django_db

ROWS: dict[str, Callable[[User], Any]] = {
    "focalpoints.category": lambda by: factories.category("alternate"),
    "focalpoints.country": lambda by: factories.country("ESP"),
    "focalpoints.designation": lambda by: factories.DesignationFactory.create(),
    "focalpoints.letterrequest": lambda by: LetterRequestFactory.create(),
    "focalpoints.draftingright": lambda by: factories.DraftingRightFactory.create(),
    "focalpoints.member": lambda by: factories.member("ESP"),
    "focalpoints.notification": lambda by: factories.NotificationFactory.create(),
    "focalpoints.notificationrecipient": lambda by: sent(
        by, members=[factories.DesignationFactory.create().member]
    ).recipients.get(),
    "focalpoints.organisation": lambda by: factories.OrganisationFactory.create(),
    "focalpoints.person": lambda by: factories.PersonFactory.create(),
    "initiatives.initiative": lambda by: factories.InitiativeFactory.create(),
    "initiatives.nationalactionplan": lambda by: factories.PlanFactory.create(),
    "initiatives.plancount": lambda by: PlanCount.objects.create(
        as_of=PartialDate(2025), states=108, source="https://example.org/"
    ),
    "initiatives.planfinding": lambda by: PlanFinding.objects.create(
        country=factories.country("ESP"),
        subject=PlanFinding.Subject.values[0],
        said="A plan is being written.",
        source="https://example.org/",
    ),
    "meetings.attendance": lambda by: Attendance.objects.create(
        meeting=factories.MeetingFactory.create(), member=factories.member("ESP")
    ),
    "meetings.communique": lambda by: written(),
    "meetings.meeting": lambda by: factories.MeetingFactory.create(),
    "meetings.presidency": lambda by: factories.PresidencyFactory.create(),
    "network.invitation": lambda by: invite(email="newcomer@example.org", by=by),
    "network.listexport": lambda by: ListExport.objects.create(
        model="focalpoints.member", rows=0, format="csv", by=by, by_name=str(by)
    ),
    "network.privatefile": lambda by: PrivateFile.objects.create(
        kind="letter", owner="1", file="private/a", content_type="application/pdf", size=1
    ),
    "network.erasurerequest": lambda by: ErasureRequest.objects.create(account=by),
    "network.spreadsheetimport": lambda by: checked([["country"], ["ESP"]], by=by),
    "network.user": lambda by: factories.UserFactory.create(),
    "newsletters.newsletter": lambda by: factories.NewsletterFactory.create(),
    "newsletters.opportunity": lambda by: factories.OpportunityFactory.create(),
    "newsletters.subscription": lambda by: factories.SubscriptionFactory.create(),
}
# Its row is made by a draft, whose owner has to be arranged.
BY_A_DRAFT = "focalpoints.proposedchange"


def page_of(client: Client, row: Any) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_history"
    answer = client.get(reverse(name, args=[row.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_there_is_a_row_here_for_every_tracked_model() -> None:
    tracked = {
        model._meta.label_lower
        for model in admin.site._registry
        if hasattr(model, "pgh_event_models")
    }
    assert tracked == {*ROWS, BY_A_DRAFT}


@pytest.mark.parametrize("label", [*sorted(ROWS), BY_A_DRAFT])
def test_the_history_of_a_row_opens_on_its_events(
    label: str, secretariat: User, secretariat_client: Client, focal_point: User
) -> None:
    with acting(secretariat):
        make = ROWS.get(label)
        spain = factories.member("ESP")
        row = make(secretariat) if make else draft_of(None, focal_point, member=spain)
    page = page_of(secretariat_client, row)
    assert "created" in page
    assert "What was entered" in page
    assert str(secretariat) in page
    assert "No history is recorded yet." not in page


def test_a_name_with_an_apostrophe_is_escaped_once(secretariat_client: Client) -> None:
    plan = factories.PlanFactory.create(title_en="Namibia's plan & its annex")
    page = page_of(secretariat_client, plan)
    assert "<h1>History of Namibia&#x27;s plan &amp; its annex</h1>" in page


@pytest.mark.parametrize("label", sorted(ROWS))
def test_a_history_names_fields_by_their_labels_and_no_secret(
    label: str, secretariat: User
) -> None:
    row = ROWS[label](secretariat)
    labels = {change.label for step in history_of(row) for change in step.alterations}
    assert labels
    assert [text for text in labels if "_" in text or text.lower().endswith(" id")] == []
    assert {text.lower() for text in labels} & {"password", "token", "key", "digest"} == set()


def test_a_related_row_is_reported_by_its_name(
    secretariat: User, secretariat_client: Client
) -> None:
    row = factories.DesignationFactory.create(category=factories.category("alternate"))
    with acting(secretariat):
        Designation.objects.filter(pk=row.pk).update(category=factories.category("mission"))
    page = page_of(secretariat_client, row)
    before, after = (str(factories.category(code)) for code in ("alternate", "mission"))
    assert f"<del>{before}</del> → <ins>{after}</ins>" in page


def test_what_a_relation_gains_and_loses_is_reported(secretariat_client: Client) -> None:
    initiative = factories.InitiativeFactory.create()
    initiative.countries.add(factories.country("NAM"))
    initiative.countries.clear()
    page = page_of(secretariat_client, initiative)
    assert "<del>–</del> → <ins>Namibia</ins>" in page
    assert "<del>Namibia</del> → <ins>–</ins>" in page


def test_a_row_that_is_gone_is_reported_by_its_key(secretariat_client: Client) -> None:
    row = factories.DesignationFactory.create()
    other = factories.PersonFactory.create()
    Designation.objects.filter(pk=row.pk).update(person=other)
    Designation.objects.filter(pk=row.pk).update(person=row.person)
    key = other.pk
    other.delete()
    assert f"deleted ({key})" in page_of(secretariat_client, row)


def test_a_history_costs_the_same_for_one_event_and_for_many(
    secretariat_client: Client, query_cost: QueryCost
) -> None:
    row = factories.DesignationFactory.create(category=factories.category("alternate"))
    costs = []
    for number in range(2):
        for code in ("mission", "alternate") * (1 + 4 * number):
            Designation.objects.filter(pk=row.pk).update(category=factories.category(code))
        costs.append(query_cost(lambda: page_of(secretariat_client, row)))
    assert costs[0] == costs[1]
