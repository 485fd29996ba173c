"""Whose handover is looked at: the reader's own designation, and who held it before."""

from __future__ import annotations

import datetime

from focalpoints.handover.parts import Handover
from focalpoints.models import Designation
from network import clock

# For how long after the first day the desk points to the page.
SHOWN_FOR = datetime.timedelta(days=90)


def handover_of(user: object, key: int) -> Handover | None:
    """The handover of a designation that `user` holds today."""
    day = clock.today()
    held = Designation.objects.held_by(user, day).with_people().filter(pk=key).first()
    return None if held is None else Handover(held, predecessor(held), day)


def predecessor(designation: Designation) -> Designation | None:
    """Who held the category for the member before; the last to end."""
    return (
        Designation.objects.filter(
            member=designation.member_id,
            category=designation.category_id,
            ends_on__lt=designation.starts_on,
        )
        .exclude(person=designation.person_id)
        .with_people()
        .order_by("-ends_on", "-pk")
        .first()
    )


def recent_handover(user: object, member_key: int) -> Designation | None:
    """The designation by which `user` took over for the member lately, if they did."""
    day = clock.today()
    held = Designation.objects.held_by(user, day).filter(
        member=member_key, starts_on__gte=day - SHOWN_FOR
    )
    rows = held.select_related("category").in_order_of_category()
    return next((row for row in rows if predecessor(row) is not None), None)
