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
from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection, models

from network.mail.connection import Outcome
from network.mail.models import Sending

FIRST_DELAY = 10.0  # seconds until the first new try, doubled each time
LONGEST_DELAY = 3600.0
# RFC 5321, 4.5.4.1: "at least 4-5 days".
GIVE_UP_AFTER = datetime.timedelta(days=5)

# The database's clock, as in django.db.models.functions.Now.
_NOW = "statement_timestamp()"
_TOO_OLD = f"mail.tries_since < {_NOW} - %(give_up_after)s"
# Failed and sent rows are never due again; what is uncertain a second time neither, by itself.
_STATEMENT = f"""
WITH result AS (
    SELECT * FROM unnest(
        %(rows)s::bigint[], %(states)s::text[], %(words)s::text[], %(attempts)s::int[],
        %(delays)s::interval[]
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
    FROM result WHERE mail.id = result.id AND mail.lease_token = %(token)s
    RETURNING mail.id
), begun AS (
    UPDATE {{table}} SET attempt_started_at = {_NOW}, attempts = attempts + 1
    WHERE id IN (
        -- Whoever has locked one is taking it back; waiting for them could be a deadlock.
        SELECT id FROM {{table}}
        WHERE id = ANY(%(next)s::bigint[]) AND lease_token = %(token)s AND lease_ends_at > {_NOW}
        FOR NO KEY UPDATE SKIP LOCKED
    )
    RETURNING id
)
SELECT ARRAY(SELECT id FROM recorded), ARRAY(SELECT id FROM begun)
"""


class AttemptLog:
    """Writes to the rows of one lease, and only while it is still ours."""

    def __init__(
        self, model: type[models.Model], token: uuid.UUID, when_sent: dict[str, Any]
    ) -> None:
        quote = connection.ops.quote_name
        self._known = {
            "token": token,
            "give_up_after": GIVE_UP_AFTER,
            **{f"sent_{name}": value for name, value in when_sent.items()},
        }
        self._statement = _STATEMENT.format(
            table=quote(model._meta.db_table),
            when_sent="".join(
                f", {quote(name)} = CASE result.state"
                f" WHEN 'sent' THEN %(sent_{name})s ELSE mail.{quote(name)} END"
                for name in when_sent
            ),
        )

    def write(
        self, results: Sequence[tuple[Sending, Outcome]], *, begin: Sequence[Sending] = ()
    ) -> tuple[set[int], set[int]]:
        """Write `results` and that attempts on the rows of `begin` begin, in one transaction.

        Returns the keys of the rows whose result was written, and of those whose attempt may begin:
        both only where the token is ours, the latter only before the lease has ended.
        """
        # Prepared, which Django's cursors are not: planning takes half as long as running it.
        connection.ensure_connection()
        with (
            connection.wrap_database_errors,
            psycopg.Cursor[tuple[list[int], list[int]]](connection.connection) as cursor,
        ):
            cursor.execute(
                self._statement,
                {
                    **self._known,
                    "rows": [row.pk for row, _outcome in results],
                    "states": [outcome.state.value for _row, outcome in results],
                    "words": [outcome.words for _row, outcome in results],
                    "attempts": [row.attempts for row, _outcome in results],
                    "delays": [delay(row.attempts) for row, _outcome in results],
                    "next": [row.pk for row in begin],
                },
                prepare=True,
            )
            answer = cursor.fetchone()
        assert answer is not None
        written, begun = answer
        return set(written), set(begun)


def delay(attempts: int, *, jitter: float = 0.25) -> datetime.timedelta:
    """How long to wait after the attempt of this number: 10 s doubled, up to an hour, +-25 %."""
    seconds = min(FIRST_DELAY * 2 ** min(max(attempts, 1) - 1, 12), LONGEST_DELAY)
    return datetime.timedelta(seconds=seconds * random.uniform(1 - jitter, 1 + jitter))  # noqa: S311
