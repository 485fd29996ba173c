"""Translations of an issue that are outdated: shown, acknowledged before it is sent, and kept."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from network.accounts.models import User
from network.values.refusals import Refusal
from network.values.translations import OutdatedTranslations
from newsletters import services
from newsletters.models import Item, ItemText, Newsletter, Section, Subscription
from tests.newsletters.buttons import address_of, page, press

pytestmark = pytest.mark.django_db


def rewritten(issue: Newsletter, language: str, subject: str, body: str, by: User) -> None:
    services.write_text(issue, language, subject=subject, body=body, by=by)


def places(issue: Newsletter) -> list[tuple[str, str]]:
    return [(item.language, item.place) for item in services.outdated_texts(issue)]


def keys(issue: Newsletter) -> list[str]:
    return [item.key for item in services.outdated_texts(issue)]


def test_other_english_outdates_the_translations(issue: Newsletter, secretariat: User) -> None:
    assert places(issue) == []
    english = issue.texts.get(language="en")
    rewritten(issue, "en", "Other news", english.body, secretariat)
    assert places(issue) == [("fr", "Subject"), ("ar", "Subject")]
    rewritten(issue, "en", "Other news", "<p>Read something else.</p>", secretariat)
    assert places(issue) == [
        ("fr", "Subject"),
        ("fr", "Text of item 1"),
        ("ar", "Subject"),
        ("ar", "Text of item 1"),
    ]
    rewritten(issue, "fr", "D'autres nouvelles", "<p>Lisez.</p>", secretariat)
    assert {language for language, _place in places(issue)} == {"ar"}


def test_the_shape_of_a_text_outdates_nothing(issue: Newsletter, secretariat: User) -> None:
    english = issue.texts.get(language="en")
    bold = english.body.replace("Read", "<strong>Read</strong>")
    rewritten(issue, "en", english.subject, bold, secretariat)
    assert places(issue) == []
    moved = english.body.replace("example.org", "example.net")
    rewritten(issue, "en", english.subject, moved, secretariat)
    assert ("fr", "Text of item 1") in places(issue)


def test_headings_of_sections_and_items_know_their_english(issue: Newsletter) -> None:
    section = Section.objects.get(newsletter=issue)
    section.title_en, section.title_fr = "Funding", "Financement"
    section.save()
    item = Item.objects.create(section=section, position=2)
    for language, title in (("en", "A call"), ("fr", "Un appel"), ("ru", "Конкурс")):
        ItemText.objects.create(item=item, language=language, title=title, body=f"<p>{title}</p>")
    assert places(issue) == []
    Section.objects.update(title_en="Money")
    ItemText.objects.filter(item=item, language="en").update(title="Two calls")
    # No issue goes out in Russian.
    assert places(issue) == [("fr", "Heading of section 1"), ("fr", "Heading of item 2")]


def test_an_issue_is_not_sent_before_somebody_has_seen_what_is_outdated(
    issue: Newsletter, secretariat: User, subscriber: Subscription
) -> None:
    rewritten(issue, "en", "Other news", "<p>Read something else.</p>", secretariat)
    with pytest.raises(OutdatedTranslations) as stopped:
        services.start_sending(issue, by=secretariat)
    seen = [item.key for item in stopped.value.items]
    with pytest.raises(OutdatedTranslations):
        services.start_sending(issue, by=secretariat, acknowledged=seen[1:])
    issue.refresh_from_db()
    assert issue.is_draft
    services.start_sending(issue, by=secretariat, acknowledged=seen)
    issue.refresh_from_db()
    assert issue.started_by == secretariat
    assert [row["text"] for row in issue.sent_outdated] == [
        "Nouvelles du Réseau",
        "Chères lectrices,",
        "أخبار الشبكة",
        "تحية طيبة",
    ]
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Newsletter.objects.filter(pk=issue.pk).update(sent_outdated=[])


def test_what_was_acknowledged_before_another_change_is_not_this(
    issue: Newsletter, secretariat: User, subscriber: Subscription
) -> None:
    rewritten(issue, "en", "Other news", "<p>One.</p>", secretariat)
    seen = keys(issue)
    rewritten(issue, "en", "Other news", "<p>Two.</p>", secretariat)
    with pytest.raises(OutdatedTranslations):
        services.start_sending(issue, by=secretariat, acknowledged=seen)


def test_the_page_of_sending_lists_it_and_keeps_what_was_typed(
    secretariat_client: Client, issue: Newsletter, secretariat: User, subscriber: Subscription
) -> None:
    rewritten(issue, "en", "Other news", "<p>One.</p>", secretariat)
    shown = page(secretariat_client, "newsletter_send", issue.pk)
    seen = keys(issue)
    assert all(key in shown for key in seen)
    assert "4 translations are outdated" in shown
    answer = press(secretariat_client, "newsletter_send", issue.pk, number="7")
    assert "tick that you have seen them" in answer
    assert 'value="7" required' in answer
    tick = {"key": seen, "acknowledge": "1"}
    answer = press(secretariat_client, "newsletter_send", issue.pk, number="8", **tick)
    assert 'name="acknowledge" value="1" checked' in answer
    answer = press(secretariat_client, "newsletter_send", issue.pk, number="7", **tick)
    assert "Sending has started." in answer
    assert "Français: Subject" in answer
    assert f"Acknowledged by {secretariat}" in answer


def test_the_page_of_the_issue_shows_it_and_takes_one_for_right(
    secretariat_client: Client, looker_client: Client, issue: Newsletter, secretariat: User
) -> None:
    rewritten(issue, "en", "Other news", "<p>One.</p>", secretariat)
    shown = page(secretariat_client, "newsletter_change", issue.pk)
    assert "4 translations are outdated" in shown
    still_right = address_of("newsletter_still_right", issue.pk)
    [first, second, *_more] = keys(issue)
    assert looker_client.post(still_right, {"key": first}).status_code == 404
    for key in (first, second):
        answer = secretariat_client.post(still_right, {"key": key}, follow=True)
        assert "marked as up to date" in answer.content.decode()
    assert {language for language, _place in places(issue)} == {"ar"}
    assert issue.texts.get(language="fr").subject == "Nouvelles du Réseau"
    with pytest.raises(Refusal, match="has changed since you opened the page"):
        services.confirm_translation(issue, first, by=secretariat)


def test_what_was_sent_is_confirmed_by_nobody(
    issue: Newsletter, secretariat: User, subscriber: Subscription
) -> None:
    rewritten(issue, "en", "Other news", "<p>One.</p>", secretariat)
    seen = keys(issue)
    services.start_sending(issue, by=secretariat, acknowledged=seen)
    with pytest.raises(Refusal, match="has been sent"):
        services.confirm_translation(issue, seen[0], by=secretariat)
