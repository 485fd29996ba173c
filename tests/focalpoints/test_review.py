"""The review engine: who may decide what, on which edition, and what comes of it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from focalpoints.models import ProposedChange, ReviewStep
from focalpoints.review import direct, services
from focalpoints.review.difference import difference_of, word_difference
from focalpoints.review.values import bound_form, form_data, values_of_entry, values_of_form
from initiatives.models import Initiative, NationalActionPlan
from network.models import OutgoingMail, User
from network.refusals import Refusal
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


def seen(change: ProposedChange) -> str:
    change.refresh_from_db()
    return services.edition(change)


def test_a_draft_leaves_what_is_published_alone(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    draft_of(initiative, focal_point, member=spain, title_en="New title")
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.version) == ("Old title", 1)


def test_publishing_writes_the_row_its_countries_and_the_next_version_at_once(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    namibia = factories.country("NAM")
    change = submitted(
        initiative, focal_point, member=spain, title_en="New title", countries=[namibia.pk]
    )
    before = initiative.published_at
    services.publish(change, seen=seen(change), by=secretariat)
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.version) == ("New title", 2)
    assert list(initiative.countries.all()) == [namibia]
    assert initiative.published_at is not None
    assert before is not None
    assert initiative.published_at > before
    assert initiative.confirmed_at == initiative.published_at
    change.refresh_from_db()
    assert change.state == State.PUBLISHED


def test_a_new_entry_gets_an_address_when_it_is_published(
    spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(None, focal_point, member=spain, **INITIATIVE)
    assert not Initiative.objects.exists()
    entry = services.publish(change, seen=seen(change), by=secretariat)
    assert (entry.slug, entry.owner, entry.version) == ("mediators-of-the-coast", spain, 1)
    change.refresh_from_db()
    assert change.object_id == entry.pk


def test_two_entries_of_one_title_get_two_addresses(
    spain: Any, focal_point: User, secretariat: User
) -> None:
    slugs = set()
    for _turn in range(2):
        change = submitted(None, focal_point, member=spain, **INITIATIVE)
        slugs.add(services.publish(change, seen=seen(change), by=secretariat).slug)
    assert slugs == {"mediators-of-the-coast", "mediators-of-the-coast-2"}


def test_starting_twice_gives_the_same_draft(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    first = services.start_change(kind(), initiative, member=spain, by=focal_point)
    second = services.start_change(kind(), initiative, member=spain, by=focal_point)
    assert first.pk == second.pk


def test_pressing_new_twice_gives_the_same_empty_draft(spain: Any, focal_point: User) -> None:
    first = services.start_change(kind(), None, member=spain, by=focal_point)
    second = services.start_change(kind(), None, member=spain, by=focal_point)
    assert first.pk == second.pk


def test_an_untouched_draft_follows_a_newer_publication(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    services.start_change(kind(), initiative, member=spain, by=focal_point)
    initiative.title_en = "Mended by the Secretariat"
    direct.edit_directly(initiative, seen_version=1, by=secretariat)
    change = services.start_change(kind(), initiative, member=spain, by=focal_point)
    assert change.base_version == 2
    assert change.draft["title_en"] == "Mended by the Secretariat"


def test_another_members_entry_cannot_be_changed(
    initiative: Initiative, other_focal_point: User
) -> None:
    germany = factories.member("DEU")
    with pytest.raises(Refusal, match="does not belong"):
        services.start_change(kind(), initiative, member=germany, by=other_focal_point)


def test_nobody_drafts_for_a_member_whose_focal_point_they_are_not(
    initiative: Initiative, spain: Any, other_focal_point: User
) -> None:
    with pytest.raises(Refusal, match="Only the focal points"):
        services.start_change(kind(), initiative, member=spain, by=other_focal_point)


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
    change = services.start_change(kind(), None, member=spain, by=focal_point)
    change = services.save_draft(
        change, values_of_form(form), seen=services.edition(change), by=focal_point
    )
    again = bound_form(kind(), kind().blank(spain), change.draft)
    assert again["summary_en"].value() == "Half a thou"
    assert again["source_url"].value() == "not an address"
    assert again["starts_on"].value() == ["", "13", "40"]
    assert not again.is_valid()


def test_an_incomplete_draft_cannot_be_submitted(spain: Any, focal_point: User) -> None:
    change = draft_of(None, focal_point, member=spain, title_en="Only a title")
    with pytest.raises(Refusal, match="Mend this"):
        services.submit(change, seen=seen(change), by=focal_point)
    change.refresh_from_db()
    assert change.state == State.DRAFT


def test_a_draft_that_changes_nothing_cannot_be_submitted(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    change = draft_of(initiative, focal_point, member=spain)
    with pytest.raises(Refusal, match="Nothing differs"):
        services.submit(change, seen=seen(change), by=focal_point)


def test_a_draft_that_somebody_else_saved_meanwhile_is_not_overwritten(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    colleague = factories.focal_point_of(spain, email="colleague@example.org")
    change = services.start_change(kind(), initiative, member=spain, by=focal_point)
    opened = services.edition(change)
    values = values_of_entry(kind(), initiative)
    services.save_draft(change, {**values, "title_en": "Hers"}, seen=opened, by=colleague)
    with pytest.raises(services.Overtaken):
        services.save_draft(change, {**values, "title_en": "His"}, seen=opened, by=focal_point)
    change.refresh_from_db()
    assert change.draft["title_en"] == "Hers"


def test_a_submission_waits_unchanged(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    with pytest.raises(Refusal, match="not possible any more"):
        services.save_draft(change, dict(INITIATIVE), seen=seen(change), by=focal_point)


def test_sending_back_needs_a_reason(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    with pytest.raises(Refusal) as refused:
        services.send_back(change, reason="  ", seen=seen(change), by=secretariat)
    assert refused.value.field == "reason"
    change.refresh_from_db()
    assert change.state == State.SUBMITTED


def test_a_change_sent_back_is_mended_and_published(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    services.send_back(change, reason="Too short.", seen=seen(change), by=secretariat)
    values = {**values_of_entry(kind(), initiative), "title_en": "New and longer"}
    services.save_draft(change, values, seen=seen(change), by=focal_point)
    services.submit(change, seen=seen(change), by=focal_point)
    services.publish(change, seen=seen(change), by=secretariat)
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
    services.send_back(change, reason="No.", seen=seen(change), by=secretariat)
    values = {**values_of_entry(kind(), initiative), "title_en": "Second try"}
    services.save_draft(change, values, seen=seen(change), by=focal_point)
    step = change.steps.get(action=ReviewStep.Action.SUBMITTED)
    assert step.draft["title_en"] == "First try"


def test_a_focal_point_cannot_publish(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    edition = seen(change)
    with pytest.raises(Refusal, match="Only the Secretariat"):
        services.publish(change, seen=edition, by=focal_point)


def test_a_focal_point_cannot_send_back(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    edition = seen(change)
    with pytest.raises(Refusal, match="Only the Secretariat"):
        services.send_back(change, reason="x", seen=edition, by=focal_point)


def test_the_secretariat_publishes_only_what_it_has_seen(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="Seen")
    looked_at = seen(change)
    services.take_back(change, by=focal_point)
    values = {**values_of_entry(kind(), initiative), "title_en": "Unseen"}
    services.save_draft(change, values, seen=seen(change), by=focal_point)
    services.submit(change, seen=seen(change), by=focal_point)
    with pytest.raises(services.Overtaken):
        services.publish(change, seen=looked_at, by=secretariat)
    initiative.refresh_from_db()
    assert initiative.title_en == "Old title"


def test_publishing_refuses_to_overwrite_a_newer_version(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="Theirs")
    initiative.partners = "A partner that the Secretariat added"
    direct.edit_directly(initiative, seen_version=1, by=secretariat)
    with pytest.raises(services.Conflict):
        services.publish(change, seen=seen(change), by=secretariat)
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.version) == ("Old title", 2)


def test_a_draft_that_fits_a_newer_version_is_brought_up_without_a_choice(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="Theirs")
    initiative.partners = "Added"
    direct.edit_directly(initiative, seen_version=1, by=secretariat)
    services.rebase(change, decisions={}, seen=seen(change), seen_version=2, by=focal_point)
    services.publish(change, seen=seen(change), by=secretariat)
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.partners) == ("Theirs", "Added")


@pytest.mark.parametrize(("choice", "result"), [("proposed", "Theirs"), ("published", "Ours")])
def test_what_both_sides_changed_needs_a_decision(
    choice: str,
    result: str,
    initiative: Initiative,
    spain: Any,
    focal_point: User,
    secretariat: User,
) -> None:
    change = submitted(
        initiative, focal_point, member=spain, title_en="Theirs", partners="A partner"
    )
    initiative.title_en = "Ours"
    direct.edit_directly(initiative, seen_version=1, by=secretariat)
    lines = difference_of(change).conflicts
    assert [(line.name, line.base, line.published, line.proposed) for line in lines] == [
        ("title_en", "Old title", "Ours", "Theirs")
    ]
    with pytest.raises(Refusal) as refused:
        services.rebase(change, decisions={}, seen=seen(change), seen_version=2, by=focal_point)
    assert refused.value.field == "title_en"
    services.rebase(
        change,
        decisions={"title_en": choice},
        seen=seen(change),
        seen_version=2,
        by=focal_point,
    )
    change.refresh_from_db()
    assert (change.draft["title_en"], change.base_version) == (result, 2)


def test_a_decision_on_an_older_version_is_refused(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = draft_of(initiative, focal_point, member=spain, title_en="Theirs")
    direct.edit_directly(initiative, seen_version=1, by=secretariat)
    direct.edit_directly(initiative, seen_version=2, by=secretariat)
    with pytest.raises(services.Overtaken):
        services.rebase(change, decisions={}, seen=seen(change), seen_version=2, by=focal_point)


def test_withdrawing_leaves_what_is_published(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    services.withdraw(change, by=focal_point)
    initiative.refresh_from_db()
    change.refresh_from_db()
    assert (initiative.title_en, change.state) == ("Old title", State.WITHDRAWN)
    again = services.start_change(kind(), initiative, member=spain, by=focal_point)
    assert again.pk != change.pk


def test_confirming_makes_an_entry_fresh_and_changes_nothing_else(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    Initiative.objects.update(confirmed_at=None)
    services.confirm_up_to_date(initiative, member=spain, by=focal_point)
    initiative.refresh_from_db()
    assert initiative.confirmed_at is not None
    assert initiative.version == 1


def test_another_member_cannot_confirm_an_entry(
    initiative: Initiative, other_focal_point: User
) -> None:
    with pytest.raises(Refusal):
        services.confirm_up_to_date(
            initiative, member=factories.member("DEU"), by=other_focal_point
        )


def test_the_member_is_told_why_in_the_language_of_each_person(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    OutgoingMail.objects.all().delete()
    services.send_back(change, reason="Name the partner.", seen=seen(change), by=secretariat)
    mail = OutgoingMail.objects.get()
    assert mail.address == focal_point.email
    assert "Name the partner." in mail.body_text
    assert f"/desk/changes/{change.pk}/" in mail.body_text


def test_the_secretariat_is_told_of_a_submission(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    mail = OutgoingMail.objects.get()
    assert f"/admin/focalpoints/proposedchange/{change.pk}/change/" in mail.body_text


def test_a_plan_of_the_same_generation_is_refused_before_it_reaches_the_secretariat(
    spain: Any, focal_point: User
) -> None:
    factories.PlanFactory.create(country=factories.country("ESP"), generation=2)
    change = draft_of(None, focal_point, member=spain, key="plan", generation=2)
    with pytest.raises(Refusal, match="Mend this"):
        services.submit(change, seen=seen(change), by=focal_point)


def test_a_new_plan_belongs_to_the_members_country(
    spain: Any, focal_point: User, secretariat: User
) -> None:
    change = draft_of(None, focal_point, member=spain, key="plan", generation=2, starts_on="2025")
    services.submit(change, seen=seen(change), by=focal_point)
    plan = services.publish(change, seen=seen(change), by=secretariat)
    assert isinstance(plan, NationalActionPlan)
    assert (plan.country, plan.slug) == (factories.country("ESP"), "spain-action-plan-2")


def test_deleting_an_entry_settles_its_open_draft(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = draft_of(initiative, focal_point, member=spain, title_en="New")
    direct.remove_entry(initiative, by=secretariat)
    change.refresh_from_db()
    assert change.state == State.WITHDRAWN


def test_line_ends_of_a_browser_are_no_change(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    Initiative.objects.update(summary_en="One\nTwo")
    initiative.refresh_from_db()
    change = services.start_change(kind(), initiative, member=spain, by=focal_point)
    data = form_data(kind().form(instance=initiative), change.draft)
    data["summary_en"] = "One\r\nTwo"
    values = values_of_form(kind().form(data=data, instance=initiative))
    services.save_draft(change, values, seen=services.edition(change), by=focal_point)
    change.refresh_from_db()
    assert difference_of(change).changed == []


def test_words_that_stayed_went_and_came_are_told_apart() -> None:
    pieces = [(piece.kind, piece.text) for piece in word_difference("ten women", "twenty women")]
    assert pieces == [("out", "ten"), ("in", "twenty"), ("same", " women")]


def test_a_huge_text_is_not_compared_word_by_word() -> None:
    pieces = word_difference("a " * 50_000, "b " * 50_000)
    assert [piece.kind for piece in pieces] == ["out", "in"]


@pytest.mark.django_db(transaction=True)
def test_two_who_start_at_once_get_one_draft() -> None:
    spain = factories.member("ESP")
    people = [factories.focal_point_of(spain) for _ in range(2)]
    initiative = factories.InitiativeFactory.create(owner=spain)
    found: list[int] = []
    barrier = threading.Barrier(2)

    def start(person: User) -> None:
        try:
            barrier.wait()
            found.append(services.start_change(kind(), initiative, member=spain, by=person).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=start, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 2
    assert len(set(found)) == 1
    assert ProposedChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_publish_once() -> None:
    spain = factories.member("ESP")
    focal_point = factories.focal_point_of(spain)
    staff = [factories.SecretariatFactory.create() for _ in range(2)]
    initiative = factories.InitiativeFactory.create(owner=spain)
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    edition = seen(change)
    results: list[str] = []
    barrier = threading.Barrier(2)

    def publish(person: User) -> None:
        try:
            barrier.wait()
            services.publish(change, seen=edition, by=person)
            results.append("published")
        except Refusal:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=(person,)) for person in staff]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["published", "refused"]
    initiative.refresh_from_db()
    assert initiative.version == 2
