"""The sending engine over a real SMTP server: what becomes of each message, and its notices."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from network.mail import engine
from network.mail.addresses import NotSendable, envelope_address
from network.mail.attempts import delay
from network.mail.models import OutgoingMail, SendingState
from network.mail.outbox import outbox
from network.mail.queue import Queue
from tests.network.letters import again, make_due, wait_an_hour, write
from tests.states import reach

pytestmark = pytest.mark.django_db


def test_a_waiting_message_is_sent_once(mail_server):
    mail = write()
    assert engine.run(outbox).sent == 1
    assert engine.run(outbox).sent == 0
    [arrived] = mail_server.to("reader@example.org")
    assert arrived.message_id == mail.message_id
    assert arrived.message.get_content().strip() == "Good day."
    assert again(mail).state == SendingState.SENT
    assert mail.sent_at is not None
    assert (mail.due_at, mail.lease_token) == (None, None)


def test_a_sent_message_keeps_no_text_with_one_time_links(mail_server):
    mail = write(body_text="https://example.org/reset/secret", body_html="<p>secret</p>")
    engine.run(outbox)
    assert (again(mail).body_text, mail.body_html) == ("", "")


@pytest.mark.parametrize("connections", [1, 8])
def test_all_messages_of_a_run_share_its_connections(mail_server, settings, connections):
    settings.EMAIL_CONNECTIONS = connections
    for number in range(120):
        write(f"reader{number}@example.org")
    assert engine.run(outbox).sent == 120
    assert mail_server.connections == connections
    assert len({arrived.recipient for arrived in mail_server.arrived}) == 120


def test_a_message_opens_no_more_connections_than_it_needs(mail_server):
    write()
    assert engine.run(outbox).sent == 1
    assert mail_server.connections == 1


@pytest.mark.parametrize(("connections", "opened"), [(1, 3), (2, 4)])
def test_a_server_that_ends_connections_early_costs_no_message_and_no_wait(
    mail_server, settings, connections, opened
):
    settings.EMAIL_CONNECTIONS = connections
    mail_server.messages_per_connection = 3
    mails = [write(f"reader{number}@example.org") for number in range(8)]
    assert engine.run(outbox).sent == 8
    assert mail_server.connections <= opened
    assert {again(mail).uncertain_at for mail in mails} == {None}


def test_a_server_that_allows_few_connections_is_sent_all_over_those(mail_server):
    mail_server.most_connections = 2
    mails = [write(f"reader{number}@example.org") for number in range(30)]
    tally = engine.run(outbox)
    assert (tally.sent, tally.unavailable) == (30, "")
    assert {again(mail).attempts for mail in mails} == {1}


@pytest.mark.parametrize("pipelining", [False, True])
@pytest.mark.parametrize(
    ("address", "state", "words"),
    [
        ("reader@example.org", SendingState.SENT, ""),
        ("unknown@example.org", SendingState.FAILED, "550 5.1.1 No such mailbox here"),
        ("spam@example.org", SendingState.FAILED, "554 5.7.1 We do not like this text"),
        ("greylisted@example.org", SendingState.RETRY, "451 4.7.1 Come back later"),
        ("busy@example.org", SendingState.RETRY, "451 4.3.0 Disk full"),
        ("cryptic@example.org", SendingState.FAILED, '550 "no", {C:\\mail},\ufffdNULL'),
    ],
)
def test_each_answer_of_the_server_is_understood(mail_server, pipelining, address, state, words):
    mail_server.pipelining = pipelining
    first, after = write(address), write("after@example.org")
    engine.run(outbox)
    assert (again(first).state, first.last_error) == (state, words)
    assert again(after).state == SendingState.SENT  # the connection is still good


def test_a_message_refused_for_now_is_tried_again_later(mail_server):
    mail = write("greylisted@example.org")
    engine.run(outbox)
    assert again(mail).due_at > timezone.now() + datetime.timedelta(seconds=5)
    assert engine.run(outbox) == engine.Tally()
    make_due()
    assert engine.run(outbox).sent == 1
    assert again(mail).attempts == 2


def test_waits_grow_but_not_beyond_an_hour():
    waits = [delay(attempt).total_seconds() for attempt in (1, 2, 3, 40)]
    assert 7 <= waits[0] <= 13
    assert waits[0] < waits[2] < waits[3] <= 3600 * 1.25


def test_a_message_is_given_up_after_five_days(mail_server):
    past = timezone.now() - datetime.timedelta(days=6)
    mail = write("busy@example.org", created_at=past, tries_since=past)
    engine.run(outbox)
    assert again(mail).state == SendingState.FAILED
    assert mail.due_at is None


def test_a_person_gives_a_message_five_more_days(mail_server):
    past = timezone.now() - datetime.timedelta(days=7)
    mail = write("greylisted@example.org", created_at=past, tries_since=past, attempts=40)
    mail_server.patience = 2
    engine.run(outbox)
    assert again(mail).state == SendingState.FAILED
    assert engine.send_again(OutgoingMail.objects.all()) == 1
    engine.run(outbox)
    assert again(mail).state == SendingState.RETRY, "one refusal for now is no end"
    make_due()
    assert engine.run(outbox).sent == 1


def test_a_connection_lost_before_the_text_is_no_doubt(mail_server):
    mail = write("dropped-at-rcpt@example.org")
    engine.run(outbox)
    assert again(mail).state == SendingState.RETRY
    assert mail.uncertain_at is None
    assert mail_server.arrived == []


def test_a_connection_lost_after_the_final_dot_leaves_doubt_and_one_more_try(mail_server):
    mail = write("dropped-after-dot@example.org")
    assert engine.run(outbox).uncertain == 1
    assert again(mail).state == SendingState.UNCERTAIN
    make_due()
    assert engine.run(outbox).sent == 1
    first, second = mail_server.to("dropped-after-dot@example.org")
    assert first.message_id == second.message_id
    assert again(mail).state == SendingState.SENT
    assert mail.uncertain_at  # it stays known that it may have arrived twice


def test_a_message_twice_in_doubt_is_never_sent_a_third_time_by_itself(mail_server):
    mail = write("always-dropped@example.org")
    for _time in range(4):
        engine.run(outbox)
        make_due()
    assert len(mail_server.arrived) == 2
    assert again(mail).state == SendingState.UNCERTAIN
    assert mail.due_at is None
    assert not OutgoingMail.objects.unfinished().exists()
    assert list(OutgoingMail.objects.for_a_person()) == [mail]
    assert engine.sweep(outbox) == 0


def test_a_person_may_let_it_be_tried_again(mail_server):
    mail = write("unknown@example.org")
    engine.run(outbox)
    assert engine.send_again(OutgoingMail.objects.all()) == 1
    assert again(mail).state == SendingState.RETRY
    assert engine.send_again(OutgoingMail.objects.all()) == 0


# --- A server that takes nothing ---


def test_a_server_that_is_away_fails_no_message(mail_server):
    mails = [write(f"reader{number}@example.org") for number in range(3)]
    mail_server.stop()
    tally = engine.run(outbox)
    assert "refused" in tally.unavailable
    assert {again(mail).state for mail in mails} == {SendingState.RETRY}
    assert {mail.attempt_started_at for mail in mails} == {None}
    mail_server.start()
    make_due()
    assert engine.run(outbox).sent == 3


def test_a_refused_sender_is_our_fault_and_not_the_recipients(mail_server):
    mail_server.refuses_sender = True
    mail = write()
    assert "550 5.7.1" in engine.run(outbox).unavailable
    assert again(mail).state == SendingState.RETRY


def test_one_message_that_is_refused_with_its_sender_holds_up_no_other(mail_server):
    """Refused at MAIL for its own sake: it looks like the server's trouble with all of them."""
    refused = write("first@example.org", body_text="Long. " * 2000)
    others = [write(f"reader{number}@example.org") for number in range(5)]
    mail_server.refuses_at_mail = f"SIZE={len(outbox.message(refused))}"
    for _run in range(2):
        engine.run(outbox)
        wait_an_hour()
    assert {again(mail).state for mail in others} == {SendingState.SENT}
    assert again(refused).state == SendingState.RETRY
    assert "555" in refused.last_error


def test_what_a_server_could_not_take_does_not_come_back_all_at_once(mail_server, settings):
    settings.EMAIL_CONNECTIONS = 3
    mails = [write(f"reader{number}@example.org") for number in range(20)]
    mail_server.refuses_sender = True
    engine.run(outbox)
    # One statement postpones them all: their waits differ as their days do, however long it took.
    due = sorted(again(mail).due_at for mail in mails)
    assert len(set(due)) == 20
    # On a busy machine a connection may open after the others have been answered.
    said = mail_server.senders_refused
    assert 1 <= said <= settings.EMAIL_CONNECTIONS
    assert due[0] > timezone.now()
    assert due[-said - 1] - due[0] < datetime.timedelta(seconds=10.1)
    assert due[-said] - due[-said - 1] > datetime.timedelta(seconds=2.9)
    last = sorted(mails, key=lambda mail: mail.due_at)[-said:]
    assert {mail.pk for mail in last} == {mail.pk for mail in mails[:said]}, "where it was said"


@pytest.mark.parametrize("pipelining", [False, True])
def test_a_server_that_refuses_letters_at_mail_fails_that_message_alone(mail_server, pipelining):
    mail_server.pipelining = pipelining
    mail_server.refuses_at_mail = "SMTPUTF8"
    refused, taken = write("josé@example.org"), write("jose@example.org")
    tally = engine.run(outbox)
    assert (again(refused).state, tally.unavailable) == (SendingState.FAILED, "")
    assert again(taken).state == SendingState.SENT


def test_nothing_is_sent_while_sending_is_off(mail_server, settings):
    settings.PORTAL_SENDING = False
    mail = write()
    assert engine.run(outbox) == engine.Tally()
    assert engine.sweep(outbox) == 0
    assert again(mail).state == SendingState.WAITING


def test_what_a_restored_backup_held_waits_for_a_person(mail_server):
    sent, waiting = write("sent@example.org"), write()
    reach(OutgoingMail.objects.filter(pk=sent.pk), SendingState.SENT, due_at=None)
    assert engine.hold(OutgoingMail.objects.all()) == 1
    assert engine.run(outbox).sent == 0
    assert again(waiting).state == SendingState.UNCERTAIN
    assert again(sent).state == SendingState.SENT


def test_hold_mail_sets_aside_the_unfinished_of_every_kind(capsys):
    mail = write()
    call_command("hold_mail")
    assert again(mail).state == SendingState.UNCERTAIN
    said = capsys.readouterr().out
    assert "outgoing mail: 1 held" in said
    assert "deliveries: 0 held" in said


# --- Texts that cannot be built, addresses that cannot be written to ---


def test_a_text_that_cannot_be_built_holds_up_no_other(mail_server):
    def build(mail: OutgoingMail) -> bytes:
        if mail.address.startswith("broken"):
            raise KeyError("no such placeholder")
        return outbox.message(mail)

    broken, fine = write("broken@example.org"), write()
    queue = Queue(name="test", rows=OutgoingMail.objects.all, message=build)
    engine.run(queue)
    assert again(fine).state == SendingState.SENT
    assert again(broken).state == SendingState.RETRY
    assert broken.attempts == 1


def test_a_message_that_may_not_be_sent_fails_with_the_reason(mail_server):
    def build(mail: OutgoingMail) -> bytes:
        raise NotSendable("The subscription has ended.")

    mail = write()
    engine.run(Queue(name="test", rows=OutgoingMail.objects.all, message=build))
    assert (again(mail).state, mail.last_error) == (
        SendingState.FAILED,
        "The subscription has ended.",
    )
    assert mail_server.arrived == []


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org\r\nRCPT TO:<b@example.org>",
        "a@example.org>\nDATA",
        "no-at-sign",
        "two words@example.org",
        "@example.org",
        "a@" + "x" * 250 + ".org",
        "x" * 65 + "@example.org",
    ],
)
def test_an_address_that_could_end_a_command_is_refused(mail_server, address):
    with pytest.raises(NotSendable):
        envelope_address(address)
    if len(address) <= 254:
        mail = write(address)
        engine.run(outbox)
        assert again(mail).state in {SendingState.FAILED, SendingState.RETRY}
    assert mail_server.arrived == []


def test_an_international_domain_is_written_in_ascii():
    assert envelope_address("a@bücher.example") == "a@xn--bcher-kva.example"


def test_a_header_names_an_international_domain_in_ascii(mail_server):
    """RFC 5322 headers are ASCII unless the server agreed otherwise (RFC 6532)."""
    mail_server.stop()
    mail_server.smtputf8 = False
    mail_server.start()
    mail = write("reader@bücher.example")
    engine.run(outbox)
    assert again(mail).state == SendingState.SENT
    [arrived] = mail_server.to("reader@xn--bcher-kva.example")
    head = arrived.content.split(b"\r\n\r\n")[0]
    assert head.isascii()
    assert b"To: reader@xn--bcher-kva.example" in head


def test_letters_beyond_ascii_before_the_at_sign_need_a_server_that_takes_them(mail_server):
    mail_server.stop()
    mail_server.smtputf8 = False
    mail_server.start()
    refused, taken = write("josé@example.org"), write("jose@example.org")
    engine.run(outbox)
    assert again(refused).state == SendingState.FAILED
    assert "letters" in refused.last_error
    assert again(taken).state == SendingState.SENT


def test_letters_beyond_ascii_reach_a_server_that_takes_them(mail_server):
    mail = write("josé@example.org")
    engine.run(outbox)
    assert again(mail).state == SendingState.SENT
    [arrived] = mail_server.to("josé@example.org")
    assert arrived.message["To"] == "josé@example.org"
