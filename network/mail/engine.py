"""Works off a queue: claim under a lease, record the start, send, record the result.

A process holds several connections and goes in rounds: one transaction writes the results of the
round before and the starts of the next. A killed process leaves at most one message for each
connection of which it is unknown whether it was sent; the sweep marks those uncertain and releases
the others.
"""

from __future__ import annotations

import logging
import time

from django.conf import settings
from django.db.models import Case, When
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_noop

from network.journal.standing import must_wait
from network.mail.connection import ServerUnavailable
from network.mail.connections import Connections
from network.mail.models import SendingQuerySet, SendingState
from network.mail.queue import Queue
from network.mail.run import NOT_HELD, WAITING_OR_RETRY, Run, Tally

log = logging.getLogger(__name__)


def run(queue: Queue, *, seconds: float = 20) -> Tally:
    """Send what is due for about `seconds`, then release what was claimed and not reached.

    Does nothing where PORTAL_SENDING is off, after a restore until the journal of erasures was
    replayed, and where `queue.senders` are already at work. It may be called at any time, by any
    number of processes.
    """
    if _is_held() or queue.senders_at_work() >= queue.senders:
        return Tally()
    stop_at = time.monotonic() + seconds
    with Connections(settings.EMAIL_CONNECTIONS) as connections:
        sender = Run(queue, connections, stop_at=stop_at)
        try:
            sender.work_off()
        except ServerUnavailable as trouble:
            sender.tally.unavailable = str(trouble)
            log.warning("The mail server takes nothing (%s): %s", queue.name, trouble)
            sender.postpone(str(trouble))
        finally:
            sender.release()
    return sender.tally


def _is_held() -> bool:
    return not settings.PORTAL_SENDING or must_wait()


def sweep(queue: Queue) -> int:
    """End the leases that ran out, and count the rows that are due, up to 100.

    Start a run when the answer is not 0; it is 0 while enough senders are at work. Where no attempt
    had begun the row waits again; where one had, it is uncertain: due again, or the second time
    for a person to decide.
    """
    if _is_held():
        return 0
    ended = queue.rows().in_flight().lease_over()
    ended.filter(attempt_started_at=None).update(state=WAITING_OR_RETRY, **NOT_HELD)
    found = ended.update(
        state=SendingState.UNCERTAIN,
        due_at=Case(When(uncertain_at=None, then=Now()), default=None),
        uncertain_at=Coalesce("uncertain_at", Now()),
        last_error=gettext_noop(
            "The sending process ended before the server's answer was recorded."
        ),
        **NOT_HELD,
    )
    if found:
        log.warning("%s messages of %s became uncertain", found, queue.name)
    if queue.senders_at_work() >= queue.senders:
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
        **NOT_HELD,
    )
