"""What the engine works off: rows of one kind, and how to make the bytes of each."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parseaddr
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db import connection

from network.mail.addresses import NotSendable
from network.mail.models import SendingQuerySet

__all__ = ["NotSendable", "Queue"]

# What only statements read and write; loading it would take a third of a claim's time.
_UNREAD = (
    "state",
    "lease_token",
    "lease_ends_at",
    "due_at",
    "last_error",
    "tries_since",
    "attempt_started_at",
    "uncertain_at",
    "sent_at",
)


def _default_sender() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


@dataclass(frozen=True)
class Queue:
    """A queue of `network.mail.models.Sending` rows.

    `rows` returns the queue's rows as an unsliced queryset of one concrete model, without
    joins, since a claim locks what it reads; leave out of it what must not be sent at the moment.
    `message` returns the complete RFC 5322 bytes of a row, lines ended by CRLF; it may raise
    NotSendable with a sentence, which fails the row permanently. Any other exception of it is
    logged and the row tried again later. `columns` are those that `message` reads, besides the
    engine's own: it then gets plain values under their names, which take a tenth of the time of
    model objects. Without them it gets the objects.

    `senders` is how many processes may work on it at a time: with one, a long newsletter leaves
    the other workers to password mails and PDFs. `when_sent` are columns, by their names in
    the table, to set when a row is sent, besides the engine's own. `before_claim` is called first
    in the transaction of each claim: it may lock what decides on the rows, so that who changes
    that waits until the claim can be seen, and withdraw what shall not leave any more.
    """

    name: str
    rows: Callable[[], SendingQuerySet]
    message: Callable[[Any], bytes]
    sender: str = field(default_factory=_default_sender)
    senders: int = 1
    batch: int = 200
    columns: tuple[str, ...] = ()
    when_sent: dict[str, Any] = field(default_factory=dict)
    before_claim: Callable[[], object] = lambda: None

    def first(self, rows: SendingQuerySet) -> list[Any]:
        """The first batch of `rows`, as `message` reads them."""
        if not self.columns:
            return list(rows.defer(*_UNREAD)[: self.batch])
        values = rows.values("pk", "address", "envelope_sender", "attempts", *self.columns)
        return [SimpleNamespace(**row) for row in values[: self.batch]]

    def one_claim_at_a_time(self) -> None:
        """Wait, to the end of the transaction, for other claims: each counts the senders first."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"claim {self.name}"]
            )

    def senders_at_work(self, *, besides: uuid.UUID | None = None) -> int:
        """How many processes hold rows of it; no more than `senders` are counted."""
        held = self.rows().in_flight().under_lease()
        if besides is not None:
            held = held.exclude(lease_token=besides)
        return len(held.order_by().values_list("lease_token", flat=True).distinct()[: self.senders])
