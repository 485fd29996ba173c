"""Who holds what for which member: what stands against recording a designation.

One person holds a designation once at a time, and some categories have one holder. The database
holds both by constraints; here each gets its sentence, for one designation or for many at once.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoints.models import Category, Designation
from network.values.refusals import Refusal


def refusal_for(
    designation: Designation, *, making_way: Designation | None = None
) -> Refusal | None:
    """What stands against recording `designation` as it is, said beside its field; or nothing.

    `designation` may be unsaved, and so may its member and person; its category and start are set.
    `making_way` is another holder who is to end before it starts.
    """
    return _Holders([designation], making_way).refusal_for(designation)


def refusals_for(designations: Sequence[Designation]) -> dict[int, Refusal]:
    """The same of several that are recorded one after the other, by their places.

    Costs two queries, for one of them as for hundreds; their members and people are saved.
    """
    holders, found = _Holders(designations), {}
    for place, designation in enumerate(designations):
        refusal = holders.refusal_for(designation)
        if refusal is None:
            holders.record(designation)
        else:
            found[place] = refusal
    return found


def other_holder(
    designation: Designation, *, making_way: Designation | None = None
) -> Designation | None:
    """Who else holds alone, in its period, what `designation` is to be; the first of several."""
    return _Holders([designation], making_way).other_holder(designation)


def predecessor_of(designation: Designation) -> Designation | None:
    """The one holder who makes way by ending on the day before `designation` starts; or nobody."""
    other = other_holder(designation)
    return other if other is not None and other.starts_on < designation.starts_on else None


class _Holders:
    """What is recorded of the categories, members and people of some designations."""

    def __init__(
        self, designations: Sequence[Designation], making_way: Designation | None = None
    ) -> None:
        # Read again: a form may have been opened before the rule was made.
        rules = Category.objects.filter(pk__in={one.category_id for one in designations})
        self._one_since: dict[int, datetime.date | None] = dict(
            rules.order_by().values_list("pk", "one_holder_since")
        )
        self._rows: dict[tuple[int, int], list[Designation]] = defaultdict(list)
        # Those that are recorded meanwhile: their stored rows say what they said before.
        self._now: dict[int, Designation] = {}
        ruled = [key for key, since in self._one_since.items() if since is not None]
        recorded = Designation.objects.filter(
            Q(person__in={one.person_id for one in designations} - {None}) | Q(category__in=ruled),
            category__in=self._one_since,
            member__in={one.member_id for one in designations} - {None},
        ).overlapping(min(one.starts_on for one in designations), None)
        for row in recorded.with_people().order_by("starts_on", "pk"):
            if making_way is None or row.pk != making_way.pk:
                self._rows[row.member_id, row.category_id].append(row)

    def record(self, designation: Designation) -> None:
        """Hold those that follow against `designation`, as it is now."""
        rows = self._rows[designation.member_id, designation.category_id]
        rows.append(designation)
        rows.sort(key=lambda row: row.starts_on)
        if designation.pk is not None:
            self._now[designation.pk] = designation

    def _others(self, designation: Designation) -> Iterator[Designation]:
        for row in self._rows[designation.member_id, designation.category_id]:
            if row.pk is None or (row.pk != designation.pk and self._now.get(row.pk, row) is row):
                yield row

    def other_holder(self, designation: Designation) -> Designation | None:
        start, end = designation.starts_on, designation.ends_on
        since = self._one_since[designation.category_id]
        if since is None or (end is not None and end < since):
            return None
        for other in self._others(designation):
            if other.overlaps(max(start, since), end):
                return other
        return None

    def refusal_for(self, designation: Designation) -> Refusal | None:
        start, end = designation.starts_on, designation.ends_on
        if end is not None and end < start:
            return Refusal(_("A designation cannot end before it starts."), field="ends_on")
        for held in self._others(designation):
            if held.person_id == designation.person_id and held.overlaps(start, end):
                return Refusal(
                    _("This person already holds this designation from {start}.").format(
                        start=date_format(held.starts_on, "DATE_FORMAT")
                    ),
                    field="starts_on",
                )
        other = self.other_holder(designation)
        return None if other is None else _held_by(other)


def _held_by(other: Designation) -> Refusal:
    if other.ends_on is not None:
        sentence = _(
            "A member has one {category} at a time, and {person} is designated until {end}. Start "
            "this designation after that day, or end the other one earlier."
        )
    else:
        sentence = _(
            "A member has one {category} at a time, and {person} is designated until further "
            "notice. End that designation first."
        )
    return Refusal(
        sentence.format(
            category=other.category.name,
            person=other.person,
            end=date_format(other.ends_on, "DATE_FORMAT") if other.ends_on else "",
        ),
        field="starts_on",
    )
