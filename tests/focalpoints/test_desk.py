"""The desk over HTTP: a focal point drafts, previews and submits; others see nothing of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.models import ProposedChange
from focalpoints.review import changes, drafts, publication, submissions
from focalpoints.review.field_values import data_of_fields
from initiatives.models import Initiative
from network.accounts.models import User
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.changes import INITIATIVE, draft_of, kind, submitted

pytestmark = pytest.mark.django_db
State = ProposedChange.State


def start(client: Client, entry: Any = None, key: str = "initiative") -> ProposedChange:
    client.post(
        reverse("focalpoints:change-start", args=["spain", key]),
        {"entry": entry.pk} if entry else {},
    )
    return ProposedChange.objects.latest("pk")


def form_of(change: ProposedChange, **values: Any) -> dict[str, Any]:
    """What the browser sends from the edit page, with `values` typed over."""
    change.refresh_from_db()
    form = kind().form(instance=changes.draft_entry(change))
    data: dict[str, Any] = dict(data_of_fields(form, {**change.draft, **values}).lists())
    return {**data, "edition": changes.edition(change)}


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
        {"edition": changes.edition(change), "note": "Our first"},
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
    assert "Enter at least the year." in page
    change.refresh_from_db()
    assert change.draft["title_en"] == "Half"
    again = focal_point_client.get(edit).content.decode()
    assert 'value="Half"' in again


def test_a_fresh_form_shows_no_error(focal_point_client: Client, spain: Any) -> None:
    change = start(focal_point_client)
    page = focal_point_client.get(reverse("focalpoints:change-edit", args=[change.pk]))
    shown = page.content.decode()
    assert "aria-invalid" not in shown
    # Asked for its errors, the same page has what was looked for.
    checked = focal_point_client.get(page.request["PATH_INFO"], {"check": "1"}).content.decode()
    assert "aria-invalid" in checked


def test_what_two_people_typed_at_once_is_not_lost(
    focal_point_client: Client, focal_point: User, initiative: Initiative, spain: Any
) -> None:
    change = start(focal_point_client, initiative)
    opened = form_of(change, title_en="Mine")
    colleague = factories.focal_point_of(spain, name="Cora Colleague")
    drafts.save_draft(
        change, {**change.draft, "title_en": "Hers"}, seen=changes.edition(change), by=colleague
    )
    edit = reverse("focalpoints:change-edit", args=[change.pk])
    page = focal_point_client.post(edit, opened).content.decode()
    assert "Cora Colleague has changed this draft" in page
    assert 'value="Mine"' in page
    change.refresh_from_db()
    assert change.draft["title_en"] == "Hers"
    focal_point_client.post(edit, {**opened, "edition": changes.edition(change)})
    change.refresh_from_db()
    assert change.draft["title_en"] == "Mine"


def test_a_form_opened_on_an_older_publication_does_not_revert_the_newer_one(
    focal_point_client: Client, secretariat: User, initiative: Initiative, spain: Any
) -> None:
    change = start(focal_point_client, initiative)
    opened = form_of(change, contact="Mine")
    initiative.partners = "Added by the Secretariat"
    publication.edit_directly(initiative, seen_version=1, by=secretariat)
    # Somebody presses Edit: the draft, which nobody has touched, follows the publication.
    start(focal_point_client, initiative)
    page = focal_point_client.post(
        reverse("focalpoints:change-edit", args=[change.pk]), opened
    ).content.decode()
    assert "has changed since you opened it" in page
    assert "It says something else in: Partners, Contact institution." in page
    change.refresh_from_db()
    assert change.draft["partners"] == "Added by the Secretariat"


def test_the_reason_is_on_the_desk_and_on_the_change(
    focal_point_client: Client,
    focal_point: User,
    secretariat: User,
    initiative: Initiative,
    spain: Any,
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    submissions.send_back(
        change, reason="Name the partner.", seen=changes.edition(change), by=secretariat
    )
    assert "Name the partner." in focal_point_client.get("/desk/").content.decode()
    page = focal_point_client.get(reverse("focalpoints:change", args=[change.pk]))
    assert "Name the partner." in page.content.decode()


def test_taking_back_opens_the_form_again(
    focal_point_client: Client, focal_point: User, initiative: Initiative, spain: Any
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    answer = focal_point_client.post(
        reverse("focalpoints:change-take-back", args=[change.pk]),
        {"edition": changes.edition(change)},
    )
    assert answer["Location"] == reverse("focalpoints:change-edit", args=[change.pk])


def test_withdrawing_asks_first(
    focal_point_client: Client, focal_point: User, initiative: Initiative, spain: Any
) -> None:
    change = draft_of(initiative, focal_point, member=spain, title_en="New")
    url = reverse("focalpoints:change-withdraw", args=[change.pk])
    assert "Withdraw this draft?" in focal_point_client.get(url).content.decode()
    change.refresh_from_db()
    assert change.is_open
    focal_point_client.post(url, {"edition": changes.edition(change)})
    change.refresh_from_db()
    assert change.state == State.WITHDRAWN


def test_what_a_colleague_wrote_meanwhile_is_not_withdrawn_unseen(
    focal_point_client: Client, focal_point: User, spain: Any
) -> None:
    change = draft_of(None, focal_point, member=spain, title_en="New")
    opened = changes.edition(change)
    colleague = factories.focal_point_of(spain, name="Cora Colleague")
    values = {**change.draft, "summary_en": "Two hours of work"}
    drafts.save_draft(change, values, seen=opened, by=colleague)
    url = reverse("focalpoints:change-withdraw", args=[change.pk])
    page = focal_point_client.post(url, {"edition": opened}, follow=True).content.decode()
    assert "Cora Colleague has changed this draft" in page
    change.refresh_from_db()
    assert change.state == State.DRAFT


def test_a_withdrawn_draft_is_taken_up_again_from_the_desk(
    focal_point_client: Client, focal_point: User, initiative: Initiative, spain: Any
) -> None:
    change = draft_of(initiative, focal_point, member=spain, title_en="New")
    drafts.withdraw(change, seen=changes.edition(change), by=focal_point)
    url = reverse("focalpoints:change-take-up", args=[change.pk])
    assert url in focal_point_client.get("/desk/").content.decode()
    answer = focal_point_client.post(url)
    assert answer["Location"] == reverse("focalpoints:change-edit", args=[change.pk])
    change.refresh_from_db()
    assert (change.state, change.draft["title_en"]) == (State.DRAFT, "New")


def test_a_withdrawn_draft_is_not_taken_up_beside_a_newer_one(
    focal_point_client: Client, focal_point: User, initiative: Initiative, spain: Any
) -> None:
    change = draft_of(initiative, focal_point, member=spain, title_en="New")
    drafts.withdraw(change, seen=changes.edition(change), by=focal_point)
    draft_of(initiative, focal_point, member=spain, title_en="Newer")
    url = reverse("focalpoints:change-take-up", args=[change.pk])
    assert url not in focal_point_client.get("/desk/").content.decode()
    page = focal_point_client.post(url, follow=True).content.decode()
    assert "already a draft of this entry" in page


def test_what_the_database_cannot_hold_is_reported_beside_a_draft_and_a_note(
    focal_point_client: Client, initiative: Initiative, spain: Any
) -> None:
    change = start(focal_point_client, initiative)
    data = {**form_of(change), "title_en": "Ti\x00tle"}
    edit = reverse("focalpoints:change-edit", args=[change.pk])
    page = focal_point_client.post(edit, data).content.decode()
    assert "A character after “Ti” is not allowed: U+0000, null." in page
    change.refresh_from_db()
    # As a browser shows it. The rest of the draft is kept as it was typed.
    assert change.draft["title_en"] == "Ti\ufffdtle"
    again = focal_point_client.get(edit).content.decode()
    assert "A character was lost after “Ti” (U+FFFD, replacement character)." in again
    focal_point_client.post(edit, {**form_of(change), "title_en": "Title"})
    change.refresh_from_db()
    note = {"edition": changes.edition(change), "note": "A\x00 word"}
    submit = reverse("focalpoints:change-submit", args=[change.pk])
    page = focal_point_client.post(submit, note).content.decode()
    assert "is not allowed: U+0000, null." in page
    assert not change.steps.exists()


def test_a_note_that_is_too_long_is_said_beside_the_field_and_kept(
    focal_point_client: Client, focal_point: User, initiative: Initiative, spain: Any
) -> None:
    change = draft_of(initiative, focal_point, member=spain, title_en="New")
    note = "word " * 500
    url = reverse("focalpoints:change-submit", args=[change.pk])
    answer = focal_point_client.post(url, {"edition": changes.edition(change), "note": note})
    page = answer.content.decode()
    assert "at most 2000 characters" in page
    assert note in page
    change.refresh_from_db()
    assert change.state == State.DRAFT


def test_a_draft_whose_authors_account_is_gone_names_nobody(
    focal_point_client: Client, focal_point: User, spain: Any
) -> None:
    draft_of(None, focal_point, member=spain, title_en="New")
    ProposedChange.objects.update(author=None)
    page = focal_point_client.get("/desk/").content.decode()
    assert "not submitted yet" in page
    assert "by None" not in page


def test_a_conflict_is_shown_in_three_columns_and_decided(
    focal_point_client: Client,
    focal_point: User,
    secretariat: User,
    initiative: Initiative,
    spain: Any,
) -> None:
    change = draft_of(initiative, focal_point, member=spain, title_en="Theirs")
    initiative.title_en = "Ours"
    publication.edit_directly(initiative, seen_version=1, by=secretariat)
    submit = reverse("focalpoints:change-submit", args=[change.pk])
    answer = focal_point_client.post(submit, {"edition": changes.edition(change)})
    conflict = reverse("focalpoints:change-conflict", args=[change.pk])
    assert answer["Location"] == conflict
    page = focal_point_client.get(conflict).content.decode()
    assert all(text in page for text in ("Old title", "Ours", "Theirs"))
    data = {"edition": changes.edition(change), "version": "2"}
    page = focal_point_client.post(conflict, data).content.decode()
    assert "choose which to keep" in page
    focal_point_client.post(conflict, {**data, "keep-title_en": "proposed"})
    change.refresh_from_db()
    assert (change.base_version, change.draft["title_en"]) == (2, "Theirs")


def test_confirming_from_the_desk(
    focal_point_client: Client, initiative: Initiative, spain: Any
) -> None:
    Initiative.objects.update(confirmed_at=None)
    assert "Not confirmed for 12 months" in focal_point_client.get("/desk/").content.decode()
    focal_point_client.post(
        reverse("focalpoints:entry-confirm", args=["spain", "initiative", initiative.pk])
    )
    assert "Not confirmed for 12 months" not in focal_point_client.get("/desk/").content.decode()


def test_a_member_whose_only_plan_is_superseded_is_asked_for_the_next(
    focal_point_client: Client, spain: Any
) -> None:
    factories.PlanFactory.create(country=factories.country("ESP"), state="superseded")
    page = focal_point_client.get("/desk/").content.decode()
    assert "no plan that followed it is recorded" in page
    assert "No plan is recorded" not in page


def test_the_desk_costs_the_same_for_one_entry_and_for_many(
    focal_point_client: Client, focal_point: User, spain: Any, query_cost: QueryCost
) -> None:
    def entry() -> None:
        row = factories.InitiativeFactory.create(owner=spain)
        draft_of(row, focal_point, member=spain, title_en="New")
        # Without a title a plan is called after its country, and a stale one is asked for.
        factories.PlanFactory.create(
            country=factories.country("ESP"), title_en="", confirmed_at=None
        )

    entry()
    one = query_cost(lambda: focal_point_client.get("/desk/"))
    for _turn in range(8):
        entry()
    assert query_cost(lambda: focal_point_client.get("/desk/")) == one


def asked_of(client: Client) -> list[str]:
    """What the desk asks for, each with its text."""
    page = client.get(reverse("focalpoints:desk-member", args=["spain"]))
    return [str(line.text) for _kind, line in page.context["expectations"]]


def test_a_period_that_is_in_review_is_not_asked_for(
    focal_point_client: Client, focal_point: User, secretariat: User, spain: Any
) -> None:
    plan = factories.PlanFactory.create(country=spain.country, starts_on=None, ends_on=None)
    asks = "Recorded from public sources without its period. Please complete it."
    assert asked_of(focal_point_client) == [asks]
    change = draft_of(plan, focal_point, member=spain, key="plan", starts_on="2024", ends_on="")
    submissions.submit(change, seen=changes.edition(change), by=focal_point)
    # Half a period leaves the other half to ask for.
    assert asked_of(focal_point_client) == [asks]
    change = submissions.take_back(change, seen=changes.edition(change), by=focal_point)
    period = change.draft | {"starts_on": "2024", "ends_on": "2030"}
    change = drafts.save_draft(change, period, seen=changes.edition(change), by=focal_point)
    # Only what is submitted answers: a draft still waits for its author.
    assert asked_of(focal_point_client) == [asks]
    change = submissions.submit(change, seen=changes.edition(change), by=focal_point)
    assert asked_of(focal_point_client) == []
    change = submissions.send_back(
        change, reason="No.", seen=changes.edition(change), by=secretariat
    )
    assert asked_of(focal_point_client) == [asks]


def test_a_plan_in_review_answers_what_is_asked_of_the_one_before(
    focal_point_client: Client, focal_point: User, spain: Any
) -> None:
    factories.PlanFactory.create(country=spain.country, generation=1, ends_on="2024")
    (asks,) = asked_of(focal_point_client)
    assert "has another one followed" in asks
    change = draft_of(None, focal_point, member=spain, key="plan", generation=2, starts_on="2025")
    submissions.submit(change, seen=changes.edition(change), by=focal_point)
    assert asked_of(focal_point_client) == []
