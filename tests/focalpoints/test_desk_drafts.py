"""Drafts that were opened and left again, buttons pressed twice, and words kept by the browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.models import ProposedChange
from focalpoints.review import changes, drafts, submissions
from focalpoints.review.drafts import discard_new
from initiatives.models import Initiative
from network.accounts.models import User
from network.mail.models import OutgoingMail
from tests import factories
from tests.focalpoints.changes import INITIATIVE, draft_of, kind
from tests.focalpoints.test_desk import form_of, start

pytestmark = pytest.mark.django_db
State = ProposedChange.State
FORM_ID = "0123456789abcdef"


def page_of(change: ProposedChange, name: str = "edit") -> str:
    return reverse(f"focalpoints:change-{name}", args=[change.pk])


def test_a_new_entry_that_is_cancelled_leaves_no_draft(
    focal_point_client: Client, spain: Any
) -> None:
    change = start(focal_point_client)
    assert page_of(change, "cancel") in focal_point_client.get(page_of(change)).content.decode()
    answer = focal_point_client.post(page_of(change, "cancel"), follow=True)
    assert answer.request["PATH_INFO"] == "/desk/members/spain/"
    assert not ProposedChange.objects.exists()


def test_what_was_saved_is_not_cancelled(focal_point_client: Client, spain: Any) -> None:
    change = start(focal_point_client)
    focal_point_client.post(page_of(change), form_of(change, title_en="Half"))
    page = focal_point_client.get(page_of(change)).content.decode()
    assert page_of(change, "cancel") not in page
    assert "Leave without saving" in page
    focal_point_client.post(page_of(change, "cancel"))
    change.refresh_from_db()
    assert change.draft["title_en"] == "Half"


def test_a_draft_of_a_published_entry_is_not_taken_from_under_a_colleague(
    focal_point_client: Client, initiative: Initiative, spain: Any
) -> None:
    change = start(focal_point_client, initiative)
    focal_point_client.post(page_of(change, "cancel"))
    assert ProposedChange.objects.filter(pk=change.pk, state=State.DRAFT).exists()


def test_a_colleagues_new_entry_is_not_cancelled(focal_point: User, spain: Any) -> None:
    change = drafts.start_change(kind(), member=spain, by=focal_point)
    colleague = factories.focal_point_of(spain, name="Cora Colleague")
    assert not discard_new(change, by=colleague)
    assert discard_new(change, by=focal_point)


def test_a_draft_that_was_only_opened_is_not_on_the_desk(
    focal_point_client: Client, focal_point: User, initiative: Initiative, spain: Any
) -> None:
    opened = [start(focal_point_client, initiative), start(focal_point_client)]
    desk = focal_point_client.get("/desk/").content.decode()
    for change in opened:
        assert reverse("focalpoints:change", args=[change.pk]) not in desk
    drafts.save_draft(
        opened[1],
        {**opened[1].draft, "title_en": "Begun"},
        seen=changes.edition(opened[1]),
        by=focal_point,
    )
    desk = focal_point_client.get("/desk/").content.decode()
    assert reverse("focalpoints:change", args=[opened[1].pk]) in desk


def test_a_draft_taken_back_is_on_the_desk_though_it_changes_nothing(
    focal_point_client: Client, focal_point: User, spain: Any
) -> None:
    change = draft_of(None, focal_point, member=spain, **INITIATIVE)
    submissions.submit(change, seen=changes.edition(change), by=focal_point)
    change.refresh_from_db()
    submissions.take_back(change, seen=changes.edition(change), by=focal_point)
    ProposedChange.objects.update(base=INITIATIVE, draft=INITIATIVE)
    assert page_of(change) in focal_point_client.get("/desk/").content.decode()


def test_starting_twice_opens_the_same_draft(focal_point_client: Client, spain: Any) -> None:
    assert start(focal_point_client) == start(focal_point_client)
    assert ProposedChange.objects.count() == 1


def test_a_withdrawn_draft_is_taken_up_past_one_that_was_only_opened(
    focal_point_client: Client, focal_point: User, initiative: Initiative, spain: Any
) -> None:
    change = draft_of(initiative, focal_point, member=spain, title_en="New")
    drafts.withdraw(change, seen=changes.edition(change), by=focal_point)
    start(focal_point_client, initiative)
    assert page_of(change, "take-up") in focal_point_client.get("/desk/").content.decode()
    focal_point_client.post(page_of(change, "take-up"))
    change.refresh_from_db()
    assert (change.state, change.draft["title_en"]) == (State.DRAFT, "New")
    assert ProposedChange.objects.open().get() == change


def test_the_preview_of_an_empty_draft_shows_what_is_missing(
    focal_point_client: Client, spain: Any
) -> None:
    change = start(focal_point_client)
    answer = focal_point_client.get(page_of(change, "preview"), follow=True)
    assert "This field is required." in answer.content.decode()


def test_opening_an_unfinished_draft_says_calmly_what_is_missing(
    focal_point_client: Client, spain: Any
) -> None:
    change = start(focal_point_client)
    half = form_of(change, title_en="Half") | {"starts_on_month": "5", "starts_on_year": ""}
    assert "This field is required." in (
        focal_point_client.post(page_of(change), half).content.decode()
    )
    page = focal_point_client.get(page_of(change)).content.decode()
    assert "Required before you can submit:" in page
    assert '<a href="#id_summary_en">Summary</a>' in page
    assert "This field is required." not in page
    # An error in what was typed is shown all the same.
    assert "Enter at least the year." in page


def test_a_refusal_is_in_its_place_and_is_announced(
    focal_point_client: Client, focal_point: User, spain: Any
) -> None:
    change = draft_of(None, focal_point, member=spain, **INITIATIVE)
    submissions.submit(change, seen=changes.edition(change), by=focal_point)
    page = focal_point_client.post(page_of(change, "take-back"), {"edition": "old"}, follow=True)
    shown = page.content.decode()
    assert 'role="alert"><p>This draft has changed since you opened it.' in shown
    assert "toast-list role" not in shown


def test_what_waits_for_the_secretariat_says_what_follows(
    focal_point_client: Client, focal_point: User, initiative: Initiative, spain: Any
) -> None:
    seen_until_then = {
        initiative: "Until then visitors see what was published before.",
        None: "Until then visitors see nothing of it.",
    }
    for entry, sentence in seen_until_then.items():
        change = draft_of(entry, focal_point, member=spain, **INITIATIVE)
        submissions.submit(change, seen=changes.edition(change), by=focal_point)
        page = focal_point_client.get(reverse("focalpoints:change", args=[change.pk]))
        assert sentence in page.content.decode()
    desk = focal_point_client.get("/desk/").content.decode()
    assert all(sentence in desk for sentence in seen_until_then.values())


def test_saving_twice_with_one_form_does_no_harm(focal_point_client: Client, spain: Any) -> None:
    change = start(focal_point_client)
    sent = form_of(change, **INITIATIVE)
    for _press in range(2):
        page = focal_point_client.post(page_of(change), sent, follow=True).content.decode()
        assert "Draft saved." in page
        assert "has changed since you opened it" not in page
    other = {**sent, "title_en": "Another text from the same old page"}
    page = focal_point_client.post(page_of(change), other).content.decode()
    assert "has changed since you opened it" in page


def test_submitting_twice_submits_once(
    focal_point_client: Client, focal_point: User, spain: Any
) -> None:
    change = draft_of(None, focal_point, member=spain, **INITIATIVE)
    sent = {"edition": changes.edition(change), "note": "Our first"}
    for _press in range(2):
        page = focal_point_client.post(page_of(change, "submit"), sent, follow=True)
        assert "no longer possible" not in page.content.decode()
    assert change.steps.count() == 1
    assert OutgoingMail.objects.count() == 1
    other = {**sent, "note": "Another word"}
    page = focal_point_client.post(page_of(change, "submit"), other, follow=True)
    assert "no longer possible" in page.content.decode()


def test_the_browser_is_saved_which_words_are_saved(focal_point_client: Client, spain: Any) -> None:
    change = start(focal_point_client)
    unfinished = {**form_of(change, title_en="Half"), "form_id": FORM_ID}
    saved = f'data-saved="{FORM_ID}"'
    assert saved in focal_point_client.post(page_of(change), unfinished).content.decode()
    for button in ({}, {"preview": "1"}):
        sent = {**form_of(change, **INITIATIVE), "form_id": FORM_ID, **button}
        answer = focal_point_client.post(page_of(change), sent, follow=True)
        assert saved in answer.content.decode()
    assert saved not in focal_point_client.get(page_of(change)).content.decode()


def test_words_that_were_refused_are_not_called_saved(
    focal_point_client: Client, spain: Any
) -> None:
    change = start(focal_point_client)
    colleague = factories.focal_point_of(spain, name="Cora Colleague")
    sent = {**form_of(change, **INITIATIVE), "form_id": FORM_ID}
    drafts.save_draft(
        change, {**change.draft, "title_en": "Hers"}, seen=changes.edition(change), by=colleague
    )
    page = focal_point_client.post(page_of(change), sent).content.decode()
    assert "Cora Colleague has changed this draft" in page
    assert "data-is-unsaved" in page
    assert f'data-saved="{FORM_ID}"' not in page


def test_a_made_up_form_id_is_not_repeated(focal_point_client: Client, spain: Any) -> None:
    change = start(focal_point_client)
    sent = {**form_of(change, **INITIATIVE), "form_id": "no id\r\nat all"}
    answer = focal_point_client.post(page_of(change), sent)
    assert answer["Location"] == page_of(change)
