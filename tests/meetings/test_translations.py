"""Translations that are outdated: how it shows, what stops at it, and who acknowledged it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from meetings.models import Acknowledgement, Communique, CommuniqueVersion, ParagraphText
from meetings.services.communique import adopt, freeze, publish
from meetings.services.texts import confirm_translation, save_communique, write_paragraph
from meetings.translations import Outdated, completeness_of, outdated_texts
from network.accounts.models import User
from network.jobs import starting
from network.values.refusals import Refusal
from network.values.translations import OutdatedTranslations
from tests.meetings.buttons import page, press
from tests.meetings.test_communique_admin import address_of, english, save, translation
from tests.meetings.texts import ADOPTED_ON, adopted, reworded, said, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "start", lambda name, build: True)


def state_of(communique: Communique, language: str) -> str:
    communique.refresh_from_db()
    return next(row.state for row in completeness_of(communique) if row.language == language)


def places(items: list[Outdated]) -> list[tuple[str, int | None]]:
    return [(item.language, item.number) for item in items]


def keys(communique: Communique) -> list[str]:
    return [item.key for item in outdated_texts(communique)]


# --- What is outdated ---


def test_editing_the_english_text_outdates_its_translations_and_no_other(
    secretariat: User,
) -> None:
    communique = written("en", "fr", "ar")
    assert {state_of(communique, code) for code in ("en", "fr", "ar")} == {"complete"}
    reworded(communique, 2, "We meet in November.", by=secretariat)
    assert state_of(communique, "en") == "complete"
    assert state_of(communique, "fr") == state_of(communique, "ar") == "outdated"
    assert places(outdated_texts(communique)) == [("fr", 2), ("ar", 2)]
    assert state_of(communique, "ru") == "not-begun"


def test_a_title_goes_out_of_date_as_a_paragraph_does(secretariat: User) -> None:
    communique = written("en", "ar")
    communique.title_en = "Joint communiqué of November"
    save_communique(communique, by=secretariat)
    assert places(outdated_texts(communique)) == [("ar", None)]
    [row] = [row for row in completeness_of(communique) if row.language == "ar"]
    assert row.is_title_outdated
    assert row.outdated_numbers == []
    communique.title_ar = "بيان تشرين الثاني"
    save_communique(communique, language="ar", translates=communique.title_en, by=secretariat)
    assert outdated_texts(communique) == []


def test_translating_again_brings_a_text_up_to_date(secretariat: User) -> None:
    communique = written("en", "fr")
    reworded(communique, 1, "Other words.", by=secretariat)
    write_paragraph(communique.paragraphs.get(number=1), "fr", "D'autres mots.", by=secretariat)
    assert state_of(communique, "fr") == "complete"


def test_english_that_returns_to_its_words_makes_the_translations_right_again(
    secretariat: User,
) -> None:
    communique = written("en", "fr")
    before = said(communique)
    reworded(communique, 1, "A slip.", by=secretariat)
    reworded(communique, 1, before + "  ", by=secretariat)
    assert state_of(communique, "fr") == "complete"


def test_a_translation_follows_the_english_that_its_translator_saw(secretariat: User) -> None:
    communique = written("en")
    seen = said(communique)
    reworded(communique, 1, "Changed while somebody translated.", by=secretariat)
    paragraph = communique.paragraphs.get(number=1)
    write_paragraph(paragraph, "fr", "Traduit.", translates=seen, by=secretariat)
    text = paragraph.texts.get(language="fr")
    assert text.translates == seen
    [row] = [row for row in completeness_of(communique) if row.language == "fr"]
    assert row.outdated_numbers == [1]


def test_a_text_that_is_emptied_is_missing_and_no_empty_row(secretariat: User) -> None:
    communique = written("en", "fr")
    write_paragraph(communique.paragraphs.get(number=1), "fr", "  ", by=secretariat)
    assert state_of(communique, "fr") == "incomplete"
    assert not ParagraphText.objects.filter(language="fr", paragraph__number=1).exists()


def test_an_adopted_text_is_not_written(secretariat: User) -> None:
    communique = adopted("en", by=secretariat)
    with pytest.raises(Refusal, match="was adopted and cannot change"):
        reworded(communique, 1, "Otherwise.", by=secretariat)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"language": "fr", "text": " \n "}, "paragraphtext_says_something"),
        ({"language": "en", "text": "Twice."}, "paragraphtext_language_once"),
        (
            {"language": "fr", "text": "Un."},
            "",
        ),
    ],
)
def test_the_database_holds_what_a_text_is(values: dict[str, str], constraint: str) -> None:
    paragraph = written(paragraphs=1).paragraphs.get()
    if not constraint:
        assert ParagraphText.objects.create(paragraph=paragraph, **values).translates == ""
        return
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ParagraphText.objects.create(paragraph=paragraph, **values)


def test_the_english_text_translates_nothing() -> None:
    paragraph = written(paragraphs=1).paragraphs.get()
    source = "paragraphtext_english_is_the_source"
    with pytest.raises(IntegrityError, match=source), transaction.atomic():
        paragraph.texts.update(translates="Something.")


# --- One press ---


def test_a_translation_that_is_still_right_is_marked_so_by_one_press(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = written("en", "ar")
    reworded(communique, 1, "We recall what resolution 1325 (2000) asks.", by=secretariat)
    before = said(communique, "ar")
    shown = secretariat_client.get(address_of(communique, "ar")).content.decode()
    [key] = keys(communique)
    assert f'form="confirm-translation" name="key" value="{key}"' in shown
    assert "<ins>" in shown
    address = reverse("admin:meetings_communique_still_right", args=[communique.pk, "ar"])
    assert secretariat_client.get(address).status_code == 405
    response = secretariat_client.post(address, {"key": key})
    assert response["Location"] == address_of(communique, "ar")
    assert state_of(communique, "ar") == "complete"
    assert said(communique, "ar") == before
    assert ParagraphText.pgh_event_model.objects.latest("pgh_id").pgh_context.metadata["user"] == (
        secretariat.pk
    )
    shown = secretariat_client.get(address_of(communique, "ar")).content.decode()
    assert 'name="key"' not in shown


def test_a_title_that_is_still_right_is_marked_so_too(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = written("en", "fr")
    communique.title_en = "Joint Communiqué"
    save_communique(communique, by=secretariat)
    [key] = keys(communique)
    assert key in secretariat_client.get(address_of(communique, "fr")).content.decode()
    press(secretariat_client, "communique_still_right", communique.pk, "fr", key=key)
    assert state_of(communique, "fr") == "complete"


def test_what_was_confirmed_before_another_change_is_not_taken_for_right(
    secretariat: User,
) -> None:
    communique = written("en", "fr")
    reworded(communique, 1, "First change.", by=secretariat)
    [seen] = keys(communique)
    reworded(communique, 1, "Second change.", by=secretariat)
    with pytest.raises(Refusal, match="has changed since you opened the page"):
        confirm_translation(communique, "fr", seen, by=secretariat)
    assert state_of(communique, "fr") == "outdated"


def test_nobody_but_staff_marks_a_translation(
    focal_point_client: Client, secretariat: User
) -> None:
    communique = written("en", "fr")
    reworded(communique, 1, "Other words.", by=secretariat)
    address = reverse("admin:meetings_communique_still_right", args=[communique.pk, "fr"])
    answer = focal_point_client.post(address, {"key": keys(communique)[0]})
    assert answer.status_code in {302, 404}
    assert state_of(communique, "fr") == "outdated"


# --- What the pages say ---


def test_the_page_tells_the_state_of_each_language_and_paragraph(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = written("en", "fr", "ar", paragraphs=3)
    write_paragraph(communique.paragraphs.get(number=3), "ar", "", by=secretariat)
    reworded(communique, 2, "Other words.", by=secretariat)
    shown = page(secretariat_client, "communique_change", communique.pk)
    assert shown.count("outdated: 2") == 2
    assert "missing: 3" in " ".join(shown.split())
    assert 'class="language-tab-state is-outdated">outdated<' in shown
    assert 'class="language-tab-state is-incomplete">incomplete, outdated<' in shown
    arabic = secretariat_client.get(address_of(communique, "ar")).content.decode()
    for state in ("complete", "outdated", "missing"):
        assert f"text-state--{state}" in arabic


def test_who_saves_the_english_page_learns_what_falls_behind(
    secretariat_client: Client,
) -> None:
    communique = written("en", "fr", paragraphs=1)
    [row] = communique.paragraphs.all()
    sent = english(communique, {"id": row.pk, "number": 1, "text": "Other words."})
    answer = save(secretariat_client, communique, "en", sent)
    assert "Translations outdated by the English text: Français." in answer


def test_saving_one_translation_leaves_the_others_of_its_page_outdated(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = written("en", "fr")
    for number in (1, 2):
        reworded(communique, number, f"Other words {number}.", by=secretariat)
    texts = ["Nouveau.", said(communique, "fr", 2)]
    sent = translation(communique, "fr", *texts, title=communique.title_fr)
    save(secretariat_client, communique, "fr", sent)
    assert places(outdated_texts(communique)) == [("fr", 2)]


def test_english_changed_since_the_page_was_opened_leaves_the_new_translation_outdated(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = written("en", paragraphs=1)
    sent = translation(communique, "fr", "Un.", title="Communiqué")
    reworded(communique, 1, "Changed meanwhile.", by=secretariat)
    save(secretariat_client, communique, "fr", sent)
    assert said(communique, "fr") == "Un."
    assert state_of(communique, "fr") == "outdated"


def test_a_draft_edited_after_freezing_says_that_its_pdfs_are_older(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = written("en")
    freeze(communique, by=secretariat)
    older = "the PDFs of version 1 are older than its text"
    assert older not in page(secretariat_client, "communique_change", communique.pk)
    reworded(communique, 1, "Other words.", by=secretariat)
    assert older in page(secretariat_client, "communique_change", communique.pk)
    press(secretariat_client, "communique_build", communique.pk)
    assert "older than its text" not in page(secretariat_client, "communique_change", communique.pk)


# --- What stops, and who went on ---


def test_freezing_stops_at_an_outdated_translation_until_it_is_acknowledged(
    secretariat: User,
) -> None:
    communique = written("en", "fr")
    old = said(communique)
    reworded(communique, 2, "We meet in November.", by=secretariat)
    reworded(communique, 1, "Other words.", by=secretariat)
    with pytest.raises(OutdatedTranslations) as stopped:
        freeze(communique, by=secretariat)
    assert places(stopped.value.items) == [("fr", 1), ("fr", 2)]
    one = [stopped.value.items[0].key]
    with pytest.raises(OutdatedTranslations):
        freeze(communique, by=secretariat, acknowledged=one)
    assert not CommuniqueVersion.objects.exists()
    version = freeze(communique, by=secretariat, acknowledged=keys(communique))
    kept = Acknowledgement.objects.get()
    assert (kept.version, kept.step, kept.acknowledged_by) == (version, "freezing", secretariat)
    assert kept.items == version.outdated
    assert kept.items[0] | {"identity": ""} == {
        "language": "fr",
        "identity": "",
        "number": 1,
        "text": said(communique, "fr"),
        "translates": old,
        "english": "Other words.",
    }


def test_what_is_outdated_in_a_language_that_is_not_frozen_stops_nothing(
    secretariat: User,
) -> None:
    communique = written("en", "fr")
    write_paragraph(communique.paragraphs.get(number=2), "fr", "", by=secretariat)
    reworded(communique, 1, "Other words.", by=secretariat)
    assert freeze(communique, by=secretariat).languages == ["en"]


def test_the_digest_of_a_version_is_of_what_it_says_alone(secretariat: User) -> None:
    plain = written("en", "fr")
    before = freeze(plain, by=secretariat)
    reworded(plain, 1, "Other words.", by=secretariat)
    freeze(plain, by=secretariat, acknowledged=keys(plain))
    reworded(plain, 1, before.content["paragraphs"][0]["text"]["en"], by=secretariat)
    assert freeze(plain, by=secretariat).digest == before.digest
    assert not before.outdated


def test_adoption_and_publication_stop_at_it_and_keep_who_went_on(secretariat: User) -> None:
    communique = written("en", "ar")
    reworded(communique, 1, "We meet in November.", by=secretariat)
    with pytest.raises(OutdatedTranslations):
        adopt(communique, on=ADOPTED_ON, by=secretariat)
    communique.refresh_from_db()
    assert not communique.is_adopted
    adopt(communique, on=ADOPTED_ON, by=secretariat, acknowledged=keys(communique))
    with pytest.raises(OutdatedTranslations) as stopped:
        publish(communique, by=secretariat)
    communique.refresh_from_db()
    assert not communique.is_public
    seen = [item.key for item in stopped.value.items]
    publish(communique, by=secretariat, acknowledged=seen)
    assert communique.is_public
    assert [row.step for row in Acknowledgement.objects.all()] == ["adoption", "publication"]


def test_readers_are_informed_where_a_translation_is_behind(
    client: Client, secretariat: User
) -> None:
    communique = written("en", "fr")
    reworded(communique, 2, "We meet in November.", by=secretariat)
    seen = keys(communique)
    adopt(communique, on=ADOPTED_ON, by=secretariat, acknowledged=seen)
    publish(communique, by=secretariat, acknowledged=seen)
    behind = "The English text was changed after this translation was made: Paragraph 2."
    address = communique.meeting.get_absolute_url()
    assert behind in client.get(address, {"text": "fr"}).content.decode()
    assert behind not in client.get(address, {"text": "en"}).content.decode()


def test_an_acknowledgement_is_kept_for_good(secretariat: User) -> None:
    communique = written("en", "ar")
    reworded(communique, 1, "Other words.", by=secretariat)
    freeze(communique, by=secretariat, acknowledged=keys(communique))
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Acknowledgement.objects.update(items=[{}])
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Acknowledgement.objects.all().delete()


@pytest.mark.parametrize("step", ["build", "adopt", "publish"])
def test_the_screen_lists_what_is_outdated_and_goes_on_with_a_tick(
    secretariat_client: Client, secretariat: User, step: str
) -> None:
    communique = written("en", "fr")
    reworded(communique, 2, "We meet in November.", by=secretariat)
    seen = keys(communique)
    if step == "publish":
        adopt(communique, on=ADOPTED_ON, by=secretariat, acknowledged=seen)
    day: dict[str, Any] = {"on": ADOPTED_ON.isoformat()} if step == "adopt" else {}
    name = f"communique_{step}"
    before = Acknowledgement.objects.count()
    asked = press(secretariat_client, name, communique.pk, **day)
    assert "1 translation is outdated" in asked
    assert "Paragraph 2" in asked
    assert said(communique, "fr", 2) in asked
    assert f'name="key" value="{seen[0]}"' in asked
    unticked = press(secretariat_client, name, communique.pk, key=seen, **day)
    assert "tick that you have seen them" in unticked
    assert Acknowledgement.objects.count() == before
    press(secretariat_client, name, communique.pk, key=seen, acknowledge="1", **day)
    kept = Acknowledgement.objects.latest("pk")
    assert Acknowledgement.objects.count() == before + 1
    shown = page(secretariat_client, "communique_change", communique.pk)
    assert f"acknowledged by {secretariat}" in shown
    assert kept.acknowledged_by == secretariat


def test_a_tick_beside_an_older_list_is_not_enough(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = written("en", "fr")
    reworded(communique, 1, "First change.", by=secretariat)
    seen = keys(communique)
    reworded(communique, 1, "Second change.", by=secretariat)
    asked = press(secretariat_client, "communique_build", communique.pk, key=seen, acknowledge="1")
    assert "the list may have changed" in asked
    assert not CommuniqueVersion.objects.exists()
