"""What was typed into a communiqué is shown again with every refusal."""

from __future__ import annotations

import pytest
from django.test import Client

from meetings.models import Communique
from meetings.services.communique import adopt
from network.accounts.models import User
from network.jobs import starting
from tests.meetings.test_communique_admin import address_of
from tests.meetings.texts import ADOPTED_ON, said, written
from tests.sent import sent_by

pytestmark = pytest.mark.django_db

CHANGED = "A colleague has changed this text since you opened it."


@pytest.fixture(autouse=True)
def _no_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "start", lambda name, build: True)


def answer(client: Client, communique: Communique, language: str, sent: dict) -> str:
    response = client.post(address_of(communique, language), sent, follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_was_typed_while_somebody_adopted_the_text_is_shown_again(
    secretariat_client: Client, secretariat: User, language: str
) -> None:
    communique = written("en", "fr")
    page = secretariat_client.get(address_of(communique, language)).content.decode()
    sent = sent_by(page, "_save")
    typed = {"paragraphs-0-text": "Typed too late.", f"title_{language}": "Title too late"}
    adopt(communique, on=ADOPTED_ON, by=secretariat)
    for _time in range(2):
        shown = answer(secretariat_client, communique, language, sent | typed)
        assert CHANGED in shown
        assert "Typed too late." in shown
        assert 'value="Title too late"' in shown
    communique.refresh_from_db()
    assert said(communique, language) != "Typed too late."
    assert "too late" not in str(communique.title)


def test_an_adopted_text_is_not_written_by_a_page_that_has_seen_the_adoption(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = written("en", "fr")
    before = said(communique)
    page = secretariat_client.get(address_of(communique)).content.decode()
    sent = sent_by(page, "_save")
    adopt(communique, on=ADOPTED_ON, by=secretariat)
    page = secretariat_client.get(address_of(communique)).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    typed = {"paragraphs-0-text": "Forged.", "title_en": "Forged", "seen": seen}
    secretariat_client.post(address_of(communique), sent | typed)
    communique.refresh_from_db()
    assert said(communique) == before
    assert communique.title_en != "Forged"


def test_a_paragraph_that_a_colleague_removed_leaves_the_others_as_they_were_typed(
    secretariat_client: Client,
) -> None:
    communique = written("en", "fr", paragraphs=3)
    for language in ("en", "fr"):
        page = secretariat_client.get(address_of(communique, language)).content.decode()
        sent = sent_by(page, "_save")
        communique.paragraphs.order_by("number")[0].delete()
        rows = range(int(sent["paragraphs-INITIAL_FORMS"][0]))
        typed = {f"paragraphs-{row}-text": f"Typed in row {row}." for row in rows}
        shown = answer(secretariat_client, communique, language, sent | typed)
        assert CHANGED in shown
        assert [row for row in rows if f"Typed in row {row}." not in shown] == []


@pytest.mark.parametrize("language", ["en", "fr", "ar", "zh-hans"])
def test_a_language_is_saved_and_opened_again_on_its_own_page(
    secretariat_client: Client, language: str
) -> None:
    communique = written("en", "fr", "ar", "zh_hans")
    page = secretariat_client.get(address_of(communique, language)).content.decode()
    sent = sent_by(page, "_continue") | {"paragraphs-0-text": "Said anew."}
    response = secretariat_client.post(address_of(communique, language), sent)
    assert response.status_code == 302
    assert response["Location"].count("language=") == 1
    assert response["Location"] == address_of(communique, language)
    again = secretariat_client.get(response["Location"]).content.decode()
    assert "Said anew." in again
