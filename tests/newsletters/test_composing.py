"""The Secretariat composes a newsletter: English first, the other languages behind tabs."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from network.accounts.models import User
from newsletters import services
from newsletters.models import Item, ItemText, Newsletter, Section, Subscription
from tests.factories import (
    NewsletterFactory,
    newsletter_text,
)
from tests.newsletters.buttons import address_of, page, press
from tests.sent import sent_by

pytestmark = pytest.mark.django_db


def form(*texts: dict[str, Any], number: int = 3, **more: Any) -> dict[str, Any]:
    """What the page of an issue sends: English first, the other languages behind their tabs."""
    data: dict[str, Any] = {"number": number, "slug": f"issue-{number}"}
    for language, _name in settings.LANGUAGES:
        place = "texts" if language == "en" else f"texts-{language}"
        of_language = [text for text in texts if text["language"] == language]
        data |= {f"{place}-TOTAL_FORMS": max(1, len(of_language)), f"{place}-INITIAL_FORMS": 0}
        for row, text in enumerate(of_language):
            data |= {f"{place}-{row}-{name}": value for name, value in text.items()}
    return data | more


ENGLISH = {"language": "en", "subject": "Spring", "body": "<div>Dear <b>all</b></div>"}


def test_an_issue_is_composed_and_its_texts_cleaned(secretariat_client: Client) -> None:
    french = {"language": "fr", "subject": "Printemps", "body": "<p>Bonjour</p><script>x</script>"}
    press(secretariat_client, "newsletter_add", **form(ENGLISH, french, topics=["funding"]))
    draft = Newsletter.objects.get()
    assert (draft.topics, draft.is_draft) == (["funding"], True)
    assert {text.language: text.body for text in draft.texts.all()} == {
        "en": "<p>Dear <strong>all</strong></p>",
        "fr": "<p>Bonjour</p>",
    }


def test_the_next_number_is_offered(secretariat_client: Client, issue: Newsletter) -> None:
    text = page(secretariat_client, "newsletter_add")
    assert 'value="8"' in text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ({**ENGLISH, "body": "<p> <br> </p>"}, "Write the text of this language."),
        ({**ENGLISH, "subject": ""}, "This field is required."),
        (
            {**ENGLISH, "body": "<p>" + "word " * 17_000 + "</p>"},
            "at most 80000 characters (it has 85007)",
        ),
        ({**ENGLISH, "body": "<p>Peace&#x202E;</p>"}, "U+202E, right-to-left override"),
    ],
)
def test_a_text_that_is_none_is_refused_beside_it(
    secretariat_client: Client, text: dict[str, Any], sentence: str
) -> None:
    assert sentence in press(secretariat_client, "newsletter_add", **form(text))
    assert not Newsletter.objects.exists()


def test_a_language_is_written_once(secretariat_client: Client) -> None:
    press(secretariat_client, "newsletter_add", **form(ENGLISH, ENGLISH))
    assert not Newsletter.objects.exists()


def test_a_language_that_a_colleague_wrote_meanwhile_is_refused_beside_its_text(
    secretariat_client: Client,
) -> None:
    draft = NewsletterFactory.create(number=3)
    sent = sent_by(page(secretariat_client, "newsletter_change", draft.pk), "_save")
    newsletter_text(draft, "fr", "Déjà", "<p>x</p>")
    mine = {"texts-fr-0-subject": "Printemps", "texts-fr-0-body": "<p>Bonjour</p>"}
    said = press(secretariat_client, "newsletter_change", draft.pk, **(sent | mine))
    assert "A colleague has written this language" in said
    assert draft.texts.get(language="fr").subject == "Déjà"


def test_a_language_is_added_behind_its_tab_and_taken_away_again(
    secretariat_client: Client,
) -> None:
    draft = NewsletterFactory.create(number=3)
    shown = page(secretariat_client, "newsletter_change", draft.pk)
    assert "Français" in shown
    written = {"texts-fr-0-subject": "Printemps", "texts-fr-0-body": "<p>Bonjour</p>"}
    sent = sent_by(shown, "_save") | written
    press(secretariat_client, "newsletter_change", draft.pk, **sent)
    assert draft.texts.get(language="fr").subject == "Printemps"
    again = sent_by(page(secretariat_client, "newsletter_change", draft.pk), "_save")
    assert again["texts-fr-0-subject"] == ["Printemps"]
    away = again | {"texts-fr-0-DELETE": "on"}
    press(secretariat_client, "newsletter_change", draft.pk, **away)
    assert list(draft.texts.values_list("language", flat=True)) == ["en"]


def test_what_was_sent_can_be_looked_at_but_not_changed(
    secretariat_client: Client, secretariat: User, issue: Newsletter, subscriber: Subscription
) -> None:
    services.start_sending(issue, by=secretariat)
    assert 'name="number"' not in page(secretariat_client, "newsletter_change", issue.pk)
    assert "News of the Network" in page(secretariat_client, "newsletter_preview", issue.pk)
    late = form(ENGLISH, number=99)
    response = secretariat_client.post(address_of("newsletter_change", issue.pk), late)
    assert response.status_code == 200
    response = secretariat_client.post(address_of("newsletter_delete", issue.pk), {"post": "yes"})
    assert response.status_code in {403, 404}
    issue.refresh_from_db()
    assert issue.number == 7
    assert issue.texts.count() == 3


def test_what_was_typed_while_somebody_sent_the_issue_is_shown_again(
    secretariat_client: Client, secretariat: User, issue: Newsletter, subscriber: Subscription
) -> None:
    sent = sent_by(page(secretariat_client, "newsletter_change", issue.pk), "_save")
    services.start_sending(issue, by=secretariat)
    typed = {"texts-fr-0-subject": "Typed too late", "texts-0-body": "<p>Late as well</p>"}
    for _time in range(2):
        said = press(secretariat_client, "newsletter_change", issue.pk, **(sent | typed))
        assert "This newsletter has been sent; its texts can no longer be changed." in said
        assert 'value="Typed too late"' in said
        assert "Late as well" in said
    assert "Typed too late" not in str(issue.texts.values_list("subject"))


def test_an_issue_of_several_items_keeps_beside_its_field_what_was_typed_over_them(
    secretariat_client: Client, issue: Newsletter
) -> None:
    section = Section.objects.get(newsletter=issue)
    item = Item.objects.create(section=section, position=2)
    ItemText.objects.create(item=item, language="en", body="<p>Another.</p>")
    sent = sent_by(page(secretariat_client, "newsletter_change", issue.pk), "_save")
    typed = {"texts-0-subject": "New subject", "texts-0-body": "<p>All of it anew</p>"}
    said = press(secretariat_client, "newsletter_change", issue.pk, **(sent | typed))
    assert said.count("This newsletter is made of several items") == 1
    assert "All of it anew" in said
    assert 'value="New subject"' in said
    assert issue.texts.get(language="en").subject == "News of the Network"
    subject = {"texts-0-subject": "New subject"}
    press(secretariat_client, "newsletter_change", issue.pk, **(sent | subject))
    assert issue.texts.get(language="en").subject == "New subject"
    assert "Another." in issue.texts.get(language="en").body
