"""What is written for every single message: its beginning and its result, for a round at once.

Each round waits for one commit, so the speed of a run depends on it. The statement is written in
SQL because building it from Django's expressions takes longer than running it.

Nothing but names of our own tables and columns is put into the text of a statement.
"""

# ruff: noqa: S608

from __future__ import annotations

import datetime
import random
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from django.db import connection, models

from network.mail.connection import Outcome
from network.mail.models import SendingState

FIRST_DELAY = 10.0  # seconds until the first new try, doubled each time
LONGEST_DELAY = 3600.0
# RFC 5321, 4.5.4.1: "at least 4-5 days".
GIVE_UP_AFTER = datetime.timedelta(days=5)

# The database's clock, as in django.db.models.functions.Now.
_NOW = "statement_timestamp()"
_TOO_OLD = f"mail.tries_since < {_NOW} - $2"
# $1 is our token, $2 GIVE_UP_AFTER, $3 to $7 the results, $8 the rows to begin, and from $9 on the
# columns of `when_sent`.
# Failed and sent rows are never due again; what is uncertain a second time neither, by itself.
_STATEMENT = f"""
WITH result AS (
    SELECT * FROM unnest(
        $3::bigint[], $4::text[], $5::text[], $6::int[], $7::interval[]
    ) AS result (id, state, words, attempts, delay)
), recorded AS (
    UPDATE {{table}} AS mail SET
        state = CASE
            WHEN result.state = 'retry' AND {_TOO_OLD} THEN 'failed' ELSE result.state
        END,
        sent_at = CASE result.state WHEN 'sent' THEN {_NOW} ELSE mail.sent_at END,
        due_at = CASE
            WHEN result.state = 'retry' AND NOT {_TOO_OLD} THEN {_NOW} + result.delay
            WHEN result.state = 'uncertain' AND mail.uncertain_at IS NULL THEN {_NOW} + result.delay
        END,
        uncertain_at = CASE result.state
            WHEN 'uncertain' THEN COALESCE(mail.uncertain_at, {_NOW}) ELSE mail.uncertain_at
        END,
        last_error = result.words,
        attempts = result.attempts,
        lease_token = NULL,
        lease_ends_at = NULL
        {{when_sent}}
    FROM result WHERE mail.id = result.id AND mail.lease_token = $1
    RETURNING mail.id
), begun AS (
    UPDATE {{table}} SET attempt_started_at = {_NOW}, attempts = attempts + 1
    WHERE id IN (
        -- Whoever has locked one is taking it back; waiting for them could be a deadlock.
        SELECT id FROM {{table}}
        WHERE id = ANY($8::bigint[]) AND lease_token = $1 AND lease_ends_at > {_NOW}
        FOR NO KEY UPDATE SKIP LOCKED
    )
    RETURNING id
)
SELECT ARRAY(SELECT id FROM recorded), ARRAY(SELECT id FROM begun)
"""


# Every row of a claim is locked by it already.
_TAKE = """
UPDATE {table} SET
    state = 'in_flight', lease_token = $1, lease_ends_at = statement_timestamp() + $2,
    attempt_started_at = NULL
WHERE id = ANY($3::bigint[])
"""
_NEED_A_DELAY = {SendingState.RETRY, SendingState.UNCERTAIN}


class AttemptLog:
    """Writes to the rows of one lease, and only while it is still ours."""

    def __init__(
        self, model: type[models.Model], token: uuid.UUID, when_sent: dict[str, Any]
    ) -> None:
        quote = connection.ops.quote_name
        self._token = token
        self._when_sent = list(when_sent.values())
        self._take = _TAKE.format(table=quote(model._meta.db_table))
        self._statement = _STATEMENT.format(
            table=quote(model._meta.db_table),
            when_sent="".join(
                f", {quote(name)} = CASE result.state"
                f" WHEN 'sent' THEN ${number} ELSE mail.{quote(name)} END"
                for number, name in enumerate(when_sent, start=9)
            ),
        )

    def take(self, rows: Sequence[Any], *, lease: datetime.timedelta) -> None:
        """Put `rows`, which the transaction has locked, under our lease."""
        self._execute(self._take, [self._token, lease, _array(row.pk for row in rows)])

    def write(
        self, results: Sequence[tuple[Any, Outcome]], *, begin: Sequence[Any] = ()
    ) -> tuple[set[int], set[int]]:
        """Write `results` and that attempts on the rows of `begin` begin, in one transaction.

        Returns the keys of the rows whose result was written, and of those whose attempt may begin:
        both only where the token is ours, the latter only before the lease has ended.
        """
        answer = self._execute(
            self._statement,
            [
                self._token,
                GIVE_UP_AFTER,
                _array(row.pk for row, _outcome in results),
                _array(outcome.state.value for _row, outcome in results),
                _array(_quoted(outcome.words) for _row, outcome in results),
                _array(row.attempts for row, _outcome in results),
                _array(
                    delay(row.attempts).total_seconds() if outcome.state in _NEED_A_DELAY else 0
                    for row, outcome in results
                ),
                _array(row.pk for row in begin),
                *self._when_sent,
            ],
        ).fetchone()
        assert answer is not None
        written, begun = answer
        return set(written), set(begun)

    def _execute(self, statement: str, values: list[Any]) -> psycopg.RawCursor[Any]:
        # Prepared, which Django's cursors are not: planning takes half as long as running it.
        connection.ensure_connection()
        with connection.wrap_database_errors:
            return psycopg.RawCursor(connection.connection).execute(statement, values, prepare=True)


def _array(values: Iterable[object]) -> str:
    """An array as PostgreSQL reads it; psycopg's own way takes longer than the statement."""
    return "{" + ",".join(map(str, values)) + "}"


def _quoted(words: str) -> str:
    # PostgreSQL keeps no NUL, and one in an answer must not lose the result of a whole round.
    words = words.replace("\0", "\ufffd")
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def delay(attempts: int, *, jitter: float = 0.25) -> datetime.timedelta:
    """How long to wait after the attempt of this number: 10 s doubled, up to an hour, +-25 %."""
    seconds = min(FIRST_DELAY * 2 ** min(max(attempts, 1) - 1, 12), LONGEST_DELAY)
    return datetime.timedelta(seconds=seconds * random.uniform(1 - jitter, 1 + jitter))  # noqa: S311
