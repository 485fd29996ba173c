"""Entries with versions, for the tests of revisions."""

from __future__ import annotations

from typing import Any

from focalpoints.models import Revision
from focalpoints.review.publication import edit_directly
from focalpoints.revisions import record
from initiatives.models import Initiative
from network.accounts.models import User
from tests import factories


def published(**values: Any) -> Initiative:
    """An initiative of Spain with its first version kept."""
    entry = factories.InitiativeFactory.create(owner=factories.member("ESP"), **values)
    record(entry, by=None, source=Revision.Source.REFERENCE)
    return entry


def edited(entry: Any, by: User, *, reason: str = "", **values: Any) -> Any:
    """The next version of `entry`, as a direct edit of the Secretariat."""
    entry.refresh_from_db()
    for name, value in values.items():
        setattr(entry, name, value)
    return edit_directly(entry, seen_version=entry.version, reason=reason, by=by)


def versions_url(entry: Any) -> str:
    return f"{entry.get_absolute_url()}versions/"


def version(entry: Any, number: int) -> Revision:
    return Revision.objects.of(entry).get(number=number)


def with_two_versions(entry: Any, *, by: User) -> Any:
    """`entry` with a second version, in which its English title is another."""
    record(entry, by=None, source=Revision.Source.REFERENCE)
    return edited(entry, by, title_en=f"{entry.title_en}, corrected")
