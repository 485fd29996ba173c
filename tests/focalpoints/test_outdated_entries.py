"""Plans and initiatives whose translations are older than their English: desk, review, admin."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.models import Member, ProposedChange, ReviewStep, Revision
from focalpoints.review import drafts, submissions
from focalpoints.review.outdated import outdated_in_draft
from focalpoints.review.publication import edit_directly
from focalpoints.review.restoration import propose_restoration, restore
from initiatives.models import Initiative, NationalActionPlan
from network.accounts.models import User
from network.values.translations import OutdatedTranslations, has_outdated_texts
from tests import factories
from tests.focalpoints.changes import draft_of, kind, seen
from tests.focalpoints.versions import published, version, versions_url
from tests.sent import sent_by

pytestmark = pytest.mark.django_db

OUTDATED = "Outdated: the English text has changed since."
STOPPED = "Translations are outdated"


@pytest.fixture
def spain(focal_point: User) -> Member:
    return factories.member("ESP")


@pytest.fixture
def entry(spain: Member) -> Initiative:
    return published(title_en="Mediators of April", title_fr="Médiatrices d'avril")


def behind(entry: Any) -> list[tuple[str, str]]:
    entry = type(entry)._default_manager.get(pk=entry.pk)
    return [(item.language, item.identity) for item in entry.outdated_texts()]


def behind_in(change: ProposedChange) -> list[tuple[str, str]]:
    change.refresh_from_db()
    items = outdated_in_draft(kind(), change, change.target)
    return [(item.language, item.identity) for item in items]


def text_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def saved(change: ProposedChange, by: User, **values: Any) -> ProposedChange:
    return drafts.save_draft(change, {**change.draft, **values}, seen=seen(change), by=by)


def address(page: str, change: ProposedChange) -> str:
    return reverse(f"focalpoints:{page}", args=[change.pk])


def ticked(page: str, button: str) -> dict[str, Any]:
    return {**sent_by(page, button), "acknowledge": "1"}


# --- On the desk ---


def test_the_desk_shows_names_and_has_acknowledged_what_is_outdated(
    focal_point_client: Client, focal_point: User, spain: Member, entry: Initiative
) -> None:
    change = draft_of(entry, focal_point, member=spain, title_en="Mediators of May")
    form = focal_point_client.get(address("change-edit", change)).content.decode()
    field, _end, rest = form.partition('name="title_fr"')[2].partition("</details>")
    assert OUTDATED in field
    assert OUTDATED not in rest
    preview = focal_point_client.get(address("change-preview", change)).content.decode()
    assert "1 translation is outdated" in preview
    assert "Français" in preview
    refused = focal_point_client.post(
        address("change-submit", change), {"edition": seen(change), "note": "A word."}
    )
    assert STOPPED in text_of(refused)
    assert "A word." in text_of(refused)
    change.refresh_from_db()
    assert change.state == ProposedChange.State.DRAFT
    key = re.findall(r'name="key" value="([^"]+)"', preview)
    answer = focal_point_client.post(
        address("change-submit", change),
        {"edition": seen(change), "key": key, "acknowledge": "1"},
        follow=True,
    )
    said = text_of(answer)
    assert "Submitted. Thank you." in said
    assert "Went on with outdated translations: Français · Title" in said
    step = change.steps.get(action=ReviewStep.Action.SUBMITTED)
    assert (step.by, step.outdated[0]["text"]) == (focal_point, "Médiatrices d'avril")


def test_what_was_translated_in_an_earlier_sitting_falls_behind(
    focal_point: User, spain: Member, entry: Initiative
) -> None:
    change = draft_of(entry, focal_point, member=spain, title_ar="وسيطات أبريل")
    assert behind_in(change) == []
    saved(change, focal_point, title_en="Mediators of May")
    assert behind_in(change) == [("fr", "title"), ("ar", "title")]
    saved(change, focal_point, title_fr="Médiatrices de mai")
    assert behind_in(change) == [("ar", "title")]
    saved(change, focal_point, title_en="Mediators of April")
    assert behind_in(change) == [("fr", "title")]


def test_what_needs_no_change_is_ticked_beside_its_field(
    focal_point_client: Client, focal_point: User, spain: Member, entry: Initiative
) -> None:
    change = draft_of(entry, focal_point, member=spain, title_en="Mediators of April!")
    page = focal_point_client.get(address("change-edit", change)).content.decode()
    key = re.search(r'name="still_right" value="([^"]+)"', page)
    assert key is not None
    sent = {**sent_by(page, "preview"), "still_right": key[1]}
    answer = focal_point_client.post(address("change-edit", change), sent, follow=True)
    assert "translation is outdated" not in text_of(answer)
    assert behind_in(change) == []
    submissions.submit(change, seen=seen(change), by=focal_point)


def test_a_new_entry_written_in_another_language_first_is_up_to_date(
    focal_point: User, spain: Member
) -> None:
    change = draft_of(None, focal_point, member=spain, title_fr="Médiatrices")
    saved(change, focal_point, title_en="Mediators")
    assert behind_in(change) == []
    saved(change, focal_point, title_en="Mediators of the coast")
    assert behind_in(change) == [("fr", "title")]


# --- In review ---


def submitted_outdated(entry: Initiative, by: User, spain: Member, **values: Any) -> ProposedChange:
    change = draft_of(entry, by, member=spain, title_en="Mediators of May", **values)
    keys = [item.key for item in outdated_in_draft(kind(), change, entry)]
    return submissions.submit(change, seen=seen(change), by=by, acknowledged=keys)


def test_the_secretariat_publishes_it_with_open_eyes_alone(
    secretariat_client: Client,
    secretariat: User,
    focal_point: User,
    visitor: Client,
    spain: Member,
    entry: Initiative,
) -> None:
    change = submitted_outdated(entry, focal_point, spain)
    review = reverse("admin:focalpoints_proposedchange_change", args=[change.pk])
    page = secretariat_client.get(review).content.decode()
    assert "1 translation is outdated" in page
    sent = {**sent_by(page, "decision"), "decision": "publish", "accept": ["title_en"]}
    assert STOPPED in text_of(secretariat_client.post(review, sent), 422)
    assert version_count(entry) == 1
    answer = secretariat_client.post(review, {**sent, "acknowledge": "1"}, follow=True)
    assert "Published. The member has been informed." in text_of(answer)
    assert behind(entry) == [("fr", "title")]
    latest = version(entry, 2)
    assert latest.outdated[0]["translates"] == "Mediators of April"
    assert change.steps.get(action=ReviewStep.Action.PUBLISHED).by == secretariat
    said = "The English text was changed after this translation was made"
    french = visitor.get(f"/fr/initiatives/{entry.slug}/").content.decode()
    assert "panel--warn" in french
    assert said not in visitor.get(f"/initiatives/{entry.slug}/").content.decode()
    first = secretariat_client.get(reverse("admin:index")).content.decode()
    card = first.partition('aria-labelledby="card-outdated-entries"')[2].split("</section>")[0]
    assert "Initiative: Mediators of May" in card
    assert "Français" in card


def version_count(entry: Any) -> int:
    return Revision.objects.of(entry).count()


def test_a_translation_of_what_was_not_accepted_is_outdated(
    secretariat: User, focal_point: User, spain: Member, entry: Initiative
) -> None:
    change = draft_of(
        entry,
        focal_point,
        member=spain,
        title_en="Mediators of May",
        title_fr="Médiatrices de mai",
    )
    submissions.submit(change, seen=seen(change), by=focal_point)
    partly: dict[str, Any] = {"declined": ["title_en"], "reason": "April.", "by": secretariat}
    with pytest.raises(OutdatedTranslations) as stopped:
        submissions.publish(change, seen=seen(change), **partly)
    keys = [item.key for item in stopped.value.items]
    submissions.publish(change, seen=seen(change), acknowledged=keys, **partly)
    assert behind(entry) == [("fr", "title")]
    rest = ProposedChange.objects.get(follows=change)
    assert behind_in(rest) == []


# --- Earlier versions ---


def test_a_version_comes_back_with_what_was_outdated_in_it(
    secretariat: User, secretariat_client: Client, focal_point: User, spain: Member
) -> None:
    entry = published(title_en="April", title_fr="Avril")
    second = Initiative.objects.get(pk=entry.pk)
    second.title_en = "May"
    keys = [item.key for item in second.outdated_texts()]
    edit_directly(second, seen_version=1, by=secretariat, acknowledged=keys)
    third = Initiative.objects.get(pk=entry.pk)
    third.title_en, third.title_fr = "June", "Juin"
    edit_directly(third, seen_version=2, by=secretariat)
    assert behind(entry) == []
    change = propose_restoration(
        third, version(entry, 2), member=spain, seen_version=3, by=focal_point
    )
    assert behind_in(change) == [("fr", "title")]
    page = f"{versions_url(entry)}2/restore/"
    asked = secretariat_client.post(page, {"version": "3"})
    assert STOPPED in text_of(asked)
    keys = re.findall(r'name="key" value="([^"]+)"', asked.content.decode())
    sent = {"version": "3", "key": keys, "acknowledge": "1"}
    assert "is restored as version 4" in text_of(secretariat_client.post(page, sent, follow=True))
    assert behind(entry) == [("fr", "title")]
    fourth = Initiative.objects.get(pk=entry.pk)
    restore(fourth, version(entry, 1), seen_version=4, by=secretariat)
    assert behind(entry) == []


# --- In the admin ---


def test_a_direct_edit_stops_and_keeps_what_was_typed(
    secretariat_client: Client, secretariat: User, entry: Initiative
) -> None:
    page = reverse("admin:initiatives_initiative_change", args=[entry.pk])
    form = secretariat_client.get(page).content.decode()
    assert OUTDATED not in form
    sent = sent_by(form, "_save") | {"title_en": ["Mediators of May"]}
    stopped = secretariat_client.post(page, sent)
    said = stopped.content.decode()
    assert STOPPED in said
    assert 'value="Mediators of May"' in said
    assert version_count(entry) == 1
    answer = secretariat_client.post(page, ticked(said, "_save"), follow=True)
    assert "Translations outdated by the English text: Français." in text_of(answer)
    latest = version(entry, 2)
    assert (latest.by, len(latest.outdated)) == (secretariat, 1)
    again = secretariat_client.get(page).content.decode()
    assert f"{OUTDATED}</strong> At most 200 characters. </div>" in " ".join(again.split())
    assert "Still right" in again


# --- Plans: a title in the language it was written in ---


def plan(**values: Any) -> NationalActionPlan:
    return factories.PlanFactory.create(**values)


def rewritten(row: NationalActionPlan, **values: Any) -> list[tuple[str, str]]:
    NationalActionPlan.objects.filter(pk=row.pk).update(**values)
    found = NationalActionPlan.objects.filter(has_outdated_texts(NationalActionPlan))
    assert found.filter(pk=row.pk).exists() == bool(behind(row))
    return behind(row)


def test_an_original_title_is_what_the_others_translate() -> None:
    row = plan(
        title_en="National plan",
        title_fr="Plan national",
        original_title="Национален план",
        original_language="bg",
    )
    assert rewritten(row, title_en="The national plan") == []
    outdated = [("en", "title"), ("fr", "title")]
    assert rewritten(row, original_title="Втори план") == outdated
    row.refresh_from_db()
    assert row.outdated_texts()[0].source_language == "bg"
    assert rewritten(row, original_title="Национален план") == []
    # Without it English is the source again, and what there is counts as right.
    assert rewritten(row, original_title="", original_language="") == []
    assert rewritten(row, title_en="Another plan") == [("fr", "title")]
    assert rewritten(row, original_title="План", original_language="bg") == []


def test_a_title_written_before_any_english_one_follows_the_first() -> None:
    row = plan(title_en="", title_es="Plan nacional")
    assert rewritten(row, title_en="National plan") == []
    assert rewritten(row, title_en="Second national plan") == [("es", "title")]
