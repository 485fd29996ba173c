"""The version of the data: it changes with every change that a public page could show.

The database itself raises it: a trigger on every table but unseen ones adds a row to
DataChange, once a transaction. A row and not a counter, because two transactions that raise one
counter wait for each other, and not a sequence, because its number is taken before the change can
be seen. The version is the number of rows that can be seen and the latest of their moments; so a
transaction that began earlier and commits later changes it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, models, transaction

from network import registry
from network.web.models import DataChange


@dataclass(frozen=True, kw_only=True)
class UnseenTables(registry.Contribution):
    """The models of an app, by label, of whose tables no public page shows anything.

    Whatever is not named raises the version, so that a model that is forgotten costs time and
    never shows what is out of date.
    """

    labels: frozenset[str]


# Those of the ground floor: accounts and their mail, the trail, what machines note.
NOT_PUBLIC = frozenset(
    {
        "account.EmailAddress",
        "account.EmailConfirmation",
        "admin.LogEntry",
        "auth.Group",
        "auth.Group_permissions",
        "auth.Permission",
        "contenttypes.ContentType",
        "mfa.Authenticator",
        "network.DataChange",
        "network.ErasureRequest",
        "network.GroupMembership",
        "network.ImportedRow",
        "network.Invitation",
        "network.JournalEntry",
        "network.ListExport",
        "network.LoadedRow",
        "network.MailAttachment",
        "network.OutgoingMail",
        "network.PermissionGrant",
        "network.PortalIdentity",
        "network.PrivateFile",
        "network.SampleRow",
        "network.SearchEntry",
        "network.SpreadsheetImport",
        "network.SweepTurn",
        "network.User",
        "network.User_groups",
        "network.User_user_permissions",
        "pghistory.Context",
        "sessions.Session",
    }
)
# Tables that change while nothing changes on a page: the columns of which an update raises the
# version. A build of a document shows once its file is there; its lease is renewed all the time.
SEEN_COLUMNS = {"network.DocumentBuild": ("file",)}
TRIGGER = "raise_data_version"
# Rows beyond which they are folded into one: each reading of the version counts them.
MANY = 200


def current() -> str:
    """The version of what this connection can see now; one query."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(changes), 0) || '-' ||"
            " coalesce(extract(epoch FROM max(at))::numeric(20, 6), 0) FROM network_datachange"
        )
        (version,) = cursor.fetchone()
    return str(version)


def raising_models() -> list[type[models.Model]]:
    """The models whose tables raise the version."""
    unseen = NOT_PUBLIC.union(*(one.labels for one in registry.of(UnseenTables)))
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.label not in unseen
        # The history of a row changes only with the row.
        and not hasattr(model, "pgh_tracked_model")
    ]


def install_triggers(sender: AppConfig, using: str = "default", **options: object) -> None:
    """After migrations: let every table that is not unseen raise the version."""
    connection = connections[using]
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if DataChange._meta.db_table not in there:
            return  # this database stands before the migration that brings it
        wanted = {
            (model._meta.db_table, SEEN_COLUMNS.get(model._meta.label, ()))
            for model in raising_models()
            if model._meta.db_table in there
        }
        installed = _installed(cursor)
        for table, _columns in sorted(installed - wanted):
            cursor.execute(f"DROP TRIGGER {TRIGGER} ON {quoted(table)}")
        for table, columns in sorted(wanted - installed):
            update = f"UPDATE OF {', '.join(map(quoted, columns))}" if columns else "UPDATE"
            cursor.execute(
                f"CREATE TRIGGER {TRIGGER} AFTER INSERT OR {update} OR DELETE OR TRUNCATE"
                f" ON {quoted(table)} FOR EACH STATEMENT EXECUTE FUNCTION {TRIGGER}()"
            )


def _installed(cursor: Any) -> set[tuple[str, tuple[str, ...]]]:
    """The tables that raise the version now, each with the columns that alone do, if any."""
    cursor.execute(
        "SELECT relname, ARRAY(SELECT attname::text FROM pg_attribute"
        " WHERE attrelid = tgrelid AND attnum = ANY(tgattr) ORDER BY attname)"
        " FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname = %s",
        [TRIGGER],
    )
    return {(table, tuple(columns)) for table, columns in cursor.fetchall()}


@transaction.atomic
def fold_changes() -> int:
    """Make one row of the many, which leaves the version as it is; how many there were."""
    with connections["default"].cursor() as cursor:
        # The lock keeps a second sweep away; what is being written is not seen and stays.
        cursor.execute(
            """
            WITH held AS (SELECT pg_try_advisory_xact_lock(hashtext('network_datachange')) AS held),
            folded AS (
                DELETE FROM network_datachange USING held
                WHERE held.held AND (SELECT count(*) FROM network_datachange) > %s
                RETURNING changes, at
            ),
            written AS (
                INSERT INTO network_datachange (changes, at)
                SELECT sum(changes), max(at) FROM folded HAVING count(*) > 0
            )
            SELECT count(*) FROM folded
            """,
            [MANY],
        )
        (count,) = cursor.fetchone()
    return int(count)
