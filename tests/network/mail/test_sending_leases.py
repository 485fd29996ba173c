"""Leases of the sending engine: killed processes, two senders, long batches."""

from __future__ import annotations

import datetime
import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from network.mail import engine
from network.mail.models import OutgoingMail, SendingState
from network.mail.outbox import outbox
from network.mail.queue import Queue
from tests.network.letters import Killed, again, end_leases, let_wait, write

pytestmark = pytest.mark.django_db


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
        let_wait()  # or this run would take it up again
        return outcome

    monkeypatch.setattr(engine.Connection, "deliver", too_slow)
    tally = engine.run(outbox, seconds=5)
    assert (tally.sent, tally.lost) == (0, 1)
    assert again(mail).state == SendingState.UNCERTAIN


def test_no_attempt_begins_after_the_lease_has_ended(mail_server, monkeypatch):
    write()
    connect = engine.Connection.open
    opened = []

    def suspended(self):
        connect(self)
        end_leases()
        let_wait()
        opened.append(self)

    monkeypatch.setattr(engine.Connection, "open", suspended)
    assert engine.run(outbox, seconds=5).sent == 0
    assert len(opened) == 1
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
