"""How the index of the search is kept: by triggers, and made anew by `manage.py rebuild_search`.

Each kind has a function that writes the entries of given keys anew, and each table that their words
come from has triggers that call it, a statement at a time and in the transaction of the change. No
write escapes them, whoever makes it.

The triggers name columns, which migrations rename. So they are taken away before migrations, and
made again behind them, where the whole index is made anew; else only if their text has changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from django.apps import AppConfig
from django.db import connections, transaction

from network import registry
from network.search.kinds import SearchResults, Source
from network.search.models import SearchEntry

_TABLE = SearchEntry._meta.db_table
_PREFIX = "portal_search_of"
_COLUMNS = ("names", "words", "rank", "audience", "owner")


def _refresh_name(kind: SearchResults) -> str:
    return f"{_PREFIX}_{kind.name}"


def _write(kind: SearchResults) -> str:
    """The function that writes the entries of some keys anew.

    The rows are locked before they are read: who changes what belongs to one, such as the name of
    its country, at the same time as another waits, and then reads what the other wrote.
    """
    columns = ", ".join(_COLUMNS)
    return f"""
CREATE OR REPLACE FUNCTION {_refresh_name(kind)}(changed_keys bigint[]) RETURNS void
LANGUAGE plpgsql AS $search$
BEGIN
  PERFORM 1 FROM {kind.table} WHERE id = ANY(changed_keys) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM {_TABLE} AS entry WHERE entry.kind = '{kind.name}'
    AND entry.key = ANY(changed_keys)
    AND NOT EXISTS (SELECT FROM ({kind.select}) AS row WHERE row.key = entry.key);
  -- Materialized, or the names would be folded again for each use.
  WITH found AS MATERIALIZED (
    SELECT row.key, row.names, row.texts, row.rank, row.audience, row.owner
    FROM ({kind.select}) AS row WHERE row.key = ANY(changed_keys)
  )
  INSERT INTO {_TABLE} AS entry (kind, key, {columns})
    SELECT '{kind.name}', key, names, portal_search_words(names, texts), rank::bigint,
      audience::smallint, owner::bigint
    FROM found
    ON CONFLICT (kind, key) DO UPDATE
    SET {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)}
    WHERE ({", ".join(f"entry.{name}" for name in _COLUMNS)})
      IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _COLUMNS)});
END $search$;
"""  # noqa: S608


def _rebuild(kind: SearchResults) -> str:
    """SQL: write all entries of a kind anew."""
    return f"""SELECT {_refresh_name(kind)}(ARRAY(
        SELECT id FROM {kind.table}
        UNION SELECT key FROM {_TABLE} WHERE kind = '{kind.name}'))"""  # noqa: S608


def _triggers(kind: SearchResults, number: int, source: Source) -> str:
    name = f"{_refresh_name(kind)}_{number}"
    before = re.sub(r"\bchanged\b", "changed_before", source.keys)
    made = [
        f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $search$
DECLARE
  keys bigint[];
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    PERFORM * FROM ({_rebuild(kind)}) AS rebuilt;
    RETURN NULL;
  END IF;
  keys := ARRAY({source.keys});
  IF TG_OP = 'UPDATE' THEN
    keys := keys || ARRAY({before});
  END IF;
  IF cardinality(keys) > 0 THEN
    PERFORM {_refresh_name(kind)}(keys);
  END IF;
  RETURN NULL;
END $search$;"""
    ]
    for event, tables in {
        "INSERT": "REFERENCING NEW TABLE AS changed",
        "UPDATE": "REFERENCING NEW TABLE AS changed OLD TABLE AS changed_before",
        "DELETE": "REFERENCING OLD TABLE AS changed",
        "TRUNCATE": "",
    }.items():
        made.append(
            f"CREATE TRIGGER {name}_{event.lower()} AFTER {event} ON {source.table} {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}();"
        )
    return "\n".join(made)


def _all_of(kinds: Iterable[SearchResults]) -> str:
    """The SQL of all functions and triggers."""
    return "\n".join(
        "\n".join(
            [
                _write(kind),
                *(_triggers(kind, number, source) for number, source in enumerate(kind.sources, 1)),
            ]
        )
        for kind in kinds
    )


def rebuild(using: str = "default") -> int:
    """Make the whole index anew, and leave what is as it should be; how many entries there are."""
    known = registry.of(SearchResults)
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for kind in known:
            cursor.execute(_rebuild(kind))
        cursor.execute(
            f"DELETE FROM {_TABLE} WHERE kind <> ALL(%s)",  # noqa: S608
            [[kind.name for kind in known]],
        )
        cursor.execute(f"SELECT count(*) FROM {_TABLE}")  # noqa: S608
        (count,) = cursor.fetchone()
    with connections[using].cursor() as cursor:
        # The planner chooses by how common a word is.
        cursor.execute(f"ANALYZE {_TABLE}")
    return int(count)


def remove_triggers(
    sender: AppConfig, using: str = "default", plan: object = (), **options: object
) -> None:
    """Before migrations, if there are any: take the triggers and their functions away."""
    if plan:
        _drop(using)


def install_triggers(sender: AppConfig, using: str = "default", **options: object) -> None:
    """After migrations: make the triggers and the index, unless they are as they should be."""
    known = registry.of(SearchResults)
    connection = connections[using]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    needed = {_TABLE} | {source.table for kind in known for source in kind.sources}
    if not needed <= there:
        return  # this database stands before a migration that brings one of them
    wanted = _all_of(known)
    digest = hashlib.sha256(wanted.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT obj_description(%s::regclass, 'pg_class'),"
            " EXISTS (SELECT FROM pg_trigger WHERE tgname LIKE %s)",
            [_TABLE, f"{_PREFIX}\\_%"],
        )
        if cursor.fetchone() == (digest, True):
            return
    _drop(using)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(wanted)
        cursor.execute(f"COMMENT ON TABLE {_TABLE} IS '{digest}'")
    rebuild(using)


def _drop(using: str) -> None:
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc"
            " WHERE proname LIKE %s AND pronamespace = 'public'::regnamespace",
            [f"{_PREFIX}\\_%"],
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function} CASCADE")
