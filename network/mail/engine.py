"""Works off a queue: claim under a lease, record the start, send, record the result.

Each message costs one transaction: the result of the one before and the start of the next are
written together. A killed process leaves at most one message of which it is unknown whether it was
sent; the sweep marks that one uncertain and releases the others.
"""

from __future__ import annotations

import contextlib
import datetime
import logging
import time
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.db.models import Case, ExpressionWrapper, F, Value, When
from django.db.models.functions import Coalesce, Now, Random
from django.utils.translation import gettext_noop

from network.mail.addresses import NotSendable, envelope_address
from network.mail.attempts import AttemptLog, delay
from network.mail.connection import LONGEST, Connection, Outcome, ServerUnavailable
from network.mail.models import Sending, SendingQuerySet, SendingState
from network.mail.queue import Queue

log = logging.getLogger(__name__)

LEASE = datetime.timedelta(seconds=30)
_MARGIN = 5.0  # seconds of a lease kept back for recording the result

_NOT_HELD: dict[str, Any] = {"lease_token": None, "lease_ends_at": None}
# The state of a row whose lease ends before an attempt began.
_AT_REST = Case(
    When(attempts=0, then=Value(SendingState.WAITING)), default=Value(SendingState.RETRY)
)


@dataclass
class Tally:
    """What one run did. `more`: rows were still due when its time was over, so start another."""

    sent: int = 0
    failed: int = 0
    retried: int = 0
    uncertain: int = 0
    released: int = 0
    lost: int = 0  # results that came after the lease had ended, and were not recorded
    unbuilt: int = 0  # among the retried: their bytes could not be made
    more: bool = False
    unavailable: str = ""  # the words of a server that takes nothing at the moment


def run(queue: Queue, *, seconds: float = 20) -> Tally:
    """Send what is due for about `seconds`, then release what was claimed and not reached.

    Does nothing where PORTAL_SENDING is off or `queue.senders` are already at work. It may be
    called at any time, by any number of processes.
    """
    tally = Tally()
    if not settings.PORTAL_SENDING or _senders_at_work(queue) >= queue.senders:
        return tally
    stop_at = time.monotonic() + seconds
    with Connection() as connection:
        while time.monotonic() < stop_at:
            batch = _Batch(queue, tally)
            if not batch.claim():
                return tally
            try:
                batch.work_off(connection, stop_at)
            except ServerUnavailable as trouble:
                tally.unavailable = str(trouble)
                log.warning("The mail server takes nothing (%s): %s", queue.name, trouble)
                batch.postpone(str(trouble))
                return tally
            finally:
                batch.release()
        tally.more = queue.rows().claimable().exists()
    return tally


def sweep(queue: Queue) -> int:
    """End the leases that ran out, and count the rows that are due, up to 100.

    Start a run when the answer is not 0; it is 0 while enough senders are at work. Where no attempt
    had begun the row waits again; where one had, it is uncertain: due again, or the second time
    for a person to decide.
    """
    if not settings.PORTAL_SENDING:
        return 0
    ended = queue.rows().in_flight().lease_over()
    ended.filter(attempt_started_at=None).update(state=_AT_REST, **_NOT_HELD)
    found = ended.update(
        state=SendingState.UNCERTAIN,
        due_at=Case(When(uncertain_at=None, then=Now()), default=None),
        uncertain_at=Coalesce("uncertain_at", Now()),
        last_error=gettext_noop(
            "The sending process ended before the server's answer was recorded."
        ),
        **_NOT_HELD,
    )
    if found:
        log.warning("%s messages of %s became uncertain", found, queue.name)
    if _senders_at_work(queue) >= queue.senders:
        return 0
    return len(queue.rows().claimable().values_list("pk", flat=True)[:100])


def send_again(rows: SendingQuerySet) -> int:
    """Retry rows that wait for a person (failed, or uncertain twice); return how many.

    They are tried for as long as a new message. Whoever decides this knows that an uncertain
    message may arrive a second time.
    """
    return rows.for_a_person().update(state=SendingState.RETRY, due_at=Now(), tries_since=Now())


def hold(rows: SendingQuerySet) -> int:
    """Set aside everything unfinished as uncertain, for a person to decide; how many.

    For a restored backup: what was due in it may have been sent after it was taken.
    """
    return rows.unfinished().update(
        state=SendingState.UNCERTAIN,
        due_at=None,
        uncertain_at=Coalesce("uncertain_at", Now()),
        last_error=gettext_noop("Held after a restore: it may have been sent already."),
        **_NOT_HELD,
    )


def _senders_at_work(queue: Queue) -> int:
    held = queue.rows().in_flight().under_lease()
    return len(held.order_by().values_list("lease_token", flat=True).distinct()[: queue.senders])


class _Batch:
    """Rows under one lease, and the result that is still to be written."""

    def __init__(self, queue: Queue, tally: Tally) -> None:
        self.queue = queue
        self.tally = tally
        self.token = uuid.uuid4()
        self.model = queue.rows().model
        self._attempts = AttemptLog(self.model, self.token, queue.when_sent)
        self.rows: list[Sending] = []
        self._reached: set[Any] = set()
        self._ends = 0.0  # of the lease, by our monotonic clock and never too late
        self._unwritten: tuple[Sending, Outcome] | None = None

    def claim(self) -> bool:
        """Take up to a batch of due rows; False when there are none."""
        now = time.monotonic()
        with transaction.atomic():
            self.queue.before_claim()
            # SKIP LOCKED: another sender's rows are passed by, not waited for.
            due = self.queue.rows().claimable().select_for_update(skip_locked=True, of=("self",))
            self.rows = list(due.order_by("due_at", "pk")[: self.queue.batch])
            if self.rows:
                self._mine([row.pk for row in self.rows], held=False).update(
                    state=SendingState.IN_FLIGHT,
                    lease_token=self.token,
                    lease_ends_at=Now() + LEASE,
                    attempt_started_at=None,
                )
        self._ends = now + LEASE.total_seconds()
        return bool(self.rows)

    def work_off(self, connection: Connection, stop_at: float) -> None:
        """Send the rows one by one until `stop_at`. Raises ServerUnavailable."""
        try:
            for row in self.rows:
                if time.monotonic() >= stop_at:
                    break
                self._send(row, connection)
        finally:
            self._write()

    def _send(self, row: Sending, connection: Connection) -> None:
        try:
            sender = (
                envelope_address(row.envelope_sender) if row.envelope_sender else self.queue.sender
            )
            message = self.queue.message(row)
        except NotSendable as refusal:
            self._write((row, Outcome(SendingState.FAILED, str(refusal))))
            return
        except Exception:
            # One text that cannot be built must not hold up the others; it waits to be corrected.
            # One trace per run is enough: a broken newsletter has a row per subscriber.
            log.error(
                "Message %s of %s cannot be built",
                row.pk,
                self.queue.name,
                exc_info=not self.tally.unbuilt,
            )
            self.tally.unbuilt += 1
            row.attempts += 1
            words = gettext_noop("The message could not be built; the log says why.")
            self._write((row, Outcome(SendingState.RETRY, words)))
            return
        for _attempt in range(2):
            connection.open()
            if not self._begin(row):
                return
            outcome = connection.deliver(sender=sender, address=row.address, message=message)
            if not outcome.at_once:
                break
        self._unwritten = (row, outcome)

    def _begin(self, row: Sending) -> bool:
        """Write the last result and that an attempt on `row` begins; False if it is not ours."""
        if self._ends - time.monotonic() < LONGEST + _MARGIN:
            self._renew()
        written, begun = self._attempts.begin(row, after=self._unwritten)
        if self._unwritten is not None:
            self._count(*self._unwritten, written=written)
            self._unwritten = None
        if begun:
            row.attempts += 1
            self._reached.add(row.pk)
        return begun

    def _renew(self) -> None:
        now = time.monotonic()
        # A lease that has ended is not renewed: the sweep may have judged its rows already.
        self._mine([row.pk for row in self.rows]).under_lease().update(lease_ends_at=Now() + LEASE)
        self._ends = now + LEASE.total_seconds()

    def _write(self, result: tuple[Sending, Outcome] | None = None) -> None:
        """Write the last result, and `result` after it."""
        for finished in (self._unwritten, result):
            if finished is not None:
                self._count(*finished, written=self._attempts.record(*finished))
        self._unwritten = None

    def _count(self, row: Sending, outcome: Outcome, *, written: bool) -> None:
        self._reached.add(row.pk)
        if not written:
            self.tally.lost += 1
            log.warning("The lease of message %s of %s ran out", row.pk, self.queue.name)
            return
        match outcome.state:
            case SendingState.SENT:
                self.tally.sent += 1
            case SendingState.FAILED:
                self.tally.failed += 1
            case SendingState.UNCERTAIN:
                self.tally.uncertain += 1
            case _:
                self.tally.retried += 1

    def postpone(self, words: str) -> None:
        """Postpone the rows of this batch, since the server accepts nothing."""
        # What we still hold was certainly not taken: the last result is already written.
        waited = max((row.attempts for row in self.rows), default=0)
        # Each its own wait, and the row at which the server said it the longest: should the server
        # mean that one message alone, the others are sent before it is tried again.
        share = Case(When(attempt_started_at=None, then=0.75 + Random() * 0.5), default=Value(1.5))
        self._mine([row.pk for row in self.rows]).update(
            state=SendingState.RETRY,
            # Counted for the wait's sake; of the row that an attempt had begun on, it is already.
            attempts=F("attempts") + Case(When(attempt_started_at=None, then=1), default=0),
            due_at=ExpressionWrapper(
                Now() + Value(delay(waited + 1, jitter=0)) * share, models.DateTimeField()
            ),
            last_error=words,
            **_NOT_HELD,
        )

    def release(self) -> None:
        """Release at once what was not reached."""
        left = [row.pk for row in self.rows if row.pk not in self._reached]
        if left:
            with contextlib.suppress(DatabaseError):  # the lease ends by itself
                self.tally.released += (
                    self._mine(left)
                    .filter(attempt_started_at=None)
                    .update(state=_AT_REST, **_NOT_HELD)
                )

    def _mine(self, keys: list[Any], *, held: bool = True) -> SendingQuerySet:
        """The rows of these keys, by their model's own table: they are already chosen."""
        rows: SendingQuerySet = self.model._default_manager.filter(pk__in=keys)
        return rows.filter(lease_token=self.token) if held else rows
