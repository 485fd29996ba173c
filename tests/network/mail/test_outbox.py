"""The outbox: what is written is sent, whatever becomes of the broker."""

from __future__ import annotations

import datetime
import socket
import time
from collections.abc import Iterator

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction
from django.db.models.functions import Now
from django.template import TemplateDoesNotExist

from network.celery import app
from network.jobs import starting
from network.jobs.models import SweepTurn
from network.jobs.sweeps import forget_old_turns, once_per_slot
from network.mail import engine
from network.mail.message import MessageError
from network.mail.models import OutgoingMail, SendingState
from network.mail.outbox import compose, outbox, queue_mail, queue_template_mail
from network.tasks import send_outbox, sweep_outbox
from tests.states import reach

pytestmark = pytest.mark.django_db


def notice(**fields) -> OutgoingMail:
    return queue_mail(
        **{
            "kind": "notice",
            "address": "reader@example.org",
            "language": "en",
            "subject": "A notice",
            "text": "Good day.\n",
            "holds_link": False,
            **fields,
        }
    )


@pytest.fixture
def started(monkeypatch) -> list[str]:
    """The names of tasks that were started, in order; none reaches the broker."""
    heard: list[str] = []

    def hear(name, args=None, kwargs=None, **options):
        heard.append(name)

    monkeypatch.setattr(app, "send_task", hear)
    return heard


@pytest.fixture(params=["closed", "hanging"])
def dead_broker(request) -> Iterator[None]:
    """A broker where nobody listens, or one that takes connections and never answers."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(20) if request.param == "hanging" else silent.close()
        port = silent.getsockname()[1] if request.param == "hanging" else 1
        known = app.conf.broker_url
        app.conf.broker_url = f"redis://127.0.0.1:{port}/0"
        starting._quiet_until = 0.0
        yield
        app.conf.broker_url = known
        starting._quiet_until = 0.0


def test_mail_is_sent_only_once_it_is_committed(started, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        notice()
        assert started == []
    assert started == ["network.tasks.send_outbox"]


@pytest.mark.django_db(transaction=True)
def test_mail_of_a_transaction_that_fails_is_not_sent(started):
    def fail_after_writing():
        with transaction.atomic():
            notice()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_writing()
    assert started == []
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_mail_goes_out_without_a_broker_after_the_sweep(mail_server, dead_broker, monkeypatch):
    begun = time.monotonic()
    mail = notice()
    notice(address="other@example.org")
    assert time.monotonic() - begun < 3
    assert mail.state == SendingState.WAITING
    monkeypatch.setattr(send_outbox, "start", lambda: send_outbox())
    sweep_outbox()
    mail.refresh_from_db()
    assert mail.state == SendingState.SENT
    assert len(mail_server.arrived) == 2


def test_a_broker_that_is_away_is_left_in_peace_for_a_while(dead_broker):
    assert send_outbox.start() is False
    begun = time.monotonic()
    assert send_outbox.start() is False
    assert time.monotonic() - begun < 0.1


def test_a_run_that_left_something_starts_another(mail_server, started, monkeypatch):
    monkeypatch.setattr(engine, "run", lambda queue: engine.Tally(more=True))
    send_outbox()
    assert started == ["network.tasks.send_outbox"]


def test_a_sweep_starts_sending_only_when_something_is_due(started):
    sweep_outbox()
    assert started == []
    SweepTurn.objects.all().delete()
    notice()
    sweep_outbox()
    assert started == ["network.tasks.send_outbox"]


def test_two_beats_sweep_once(started):
    notice()
    assert [once_per_slot("job", 1000), once_per_slot("job", 1000)] == [True, False]
    assert once_per_slot("other job", 1000)


def test_turns_are_forgotten_after_a_while(started):
    for seconds in (1000, 1001):
        once_per_slot("job", seconds)
    SweepTurn.objects.update(taken_at="2020-01-01T00:00Z")
    once_per_slot("job", 1002)
    assert forget_old_turns() == 2


def test_a_turn_of_a_day_is_not_given_twice(started):
    assert once_per_slot("job", 86_400)
    SweepTurn.objects.update(taken_at=Now() - datetime.timedelta(hours=23))
    assert forget_old_turns() == 0
    assert not once_per_slot("job", 86_400)


def test_mail_that_was_sent_long_ago_is_forgotten(started):
    old, kept = notice(), notice()
    reach(OutgoingMail.objects.filter(pk=old.pk), "sent", sent_at="2020-01-01T00:00Z")
    reach(OutgoingMail.objects.filter(pk=kept.pk), "failed", due_at=None)
    assert OutgoingMail.objects.forget_old() == 1
    assert list(OutgoingMail.objects.all()) == [kept]


# --- What is written ---


def test_a_notice_tells_autoresponders_to_be_silent(mail_server, started):
    notice()
    engine.run(outbox)
    [arrived] = mail_server.arrived
    assert arrived.message["Auto-Submitted"] == "auto-generated"
    assert arrived.sender == "secretariat@example.org"


@pytest.mark.parametrize(
    "fields",
    [
        {"headers": {"X-Note": "a\r\nBcc: all@example.org"}},
        {"address": "a@example.org\nBcc: all@example.org"},
        {"kind": "spam"},
    ],
)
def test_what_cannot_be_sent_is_refused_when_it_is_written(started, fields):
    with pytest.raises((MessageError, ValueError)):
        notice(**fields)
    assert not OutgoingMail.objects.exists()


def test_a_subject_of_several_lines_becomes_one(started):
    assert notice(subject=" Your\r\n invitation\n").subject == "Your invitation"


def test_a_template_is_rendered_in_the_recipients_language(started, settings, tmp_path):
    folder = tmp_path / "network" / "email"
    folder.mkdir(parents=True)
    (folder / "sample.subject").write_text("{% load i18n %}{{ who }}: {% translate 'Home' %}\n")
    (folder / "sample.txt").write_text("L'invitation de {{ who }}\n{{ site_url }}\n")
    (folder / "sample.html").write_text("<p dir={{ text_direction }}>{{ who }}</p>")
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]
    mail = queue_template_mail(
        "network/email/sample",
        kind="notice",
        address="reader@example.org",
        language="ar",
        context={"who": "A & B"},
        holds_link=False,
    )
    assert mail.subject.startswith("A & B: ")
    assert mail.body_text == f"L'invitation de A & B\n{settings.SITE_URL}\n"
    assert mail.body_html == "<p dir=rtl>A &amp; B</p>"
    assert mail.language == "ar"


def test_a_template_that_is_missing_is_an_error(started):
    with pytest.raises(TemplateDoesNotExist):
        queue_template_mail(
            "network/email/none",
            kind="notice",
            address="a@example.org",
            language="en",
            context={},
            holds_link=False,
        )


def test_djangos_own_mail_goes_to_the_outbox_too(started, settings):
    settings.EMAIL_BACKEND = "network.mail.backend.OutboxBackend"
    send_mail("Subject", "Text", None, ["a@example.org", "b@example.org"])
    rich = EmailMultiAlternatives("Rich", "Text", None, ["c@example.org"])
    rich.attach_alternative("<p>HTML</p>", "text/html")
    rich.send()
    assert list(OutgoingMail.objects.order_by("pk").values_list("address", "body_html")) == [
        ("a@example.org", ""),
        ("b@example.org", ""),
        ("c@example.org", "<p>HTML</p>"),
    ]


def test_the_same_message_is_composed_alike_each_time(started):
    mail = notice(html="<p>Good day.</p>")
    mail.refresh_from_db()
    assert compose(mail) == compose(mail)
