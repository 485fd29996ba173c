"""The review engine: who may decide what, on which edition, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

from focalpoints.models import Designation, Member, ProposedChange, ReviewStep
from focalpoints.review import changes, drafts, publication, submissions
from focalpoints.review.difference import difference_of
from focalpoints.review.field_values import data_of_fields
from focalpoints.review.values import bound_form, values_of_entry, values_of_form
from initiatives.models import Initiative, NationalActionPlan
from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.changes import INITIATIVE, draft_of, kind, seen, submitted

pytestmark = pytest.mark.django_db
State = ProposedChange.State


def test_a_draft_leaves_what_is_published_alone(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    draft_of(initiative, focal_point, member=spain, title_en="New title")
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.version) == ("Old title", 1)


def test_a_new_entry_gets_an_address_when_it_is_published(
    spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(None, focal_point, member=spain, **INITIATIVE)
    assert not Initiative.objects.exists()
    entry = submissions.publish(change, seen=seen(change), by=secretariat)
    assert (entry.slug, entry.owner, entry.version) == ("mediators-of-the-coast", spain, 1)
    change.refresh_from_db()
    assert change.object_id == entry.pk


def test_two_entries_of_one_title_get_two_addresses(
    spain: Any, focal_point: User, secretariat: User
) -> None:
    slugs = set()
    for _turn in range(2):
        change = submitted(None, focal_point, member=spain, **INITIATIVE)
        slugs.add(submissions.publish(change, seen=seen(change), by=secretariat).slug)
    assert slugs == {"mediators-of-the-coast", "mediators-of-the-coast-2"}


def test_another_members_entry_cannot_be_changed(
    initiative: Initiative, other_focal_point: User
) -> None:
    germany = factories.member("DEU")
    with pytest.raises(Refusal, match="does not belong"):
        drafts.start_change(kind(), initiative, member=germany, by=other_focal_point)


def test_nobody_drafts_for_a_member_whose_focal_point_they_are_not(
    initiative: Initiative, spain: Any, other_focal_point: User
) -> None:
    with pytest.raises(Refusal, match="Only the focal points"):
        drafts.start_change(kind(), initiative, member=spain, by=other_focal_point)


def test_a_draft_keeps_what_was_typed_though_it_is_wrong(spain: Any, focal_point: User) -> None:
    form = kind().form(
        data={
            "title_en": "",
            "summary_en": "Half a thou",
            "starts_on_month": "13",
            "starts_on_day": "40",
            "source_url": "not an address",
        },
        instance=kind().blank(spain),
    )
    change = drafts.start_change(kind(), None, member=spain, by=focal_point)
    change = drafts.save_draft(
        change, values_of_form(form), seen=changes.edition(change), by=focal_point
    )
    again = bound_form(kind(), kind().blank(spain), change.draft)
    assert again["summary_en"].value() == "Half a thou"
    assert again["source_url"].value() == "not an address"
    assert again["starts_on"].value() == ["", "13", "40"]
    assert not again.is_valid()


def test_an_incomplete_draft_cannot_be_submitted(spain: Any, focal_point: User) -> None:
    change = draft_of(None, focal_point, member=spain, title_en="Only a title")
    with pytest.raises(Refusal, match="Correct this"):
        submissions.submit(change, seen=seen(change), by=focal_point)
    change.refresh_from_db()
    assert change.state == State.DRAFT


def test_a_draft_that_changes_nothing_cannot_be_submitted(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    change = draft_of(initiative, focal_point, member=spain)
    with pytest.raises(Refusal, match="does not differ"):
        submissions.submit(change, seen=seen(change), by=focal_point)


def test_a_submission_waits_unchanged(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    with pytest.raises(Refusal, match="no longer possible"):
        drafts.save_draft(change, dict(INITIATIVE), seen=seen(change), by=focal_point)


def test_sending_back_needs_a_reason(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    with pytest.raises(Refusal) as refused:
        submissions.send_back(change, reason="  ", seen=seen(change), by=secretariat)
    assert refused.value.field == "reason"
    change.refresh_from_db()
    assert change.state == State.SUBMITTED


def test_a_change_sent_back_is_mended_and_published(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    submissions.send_back(change, reason="Too short.", seen=seen(change), by=secretariat)
    values = {**values_of_entry(kind(), initiative), "title_en": "New and longer"}
    drafts.save_draft(change, values, seen=seen(change), by=focal_point)
    submissions.submit(change, seen=seen(change), by=focal_point)
    submissions.publish(change, seen=seen(change), by=secretariat)
    initiative.refresh_from_db()
    assert initiative.title_en == "New and longer"
    actions = list(change.steps.values_list("action", "reason"))
    assert actions == [
        ("submitted", ""),
        ("sent_back", "Too short."),
        ("submitted", ""),
        ("published", ""),
    ]


def test_each_step_keeps_the_text_of_its_time(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="First try")
    submissions.send_back(change, reason="No.", seen=seen(change), by=secretariat)
    values = {**values_of_entry(kind(), initiative), "title_en": "Second try"}
    drafts.save_draft(change, values, seen=seen(change), by=focal_point)
    step = change.steps.get(action=ReviewStep.Action.SUBMITTED)
    assert step.draft["title_en"] == "First try"


def test_a_focal_point_cannot_publish(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    edition = seen(change)
    with pytest.raises(Refusal, match="Only the Secretariat"):
        submissions.publish(change, seen=edition, by=focal_point)


def test_a_focal_point_cannot_send_back(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    edition = seen(change)
    with pytest.raises(Refusal, match="Only the Secretariat"):
        submissions.send_back(change, reason="x", seen=edition, by=focal_point)


def test_withdrawing_leaves_what_is_published(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    drafts.withdraw(change, seen=seen(change), by=focal_point)
    initiative.refresh_from_db()
    change.refresh_from_db()
    assert (initiative.title_en, change.state) == ("Old title", State.WITHDRAWN)
    again = drafts.start_change(kind(), initiative, member=spain, by=focal_point)
    assert again.pk != change.pk


def test_confirming_makes_an_entry_fresh_and_changes_nothing_else(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    Initiative.objects.update(confirmed_at=None)
    publication.confirm_up_to_date(initiative, member=spain, by=focal_point)
    initiative.refresh_from_db()
    assert initiative.confirmed_at is not None
    assert initiative.version == 1


def test_another_member_cannot_confirm_an_entry(
    initiative: Initiative, other_focal_point: User
) -> None:
    with pytest.raises(Refusal):
        publication.confirm_up_to_date(
            initiative, member=factories.member("DEU"), by=other_focal_point
        )


def test_the_member_is_informed_why_in_the_language_of_each_person(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    OutgoingMail.objects.all().delete()
    submissions.send_back(change, reason="Name the partner.", seen=seen(change), by=secretariat)
    mail = OutgoingMail.objects.get()
    assert mail.address == focal_point.email
    assert "Name the partner." in mail.body_text
    assert f"/desk/changes/{change.pk}/" in mail.body_text


def test_whose_designation_ended_is_not_informed_any_more(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    colleague = factories.focal_point_of(spain, email="new@example.org")
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    Designation.objects.filter(person__user=focal_point).update(ends_on="2024-01-01")
    OutgoingMail.objects.all().delete()
    submissions.send_back(change, reason="Ours alone.", seen=seen(change), by=secretariat)
    assert OutgoingMail.objects.get().address == colleague.email


def test_a_member_that_has_withdrawn_is_not_informed_any_more(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    Member.objects.update(state=Member.State.WITHDRAWN)
    OutgoingMail.objects.all().delete()
    submissions.send_back(change, reason="Too late.", seen=seen(change), by=secretariat)
    assert not OutgoingMail.objects.exists()


def test_an_author_who_is_no_focal_point_is_informed_too(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    Designation.objects.update(category=factories.category("military"))
    OutgoingMail.objects.all().delete()
    submissions.send_back(change, reason="Name it.", seen=seen(change), by=secretariat)
    assert OutgoingMail.objects.get().address == focal_point.email


def test_a_member_that_has_withdrawn_is_still_named_in_a_difference(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    germany = factories.member("DEU")
    initiative.members.add(germany)
    Member.objects.filter(pk=germany.pk).update(state=Member.State.WITHDRAWN)
    change = draft_of(initiative, focal_point, member=spain, members=[])
    line = next(line for line in difference_of(change).changed if line.name == "members")
    assert (line.published, line.proposed) == ("Germany", "")


def test_the_secretariat_is_informed_of_a_submission(
    initiative: Initiative, spain: Any, focal_point: User, settings: Settings
) -> None:
    settings.SECRETARIAT_EMAIL = "office@example.org"
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    mail = OutgoingMail.objects.get()
    assert mail.address == "office@example.org"
    assert f"/admin/focalpoints/proposedchange/{change.pk}/change/" in mail.body_text


def test_a_plan_without_a_title_has_a_name_in_english_for_all_who_read_the_queue(
    spain: Any, focal_point: User
) -> None:
    with translation.override("ar"):
        change = draft_of(None, focal_point, member=spain, key="plan", starts_on="2025")
        submissions.submit(change, seen=seen(change), by=focal_point)
    change.refresh_from_db()
    assert change.label == "National Action Plan of Spain"
    mail = OutgoingMail.objects.get()
    assert "National Action Plan of Spain" in mail.subject
    assert "“National Action Plan of Spain”" in mail.body_text


def test_a_plan_of_the_same_generation_is_refused_before_it_reaches_the_secretariat(
    spain: Any, focal_point: User
) -> None:
    factories.PlanFactory.create(country=factories.country("ESP"), generation=2)
    change = draft_of(None, focal_point, member=spain, key="plan", generation=2)
    with pytest.raises(Refusal, match="Correct this"):
        submissions.submit(change, seen=seen(change), by=focal_point)


def test_a_new_plan_belongs_to_the_members_country(
    spain: Any, focal_point: User, secretariat: User
) -> None:
    change = draft_of(None, focal_point, member=spain, key="plan", generation=2, starts_on="2025")
    submissions.submit(change, seen=seen(change), by=focal_point)
    plan = submissions.publish(change, seen=seen(change), by=secretariat)
    assert isinstance(plan, NationalActionPlan)
    assert (plan.country, plan.slug) == (factories.country("ESP"), "spain-action-plan-2")


def test_deleting_an_entry_settles_its_open_draft(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = draft_of(initiative, focal_point, member=spain, title_en="New")
    publication.remove_entry(initiative, by=secretariat)
    change.refresh_from_db()
    assert change.state == State.WITHDRAWN


def test_line_ends_of_a_browser_are_no_change(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    Initiative.objects.update(summary_en="One\nTwo")
    initiative.refresh_from_db()
    change = drafts.start_change(kind(), initiative, member=spain, by=focal_point)
    data = data_of_fields(kind().form(instance=initiative), change.draft)
    data["summary_en"] = "One\r\nTwo"
    values = values_of_form(kind().form(data=data, instance=initiative))
    drafts.save_draft(change, values, seen=changes.edition(change), by=focal_point)
    change.refresh_from_db()
    assert difference_of(change).changed == []
