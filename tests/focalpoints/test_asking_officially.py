"""Asking several people to confirm their records: an official notification in fixed words."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from focalpoints.confirmation import ask_to_confirm, ask_who_is_due, confirm_own_record, go_on
from focalpoints.handover.own_parts import notifications as asked_of_predecessor
from focalpoints.handover.parts import Handover
from focalpoints.models import (
    CONFIRM_RECORD,
    FIXED_WORDS,
    Designation,
    Notification,
    NotificationRecipient,
    Person,
)
from focalpoints.models.notification import COLUMNS
from focalpoints.notifications.acknowledgement import acknowledge, record_answer
from focalpoints.notifications.asking import ask_officially
from focalpoints.notifications.deliveries import standing_of
from focalpoints.notifications.reminders import remind, reminding_mark, to_remind
from focalpoints.notifications.writing import begin_correction
from network import clock
from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import confirming, factories
from tests.costs import QueryCost
from tests.focalpoints.notifications import colleague

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(focal_point: User) -> Designation:
    """The focal point of Spain, who has an account."""
    return Designation.objects.get(person__user=focal_point)


@pytest.fixture
def office(db: None) -> Designation:
    """Somebody without an account."""
    return factories.DesignationFactory.create(
        member=factories.member("DEU"), person__email="office@example.org"
    )


@pytest.fixture
def asked(official: Designation, office: Designation, secretariat: User) -> Notification:
    return ask_officially([official.person, office.person], by=secretariat)


def link_to(address: str) -> str:
    """The path of the secret link in the latest message to an address."""
    mail = OutgoingMail.objects.filter(address=address).latest("pk")
    found = re.search(r"https?://[^/\s]+((?:/[a-z-]+)?/confirmation/\S+)", mail.body_text)
    assert found is not None, mail.body_text
    return found.group(1)


def row_of(designation: Designation) -> NotificationRecipient:
    return NotificationRecipient.objects.get(designation=designation)


# --- What is sent, and on record ---


def test_the_coverage_page_writes_a_numbered_notification(
    official: Designation, office: Designation, secretariat: User, secretariat_client: Client
) -> None:
    coverage = secretariat_client.get(reverse("admin:focalpoints_member_coverage"))
    assert "Ask the ticked people to confirm" in coverage.content.decode()
    page = confirming.ask(secretariat_client, "ask_to_confirm", [official.person, office.person])
    assert "needs no second person" in page
    assert str(official.person) in page, "the recipients are seen before anything is sent"
    assert not Notification.objects.exists()
    page = confirming.answer(secretariat_client, page, confirming.list_of(Person))
    found = Notification.objects.get()
    assert found.is_sent
    assert f"It is notification {found.number}." in page
    assert "Emails are being sent to 2 people." in page
    assert (found.kind, found.submitted_by, found.approved_by) == (
        CONFIRM_RECORD,
        secretariat,
        None,
    )
    assert found.visibility == Notification.Visibility.ADDRESSEES
    rows = found.recipients.select_related("mail")
    assert {(row.designation, row.address) for row in rows} == {
        (official, official.person.user.email if official.person.user else ""),
        (office, "office@example.org"),
    }
    for row in rows:
        assert row.mail is not None
        assert row.mail.holds_link
        assert f"notification {found.number}" in row.mail.body_text
    admin = reverse("admin:focalpoints_notification_change", args=[found.pk])
    page = secretariat_client.get(admin).content.decode()
    assert "sent in fixed words, which need no second person" in page
    assert "Remind…" in page
    assert "Correct…" not in page


def test_who_speaks_for_two_members_gets_one_message(
    office: Designation, secretariat: User
) -> None:
    factories.DesignationFactory.create(member=factories.member("NAM"), person=office.person)
    found = ask_officially([office.person], by=secretariat)
    assert found.recipients.count() == 2
    assert OutgoingMail.objects.count() == 1


def test_nobody_to_ask_uses_no_number(secretariat: User, office: Designation) -> None:
    nobody = factories.PersonFactory.create()
    with pytest.raises(Refusal, match="Nobody was written to"):
        ask_officially([nobody], by=secretariat)
    assert not Notification.objects.exists()
    assert ask_officially([office.person], by=secretariat).serial == 1


def test_it_takes_the_right_to_notify_and_to_change_people(
    office: Designation, looker: User
) -> None:
    with pytest.raises(Refusal):
        ask_officially([office.person], by=looker)
    assert not OutgoingMail.objects.exists()


def test_the_yearly_request_is_no_notification(official: Designation) -> None:
    long_ago = datetime.date(2020, 1, 1)
    Designation.objects.filter(pk=official.pk).update(starts_on=long_ago, recorded_at=None)
    assert ask_who_is_due() == 1
    assert not Notification.objects.exists()


# --- Who reads it; the link is nowhere but in the message ---


def test_its_addressees_alone_read_it_and_nobody_finds_a_link(
    asked: Notification,
    official: Designation,
    focal_point_client: Client,
    other_focal_point_client: Client,
    secretariat_client: Client,
    visitor: Client,
) -> None:
    address = asked.get_absolute_url()
    archive = reverse("focalpoints:notifications")
    own = focal_point_client.get(address).content.decode()
    assert "Confirm or correct your record." in own
    assert reverse("focalpoints:own-contact") in own
    assert "I have seen it" not in own
    assert asked.number in focal_point_client.get(archive).content.decode()
    assert other_focal_point_client.get(address).status_code == 404
    assert asked.number not in other_focal_point_client.get(archive).content.decode()
    assert visitor.get(address).status_code in {302, 404}
    feed = visitor.get(reverse("focalpoints:notification-feed")).content.decode()
    assert asked.number not in feed
    assert official.person.user is not None
    secret = link_to(official.person.user.email).rsplit("/confirmation/")[1].strip("/")
    row = row_of(official)
    for page in (
        focal_point_client.get(address),
        secretariat_client.get(address),
        secretariat_client.get(reverse("admin:focalpoints_notification_change", args=[asked.pk])),
        secretariat_client.get(
            reverse("admin:focalpoints_notificationrecipient_change", args=[row.pk])
        ),
    ):
        assert page.status_code == 200
        assert secret not in page.content.decode()


# --- Confirming acknowledges, and nothing else does ---


def test_who_confirms_by_the_link_has_acknowledged(
    asked: Notification, office: Designation, client: Client
) -> None:
    link = link_to("office@example.org")
    client.get(link)
    assert row_of(office).acknowledged_at is None, "a scanner opens it as well"
    client.post(link)
    row = row_of(office)
    assert row.acknowledged_at is not None
    assert row.acknowledged_by is None
    assert standing_of(asked).acknowledged == 1


def test_who_confirms_in_the_portal_has_acknowledged(
    asked: Notification, official: Designation, focal_point: User, focal_point_client: Client
) -> None:
    assert asked.number in focal_point_client.get("/desk/").content.decode()
    confirm_own_record(official.person, by=focal_point)
    assert row_of(official).acknowledged_by == focal_point
    page = focal_point_client.get(asked.get_absolute_url()).content.decode()
    assert "You confirmed your record on" in page
    assert asked.number not in focal_point_client.get("/desk/").content.decode()


def test_to_have_seen_it_is_not_to_have_confirmed(
    asked: Notification, official: Designation, focal_point: User, secretariat: User
) -> None:
    for refused in (
        lambda: acknowledge(row_of(official), by=focal_point),
        lambda: record_answer(row_of(official), "", by=secretariat),
    ):
        with pytest.raises(Refusal, match="Only what this notification asks for"):
            refused()
    assert row_of(official).acknowledged_at is None


def test_a_successor_is_not_asked_to_confirm_the_record_of_another(
    asked: Notification, official: Designation
) -> None:
    yesterday = clock.today() - datetime.timedelta(days=1)
    Designation.objects.filter(pk=official.pk).update(ends_on=yesterday)
    successor = factories.DesignationFactory.create(
        member=official.member, category=official.category, starts_on=clock.today()
    )
    handover = Handover(designation=successor, before=official, day=clock.today())
    assert asked_of_predecessor(handover) == []


# --- Reminders ---


def test_reminders_follow_by_themselves_and_stand_beside_the_recipient(
    asked: Notification, office: Designation, official: Designation
) -> None:
    with clock.set_to(clock.now() + datetime.timedelta(days=31)):
        go_on()
    for row in (row_of(office), row_of(official)):
        assert (row.reminders, row.reminded_at is not None) == (1, True)
        assert row.reminder is not None
        assert row.reminder.subject.startswith("Reminder")


def test_the_secretariat_reminds_with_a_new_link(
    asked: Notification, office: Designation, secretariat: User, client: Client
) -> None:
    first = link_to("office@example.org")
    rows = list(to_remind(asked))
    assert remind(asked, seen=reminding_mark(rows), by=secretariat) == 2
    second = link_to("office@example.org")
    assert first != second
    client.post(first)
    assert row_of(office).acknowledged_at is None, "the earlier link is dead"
    client.post(second)
    assert row_of(office).acknowledged_at is not None
    assert row_of(office).reminders == 1


def test_one_answer_does_for_all_that_asked(
    asked: Notification, office: Designation, secretariat: User, client: Client
) -> None:
    again = ask_officially([office.person], by=secretariat)
    client.post(link_to("office@example.org"))
    rows = NotificationRecipient.objects.filter(designation=office)
    assert {row.notification for row in rows.exclude(acknowledged_at=None)} == {asked, again}


# --- One person sends fixed words, and no others ---


def drafted(kind: str = CONFIRM_RECORD, **other: Any) -> Any:
    """Rows of one draft in the fixed words but for `other`, submitted."""
    words = {"visibility": "addressees", **FIXED_WORDS[CONFIRM_RECORD], **other}
    row = Notification.objects.create(kind=kind, **words)
    rows = Notification.objects.filter(pk=row.pk)
    rows.update(state="submitted", submitted_at=clock.now(), submitted_by=colleague())
    return rows


NUMBER = {"state": "sent", "year": 2026, "serial": 1}


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("notice", {}),
        (CONFIRM_RECORD, {"body_en": "Something that somebody typed."}),
        (CONFIRM_RECORD, {"action_ar": ""}),
        (CONFIRM_RECORD, {"subject_zh_hans": "别的"}),
    ],
)
def test_the_database_takes_no_other_words_from_one_person(
    kind: str, other: dict[str, str]
) -> None:
    rows = drafted(kind, **other)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        rows.update(sent_at=clock.now(), **NUMBER)
    assert rows.get().is_submitted


def test_the_database_takes_fixed_words_from_one_known_person() -> None:
    rows = drafted()
    rows.update(submitted_by=None)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        rows.update(sent_at=clock.now(), **NUMBER)
    rows.update(submitted_by=colleague())
    assert rows.update(sent_at=clock.now(), **NUMBER) == 1


@pytest.mark.parametrize(
    "other",
    [{"visibility": "public"}, {"visibility": "members"}, {"asks_answer": True}],
)
def test_fixed_words_are_for_their_addressees(other: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="notification_fixed_is_plain"), transaction.atomic():
        drafted(**other)


def test_what_is_fixed_is_not_corrected(asked: Notification, secretariat: User) -> None:
    with pytest.raises(Refusal, match="Ask again instead"):
        begin_correction(asked, by=secretariat)


def test_fixed_words_are_whole_and_sound(asked: Notification) -> None:
    for words in FIXED_WORDS.values():
        assert set(words) == set(COLUMNS)
        assert all(words.values())
    asked.full_clean()
    asked.refresh_from_db()
    assert asked.outdated_texts() == []
    assert {name: getattr(asked, name) for name in COLUMNS} == FIXED_WORDS[CONFIRM_RECORD]


def test_asking_costs_the_same_for_each(
    office: Designation, secretariat: User, query_cost: QueryCost
) -> None:
    people = [
        factories.DesignationFactory.create(
            member=office.member, category=factories.category("alternate")
        ).person
        for _each in range(8)
    ]
    of_two = query_cost(lambda: ask_officially(people[:2], by=secretariat))
    of_six = query_cost(lambda: ask_officially(people[2:], by=secretariat))
    assert of_six <= 3 * of_two


def test_one_person_alone_gets_no_number(office: Designation, secretariat: User) -> None:
    assert ask_to_confirm([office.person], by=secretariat) == 1
    assert not Notification.objects.exists()
