"""The Secretariat's review queue in the admin."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.dashboard import submissions as submissions_card
from focalpoints.models import ProposedChange
from focalpoints.review import changes, publication, submissions
from initiatives.models import Initiative
from network.accounts.models import User
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.changes import draft_of, submitted

pytestmark = pytest.mark.django_db
State = ProposedChange.State
QUEUE = "/admin/focalpoints/proposedchange/"


@pytest.fixture
def change(initiative: Initiative, focal_point: User, spain: Any) -> ProposedChange:
    return submitted(initiative, focal_point, member=spain, title_en="Newer title")


def page_of(change: ProposedChange) -> str:
    return reverse("admin:focalpoints_proposedchange_change", args=[change.pk])


def decision(change: ProposedChange, word: str, **more: str) -> dict[str, str]:
    change.refresh_from_db()
    return {"decision": word, "edition": changes.edition(change), **more}


def test_what_waits_longest_comes_first(
    secretariat_client: Client, focal_point: User, spain: Any
) -> None:
    for title in ("first", "second"):
        row = factories.InitiativeFactory.create(owner=spain)
        submitted(row, focal_point, member=spain, title_en=f"Title {title}")
    row = factories.InitiativeFactory.create(owner=spain)
    draft_of(row, focal_point, member=spain, title_en="Title draft")
    page = secretariat_client.get(QUEUE).content.decode()
    places = [page.index(f"Title {word}") for word in ("first", "second", "draft")]
    assert places == sorted(places)


def test_the_queue_is_filtered_by_the_kinds_that_members_change(
    secretariat_client: Client, change: ProposedChange, focal_point: User, spain: Any
) -> None:
    plan = factories.PlanFactory.create(country=spain.country)
    draft_of(plan, focal_point, member=spain, key="plan", title_en="Title of a plan")
    page = secretariat_client.get(QUEUE, {"kind": "initiative"}).content.decode()
    assert "Newer title" in page
    assert "Title of a plan" not in page
    offered = set(re.findall(r"[?&;]kind=(\w+)", secretariat_client.get(QUEUE).content.decode()))
    assert offered == {"initiative", "plan", "member", "person"}


def test_old_and_new_stand_side_by_side(secretariat_client: Client, change: ProposedChange) -> None:
    page = secretariat_client.get(page_of(change)).content.decode()
    assert "<del>Old</del>" in page
    assert "<ins>Newer</ins>" in page
    assert "fields are unchanged" in page


def test_a_press_of_publish_publishes(
    secretariat_client: Client, change: ProposedChange, initiative: Initiative
) -> None:
    answer = secretariat_client.post(page_of(change), decision(change, "publish"))
    assert answer.status_code == 302
    initiative.refresh_from_db()
    assert initiative.title_en == "Newer title"


def test_sending_back_without_a_reason_says_so_beside_the_field(
    secretariat_client: Client, change: ProposedChange
) -> None:
    answer = secretariat_client.post(page_of(change), decision(change, "send-back", reason=" "))
    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.content.decode()
    change.refresh_from_db()
    assert change.state == State.SUBMITTED


def test_sending_back_keeps_the_reason_for_the_member(
    secretariat_client: Client, change: ProposedChange
) -> None:
    secretariat_client.post(page_of(change), decision(change, "send-back", reason="Why so short?"))
    change.refresh_from_db()
    assert change.state == State.SENT_BACK
    assert change.steps.last().reason == "Why so short?"


def test_a_reason_is_not_lost_when_the_draft_was_changed_meanwhile(
    secretariat_client: Client, change: ProposedChange, focal_point: User
) -> None:
    opened = decision(change, "send-back", reason="A long and careful reason")
    submissions.take_back(change, seen=changes.edition(change), by=focal_point)
    change.refresh_from_db()
    submissions.submit(change, seen=changes.edition(change), by=focal_point)
    page = secretariat_client.post(page_of(change), opened).content.decode()
    assert "A long and careful reason" in page
    assert "has changed this draft since" in page


def test_a_reason_longer_than_mail_bears_is_said_beside_the_field_and_kept(
    secretariat_client: Client, change: ProposedChange
) -> None:
    reason = "Why? " * 500
    answer = secretariat_client.post(page_of(change), decision(change, "send-back", reason=reason))
    page = answer.content.decode()
    assert 'id="reason-error"' in page
    assert reason in page
    change.refresh_from_db()
    assert change.state == State.SUBMITTED


def test_a_reason_that_the_database_cannot_hold_is_refused_beside_the_field(
    secretariat_client: Client, change: ProposedChange
) -> None:
    answer = secretariat_client.post(
        page_of(change), decision(change, "send-back", reason="Why\x00?")
    )
    assert "after “Why” is not allowed: U+0000, null." in answer.content.decode()
    change.refresh_from_db()
    assert change.state == ProposedChange.State.SUBMITTED


def test_a_plan_edited_into_a_generation_that_is_recorded_is_refused_in_the_form(
    secretariat_client: Client, spain: Any
) -> None:
    country = factories.country("ESP")
    factories.PlanFactory.create(country=country, generation=2)
    plan = factories.PlanFactory.create(country=country, generation=1)
    url = reverse("admin:initiatives_nationalactionplan_change", args=[plan.pk])
    form = secretariat_client.get(url).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    for name in ("adopted_on", "starts_on", "ends_on"):
        data |= {f"{name}_year": "", f"{name}_month": "", f"{name}_day": ""}
    data |= {"languages": ["en"], "generation": "2"}
    for inline in ("documents", "source_differences"):
        data |= {f"{inline}-TOTAL_FORMS": "0", f"{inline}-INITIAL_FORMS": "0"}
    page = secretariat_client.post(url, data).content.decode()
    assert "plan of the same generation" in page


def test_a_conflict_keeps_publish_from_being_pressed(
    secretariat_client: Client,
    change: ProposedChange,
    initiative: Initiative,
    secretariat: User,
) -> None:
    initiative.title_en = "Ours"
    publication.edit_directly(initiative, seen_version=1, by=secretariat)
    page = secretariat_client.get(page_of(change)).content.decode()
    assert 'value="publish" disabled' in page
    assert "changed on both sides" in page
    answer = secretariat_client.post(page_of(change), decision(change, "publish"))
    assert answer.status_code == 422
    initiative.refresh_from_db()
    assert initiative.title_en == "Ours"


def test_the_secretariat_brings_the_two_together(
    secretariat_client: Client,
    change: ProposedChange,
    initiative: Initiative,
    secretariat: User,
) -> None:
    initiative.title_en = "Ours"
    publication.edit_directly(initiative, seen_version=1, by=secretariat)
    chosen = {"version": "2", "keep-title_en": "published"}
    secretariat_client.post(page_of(change), decision(change, "rebase", **chosen))
    change.refresh_from_db()
    assert (change.base_version, change.draft["title_en"]) == (2, "Ours")


def test_a_direct_edit_of_staff_is_a_publication(
    secretariat_client: Client, initiative: Initiative
) -> None:
    url = reverse("admin:initiatives_initiative_change", args=[initiative.pk])
    page = secretariat_client.get(url)
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in data.items()}
    data |= {"title_en": "Mended", "countries": [], "members": []}
    for name in ("starts_on", "ends_on"):
        data |= {f"{name}_year": "", f"{name}_month": "", f"{name}_day": ""}
    answer = secretariat_client.post(url, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.version) == ("Mended", 2)
    again = secretariat_client.post(url, data)
    assert "Somebody has changed this since you opened it" in again.content.decode()
    initiative.refresh_from_db()
    assert initiative.version == 2


def test_nobody_adds_or_deletes_changes_in_the_admin(
    secretariat_client: Client, change: ProposedChange
) -> None:
    assert secretariat_client.get(f"{QUEUE}add/").status_code == 403
    delete = reverse("admin:focalpoints_proposedchange_delete", args=[change.pk])
    assert secretariat_client.post(delete, {"post": "yes"}).status_code == 403


def test_a_focal_point_does_not_reach_the_queue(
    focal_point_client: Client, change: ProposedChange
) -> None:
    answer = focal_point_client.get(page_of(change))
    assert answer.status_code in (302, 403, 404)
    assert b"Newer title" not in answer.content


def test_the_first_page_counts_what_waits(change: ProposedChange) -> None:
    card = submissions_card()
    assert card.count == 1
    assert card.items[0].url == page_of(change)


def test_the_queue_costs_the_same_for_one_submission_and_for_many(
    secretariat_client: Client, focal_point: User, spain: Any, query_cost: QueryCost
) -> None:
    def one_more() -> None:
        row = factories.InitiativeFactory.create(owner=spain)
        submitted(row, focal_point, member=spain, title_en="New")

    one_more()
    one = query_cost(lambda: secretariat_client.get(QUEUE))
    for _turn in range(8):
        one_more()
    assert query_cost(lambda: secretariat_client.get(QUEUE)) == one
