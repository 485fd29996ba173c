"""Files that go with a message, its own envelope, and what of it may be read."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from network.jobs.models import SweepTurn
from network.mail import engine
from network.mail.attachments import MOST_BYTES, Attachment
from network.mail.message import MessageError
from network.mail.models import MailAttachment, OutgoingMail, SendingState
from network.mail.outbox import outbox, queue_mail
from network.tasks import sweep_outbox
from tests.mailserver import MailServer

pytestmark = pytest.mark.django_db

CALENDAR = b"BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n"
MEETING = Attachment(
    "réunion d'été – 2026.ics", 'text/calendar; charset="utf-8"; method="PUBLISH"', CALENDAR
)
PLAN = Attachment("plan.pdf", "application/pdf", b"%PDF-1.7\n--=_portal_mixed--\n" + bytes(300))


def write(**told: Any) -> OutgoingMail:
    return queue_mail(
        **{
            "kind": "notice",
            "address": "reader@example.org",
            "language": "en",
            "subject": "A meeting",
            "text": "Good day.\n",
            "holds_link": False,
            **told,
        }
    )


@pytest.mark.parametrize("html", ["", "<p>Good day.</p>"])
def test_files_arrive_as_they_were_given(mail_server: MailServer, html: str) -> None:
    mail = write(html=html, attachments=[MEETING, PLAN])
    assert engine.run(outbox).sent == 1
    [arrived] = mail_server.to("reader@example.org")
    message = arrived.message
    assert message.get_content_type() == "multipart/mixed"
    assert not message.defects
    assert all(len(line) <= 78 for line in arrived.content.split(b"\r\n"))
    text = message.get_body(("plain",))
    assert text.get_content().strip() == "Good day."
    assert bool(message.get_body(("html",))) is bool(html)
    meeting, plan = message.iter_attachments()
    assert meeting.get_filename() == MEETING.name
    assert meeting.get_content_type() == "text/calendar"
    assert meeting["Content-Type"].params["method"] == "PUBLISH"
    assert meeting.get_payload(decode=True) == CALENDAR
    assert (plan.get_filename(), plan.get_payload(decode=True)) == ("plan.pdf", PLAN.content)
    assert mail.attachments.count() == 2


def test_a_batch_reads_its_files_with_one_query(query_cost: Any, mail_server: MailServer) -> None:
    def reads(messages: int) -> int:
        for _number in range(messages):
            write(attachments=[MEETING])
        made = query_cost(lambda: engine.run(outbox), once=True)
        return sum('FROM "network_mailattachment"' in sql for sql in made.sql)

    assert reads(1) == reads(20) == 1


@pytest.mark.parametrize(
    "file",
    [
        Attachment("", "text/plain", b"x"),
        Attachment("a/b.ics", "text/calendar", b"x"),
        Attachment("a\r\nBcc: all@example.org", "text/calendar", b"x"),
        Attachment("a.ics", "text/calendar\r\nBcc: all@example.org", b"x"),
        Attachment("a.ics", "calendar", b"x"),
        Attachment("a.eml", "message/rfc822", b"x"),
        Attachment("a" * 101, "text/calendar", b"x"),
        Attachment("a.pdf", "application/pdf", bytes(MOST_BYTES + 1)),
    ],
    ids=lambda file: f"{file.name[:12]!r} {file.content_type[:14]!r}",
)
def test_a_file_that_cannot_go_is_refused_when_it_is_written(file: Attachment) -> None:
    with pytest.raises(MessageError):
        write(attachments=[file])
    assert not OutgoingMail.objects.exists()


def test_the_database_refuses_a_larger_one_too() -> None:
    mail = write()
    with pytest.raises(IntegrityError, match="not_too_large"), transaction.atomic():
        MailAttachment.objects.create(
            mail=mail, name="a", content_type="a/b", size=1, content=bytes(MOST_BYTES + 1)
        )


def test_files_are_emptied_once_sent_and_go_with_the_message(mail_server: MailServer) -> None:
    sent = write(attachments=[MEETING])
    engine.run(outbox)
    waiting = write(attachments=[MEETING])
    SweepTurn.objects.all().delete()
    sweep_outbox()
    assert bytes(sent.attachments.get().content) == b""
    assert sent.attachments.get().size == len(CALENDAR)
    assert bytes(waiting.attachments.get().content) == CALENDAR
    OutgoingMail.objects.filter(pk=sent.pk).update(sent_at="2020-01-01T00:00Z")
    assert OutgoingMail.objects.forget_old() == 1
    assert MailAttachment.objects.get().mail == waiting


def test_django_s_own_mail_keeps_its_files(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "network.mail.backend.OutboxBackend"
    message = EmailMessage("Subject", "Text", None, ["a@example.org"])
    message.attach("a.ics", CALENDAR.decode(), "text/calendar")
    message.attach("a.bin", b"\x00\x01", "application/octet-stream")
    message.send()
    files = OutgoingMail.objects.get().attachments.all()
    assert [(file.name, bytes(file.content)) for file in files] == [
        ("a.ics", CALENDAR),
        ("a.bin", b"\x00\x01"),
    ]


def test_the_admin_lists_files_and_shows_no_text_with_a_link(secretariat_client: Client) -> None:
    notice = write(text="Come to Accra", attachments=[MEETING], envelope_sender="b+1@example.org")
    secret = write(text="Press here", kind="account", holds_link=True)
    told = write(text="Your factor is gone", kind="account")
    pages = [
        secretariat_client.get(
            reverse("admin:network_outgoingmail_change", args=[mail.pk])
        ).content.decode()
        for mail in (notice, secret, told)
    ]
    assert "Come to Accra" in pages[0]
    assert "2026.ics" in pages[0]
    assert "text/calendar" in pages[0]
    assert "b+1@example.org" in pages[0]
    assert "Press here" not in pages[1]
    assert "Your factor is gone" in pages[2]


# --- The sender of the envelope ---


def test_each_message_has_its_own_envelope_sender(mail_server: MailServer) -> None:
    write(envelope_sender="Bounce+7@Straße.example")
    engine.run(outbox)
    [arrived] = mail_server.to("reader@example.org")
    assert arrived.sender == "Bounce+7@xn--strae-oqa.example"
    assert "bounce" not in str(arrived.message["From"]).lower()


@pytest.mark.parametrize("sender", ["nobody", "a@b.org>\r\nDATA", "a b@example.org"])
def test_a_sender_that_could_end_a_command_is_refused(mail_server: MailServer, sender: str) -> None:
    with pytest.raises(MessageError):
        write(envelope_sender=sender)
    mail = write()
    OutgoingMail.objects.filter(pk=mail.pk).update(envelope_sender=sender)
    engine.run(outbox)
    mail.refresh_from_db()
    assert (mail.state, mail_server.arrived) == (SendingState.FAILED, [])


# --- What came back ---


def test_what_came_back_or_was_withdrawn_is_sent_no_more(mail_server: MailServer) -> None:
    returned = write()
    engine.run(outbox)
    OutgoingMail.objects.filter(pk=returned.pk).update(state=SendingState.BOUNCED)
    withdrawn = write()
    OutgoingMail.objects.filter(pk=withdrawn.pk).update(state=SendingState.WITHDRAWN, due_at=None)
    assert engine.sweep(outbox) == 0
    assert engine.run(outbox).sent == 0
    assert engine.hold(OutgoingMail.objects.all()) == 0
    assert engine.send_again(OutgoingMail.objects.all()) == 0
    assert len(mail_server.arrived) == 1
    OutgoingMail.objects.update(created_at=timezone.now() - datetime.timedelta(days=91))
    # That the address sent it back stays known.
    assert OutgoingMail.objects.forget_old() == 1
    assert OutgoingMail.objects.get() == returned
