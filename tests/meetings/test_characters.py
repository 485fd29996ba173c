"""Characters that no PDF can show are told when they are typed, and never adopted."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from meetings.characters import unshown_in
from meetings.models import Communique, CommuniqueVersion
from meetings.services.builds import request_builds
from meetings.services.communique import adopt, freeze
from network.accounts.models import User
from network.values.refusals import Refusal
from tests.factories import MeetingFactory
from tests.meetings.buttons import page, press
from tests.meetings.test_communique_admin import address_of
from tests.meetings.texts import ADOPTED_ON, write_over, written
from tests.sent import sent_by

pytestmark = pytest.mark.django_db

PEACE = "Peace is ሰላም."
NAMED = "ሰ (U+1230 ETHIOPIC SYLLABLE SA)"


def saved(client: Client, communique: Communique, language: str, button: str, **typed: Any) -> str:
    shown = client.get(address_of(communique, language)).content.decode()
    sent = sent_by(shown, button) | typed
    response = client.post(address_of(communique, language), sent, follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(("language", "name"), [("en", "English"), ("fr", "French")])
def test_saving_warns_beside_the_paragraph_and_above(
    secretariat_client: Client, language: str, name: str
) -> None:
    communique = written("en", "fr")
    typed = {"paragraphs-1-text": PEACE}
    shown = saved(secretariat_client, communique, language, "_continue", **typed)
    assert shown.count(f"No PDF can show {NAMED}") == 1
    beside = shown.split('id="id_paragraphs-1-text_unshown">')[1].split("</p>")[0]
    assert NAMED in beside
    assert 'aria-describedby="id_paragraphs-1-text_unshown"' in shown
    assert f"Replace them: paragraph 2 ({name}): {NAMED}" in shown
    assert communique.paragraphs.get(number=2).said_in(language) == PEACE, "it is kept all the same"


def test_who_saves_and_leaves_is_told_too(secretariat_client: Client) -> None:
    communique = written()
    shown = saved(secretariat_client, communique, "en", "_save", **{"paragraphs-0-text": PEACE})
    assert f"paragraph 1 (English): {NAMED}" in shown


def test_a_text_in_the_portals_scripts_is_not_remarked_on(secretariat_client: Client) -> None:
    communique = written("en")
    words = "Қазақстан, Việt Nam, Ελλάδα, السلام, 妇女, 㐀"
    shown = saved(secretariat_client, communique, "en", "_continue", **{"paragraphs-0-text": words})
    assert "No PDF can show" not in shown
    assert "cannot show" not in shown


def test_such_a_text_is_neither_frozen_nor_built_nor_adopted(secretariat: User) -> None:
    communique = written("en", "fr")
    write_over(communique.paragraphs.get(number=2), PEACE, "fr")
    for act in (
        lambda: freeze(communique, by=secretariat),
        lambda: request_builds(communique, by=secretariat),
        lambda: adopt(communique, on=ADOPTED_ON, by=secretariat),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert "paragraph 2 (French)" in caught.value.sentence
        assert NAMED in caught.value.sentence
    communique.refresh_from_db()
    assert not communique.is_adopted
    assert not CommuniqueVersion.objects.exists()


def test_a_language_that_is_not_complete_holds_nothing_up(secretariat: User) -> None:
    communique = written("en", "fr")
    write_over(communique.paragraphs.get(number=1), PEACE, "fr")
    write_over(communique.paragraphs.get(number=2), "", "fr")
    assert freeze(communique, by=secretariat).languages == ["en"]


def test_what_the_pdf_says_of_the_meeting_counts_too(secretariat: User) -> None:
    communique = written("en", meeting=MeetingFactory.create(theme_en="ሰላም"))
    with pytest.raises(Refusal, match=r"meeting and hosts \(English\): ሰ"):
        freeze(communique, by=secretariat)


def test_the_secretariat_reads_why_it_cannot_build_or_adopt(secretariat_client: Client) -> None:
    communique = written()
    write_over(communique.paragraphs.get(number=1), PEACE)
    for button, data in (("communique_build", {}), ("communique_adopt", {"on": "2025-05-21"})):
        shown = press(secretariat_client, button, communique.pk, **data)
        assert f"paragraph 1 (English): {NAMED}" in shown
    assert "Record the adoption" in page(secretariat_client, "communique_adopt", communique.pk)


def test_a_text_that_can_be_shown_gets_no_sentence() -> None:
    assert unshown_in("Peace – мир – السلام") == ""
