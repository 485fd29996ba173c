"""The sending engine over a real SMTP server: what becomes of each message, and who is told."""

from __future__ import annotations

import datetime
import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from network.mailing import outbox
from network.models import OutgoingMail, SendingState
from network.sending import engine
from network.sending.address import NotSendable, envelope_address
from network.sending.ledger import delay
from network.sending.message import MessageError, new_message_id, prepare, slot, unsubscribe_headers
from network.sending.queue import Queue

pytestmark = pytest.mark.django_db


def write(address: str = "reader@example.org", **columns) -> OutgoingMail:
    return OutgoingMail.objects.create(
        **{
            "kind": "notice",
            "address": address,
            "language": "en",
            "subject": "A notice",
            "body_text": "Good day.\n",
            "message_id": new_message_id(),
            **columns,
        }
    )


def again(mail: OutgoingMail) -> OutgoingMail:
    mail.refresh_from_db()
    return mail


def make_due() -> None:
    OutgoingMail.objects.unfinished().update(due_at=timezone.now() - datetime.timedelta(seconds=1))


def end_leases() -> None:
    OutgoingMail.objects.in_flight().update(
        lease_ends_at=timezone.now() - datetime.timedelta(seconds=1)
    )


class Killed(BaseException):
    """Stands for the end of a process: nothing after it runs."""


# --- What becomes of a message ---


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


def test_all_messages_of_a_run_share_a_connection(mail_server):
    for number in range(120):
        write(f"reader{number}@example.org")
    assert engine.run(outbox).sent == 120
    assert mail_server.connections == 1


def test_a_server_that_ends_connections_early_costs_no_message_and_no_wait(mail_server):
    mail_server.messages_per_connection = 3
    mails = [write(f"reader{number}@example.org") for number in range(8)]
    assert engine.run(outbox).sent == 8
    assert mail_server.connections == 3
    assert {again(mail).uncertain_at for mail in mails} == {None}


@pytest.mark.parametrize("pipelining", [False, True])
@pytest.mark.parametrize(
    ("address", "state", "words"),
    [
        ("reader@example.org", SendingState.SENT, ""),
        ("unknown@example.org", SendingState.FAILED, "550 5.1.1 No such mailbox here"),
        ("spam@example.org", SendingState.FAILED, "554 5.7.1 We do not like this text"),
        ("greylisted@example.org", SendingState.RETRY, "451 4.7.1 Come back later"),
        ("busy@example.org", SendingState.RETRY, "451 4.3.0 Disk full"),
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
    mail = write("busy@example.org", created_at=timezone.now() - datetime.timedelta(days=6))
    engine.run(outbox)
    assert again(mail).state == SendingState.FAILED
    assert mail.due_at is None


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


def test_nothing_is_sent_while_sending_is_off(mail_server, settings):
    settings.PORTAL_SENDING = False
    mail = write()
    assert engine.run(outbox) == engine.Tally()
    assert engine.sweep(outbox) == 0
    assert again(mail).state == SendingState.WAITING


def test_what_a_restored_backup_held_waits_for_a_person(mail_server):
    sent, waiting = write("sent@example.org"), write()
    OutgoingMail.objects.filter(pk=sent.pk).update(state=SendingState.SENT, due_at=None)
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


# --- Leases ---


def test_a_process_killed_before_an_attempt_leaves_no_doubt(mail_server, monkeypatch):
    mails = [write(f"reader{number}@example.org") for number in range(3)]
    with monkeypatch.context() as context:

        def die(self):
            raise Killed

        context.setattr(engine.Connection, "open", die)
        context.setattr(engine._Batch, "release", lambda self: None)
        with pytest.raises(Killed):
            engine.run(outbox)
    assert engine.run(outbox).sent == 0  # still under lease
    end_leases()
    assert engine.sweep(outbox) == 3
    assert {again(mail).state for mail in mails} == {SendingState.WAITING}
    assert {mail.attempts for mail in mails} == {0}
    assert engine.run(outbox).sent == 3
    assert len(mail_server.arrived) == 3


def test_a_process_killed_in_an_attempt_leaves_one_message_in_doubt(mail_server, monkeypatch):
    mails = [write(f"reader{number}@example.org") for number in range(3)]
    deliver = engine.Connection.deliver
    with monkeypatch.context() as context:

        def die_after(self, **kwargs):
            deliver(self, **kwargs)
            raise Killed

        context.setattr(engine.Connection, "deliver", die_after)
        context.setattr(engine._Batch, "release", lambda self: None)
        with pytest.raises(Killed):
            engine.run(outbox)
    end_leases()
    assert engine.sweep(outbox) == 3
    assert sorted(again(mail).state for mail in mails) == ["uncertain", "waiting", "waiting"]
    assert engine.run(outbox).sent == 3
    in_doubt = [mail for mail in mails if again(mail).uncertain_at]
    assert len(in_doubt) == 1
    assert len(mail_server.arrived) == 4
    assert {arrived.message_id for arrived in mail_server.to(in_doubt[0].address)} == {
        in_doubt[0].message_id
    }


def test_a_row_twice_in_doubt_by_killed_processes_waits_for_a_person(mail_server):
    mail = write(
        state=SendingState.IN_FLIGHT,
        lease_token=OutgoingMail.new_token(),
        lease_ends_at=timezone.now() - datetime.timedelta(seconds=1),
        attempt_started_at=timezone.now(),
        uncertain_at=timezone.now(),
    )
    assert engine.sweep(outbox) == 0
    assert (again(mail).state, mail.due_at) == (SendingState.UNCERTAIN, None)


def test_a_result_is_not_recorded_once_the_lease_is_another_ones(mail_server, monkeypatch):
    mail = write()
    deliver = engine.Connection.deliver

    def too_slow(self, **kwargs):
        outcome = deliver(self, **kwargs)
        end_leases()
        engine.sweep(outbox)
        return outcome

    monkeypatch.setattr(engine.Connection, "deliver", too_slow)
    tally = engine.run(outbox, seconds=0.01)
    assert (tally.sent, tally.lost) == (0, 1)
    assert again(mail).state == SendingState.UNCERTAIN


def test_no_attempt_begins_after_the_lease_has_ended(mail_server, monkeypatch):
    write()
    connect = engine.Connection.open

    def suspended(self):
        connect(self)
        end_leases()

    monkeypatch.setattr(engine.Connection, "open", suspended)
    assert engine.run(outbox, seconds=0.01).sent == 0
    assert mail_server.arrived == []


def test_a_run_hands_back_what_it_did_not_reach(mail_server, monkeypatch):
    mails = [write(f"reader{number}@example.org") for number in range(10)]
    deliver = engine.Connection.deliver

    def slowly(self, **kwargs):
        time.sleep(0.1)
        return deliver(self, **kwargs)

    monkeypatch.setattr(engine.Connection, "deliver", slowly)
    tally = engine.run(outbox, seconds=0.25)
    assert tally.more
    assert tally.sent + tally.released == 10
    assert tally.released
    assert {again(mail).state for mail in mails} == {SendingState.SENT, SendingState.WAITING}
    assert not OutgoingMail.objects.in_flight().exists()


def test_a_long_batch_renews_its_lease(mail_server, monkeypatch):
    for number in range(3):
        write(f"reader{number}@example.org")
    monkeypatch.setattr(engine, "LONGEST", 1000.0)  # so that every lease is nearly over
    ends = []
    begin = engine._Batch._begin

    def watch(self, row):
        begun = begin(self, row)
        ends.append(OutgoingMail.objects.get(pk=row.pk).lease_ends_at)
        return begun

    monkeypatch.setattr(engine._Batch, "_begin", watch)
    assert engine.run(outbox).sent == 3
    assert ends[0] < ends[1] < ends[2]


@pytest.mark.django_db(transaction=True)
def test_two_senders_never_send_the_same_message(mail_server):
    for number in range(100):
        write(f"reader{number}@example.org")
    queue = Queue(
        name="test", rows=OutgoingMail.objects.all, message=outbox.message, senders=4, batch=5
    )
    tallies = []

    def work():
        tallies.append(engine.run(queue))
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(tally.sent for tally in tallies) == 100
    assert len({arrived.recipient for arrived in mail_server.arrived}) == 100
    assert len(mail_server.arrived) == 100


def test_no_more_senders_work_on_a_queue_than_it_allows(mail_server):
    write()
    write(
        "other@example.org",
        state=SendingState.IN_FLIGHT,
        lease_token=OutgoingMail.new_token(),
        lease_ends_at=timezone.now() + datetime.timedelta(seconds=20),
    )
    alone = Queue(name="test", rows=OutgoingMail.objects.all, message=outbox.message)
    assert engine.run(alone).sent == 0
    assert engine.sweep(alone) == 0
    assert engine.run(outbox).sent == 1  # which allows two


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


# --- The bytes ---


def spliced(**told) -> bytes:
    prepared = prepare(**{"subject": "News", "text": "Hello\n", "language": "en", **told})
    return prepared.splice(
        address="reader@example.org",
        message_id="<1@example.org>",
        date=datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC),
        values={"link": "https://example.org/u/?a=1&b=" + "x" * 120},
    )


def read(content: bytes):
    from email import message_from_bytes, policy

    return message_from_bytes(content, policy=policy.default)


def test_spliced_values_read_as_they_were_given_in_text_html_and_header():
    content = spliced(
        text=f"Long {'word ' * 40}{slot('link')} and on.\n.\n. a dot\nFrom here\nTrailing \n",
        html=f'<p>مرحبا</p><a href="{slot("link")}">café = {slot("link")}</a>',
        headers=unsubscribe_headers(slot("link")),
        expected={"link": 4},
    )
    link = "https://example.org/u/?a=1&b=" + "x" * 120
    message = read(content)
    assert message["List-Unsubscribe"] == f"<{link}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["To"] == "reader@example.org"
    assert message["Date"] == "Fri, 02 Jan 2026 03:04:05 +0000"
    text = message.get_body(("plain",)).get_content()
    assert f"word {link} and on." in text
    assert text.replace("\r\n", "\n").endswith(" on.\n.\n. a dot\nFrom here\nTrailing \n")
    escaped = link.replace("&", "&amp;")
    html = message.get_body(("html",)).get_content()
    assert f'<p>مرحبا</p><a href="{escaped}">café = {escaped}</a>' in html


def test_every_line_is_short_ascii_and_ended_by_crlf():
    content = spliced(
        subject="Найди " * 30, text="é" * 500 + "\n" + "a b " * 400, html="<p>" + "中" * 900
    )
    assert content.isascii()
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 78
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert not any(line.startswith(b".") for line in lines)


def test_a_slot_lost_on_the_way_is_found_when_the_message_is_built():
    with pytest.raises(MessageError, match="link"):
        prepare(subject="s", text="no link here", language="en", expected={"link": 1})
    with pytest.raises(MessageError, match="other"):
        prepare(subject="s", text=slot("other"), language="en")


def test_a_value_that_is_missing_or_breaks_a_line_is_refused():
    prepared = prepare(subject="s", text=slot("link"), language="en", expected={"link": 1})
    known = {
        "address": "a@example.org",
        "message_id": "<1@example.org>",
        "date": timezone.now(),
    }
    with pytest.raises(MessageError, match="link"):
        prepared.splice(**known)
    with pytest.raises(MessageError):
        prepared.splice(**known, values={"link": "x\r\n.\r\nMAIL FROM:<evil@example.org>"})
    with pytest.raises(MessageError):
        prepared.splice(**{**known, "address": "a@example.org\r\nBcc: b@example.org"})


@pytest.mark.parametrize(
    "told",
    [
        {"subject": "Hello\r\nBcc: all@example.org"},
        {"headers": {"X-Note": "a\nBcc: all@example.org"}},
        {"headers": {"X-Note\r\nBcc": "all@example.org"}},
        {"headers": {"Bcc": "all@example.org"}},
        {"headers": {"Content-Type": "text/html"}},
        {"sender": "Nobody"},
    ],
)
def test_no_header_can_be_smuggled_in(told):
    with pytest.raises(MessageError):
        spliced(**told)


def test_a_claim_costs_the_same_queries_for_one_message_as_for_many(
    mail_server, django_assert_max_num_queries
):
    def cost(count: int) -> int:
        for number in range(count):
            write(f"reader{number}@example.org")
        with django_assert_max_num_queries(1000) as captured:
            engine.run(outbox)
        return len(captured.captured_queries)

    one, few, many = cost(1), cost(11), cost(21)
    # Whatever a message costs, it costs no more when there are many.
    assert many - few == few - one


def test_a_partial_index_serves_the_claim(db):
    sql, params = OutgoingMail.objects.claimable().order_by("due_at").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "outgoingmail_open" in plan
