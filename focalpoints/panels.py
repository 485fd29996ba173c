"""What the page of the floor below shows of the register."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.template import Context
from django.utils.translation import ngettext

from focalpoints.models import FOUNDED_ON, Member
from network import clock
from network.web.page_day import day_of


def member_count(context: Context) -> dict[str, Any]:
    """How many members are recorded on the page's day: States and organisations."""
    day = day_of(context)
    count = Member.objects.belonging_on(day).aggregate(
        undated=Count("pk", filter=Q(joined_on=None)),
        states=Count("pk", filter=Q(country__isnull=False)),
        organisations=Count("pk", filter=Q(organisation__isnull=False)),
    )
    states, organisations = count["states"], count["organisations"]
    return {
        "total": states + organisations,
        # On a past day it is worth saying of how many nobody knows since when they belong.
        "undated": count["undated"] if day < clock.today() else 0,
        "founded_on": FOUNDED_ON if day < FOUNDED_ON else None,
        "kinds": [
            ngettext("%(states)s State", "%(states)s States", states) % {"states": states},
            ngettext(
                "%(organisations)s organisation", "%(organisations)s organisations", organisations
            )
            % {"organisations": organisations},
        ],
    }
