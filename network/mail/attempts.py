"""What is written for every single message: its beginning and its result, in one statement.

Each message waits for one commit, so the speed of a run depends on it. The statement is written in
SQL because building it from Django's expressions takes longer than running it: a run took 7 times
as long as a bare SMTP loop with them, and takes 4 times as it is.

Nothing but names of our own tables and columns is put into the text of a statement.
"""

# ruff: noqa: S608

from __future__ import annotations

import datetime
import random
import uuid
from typing import Any

from django.db import connection, models

from network.mail.connection import Outcome
from network.mail.models import Sending, SendingState

FIRST_DELAY = 10.0  # seconds until the first new try, doubled each time
LONGEST_DELAY = 3600.0
# RFC 5321, 4.5.4.1: "at least 4-5 days".
GIVE_UP_AFTER = datetime.timedelta(days=5)

# The database's clock, as in django.db.models.functions.Now.
_NOW = "statement_timestamp()"
_TOO_OLD = f"tries_since < {_NOW} - %(give_up_after)s"
_COLUMNS = {
    SendingState.SENT: f"state = 'sent', sent_at = {_NOW}, due_at = NULL",
    SendingState.FAILED: "state = 'failed', due_at = NULL",
    SendingState.RETRY: (
        f"state = CASE WHEN {_TOO_OLD} THEN 'failed' ELSE 'retry' END,"
        f" due_at = CASE WHEN {_TOO_OLD} THEN NULL ELSE {_NOW} + %(delay)s END"
    ),
    # Uncertain a second time: never due again by itself.
    SendingState.UNCERTAIN: (
        "state = 'uncertain',"
        f" due_at = CASE WHEN uncertain_at IS NULL THEN {_NOW} + %(delay)s END,"
        f" uncertain_at = COALESCE(uncertain_at, {_NOW})"
    ),
}


class AttemptLog:
    """Writes to the rows of one lease, and only while it is still ours."""

    def __init__(
        self, model: type[models.Model], token: uuid.UUID, when_sent: dict[str, Any]
    ) -> None:
        self._token = token
        self._table = connection.ops.quote_name(model._meta.db_table)
        self._when_sent = {f"sent_{name}": value for name, value in when_sent.items()}
        self._cleared = "".join(
            f", {connection.ops.quote_name(name)} = %(sent_{name})s" for name in when_sent
        )

    def begin(self, row: Sending, *, after: tuple[Sending, Outcome] | None) -> tuple[bool, bool]:
        """Write the result `after` and, in the same transaction, that an attempt on `row` begins.

        Returns whether the result was written (True when there is none) and whether the attempt
        may begin: both only where the token is ours, the latter only before the lease has ended.
        """
        begin = (
            f"UPDATE {self._table} SET attempt_started_at = {_NOW}, attempts = attempts + 1"
            " WHERE id = %(next)s AND lease_token = %(token)s"
            f" AND lease_ends_at > {_NOW} RETURNING id"
        )
        known = {"next": row.pk, "token": self._token}
        if after is None:
            return True, self._count(f"WITH begun AS ({begin}) SELECT count(*) FROM begun", known)[
                0
            ]
        record, values = self._record(*after)
        written, begun = self._count(
            f"WITH recorded AS ({record}), begun AS ({begin})"
            " SELECT (SELECT count(*) FROM recorded), (SELECT count(*) FROM begun)",
            {**known, **values},
        )
        return written, begun

    def record(self, row: Sending, outcome: Outcome) -> bool:
        """Write the result for `row`; False when its lease is no longer ours."""
        record, values = self._record(row, outcome)
        [written] = self._count(
            f"WITH recorded AS ({record}) SELECT count(*) FROM recorded", values
        )
        return written

    def _record(self, row: Sending, outcome: Outcome) -> tuple[str, dict[str, Any]]:
        columns = _COLUMNS[outcome.state]
        values = {
            "row": row.pk,
            "token": self._token,
            "words": outcome.words,
            "attempts": row.attempts,
            "delay": delay(row.attempts),
            "give_up_after": GIVE_UP_AFTER,
        }
        if outcome.state == SendingState.SENT:
            columns += self._cleared
            values |= self._when_sent
        return (
            f"UPDATE {self._table} SET {columns}, last_error = %(words)s, attempts = %(attempts)s,"
            " lease_token = NULL, lease_ends_at = NULL"
            " WHERE id = %(row)s AND lease_token = %(token)s RETURNING id",
            values,
        )

    @staticmethod
    def _count(statement: str, values: dict[str, Any]) -> list[bool]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return [bool(count) for count in cursor.fetchone()]


def delay(attempts: int, *, jitter: float = 0.25) -> datetime.timedelta:
    """How long to wait after the attempt of this number: 10 s doubled, up to an hour, +-25 %."""
    seconds = min(FIRST_DELAY * 2 ** min(max(attempts, 1) - 1, 12), LONGEST_DELAY)
    return datetime.timedelta(seconds=seconds * random.uniform(1 - jitter, 1 + jitter))  # noqa: S311
