"""An issue is made of items in sections, with a text per language each."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from network.accounts.models import User
from network.values.refusals import Refusal
from newsletters import services
from newsletters.documents import compose_all
from newsletters.models import Item, ItemText, Newsletter, Section, Subscription
from newsletters.models.texts import bodies_of
from tests.factories import NewsletterFactory, newsletter_text

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 26)


def item(issue: Newsletter, section: int, position: int, **bodies: str) -> Item:
    place, _is_new = Section.objects.get_or_create(newsletter=issue, position=section)
    row = Item.objects.create(section=place, position=position)
    for language, body in bodies.items():
        ItemText.objects.create(item=row, language=language, title=f"On {position}", body=body)
    return row


def test_what_is_written_as_one_text_is_one_item_in_one_section(secretariat: User) -> None:
    issue = NewsletterFactory.create(text=False)
    for language, body in (("en", "<p>Dear all,</p>"), ("fr", "<p>Bonjour,</p>")):
        services.write_text(issue, language, subject="News", body=body, by=secretariat)
    [only] = Item.objects.filter(section__newsletter=issue)
    assert {text.language: text.body for text in only.texts.all()} == {
        "en": "<p>Dear all,</p>",
        "fr": "<p>Bonjour,</p>",
    }
    assert compose_all(issue, day=DAY)["fr"]["body"] == "<p>Bonjour,</p>"
    event = ItemText.pgh_event_model.objects.latest("pgh_id")
    assert event.pgh_context.metadata["user"] == secretariat.pk


def test_an_issue_says_its_items_in_the_order_of_their_sections() -> None:
    issue = NewsletterFactory.create(text=False)
    item(issue, 2, 1, en="<p>Third.</p>")
    item(issue, 1, 2, en="<p>Second.</p>")
    item(issue, 1, 1, en="<p>First.</p>", fr="<p>Un.</p>")
    Section.objects.filter(position=2).update(title_en="Funding & training")
    assert bodies_of(issue) == {
        "en": "<h3>On 1</h3><p>First.</p><h3>On 2</h3><p>Second.</p>"
        "<h2>Funding &amp; training</h2><h3>On 1</h3><p>Third.</p>",
        "fr": "<h3>On 1</h3><p>Un.</p>",
    }


def test_several_items_are_not_written_over_by_one_text(secretariat: User) -> None:
    issue = NewsletterFactory.create()
    item(issue, 1, 2, en="<p>Another.</p>")
    with pytest.raises(Refusal, match="made of several items"):
        services.write_text(issue, "en", subject="News", body="<p>All.</p>", by=secretariat)
    services.write_text(issue, "en", subject="Other news", body=None, by=secretariat)
    assert "Another." in issue.texts.get().body
    assert issue.texts.get().subject == "Other news"


def test_a_language_that_is_taken_away_is_gone_from_every_item(secretariat: User) -> None:
    issue = NewsletterFactory.create()
    newsletter_text(issue, "fr", "Nouvelles", "<p>Un.</p>")
    services.remove_text(issue, "fr", by=secretariat)
    assert list(issue.texts.values_list("language", flat=True)) == ["en"]
    assert list(ItemText.objects.values_list("language", flat=True)) == ["en"]


def test_what_was_sent_says_what_it_said(
    secretariat: User, issue: Newsletter, subscriber: Subscription
) -> None:
    services.start_sending(issue, by=secretariat)
    issue.refresh_from_db()
    before = issue.sent_content
    with pytest.raises(Refusal, match="has been sent"):
        services.write_text(issue, "en", subject="Late", body="<p>Late.</p>", by=secretariat)
    with pytest.raises(Refusal, match="has been sent"):
        services.remove_text(issue, "fr", by=secretariat)
    ItemText.objects.update(body="<p>Past the service.</p>")
    issue.refresh_from_db()
    assert issue.sent_content == before


def saved_at_once(row: Model) -> None:
    row.save(force_insert=True)
    connection.check_constraints()


def test_the_database_holds_what_an_item_is() -> None:
    row = item(NewsletterFactory.create(text=False), 1, 1, en="<p>One.</p>")
    with pytest.raises(IntegrityError, match="itemtext_language_once"), transaction.atomic():
        ItemText.objects.create(item=row, language="en", body="<p>Two.</p>")
    with pytest.raises(IntegrityError, match="itemtext_says_something"), transaction.atomic():
        ItemText.objects.create(item=row, language="fr", body=" \n")
    for twice in (row, Section.objects.get(pk=row.section_id)):
        twice.pk = None
        with pytest.raises(IntegrityError, match="position_once"), transaction.atomic():
            saved_at_once(twice)
