"""Filters over the list of meetings."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.fields import TextField
from django.db.models.functions import Coalesce, Left
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from focalpoints.models import Member
from meetings.models import Meeting
from network.values.searching import found_or_alike
from network.web.list_filters import ChoiceFilter, ListFilter, SearchFilter


class MeetingFilter(ListFilter):
    """The filters of /meetings/, over coming and past ones alike."""

    shown_at_once = ("q",)

    q = SearchFilter(label=_("Search words"), method="called")
    year = ChoiceFilter(label=_("Year"), method="in_year")
    kind = ChoiceFilter(label=_("Type"), choices=Meeting.Kind.choices)
    format = ChoiceFilter(label=_("Format"), choices=Meeting.Format.choices)
    host = ChoiceFilter(label=_("Hosted by"), method="hosted_by")

    def choices(self) -> dict[str, list[tuple[str, Any]]]:
        """Years and hosts that stand in the list, so that every choice finds something."""
        years = (
            self.queryset.order_by()
            .exclude(starts_on=None, ends_on=None)
            .values_list(_year(), flat=True)
            .distinct()
        )
        hosts = Member.objects.filter(hosted_meetings__in=self.queryset.order_by().values("pk"))
        hosts = hosts.distinct().with_identity().in_protocol_order()
        return {
            "year": [(year, year) for year in sorted(years, reverse=True)],
            "host": [(row.slug, row.name) for row in hosts],
        }

    def called(self, rows: QuerySet[Meeting], _name: str, text: str) -> Any:
        return found_or_alike(rows, ("folded",), text)

    def in_year(self, rows: QuerySet[Meeting], _name: str, year: str) -> QuerySet[Meeting]:
        return rows.alias(year=_year()).filter(year=year)

    def hosted_by(self, rows: QuerySet[Meeting], _name: str, slug: str) -> QuerySet[Meeting]:
        return rows.filter(host_seats__member__slug=slug)


def _year() -> Left:
    """The year under which the list shows a meeting."""
    return Left(Coalesce("starts_on", "ends_on", output_field=TextField()), 4)


def meetings_shown(request: HttpRequest) -> MeetingFilter:
    """What /meetings/ shows for a request."""
    return MeetingFilter(request, Meeting.objects.visible_to(request.user).with_hosts())
