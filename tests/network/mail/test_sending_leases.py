"""Leases of the sending engine: killed processes, two senders, long batches."""

from __future__ import annotations

import datetime
import threading
import time
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from network.mail import engine, run
from network.mail.attempts import AttemptLog
from network.mail.connections import Connections
from network.mail.models import OutgoingMail, SendingState
from network.mail.outbox import outbox
from network.mail.queue import Queue
from network.mail.run import Run
from tests.network.letters import Killed, again, end_leases, let_wait, write

pytestmark = pytest.mark.django_db


def test_a_process_killed_before_an_attempt_leaves_no_doubt(mail_server, monkeypatch):
    mails = [write(f"reader{number}@example.org") for number in range(3)]
    with monkeypatch.context() as context:

        def die(self, letters):
            raise Killed

        context.setattr(Connections, "want", die)
        context.setattr(Run, "release", lambda self: None)
        with pytest.raises(Killed):
            engine.run(outbox)
    assert engine.run(outbox).sent == 0  # still under lease
    end_leases()
    assert engine.sweep(outbox) == 3
    assert {again(mail).state for mail in mails} == {SendingState.WAITING}
    assert {mail.attempts for mail in mails} == {0}
    assert engine.run(outbox).sent == 3
    assert len(mail_server.arrived) == 3


@pytest.mark.parametrize("connections", [1, 4])
def test_a_killed_process_leaves_one_message_of_each_connection_in_doubt(
    mail_server, settings, monkeypatch, connections
):
    settings.EMAIL_CONNECTIONS = connections
    mails = [write(f"reader{number}@example.org") for number in range(10)]
    wait = Connections.wait
    with monkeypatch.context() as context:

        def die_after(self, **until):
            wait(self, **until)
            if len(mail_server.arrived) > connections:
                raise Killed

        context.setattr(Connections, "wait", die_after)
        context.setattr(Run, "release", lambda self: None)
        with pytest.raises(Killed):
            engine.run(outbox)
    end_leases()
    engine.sweep(outbox)
    in_doubt = [mail for mail in mails if again(mail).state == SendingState.UNCERTAIN]
    assert 1 <= len(in_doubt) <= connections
    states = {mail.state for mail in mails if mail not in in_doubt}
    assert states == {SendingState.WAITING, SendingState.SENT}
    engine.run(outbox)
    assert {again(mail).state for mail in mails} == {SendingState.SENT}
    copies = Counter(arrived.message_id for arrived in mail_server.arrived)
    assert set(copies) == {mail.message_id for mail in mails}
    doubled = {message_id for message_id, count in copies.items() if count > 1}
    assert doubled <= {mail.message_id for mail in in_doubt}


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
    collect = Run._collect

    def too_slow(self):
        if self._connections.finished():
            end_leases()
            engine.sweep(outbox)
            let_wait()  # or this run would take it up again
        collect(self)

    monkeypatch.setattr(Run, "_collect", too_slow)
    tally = engine.run(outbox, seconds=5)
    assert (tally.sent, tally.lost) == (0, 1)
    assert again(mail).state == SendingState.UNCERTAIN


def test_no_attempt_begins_after_the_lease_has_ended(mail_server, monkeypatch):
    write()
    free = Connections.free

    def suspended(self):
        lanes = free(self)
        if lanes:
            end_leases()
            let_wait()
        return lanes

    monkeypatch.setattr(Connections, "free", suspended)
    assert engine.run(outbox, seconds=5).sent == 0
    assert mail_server.connections == 1
    assert mail_server.arrived == []


def test_a_run_hands_back_what_it_did_not_reach(mail_server, monkeypatch, settings):
    settings.EMAIL_CONNECTIONS = 1
    mails = [write(f"reader{number}@example.org") for number in range(10)]
    wait = Connections.wait

    def slowly(self, **until):
        time.sleep(0.1)
        wait(self, **until)

    monkeypatch.setattr(Connections, "wait", slowly)
    tally = engine.run(outbox, seconds=0.35)
    assert tally.more
    assert tally.sent + tally.released == 10
    assert tally.released
    assert {again(mail).state for mail in mails} == {SendingState.SENT, SendingState.WAITING}
    assert not OutgoingMail.objects.in_flight().exists()


def test_a_long_batch_renews_its_lease(mail_server, monkeypatch, settings):
    settings.EMAIL_CONNECTIONS = 1
    for number in range(3):
        write(f"reader{number}@example.org")
    monkeypatch.setattr(run, "LONGEST", 1000.0)  # so that every lease is nearly over
    ends = []
    record = AttemptLog.write

    def watch(self, results, *, begin):
        answer = record(self, results, begin=begin)
        ends.extend(OutgoingMail.objects.get(pk=row.pk).lease_ends_at for row in begin)
        return answer

    monkeypatch.setattr(AttemptLog, "write", watch)
    assert engine.run(outbox).sent == 3
    assert ends[0] < ends[1] < ends[2]


def test_the_messages_of_a_round_are_written_together(mail_server, monkeypatch):
    for number in range(80):
        write(f"reader{number}@example.org")
    rounds = []
    record = AttemptLog.write

    def watch(self, results, *, begin):
        rounds.append(len(results))
        return record(self, results, begin=begin)

    monkeypatch.setattr(AttemptLog, "write", watch)
    assert engine.run(outbox).sent == 80
    assert max(rounds) <= 8
    assert len(rounds) < 60, "as if each message were written by itself"


@pytest.mark.parametrize("place", ["hanging-at-rcpt", "hanging-at-text"])
def test_one_connection_that_hangs_holds_up_no_other(mail_server, settings, place):
    """It answers once all the others have arrived: before it is given up, in 10 s.

    Rounds that waited for it, for a second each, would last half a minute.
    """
    mail_server.pipelining = True
    mail_server.hangs_until = 200
    hanging = write(f"{place}@example.org")
    for number in range(200):
        write(f"reader{number}@example.org")
    assert engine.run(outbox).sent == 201
    assert (again(hanging).attempts, hanging.uncertain_at) == (1, None)
    assert mail_server.connections == settings.EMAIL_CONNECTIONS


def test_one_connection_that_does_not_open_holds_up_no_other(mail_server):
    mail_server.hanging_connection = 3
    mail_server.hangs_until = 100
    for number in range(100):
        write(f"reader{number}@example.org")
    assert engine.run(outbox).sent == 100


def test_what_hangs_at_the_end_of_a_run_holds_up_no_other(mail_server, monkeypatch):
    mail_server.hangs_until = 100
    write("hanging-at-text@example.org")
    for number in range(100):
        write(f"reader{number}@example.org")
    goes_on = Run._goes_on

    def its_time_is_over(self):
        if any(lane.is_late for lane in self._connections.lanes):
            self._stop_at = 0.0
        return goes_on(self)

    monkeypatch.setattr(Run, "_goes_on", its_time_is_over)
    assert engine.run(outbox).sent == 101


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


def test_two_runs_that_start_at_the_same_moment_are_counted(mail_server, monkeypatch):
    """Each claim counts the others anew: both may have found nobody at work."""
    write()
    alone = Queue(name="test", rows=OutgoingMail.objects.all, message=outbox.message)
    claim = Queue.one_claim_at_a_time

    def another_was_first(self):
        claim(self)
        write(
            "other@example.org",
            state=SendingState.IN_FLIGHT,
            lease_token=OutgoingMail.new_token(),
            lease_ends_at=timezone.now() + datetime.timedelta(seconds=20),
        )

    monkeypatch.setattr(Queue, "one_claim_at_a_time", another_was_first)
    assert engine.run(alone) == engine.Tally()
    assert mail_server.connections == 0
