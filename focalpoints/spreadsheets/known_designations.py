"""Which designation of somebody in the register a row of a spreadsheet is about."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from focalpoints.models import Category, Designation, Member, Person
from network import clock

Day = datetime.date | None


def known_designation(
    person: Person, member: Member, category: Category, *, start: Day, end: Day, letter: Day
) -> Designation | None:
    """The one that the row means by its days, locked; None for a new one.

    The one that begins on `start`, or the one in whose time the row's lies: that is corrected.
    Without a start it is the running one, else the one of the day of the `letter`, else the last.
    Raises ValidationError where it may be several.
    """
    rows = list(
        Designation.objects.select_for_update(of=("self",))
        .filter(member=member, category=category, person=person.pk)
        .order_by("starts_on")
    )
    if start is None:
        today = clock.today()
        running = [row for row in rows if row.ends_on is None or row.ends_on >= today]
        if running or letter is None:
            return next(iter(running or reversed(rows)), None)
        start = letter
    same = [row for row in rows if row.starts_on == start]
    if same:
        return same[0]
    at_once = [row for row in rows if row.overlaps(start, end)]
    if len(at_once) > 1:
        raise ValidationError(
            {"starts_on": _("The register has several designations in this time. Correct it.")}
        )
    return at_once[0] if at_once else None
