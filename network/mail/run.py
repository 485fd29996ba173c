"""One sender at work on a queue: claim, begin, send and record, in rounds."""

from __future__ import annotations

import contextlib
import datetime
import logging
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    models,
    transaction,
)
from django.db.models import Case, ExpressionWrapper, F, Value, When
from django.db.models.functions import Now, Random
from django.utils.translation import gettext_noop

from network.mail.addresses import NotSendable, envelope_address
from network.mail.attempts import AttemptLog, delay
from network.mail.connection import LONGEST, Outcome, ServerUnavailable
from network.mail.connections import Connections, Lane
from network.mail.models import Sending, SendingQuerySet, SendingState
from network.mail.queue import Queue

log = logging.getLogger(__name__)

LEASE = datetime.timedelta(seconds=30)
_MARGIN = 5.0  # seconds of a lease kept back for recording the results
_LOOK_AGAIN = 1.0  # seconds until an empty queue is asked again, while messages are under way
_PAUSE_BETWEEN_TRIES = 0.2  # seconds between two tries to reach the database

NOT_HELD: dict[str, Any] = {"lease_token": None, "lease_ends_at": None}
# The state of a row whose lease ends before an attempt began.
WAITING_OR_RETRY = Case(
    When(attempts=0, then=Value(SendingState.WAITING)), default=Value(SendingState.RETRY)
)

_T = TypeVar("_T")


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


@dataclass(eq=False)
class _Letter:
    """A row with its bytes. `lost`: what came of it on a connection that wore out under it."""

    row: Sending
    sender: str
    message: bytes
    lost: Outcome | None = None


class Run:
    """The rows under one lease, what is under way, and the results that are still to be written."""

    def __init__(self, queue: Queue, connections: Connections, *, stop_at: float) -> None:
        self.queue = queue
        self.tally = Tally()
        self.token = uuid.uuid4()
        self.model = queue.rows().model
        self._connections = connections
        self._attempts = AttemptLog(self.model, self.token, queue.when_sent)
        self._stop_at = stop_at
        self._late_lanes: list[tuple[Lane, Any]] | None = None
        self._rows: deque[Sending] = deque()
        self._letters: deque[_Letter] = deque()
        self._results: list[tuple[Sending, Outcome]] = []
        self._held: dict[Any, Sending] = {}  # all of these, and those under way
        self._passed: list[Any] = []  # keys of rows that were not ours when their turn came
        self._ends = 0.0  # of the lease, by our monotonic clock and never too late
        self._ask_at = 0.0  # when the queue is asked for rows again
        self._trouble = ""

    def work_off(self) -> None:
        """Send what is due until the time is over; then what is under way ends, and no more begins.

        Raises ServerUnavailable, with every result written.
        """
        try:
            self._prepare()
            while True:
                self._begin()
                self._collect()  # what needed no answer
                self._prepare()
                if self._can_begin():
                    continue
                if self._has_to_wait():
                    self._connections.wait(until=self._ends - LONGEST - _MARGIN)
                    self._collect()
                elif not self._results:
                    break
        finally:
            self._settle_lost()
            self._write()
        if self._trouble:
            raise ServerUnavailable(self._trouble)

    def _goes_on(self) -> bool:
        """Whether further messages may begin."""
        if self._trouble:
            return False
        if time.monotonic() < self._stop_at:
            return True
        if self._late_lanes is None:
            # One that hangs at the end has up to LONGEST seconds; the others need not wait for it.
            self._late_lanes = [
                (lane, lane.letter) for lane in self._connections.lanes if lane.is_late
            ]
        return any(
            lane.letter is letter and lane.connection.under_way for lane, letter in self._late_lanes
        )

    def _can_begin(self) -> bool:
        free = self._connections.free()
        has_letter = self._letters or any(lane.letter is not None for lane in free)
        return bool(free and has_letter and self._goes_on())

    def _has_to_wait(self) -> bool:
        lanes = self._connections.lanes
        return any(lane.connection.under_way for lane in lanes) or bool(
            self._held
            and not self._results
            and any(lane.is_opening for lane in lanes)
            and self._goes_on()
        )

    # --- Rows and their bytes ---

    def _prepare(self) -> None:
        """Claim when there is nothing left, and build what the next round sends."""
        if not self._goes_on():
            return
        if not self._rows and (not self._held or time.monotonic() >= self._ask_at):
            self._claim()
        while self._rows and len(self._letters) < self._connections.most:
            self._build(self._rows.popleft())
        self._connections.want(len(self._letters))

    def _claim(self) -> None:
        """Take up to a batch of due rows, unless enough others are at work."""
        now = time.monotonic()
        rows = self._patiently(self._claim_rows)
        if len(rows) < self.queue.batch:
            self._ask_at = now + _LOOK_AGAIN
        if not self._held:
            self._ends = now + LEASE.total_seconds()
        self._held |= {row.pk: row for row in rows}
        self._rows.extend(rows)

    def _claim_rows(self) -> list[Sending]:
        with transaction.atomic():
            self.queue.one_claim_at_a_time()
            if self.queue.senders_at_work(besides=self.token) >= self.queue.senders:
                return []
            self.queue.before_claim()
            # SKIP LOCKED: another sender's rows are passed by, not waited for. What we have in
            # hand is not ours any more if it is due: somebody has judged it.
            due = self.queue.rows().claimable().exclude(pk__in=list(self._held))
            due = due.select_for_update(skip_locked=True).order_by("due_at", "pk")
            rows = self.queue.first(due)
            if rows:
                self._attempts.take(rows, lease=LEASE)
        return rows

    def _build(self, row: Sending) -> None:
        try:
            sender = (
                envelope_address(row.envelope_sender) if row.envelope_sender else self.queue.sender
            )
            message = self.queue.message(row)
        except NotSendable as refusal:
            self._results.append((row, Outcome(SendingState.FAILED, str(refusal))))
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
            self._results.append((row, Outcome(SendingState.RETRY, words)))
        else:
            self._letters.append(_Letter(row, sender, message))

    # --- Rounds ---

    def _begin(self) -> None:
        """Write what the last round brought and begin the next, in one commit."""
        turns: list[tuple[Lane, _Letter]] = []
        if self._goes_on():
            for lane in self._connections.free():
                if lane.letter is not None:
                    turns.append((lane, lane.letter))
                elif self._letters:
                    turns.append((lane, self._letters.popleft()))
        begun = self._write([letter.row for _lane, letter in turns])
        for lane, letter in turns:
            lane.letter = None
            row = letter.row
            if row.pk not in begun:
                self._held.pop(row.pk, None)
                self._passed.append(row.pk)
                continue
            row.attempts += 1
            self._connections.begin(
                lane, letter, sender=letter.sender, address=row.address, message=letter.message
            )

    def _collect(self) -> None:
        """Take the results of the lanes, and the letters of those that no longer open."""
        self._trouble = self._trouble or self._connections.unavailable
        for lane in self._connections.finished():
            letter, result = lane.letter, lane.connection.result
            if isinstance(result, ServerUnavailable):
                self._trouble = self._trouble or str(result)
                lane.letter = None
                continue
            assert result is not None, "it is finished"
            if result.at_once and letter.lost is None and self._goes_on():
                letter.lost = result
                lane.connection.result = None
            else:
                self._results.append((letter.row, result))
                lane.letter = None
        for lane in self._connections.lanes:
            if lane.has_failed and lane.letter is not None:
                self._letters.appendleft(lane.letter)
                lane.letter = None

    def _settle_lost(self) -> None:
        """Give up the letters that were to go once more, on a fresh connection."""
        waiting = [lane.letter for lane in self._connections.lanes if not lane.connection.under_way]
        for letter in [*filter(None, waiting), *self._letters]:
            # Those of a server that takes nothing are postponed with the others.
            if letter.lost is not None and not self._trouble:
                self._results.append((letter.row, letter.lost))

    def _write(self, begin: list[Sending] | None = None) -> set[int]:
        """Write the results, and that attempts on the rows of `begin` begin; on which they may."""
        if self._held and self._ends - time.monotonic() < LONGEST + _MARGIN:
            self._patiently(self._renew)
        if not begin and not self._results:
            return set()
        results = self._results
        written, begun = self._patiently(lambda: self._attempts.write(results, begin=begin or ()))
        self._results = []
        for row, outcome in results:
            self._held.pop(row.pk, None)
            self._count(row, outcome, written=row.pk in written)
        return begun

    def _renew(self) -> None:
        now = time.monotonic()
        # A lease that has ended is not renewed: the sweep may have judged its rows already.
        self._mine(list(self._held)).under_lease().update(lease_ends_at=Now() + LEASE)
        self._ends = now + LEASE.total_seconds()

    def _count(self, row: Sending, outcome: Outcome, *, written: bool) -> None:
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

    def _patiently(self, act: Callable[[], _T]) -> _T:
        """Do what asks the database, again while a restart of it, or a deadlock, ends it.

        What the servers answered is known only here: giving up would leave it uncertain. Beyond the
        lease it is of no use.
        """
        while True:
            try:
                return act()
            except (OperationalError, InterfaceError) as error:
                patience = self._ends - _MARGIN - time.monotonic()
                if connection.in_atomic_block or patience < 0:
                    raise
                log.warning("The database did not answer (%s): %s", self.queue.name, error)
                connection.close()
                time.sleep(_PAUSE_BETWEEN_TRIES)

    # --- The end ---

    def postpone(self, words: str) -> None:
        """Postpone the rows of this run, since the server accepts nothing."""
        # What we still hold was certainly not taken: the results are already written.
        waited = max((row.attempts for row in self._held.values()), default=0)
        # Each its own wait, and the rows at which the server said it the longest: should the server
        # mean those messages alone, the others are sent before they are tried again.
        share = Case(
            When(attempt_started_at=None, then=0.75 + Random() * 0.5),
            default=1.4 + Random() * 0.2,
        )
        self._mine(list(self._held)).update(
            state=SendingState.RETRY,
            # Counted for the wait's sake; of the rows that an attempt had begun on, it is already.
            attempts=F("attempts") + Case(When(attempt_started_at=None, then=1), default=0),
            due_at=ExpressionWrapper(
                Now() + Value(delay(waited + 1, jitter=0)) * share, models.DateTimeField()
            ),
            last_error=words,
            **NOT_HELD,
        )

    def release(self) -> None:
        """Release at once what was not reached, and see whether another run is needed."""
        left = [*self._held, *self._passed]
        if left:
            with contextlib.suppress(DatabaseError):  # the lease ends by itself
                self.tally.released += (
                    self._mine(left)
                    .filter(attempt_started_at=None)
                    .update(state=WAITING_OR_RETRY, **NOT_HELD)
                )
        if time.monotonic() >= self._stop_at and not self._trouble:
            self.tally.more = self.queue.rows().claimable().exists()

    def _mine(self, keys: list[Any]) -> SendingQuerySet:
        """The rows of these keys that are still ours, by their model's own table."""
        rows: SendingQuerySet = self.model._default_manager.filter(pk__in=keys)
        return rows.filter(lease_token=self.token)
