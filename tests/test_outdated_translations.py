"""Translations record the English that they follow, for every way of writing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting, ParagraphText
from network.accounts.models import User
from network.adminsite.translations import confirm_translation
from network.values.refusals import Refusal
from network.values.translations import (
    FollowsEnglish,
    TextInLanguage,
    has_outdated_texts,
)
from newsletters.models import Opportunity
from tests import factories
from tests.sent import sent_by
from tests.test_architecture import own_models

# Whose names are given by others in each language by itself.
NOT_TRANSLATED_HERE = {
    "focalpoints.Country": "the UN's names",
}


def edited(row: Any, **values: Any) -> Any:
    """The row read again, after a write that ignores translations."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    return type(row)._base_manager.get(pk=row.pk)


def behind(row: Any) -> list[tuple[str, str]]:
    return [(item.language, item.identity) for item in row.outdated_texts()]


@pytest.fixture
def meeting(db: None) -> Meeting:
    return factories.MeetingFactory.create(
        title_en="Meeting in Berlin",
        title_fr="Réunion à Berlin",
        title_zh_hans="柏林会议",
        theme_en="Plans",
        theme_fr="Plans d'action",
        city_en="",
    )


def is_translated(model: type[Model]) -> bool:
    columns = {field.name for field in model._meta.local_fields}
    is_event = model.__name__.endswith("Event")
    return not is_event and any(
        f"{name[:-3]}_fr" in columns for name in columns if name[-3:] == "_en"
    )


@pytest.mark.guard
def test_every_translated_model_knows_its_english() -> None:
    forgotten = []
    for model in own_models():
        knows = issubclass(model, FollowsEnglish | TextInLanguage)
        if knows:
            triggers = {trigger.name for trigger in model._meta.triggers}  # type: ignore[attr-defined]
            assert "translations_follow_english" in triggers, model._meta.label
        if is_translated(model) and not knows:
            forgotten.append(model._meta.label)
    assert sorted(forgotten) == sorted(NOT_TRANSLATED_HERE)


def test_what_is_new_is_right(meeting: Meeting) -> None:
    assert behind(meeting) == []
    assert meeting.translates["title"] == {
        "fr": "Meeting in Berlin",
        "zh-hans": "Meeting in Berlin",
    }


def test_other_english_outdates_the_translations_of_that_text_alone(meeting: Meeting) -> None:
    assert behind(edited(meeting, title_en="Meeting in Bonn")) == [
        ("fr", "title"),
        ("zh-hans", "title"),
    ]
    assert behind(edited(meeting, title_fr="Réunion à Bonn")) == [("zh-hans", "title")]


def test_english_and_translation_changed_at_once_belong_together(meeting: Meeting) -> None:
    row = edited(meeting, theme_en="Money", theme_fr="Argent")
    assert behind(row) == []


@pytest.mark.parametrize("english", ["Meeting  in Berlin ", "Meeting in Berlin"])
def test_english_that_says_the_same_outdates_nothing(meeting: Meeting, english: str) -> None:
    edited(meeting, title_en="A slip")
    assert behind(edited(meeting, title_en=english)) == []


def test_a_translation_that_is_taken_away_is_forgotten(meeting: Meeting) -> None:
    row = edited(meeting, title_en="Meeting in Bonn", title_fr="", title_zh_hans="  ")
    assert behind(row) == []
    assert "title" not in row.translates


def test_a_row_that_was_read_before_is_written_back_without_a_loss(meeting: Meeting) -> None:
    old = Meeting.objects.get(pk=meeting.pk)
    old.translates = {}
    edited(meeting, title_en="Meeting in Bonn")
    old.title_en = "Meeting in Bonn"
    old.save()
    assert behind(old) == [("fr", "title"), ("zh-hans", "title")]


def test_the_database_finds_what_the_rows_tell(meeting: Meeting) -> None:
    other = factories.MeetingFactory.create(title_en="Other", title_fr="Autre")
    outdated = Meeting.objects.filter(has_outdated_texts(Meeting))
    assert list(outdated.all()) == []
    edited(other, title_en=" Other\n")
    assert list(outdated.all()) == []
    edited(meeting, theme_en="Money")
    assert list(outdated.all()) == [meeting]
    edited(other, title_en="Another")
    assert set(outdated.all()) == {meeting, other}


def test_a_translation_that_is_still_right_is_confirmed(
    meeting: Meeting, secretariat: User
) -> None:
    row = edited(meeting, title_en="Meeting in Bonn")
    item = row.outdated_texts()[0]
    confirm_translation(row, item.key, by=secretariat)
    row.refresh_from_db()
    assert behind(row) == [("zh-hans", "title")]
    assert row.title_fr == "Réunion à Berlin"
    with pytest.raises(Refusal, match="has changed since you opened the page"):
        confirm_translation(row, item.key, by=secretariat)


def test_the_texts_of_a_paragraph_know_it_too() -> None:
    assert "translates" in {field.name for field in ParagraphText._meta.local_fields}


# --- In the admin ---


def rows() -> list[Any]:
    category = factories.category("focal_point")
    return [
        factories.MeetingFactory.create(title_fr="Ancien"),
        factories.PresidencyFactory.create(theme_en="Old", theme_fr="Ancien"),
        factories.OpportunityFactory.create(title_fr="Ancien"),
        edited(category, name_fr="Ancien"),
        factories.InitiativeFactory.create(title_fr="Ancien"),
        factories.PlanFactory.create(title_en="Old", title_fr="Ancien"),
        factories.OrganisationFactory.create(name_fr="Ancien"),
    ]


def address(row: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=args)


@pytest.mark.django_db
@pytest.mark.parametrize("place", range(7))
def test_the_admin_shows_what_is_outdated_and_takes_it_for_right_at_one_press(
    secretariat_client: Client, looker_client: Client, place: int
) -> None:
    row = rows()[place]
    name = row.translated_names()[0]
    row = edited(row, **{f"{name}_en": "Other English words"})
    item = next(item for item in row.outdated_texts() if item.language == "fr")
    listed = secretariat_client.get(address(row, "changelist")).content.decode()
    assert "outdated: " in listed
    shown = secretariat_client.get(address(row, "change", row.pk)).content.decode()
    assert "Still right" in shown
    assert item.key in shown
    still_right = address(row, "still_right", row.pk)
    assert secretariat_client.get(still_right).status_code == 405
    looked = looker_client.get(address(row, "change", row.pk)).content.decode()
    assert item.text in looked
    assert "Still right<" not in looked
    assert looker_client.post(still_right, {"key": item.key}).status_code == 404
    answer = secretariat_client.post(still_right, {"key": item.key}, follow=True)
    assert "The translation is marked as up to date." in answer.content.decode()
    again = type(row)._base_manager.get(pk=row.pk)
    assert "fr" not in {one.language for one in again.outdated_texts()}
    history = secretariat_client.get(address(row, "history", row.pk)).content.decode()
    assert f"confirmed a translation: {item.place} (Français)" in history
    late = secretariat_client.post(still_right, {"key": item.key}, follow=True)
    assert "has changed since you opened the page" in late.content.decode()


@pytest.mark.django_db
def test_who_saves_other_english_learns_what_falls_behind(secretariat_client: Client) -> None:
    row: Opportunity = factories.OpportunityFactory.create(title_fr="Ancien", title_ar="قديم")
    page = secretariat_client.get(address(row, "change", row.pk)).content.decode()
    sent = sent_by(page, "_save") | {"title_en": "Another title"}
    answer = secretariat_client.post(address(row, "change", row.pk), sent, follow=True)
    row.refresh_from_db()
    assert row.title_en == "Another title"
    outdated = "Translations outdated by the English text: Français, العربيّة."
    assert outdated in answer.content.decode()
