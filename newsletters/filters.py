"""Filters over the list of opportunities."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, Func, Q
from django.db.models.fields import TextField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from network import clock
from network.values.searching import found_or_alike, in_each_language
from network.web.list_filters import ChoiceFilter, ListFilter, SearchFilter
from newsletters.models.opportunity import Opportunity, OpportunityQuerySet

MONTH = datetime.timedelta(days=30)


class OpportunityFilter(ListFilter):
    """The filters of /opportunities/, over open and closed ones alike."""

    q = SearchFilter(label=_("Search words"), method="called")
    kind = ChoiceFilter(label=_("Type"), choices=Opportunity.Kind.choices)
    deadline = ChoiceFilter(
        label=_("Deadline"),
        choices=[("month", _("within 30 days")), ("none", _("no deadline"))],
        method="closing",
    )

    def called(self, rows: OpportunityQuerySet, _name: str, text: str) -> Any:
        names = [F(name) for name in (*in_each_language("title", "summary"), "provider")]
        folded = Func(*names, function="portal_names_folded", output_field=TextField())
        return found_or_alike(rows.alias(folded_texts=folded), ("folded_texts",), text)

    def closing(self, rows: OpportunityQuerySet, _name: str, value: str) -> OpportunityQuerySet:
        if value == "none":
            return rows.filter(deadline_on=None)
        today = clock.today()
        return rows.open_on(today).filter(
            Q(deadline_on__isnull=False), deadline_on__lte=today + MONTH
        )


def opportunities_shown(request: HttpRequest) -> OpportunityFilter:
    """What /opportunities/ shows: the same to everybody, for staff see drafts in the admin."""
    return OpportunityFilter(request, Opportunity.objects.published())
