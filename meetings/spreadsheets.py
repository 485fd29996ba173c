"""Meetings in exports."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import override

from focalpoints.spreadsheets.entries import owner_name
from meetings.models import Meeting
from network.importing.exports import ListResource
from network.importing.spreadsheets.columns import Column, computed, exported


class MeetingResource(ListResource):
    def columns(self) -> list[Column]:
        return [
            *exported(
                Meeting,
                title_en="Title",
                kind="Type",
                number="Number",
                starts_on="From",
                ends_on="Until",
                format="Format",
                city_en="City",
            ),
            computed("country", "Country", _country),
            *exported(Meeting, venue="Venue", theme_en="Theme"),
            computed("hosts", "Hosts and co-organisers", _hosts),
            *exported(
                Meeting,
                is_announced="Announced",
                outcome="Outcome documents",
                source="Source",
                slug="Web address",
            ),
        ]

    def with_related(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("country").prefetch_related(
            "hosts__country", "hosts__organisation"
        )


def _country(meeting: Meeting) -> str:
    with override("en"):
        return str(meeting.country.name) if meeting.country else ""


def _hosts(meeting: Meeting) -> str:
    return "; ".join(owner_name(host) for host in meeting.hosts.all())
