"""Reminders of notifications, and corrections."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.merging import merge_people
from focalpoints.models import Notification, NotificationRecipient, Person
from focalpoints.notifications.acknowledgement import acknowledge, answer, record_answer
from focalpoints.notifications.reminders import remind, reminding_mark, to_remind
from focalpoints.notifications.writing import begin_correction
from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.notifications import end, recipient, sent, text_of

pytestmark = pytest.mark.django_db


# --- Reminders ---


def test_reminded_is_who_has_not_acted_and_still_holds_the_designation(
    secretariat: User,
    secretariat_client: Client,
    focal_point: User,
    other_focal_point: User,
    troika_member: User,
) -> None:
    found = sent(secretariat, subject_en="Reply please")
    OutgoingMail.objects.all().delete()
    acknowledge(recipient(found, focal_point), by=focal_point)
    end(other_focal_point)
    page = reverse("admin:focalpoints_notification_remind", args=[found.pk])
    asked = secretariat_client.get(page)
    shown = asked.content.decode()
    assert str(Person.objects.get(user=troika_member)) in shown
    assert str(Person.objects.get(user=focal_point)) not in shown
    assert not OutgoingMail.objects.exists()
    seen = dict(asked.context["sent"])["seen"]
    secretariat_client.post(page, {"seen": seen, "confirmed": "yes"})
    mail = OutgoingMail.objects.get()
    assert mail.address == troika_member.email
    assert "Reply please" in mail.body_text
    row = recipient(found, troika_member)
    assert (row.reminders, row.reminder) == (1, mail)
    assert row.reminded_at is not None


def test_nobody_is_reminded_who_was_not_looked_at(secretariat: User, focal_point: User) -> None:
    found = sent(secretariat)
    seen = reminding_mark(list(to_remind(found)))
    acknowledge(recipient(found, focal_point), by=focal_point)
    with pytest.raises(Refusal, match="nobody to remind"):
        remind(found, seen=seen, by=secretariat)
    other = sent(secretariat)
    with pytest.raises(Refusal, match="others have acted"):
        remind(other, seen="something else", by=secretariat)


def test_of_one_that_asks_for_an_answer_seeing_it_is_not_enough(
    secretariat: User, focal_point: User
) -> None:
    found = sent(secretariat, asks_answer=True)
    row = recipient(found, focal_point)
    acknowledge(row, by=focal_point)
    assert list(to_remind(found)) == [row]
    answer(row, "Done.", by=focal_point)
    assert not to_remind(found).exists()


# --- Corrections ---


def test_a_correction_replaces_the_earlier_one_visibly(
    secretariat: User, focal_point: User, focal_point_client: Client, secretariat_client: Client
) -> None:
    earlier = sent(secretariat, subject_en="On Monday", action_en="Come.")
    page = reverse("admin:focalpoints_notification_correct", args=[earlier.pk])
    assert "replaced" in text_of(secretariat_client, page)
    secretariat_client.post(page)
    draft = Notification.objects.get(corrects=earlier)
    assert draft.subject_en == "On Monday"  # type: ignore[attr-defined]
    assert "Replaced by" not in text_of(focal_point_client, earlier.get_absolute_url())
    with pytest.raises(Refusal, match="already written"):
        begin_correction(earlier, by=secretariat)
    Notification.objects.filter(pk=draft.pk).update(subject_en="On Tuesday")
    draft.refresh_from_db()
    later = sent(secretariat, draft)
    assert "This replaces notification" in OutgoingMail.objects.latest("pk").body_text
    banner = text_of(focal_point_client, earlier.get_absolute_url())
    assert f"Replaced by notification <bdi>{later.number}</bdi>" in banner
    assert later.get_absolute_url() in banner
    assert "On Monday" in banner, "both stay"
    assert earlier.get_absolute_url() in text_of(focal_point_client, later.get_absolute_url())
    with pytest.raises(Refusal, match="has replaced this one"):
        acknowledge(recipient(earlier, focal_point), by=focal_point)
    assert not to_remind(earlier).exists()
    waiting = text_of(focal_point_client, reverse("focalpoints:desk"))
    assert earlier.get_absolute_url() not in waiting
    assert later.get_absolute_url() in waiting


# --- Records that are merged ---


def test_what_was_sent_to_a_record_is_that_of_the_one_it_was_merged_into(
    secretariat: User, focal_point: User, focal_point_client: Client
) -> None:
    spain, military = factories.member("ESP"), factories.category("military")
    kept = Person.objects.get(user=focal_point)
    other = factories.PersonFactory.create(email="older@example.org")
    for person in (kept, other):
        factories.DesignationFactory.create(member=spain, category=military, person=person)
    found = sent(secretariat, members=[spain])
    row = found.recipients.get(designation__person=other)
    merge_people(kept, other, chosen={}, by=secretariat)
    page = text_of(focal_point_client, found.get_absolute_url())
    assert reverse("focalpoints:notification-acknowledge", args=[row.pk]) in page
    row = NotificationRecipient.objects.with_names().get(pk=row.pk)
    assert (row.designation.joined_into is not None, row.person) == (True, kept)
    mailboxes = [one.mailbox for one in to_remind(found)]  # type: ignore[attr-defined]
    assert mailboxes == [focal_point.email, focal_point.email]
    acknowledge(row, by=focal_point)


# --- What is answered outside the portal ---


def test_staff_record_what_an_office_answered(
    secretariat: User, secretariat_client: Client, looker_client: Client
) -> None:
    spain = factories.member("ESP")
    unit = factories.PersonFactory.create(
        is_office=True, given_name="Gender Unit", family_name="", email="unit@example.org"
    )
    factories.DesignationFactory.create(member=spain, person=unit)
    found = sent(secretariat, asks_answer=True)
    row = found.recipients.get()
    assert to_remind(found).exists()
    page = reverse("admin:focalpoints_notificationrecipient_record_answer", args=[row.pk])
    assert "Your name is kept with it" in text_of(secretariat_client, page)
    assert looker_client.post(page, {"reason": "Two experts."}).status_code in {302, 403, 404}
    row.refresh_from_db()
    assert row.answered_at is None
    secretariat_client.post(page, {"reason": "Two experts."})
    row.refresh_from_db()
    assert (row.answer, row.answered_by, row.acknowledged_by) == (
        "Two experts.",
        secretariat,
        secretariat,
    )
    assert not to_remind(found).exists()


def test_what_a_recipient_answered_in_the_portal_stays(
    secretariat: User, focal_point: User
) -> None:
    row = recipient(sent(secretariat, asks_answer=True), focal_point)
    answer(row, "My own words.", by=focal_point)
    with pytest.raises(Refusal, match="that answer stays"):
        record_answer(row, "Other words.", by=secretariat)
    noted = recipient(sent(secretariat), focal_point)
    with pytest.raises(Refusal, match="does not ask"):
        record_answer(noted, "Words.", by=secretariat)
    record_answer(noted, "", by=secretariat)
    with pytest.raises(Refusal, match="recorded already"):
        record_answer(noted, "", by=secretariat)
