"""What recipients, members and the public see and do of notifications."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from focalpoints.handover import own_parts
from focalpoints.handover.parts import Handover
from focalpoints.models import (
    Designation,
    NotificationRecipient,
)
from focalpoints.notifications import document
from focalpoints.notifications.acknowledgement import acknowledge, answer
from focalpoints.notifications.deliveries import note_deliveries, standing_of
from focalpoints.notifications.writing import add_annex, remove_annex
from network import clock
from network.accounts.models import User
from network.documents import building
from network.documents.models import DocumentBuild, PrivateFile
from network.mail.models import OutgoingMail, SendingState
from network.values.refusals import Refusal
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.notifications import (
    colleague,
    end,
    recipient,
    sent,
    submitted,
    text_of,
)
from tests.states import reach

pytestmark = pytest.mark.django_db

ARCHIVE = reverse("focalpoints:notifications")
FEED = "focalpoints:notification-feed"


# --- Who reads what ---


def test_each_sees_what_is_open_to_them(
    secretariat: User,
    focal_point: User,
    other_focal_point_client: Client,
    focal_point_client: Client,
    visitor: Client,
    secretariat_client: Client,
) -> None:
    spain = factories.member("ESP")
    found = {
        level: sent(secretariat, subject_en=f"For {level}", members=[spain], visibility=level)
        for level in ("addressees", "members", "public")
    }
    draft = factories.NotificationFactory.create(subject_en="A draft", visibility="public")
    waiting = submitted(secretariat, subject_en="A submission", visibility="public")
    seen = {
        visitor: {"public"},
        other_focal_point_client: {"members", "public"},
        focal_point_client: {"addressees", "members", "public"},
        secretariat_client: {"addressees", "members", "public"},
    }
    for client, levels in seen.items():
        archive = text_of(client, ARCHIVE)
        for level, notification in found.items():
            answer_of = client.get(notification.get_absolute_url()).status_code
            expected = 200 if level in levels else (302 if client is visitor else 404)
            assert answer_of == expected, level
            assert (f"For {level}" in archive) == (level in levels)
            searched = text_of(client, f"{reverse('search')}?q=For+{level}")
            assert (notification.get_absolute_url() in searched) == (level in levels), level
        for unsent in (draft, waiting):
            assert str(unsent.subject) not in archive
    feed = text_of(visitor, reverse("focalpoints:notification-feed"))
    assert "For public" in feed
    assert "For members" not in feed
    assert "A draft" not in feed


def test_the_feed_and_its_entries_keep_their_names_when_the_portal_moves(
    visitor: Client, settings: Any, secretariat: User, focal_point: User
) -> None:
    """A feed reader shows what has another identifier again, as new (RFC 4287, 4.2.6)."""
    sent(secretariat, members=[factories.member("ESP")], visibility="public")

    def names() -> list[str]:
        return re.findall(r"<id>(.*?)</id>", text_of(visitor, reverse(FEED)))

    before = names()
    assert len(set(before)) == 2
    assert all(name.startswith("urn:uuid:") for name in before)
    settings.SITE_URL = "https://wps.example.org"
    settings.SITE_HOST = "wps.example.org"
    assert names() == before


def test_a_former_focal_point_sees_on_the_day_after_what_the_public_sees(
    secretariat: User, focal_point: User, focal_point_client: Client
) -> None:
    found = {
        level: sent(secretariat, visibility=level) for level in ("addressees", "members", "public")
    }
    row = recipient(found["public"], focal_point)
    end(focal_point)
    answers = {
        level: focal_point_client.get(row.get_absolute_url()).status_code
        for level, row in found.items()
    }
    assert answers == {"addressees": 404, "members": 404, "public": 200}
    assert "I have seen it" not in text_of(focal_point_client, found["public"].get_absolute_url())
    for name in ("acknowledge", "answer"):
        address = reverse(f"focalpoints:notification-{name}", args=[row.pk])
        assert focal_point_client.post(address, {"answer": "x"}).status_code == 404
    with pytest.raises(Refusal):
        acknowledge(row, by=focal_point)


def test_a_successor_reads_what_the_predecessor_was_sent(
    secretariat: User, focal_point: User
) -> None:
    spain = factories.member("ESP")
    found = sent(secretariat, subject_en="Still open", visibility="addressees", action_en="Reply.")
    end(focal_point)
    successor = factories.UserFactory.create()
    person = factories.PersonFactory.create(user=successor, email=successor.email)
    # From today: the predecessor's last day was yesterday, and one holds the category at a time.
    factories.DesignationFactory.create(member=spain, person=person, starts_on=clock.today())
    client = Client()
    client.force_login(successor)
    assert "Still open" in text_of(client, found.get_absolute_url())
    held = Designation.objects.get(person__user=successor)
    lines = own_parts.notifications(Handover(held, None, clock.today()))
    assert [line.url for line in lines] == [found.get_absolute_url()]


def test_a_search_by_words_number_and_year(secretariat: User, visitor: Client) -> None:
    factories.focal_point_of(factories.member("ESP"))
    first = sent(secretariat, subject_en="Credentials", visibility="public")
    second = sent(secretariat, subject_en="Questionnaire", visibility="public")
    for query, expected in (
        ("q=questionnaire", {second}),
        (f"q={first.number}", {first}),
        (f"year={first.year}", {first, second}),
        ("q=nothing-of-the-kind", set()),
    ):
        page = text_of(visitor, f"{ARCHIVE}?{query}")
        shown = {row for row in (first, second) if row.get_absolute_url() in page}
        assert shown == expected, query


# --- What recipients do ---


def test_a_recipient_acknowledges_with_a_button(
    secretariat: User,
    focal_point: User,
    focal_point_client: Client,
    other_focal_point_client: Client,
) -> None:
    found = sent(secretariat, subject_en="Please note")
    row = recipient(found, focal_point)
    address = reverse("focalpoints:notification-acknowledge", args=[row.pk])
    desk = text_of(focal_point_client, reverse("focalpoints:desk"))
    assert found.get_absolute_url() in desk
    assert "Waiting for you" in text_of(focal_point_client, ARCHIVE)
    # Opening it acts on nothing, as mail scanners do.
    assert "I have seen it" in text_of(focal_point_client, found.get_absolute_url())
    # Nothing of the card would be left on paper but its heading.
    own = f'<section class="panel stack%s" aria-labelledby="own-{row.pk}">'
    assert own % " no-print" in text_of(focal_point_client, found.get_absolute_url())
    assert focal_point_client.get(address).status_code == 405
    assert other_focal_point_client.post(address).status_code == 404
    row.refresh_from_db()
    assert row.acknowledged_at is None

    assert focal_point_client.post(address)["Location"] == found.get_absolute_url()
    row.refresh_from_db()
    assert row.acknowledged_by == focal_point
    assert own % "" in text_of(focal_point_client, found.get_absolute_url())
    first = row.acknowledged_at
    focal_point_client.post(address)
    row.refresh_from_db()
    assert row.acknowledged_at == first
    assert found.get_absolute_url() not in text_of(focal_point_client, reverse("focalpoints:desk"))
    assert "Waiting for you" not in text_of(focal_point_client, ARCHIVE)


def test_answers_are_collected(
    secretariat: User, focal_point: User, focal_point_client: Client, secretariat_client: Client
) -> None:
    found = sent(secretariat, asks_answer=True)
    row = recipient(found, focal_point)
    address = reverse("focalpoints:notification-answer", args=[row.pk])
    empty = focal_point_client.post(address, {"answer": "  "})
    assert empty.status_code == 422
    assert "This field is required" in empty.content.decode()
    focal_point_client.post(address, {"answer": "We nominate two delegates."})
    row.refresh_from_db()
    assert row.answer == "We nominate two delegates."
    assert row.acknowledged_at is not None, "an answer acknowledges"
    focal_point_client.post(address, {"answer": "We nominate three."})
    row.refresh_from_db()
    assert row.answer == "We nominate three."
    page = reverse("admin:focalpoints_notificationrecipient_change", args=[row.pk])
    assert "We nominate three." in text_of(secretariat_client, page)
    with pytest.raises(IntegrityError), transaction.atomic():
        NotificationRecipient.objects.filter(pk=row.pk).update(acknowledged_at=None)


def test_an_answer_is_given_only_where_one_is_asked_for(
    secretariat: User, focal_point: User
) -> None:
    row = recipient(sent(secretariat), focal_point)
    with pytest.raises(Refusal, match="does not ask"):
        answer(row, "Yes.", by=focal_point)
    with pytest.raises(Refusal, match="Only those"):
        acknowledge(row, by=secretariat)


# --- What is known of each ---


def test_of_each_message_no_more_is_said_than_is_known(
    secretariat: User, focal_point: User, secretariat_client: Client
) -> None:
    row = recipient(sent(secretariat), focal_point)
    page = reverse("admin:focalpoints_notificationrecipient_change", args=[row.pk])
    mail = OutgoingMail.objects.filter(pk=row.mail_id)
    assert "waiting to be sent" in text_of(secretariat_client, page)
    assert note_deliveries() == 0
    reach(mail, "sent", sent_at=clock.now())
    assert "accepted by the recipient" in text_of(secretariat_client, page)
    assert standing_of(row.notification).accepted == 1
    assert (note_deliveries(), note_deliveries()) == (1, 0)
    reach(mail, "bounced")
    assert "returned" in text_of(secretariat_client, page)
    assert note_deliveries() == 1
    mail.get().delete()  # as the outbox does after ninety days
    assert "returned" in text_of(secretariat_client, page)
    row.refresh_from_db()
    assert (row.mail_id, row.delivery) == (None, SendingState.BOUNCED)


def test_the_list_of_recipients_is_exported(
    secretariat: User, focal_point: User, secretariat_client: Client, query_cost: QueryCost
) -> None:
    found = sent(secretariat)
    query = f"?notification={found.pk}"
    listed = reverse("admin:focalpoints_notificationrecipient_changelist") + query
    export = reverse("admin:focalpoints_notificationrecipient_export") + query
    file = secretariat_client.post(export, {"format": "csv"}).content.decode()
    assert focal_point.email in file
    assert "waiting to be sent" in file
    costs = [query_cost(lambda: secretariat_client.get(listed))]
    factories.DesignationFactory.create_batch(12)
    more = sent(secretariat)
    listed = listed.replace(f"={found.pk}", f"={more.pk}")
    assert more.recipients.count() == 13
    costs.append(query_cost(lambda: secretariat_client.get(listed)))
    assert costs[0] == costs[1]


def test_the_archive_costs_as_much_for_many(
    secretariat: User, focal_point: User, focal_point_client: Client, query_cost: QueryCost
) -> None:
    sent(secretariat)
    one = query_cost(lambda: focal_point_client.get(ARCHIVE))
    for _number in range(6):
        sent(secretariat)
    assert query_cost(lambda: focal_point_client.get(ARCHIVE)) == one


# --- Annexes and PDFs ---


def test_annexes_are_read_by_whoever_reads_the_notification(
    secretariat: User,
    focal_point: User,
    focal_point_client: Client,
    other_focal_point_client: Client,
) -> None:
    factories.DesignationFactory.create(
        member=factories.member("ESP"),
        category=factories.category("military"),
        person=factories.PersonFactory.create(email="unit@example.org"),
    )
    spain = factories.member("ESP")
    draft = factories.NotificationFactory.create(members=[spain], visibility="addressees")
    content = ContentFile(b"%PDF-1.7 a form", name="form.pdf")
    annex = add_annex(draft, content, title="Form", by=secretariat)
    dropped = add_annex(
        draft, ContentFile(b"%PDF-1.7 b", name="b.pdf"), title="Other", by=secretariat
    )
    remove_annex(dropped, by=secretariat)
    assert PrivateFile.objects.kept().count() == 1
    with pytest.raises(Refusal, match="PDF, JPEG or PNG"):
        add_annex(draft, ContentFile(b"MZ", name="a.exe"), title="Bad", by=secretariat)
    found = sent(secretariat, draft)
    address = reverse("focalpoints:notification-annex", args=[found.year, found.serial, annex.pk])
    assert address in text_of(focal_point_client, found.get_absolute_url())
    response: Any = focal_point_client.get(address)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 a form"
    assert other_focal_point_client.get(address).status_code == 404
    attached = {mail.address: mail.attachments.count() for mail in OutgoingMail.objects.all()}
    assert attached == {focal_point.email: 0, "unit@example.org": 1}
    with pytest.raises(Refusal, match="never changes"):
        remove_annex(annex, by=secretariat)


def test_it_is_a_pdf_in_each_of_its_languages(
    secretariat: User, focal_point: User, visitor: Client, focal_point_client: Client
) -> None:
    texts = {"subject_ar": "إشعار", "body_ar": "نص الإشعار"}
    found = sent(secretariat, visibility="public", action_en="Reply.", **texts)
    builds = DocumentBuild.objects.filter(kind=document.KIND)
    assert {build.language for build in builds} == {"en", "ar"}
    for build in builds:
        building.build(build.pk)
        build.refresh_from_db()
        assert build.is_done, build.last_error
        address = reverse("document-file", args=[build.pk])
        assert address in text_of(visitor, found.get_absolute_url())
        response: Any = visitor.get(address)
        assert b"".join(response.streaming_content).startswith(b"%PDF")
    closed = sent(secretariat, visibility="addressees", members=[factories.member("ESP")])
    assert document.may_read(focal_point, str(closed.pk))
    assert not document.may_read(None, str(closed.pk))
    assert document.content(str(closed.pk), "fr") is None
    assert document.content(str(factories.NotificationFactory.create().pk), "en") is None


def test_the_second_person_is_told_on_the_first_page(
    secretariat: User, focal_point: User, secretariat_client: Client
) -> None:
    title = "Notifications to look at and send"
    assert title not in text_of(secretariat_client, reverse("admin:index"))
    submitted(secretariat, subject_en="Look at me")
    page = text_of(secretariat_client, reverse("admin:index"))
    assert title in page
    assert "Look at me" in page


def test_a_person_gets_what_is_held_of_their_notifications(
    secretariat: User, focal_point: User, focal_point_client: Client
) -> None:
    found = sent(secretariat, subject_en="Held of me", asks_answer=True)
    answer(recipient(found, focal_point), "My own answer.", by=focal_point)
    said = text_of(focal_point_client, reverse("my-data-json"))
    assert "Held of me" in said
    assert "My own answer." in said
    assert colleague().email not in said
