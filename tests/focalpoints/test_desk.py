"""The desk over HTTP: a focal point drafts, previews and submits; others see nothing of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from focalpoints.models import Designation, ProposedChange
from focalpoints.review import direct, services
from focalpoints.review.values import form_data
from initiatives.models import Initiative
from network.models import User
from tests import factories
from tests.focalpoints.changes import INITIATIVE, draft_of, kind, submitted

pytestmark = pytest.mark.django_db
State = ProposedChange.State


@pytest.fixture
def spain(focal_point: User) -> Any:
    return factories.member("ESP")


@pytest.fixture
def initiative(spain: Any) -> Initiative:
    return factories.InitiativeFactory.create(owner=spain, title_en="Old title")


def start(client: Client, entry: Any = None, key: str = "initiative") -> ProposedChange:
    client.post(
        reverse("focalpoints:change-start", args=["spain", key]),
        {"entry": entry.pk} if entry else {},
    )
    return ProposedChange.objects.latest("pk")


def form_of(change: ProposedChange, **values: Any) -> dict[str, Any]:
    """What the browser sends from the edit page, with `values` typed over."""
    change.refresh_from_db()
    form = kind().form(instance=services.draft_entry(change))
    data: dict[str, Any] = dict(form_data(form, {**change.draft, **values}).lists())
    return {**data, "edition": services.edition(change)}


def test_a_visitor_goes_to_sign_in(visitor: Client) -> None:
    answer = visitor.get("/desk/")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_a_focal_point_finds_their_members_desk(focal_point_client: Client) -> None:
    page = focal_point_client.get("/desk/").content.decode()
    assert "Desk of Spain" in page


def test_a_focal_point_of_two_members_chooses(focal_point_client: Client, spain: Any) -> None:
    person = Designation.objects.get(member=spain).person
    factories.DesignationFactory.create(member=factories.member("NAM"), person=person)
    page = focal_point_client.get("/desk/").content.decode()
    assert reverse("focalpoints:desk-member", args=["namibia"]) in page
    assert "Desk of Namibia" in focal_point_client.get("/desk/members/namibia/").content.decode()


def test_the_secretariat_is_told_where_the_queue_is(secretariat_client: Client) -> None:
    page = secretariat_client.get("/desk/").content.decode()
    assert reverse("admin:focalpoints_proposedchange_changelist") in page


def test_an_account_without_a_designation_has_no_desk(client: Client, db: None) -> None:
    client.force_login(factories.UserFactory.create())
    assert client.get("/desk/").status_code == 404


def test_a_designation_that_ended_opens_no_desk(client: Client, spain: Any) -> None:
    former = factories.UserFactory.create()
    factories.DesignationFactory.create(
        member=spain,
        person=factories.PersonFactory.create(user=former),
        starts_on="2019-01-01",
        ends_on="2020-01-01",
    )
    client.force_login(former)
    assert client.get("/desk/members/spain/").status_code == 404


def test_a_new_initiative_goes_from_the_desk_to_the_queue(
    focal_point_client: Client, spain: Any
) -> None:
    change = start(focal_point_client)
    edit = reverse("focalpoints:change-edit", args=[change.pk])
    answer = focal_point_client.post(edit, {**form_of(change, **INITIATIVE), "preview": "1"})
    preview = reverse("focalpoints:change-preview", args=[change.pk])
    assert answer["Location"] == preview
    page = focal_point_client.get(preview).content.decode()
    assert "Women who mediate between fishing villages" in page
    change.refresh_from_db()
    focal_point_client.post(
        reverse("focalpoints:change-submit", args=[change.pk]),
        {"edition": services.edition(change), "note": "Our first"},
    )
    change.refresh_from_db()
    assert change.state == State.SUBMITTED
    assert change.steps.get().reason == "Our first"


def test_an_unfinished_form_is_kept_and_marked(focal_point_client: Client, spain: Any) -> None:
    change = start(focal_point_client)
    edit = reverse("focalpoints:change-edit", args=[change.pk])
    data = form_of(change, title_en="Half") | {"starts_on_month": "5", "starts_on_year": ""}
    page = focal_point_client.post(edit, data).content.decode()
    assert "Draft saved as it is" in page
    assert "Give at least the year." in page
    change.refresh_from_db()
    assert change.draft["title_en"] == "Half"
    again = focal_point_client.get(edit).content.decode()
    assert 'value="Half"' in again


def test_a_fresh_form_shows_no_error(focal_point_client: Client, spain: Any) -> None:
    change = start(focal_point_client)
    page = focal_point_client.get(reverse("focalpoints:change-edit", args=[change.pk]))
    assert "errorlist" not in page.content.decode()


def test_what_two_people_typed_at_once_is_not_lost(
    focal_point_client: Client, focal_point: User, initiative: Initiative, spain: Any
) -> None:
    change = start(focal_point_client, initiative)
    opened = form_of(change, title_en="Mine")
    colleague = factories.focal_point_of(spain, name="Cora Colleague")
    services.save_draft(
        change, {**change.draft, "title_en": "Hers"}, seen=services.edition(change), by=colleague
    )
    edit = reverse("focalpoints:change-edit", args=[change.pk])
    page = focal_point_client.post(edit, opened).content.decode()
    assert "Cora Colleague has changed this draft" in page
    assert 'value="Mine"' in page
    change.refresh_from_db()
    assert change.draft["title_en"] == "Hers"
    focal_point_client.post(edit, {**opened, "edition": services.edition(change)})
    change.refresh_from_db()
    assert change.draft["title_en"] == "Mine"


def test_the_reason_stands_on_the_desk_and_on_the_change(
    focal_point_client: Client,
    focal_point: User,
    secretariat: User,
    initiative: Initiative,
    spain: Any,
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    services.send_back(
        change, reason="Name the partner.", seen=services.edition(change), by=secretariat
    )
    assert "Name the partner." in focal_point_client.get("/desk/").content.decode()
    page = focal_point_client.get(reverse("focalpoints:change", args=[change.pk]))
    assert "Name the partner." in page.content.decode()


def test_taking_back_opens_the_form_again(
    focal_point_client: Client, focal_point: User, initiative: Initiative, spain: Any
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    answer = focal_point_client.post(reverse("focalpoints:change-take-back", args=[change.pk]))
    assert answer["Location"] == reverse("focalpoints:change-edit", args=[change.pk])


def test_withdrawing_asks_first(
    focal_point_client: Client, focal_point: User, initiative: Initiative, spain: Any
) -> None:
    change = draft_of(initiative, focal_point, member=spain, title_en="New")
    url = reverse("focalpoints:change-withdraw", args=[change.pk])
    assert "Withdraw this draft?" in focal_point_client.get(url).content.decode()
    change.refresh_from_db()
    assert change.is_open
    focal_point_client.post(url)
    change.refresh_from_db()
    assert change.state == State.WITHDRAWN


def test_a_conflict_is_shown_in_three_columns_and_decided(
    focal_point_client: Client,
    focal_point: User,
    secretariat: User,
    initiative: Initiative,
    spain: Any,
) -> None:
    change = draft_of(initiative, focal_point, member=spain, title_en="Theirs")
    initiative.title_en = "Ours"
    direct.edit_directly(initiative, seen_version=1, by=secretariat)
    submit = reverse("focalpoints:change-submit", args=[change.pk])
    answer = focal_point_client.post(submit, {"edition": services.edition(change)})
    conflict = reverse("focalpoints:change-conflict", args=[change.pk])
    assert answer["Location"] == conflict
    page = focal_point_client.get(conflict).content.decode()
    assert all(text in page for text in ("Old title", "Ours", "Theirs"))
    data = {"edition": services.edition(change), "version": "2"}
    page = focal_point_client.post(conflict, data).content.decode()
    assert "choose which to keep" in page
    focal_point_client.post(conflict, {**data, "keep-title_en": "proposed"})
    change.refresh_from_db()
    assert (change.base_version, change.draft["title_en"]) == (2, "Theirs")


def test_confirming_from_the_desk(
    focal_point_client: Client, initiative: Initiative, spain: Any
) -> None:
    Initiative.objects.update(confirmed_at=None)
    assert "Not confirmed for a year" in focal_point_client.get("/desk/").content.decode()
    focal_point_client.post(
        reverse("focalpoints:entry-confirm", args=["spain", "initiative", initiative.pk])
    )
    assert "Not confirmed for a year" not in focal_point_client.get("/desk/").content.decode()


CHANGE_PAGES = [
    ("change", "get"),
    ("change-edit", "get"),
    ("change-preview", "get"),
    ("change-conflict", "get"),
    ("change-withdraw", "get"),
    ("change-withdraw", "post"),
    ("change-submit", "post"),
    ("change-take-back", "post"),
]


@pytest.mark.parametrize(("name", "method"), CHANGE_PAGES)
def test_another_members_change_does_not_exist_for_me(
    name: str,
    method: str,
    other_focal_point_client: Client,
    focal_point: User,
    initiative: Initiative,
    spain: Any,
) -> None:
    change = draft_of(initiative, focal_point, member=spain, title_en="New")
    url = reverse(f"focalpoints:{name}", args=[change.pk])
    assert getattr(other_focal_point_client, method)(url).status_code == 404


def test_another_members_entry_cannot_be_started_or_confirmed(
    other_focal_point_client: Client, initiative: Initiative, spain: Any
) -> None:
    start_url = reverse("focalpoints:change-start", args=["germany", "initiative"])
    assert other_focal_point_client.post(start_url, {"entry": initiative.pk}).status_code == 404
    confirm = reverse("focalpoints:entry-confirm", args=["germany", "initiative", initiative.pk])
    assert other_focal_point_client.post(confirm).status_code == 404
    assert not ProposedChange.objects.exists()


def test_a_visitor_cannot_start_a_change(visitor: Client, spain: Any) -> None:
    answer = visitor.post(reverse("focalpoints:change-start", args=["spain", "initiative"]))
    assert "/accounts/login/" in answer["Location"]
    assert not ProposedChange.objects.exists()


def test_the_desk_costs_the_same_for_one_entry_and_for_many(
    focal_point_client: Client, focal_point: User, spain: Any
) -> None:
    def entry() -> None:
        row = factories.InitiativeFactory.create(owner=spain)
        draft_of(row, focal_point, member=spain, title_en="New")
        factories.PlanFactory.create(country=factories.country("ESP"))

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert focal_point_client.get("/desk/").status_code == 200
        return len(queries)

    entry()
    cost()
    one = cost()
    for _turn in range(8):
        entry()
    assert cost() == one
