"""The register as a whole, for tests of merges: what its rows say, and what must always hold."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType

from focalpoints.models import (
    ConfirmationRequest,
    Designation,
    DraftingRight,
    Ending,
    Person,
    ProposedChange,
    Revision,
)
from network.accounts.models import Invitation, User
from network.search.models import SearchEntry

# A version is never taken back, and says when it was published.
GOES_ON = {"version", "published_at"}


def said_by_every_row() -> dict[str, list[dict[str, Any]]]:
    """All columns of every row that a merge may touch, by their keys."""
    rows: dict[str, Any] = {
        "people": Person.everyone,
        "designations": Designation.all_rows,
        "drafting rights": DraftingRight.objects,
        "requests to confirm": ConfirmationRequest.objects,
        "ends": Ending.objects,
        "invitations": Invitation.objects,
        "accounts": User.objects,
        "proposals": ProposedChange.objects,
    }
    return {
        name: [
            {column: value for column, value in row.items() if column not in GOES_ON}
            for row in manager.order_by("pk").values()
        ]
        for name, manager in rows.items()
    }


# What a category of a member is: (member, category), by their keys.
Post = tuple[int, int]


def held_days(first: datetime.date, last: datetime.date) -> dict[Post, set[datetime.date]]:
    """The days of this period on which anybody holds each post."""
    found: dict[Post, set[datetime.date]] = {}
    for row in Designation.objects.overlapping(first, last):
        begin, end = max(first, row.starts_on), min(last, row.ends_on or last)
        days = {begin + datetime.timedelta(days=each) for each in range((end - begin).days + 1)}
        found.setdefault((row.member_id, row.category_id), set()).update(days)
    return found


def assert_whole() -> None:
    """Nothing points at nothing or at a record set aside, and nobody holds alone beside another."""
    set_aside = Person.everyone.exclude(merged_into=None)
    for row in set_aside.select_related("merged_into"):
        assert row.merged_into is not None
        assert row.merged_into.merged_into_id is None, "set aside for one that was set aside"
        assert row.user_id is None
    for model in (Designation, DraftingRight):
        lost = model.objects.filter(person__in=set_aside)
        assert not lost.exists(), f"{model.__name__} of a record that is in no list"
    resting = DraftingRight.objects.exclude(rests_on__joined_into=None)
    assert not resting.exists(), "a right that rests on a designation which is in no list"
    kind = ContentType.objects.get_for_model(Person)
    known = set(Person.everyone.values_list("pk", flat=True))
    for named in (Revision, ProposedChange):
        keys = named.objects.filter(content_type=kind).values_list("object_id", flat=True)
        assert set(keys) <= known
    found = set(SearchEntry.objects.filter(kind="people").values_list("key", flat=True))
    assert found == set(Person.objects.values_list("pk", flat=True))
    alone = list(Designation.objects.exclude(one_holder_since=None))
    for one in alone:
        for two in alone:
            if one.pk < two.pk and (one.member_id, one.category_id) == (
                two.member_id,
                two.category_id,
            ):
                first = max(one.starts_on, two.starts_on, one.one_holder_since)
                ends = [row.ends_on for row in (one, two) if row.ends_on is not None]
                is_over = bool(ends) and min(ends) < first
                assert is_over, "two hold at once what one holds alone"
