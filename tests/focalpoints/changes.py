"""Drafts for the tests of review: an initiative's values, and a change in a given state."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection

from focalpoints.models import Member, ProposedChange
from focalpoints.review import changes, drafts, registry, submissions
from focalpoints.review.values import values_of_entry
from initiatives.models import Initiative
from network.accounts.models import User

INITIATIVE = {
    "title_en": "Mediators of the coast",
    "summary_en": "Women who mediate between fishing villages meet twice a year.",
    "pillars": ["participation"],
    "scope": "national",
    "status": "under_way",
    "visibility": "public",
}


def kind(key: str = "initiative") -> registry.Kind:
    found = registry.kind(key)
    assert found is not None
    return found


def draft_of(
    entry: Any, by: User, *, member: Member, key: str = "initiative", **values: Any
) -> ProposedChange:
    """A saved draft of `entry` (None: a new one) in which `values` differ."""
    change = drafts.start_change(kind(key), entry, member=member, by=by)
    start = values_of_entry(kind(key), entry or kind(key).blank(member))
    return drafts.save_draft(change, {**start, **values}, seen=changes.edition(change), by=by)


def submitted(
    entry: Initiative | None, by: User, *, member: Member, **values: Any
) -> ProposedChange:
    """The same, handed to the Secretariat."""
    change = draft_of(entry, by, member=member, **values)
    return submissions.submit(change, seen=changes.edition(change), by=by)


def seen(change: ProposedChange) -> str:
    """What somebody has seen who opens the change now."""
    change.refresh_from_db()
    return changes.edition(change)


def wait_for_somebody_waiting() -> None:
    """Until another connection waits for a row that this one holds."""
    for _turn in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.1)
    raise AssertionError("nobody waits")
