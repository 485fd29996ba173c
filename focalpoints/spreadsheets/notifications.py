"""The recipients of notifications in exports, with what is known of each; never imported."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import override

from focalpoints.models import NotificationRecipient
from focalpoints.notifications.deliveries import WORDS, known_of
from focalpoints.spreadsheets.entries import owner_name
from network.importing.exports import ListResource
from network.importing.spreadsheets.columns import Column, computed, exported


class NotificationRecipientResource(ListResource):
    """Who was sent which notification, whether it arrived, and what they did."""

    def with_related(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related(
            "notification",
            "designation__person",
            "designation__category",
            "member__country",
            "member__organisation",
        )

    def columns(self) -> list[Column]:
        return [
            computed("number", "Notification", lambda row: row.notification.number),
            computed("member", "Member", lambda row: owner_name(row.member)),
            computed("category", "Category", _category),
            computed("person", "Person", lambda row: row.person.full_name),
            *exported(NotificationRecipient, address="Email", language="Language"),
            computed("known", "Delivery", _known),
            computed("known_at", "Accepted", lambda row: row.known_at or ""),
            *exported(
                NotificationRecipient,
                reminders="Reminders",
                reminded_at="Last reminded",
                acknowledged_at="Acknowledged",
                answered_at="Answered",
                answer="Answer",
            ),
        ]


def _category(row: NotificationRecipient) -> str:
    with override("en"):
        return str(row.designation.category.name)


def _known(row: Any) -> str:
    with override("en"):
        return str(WORDS[known_of(row)])
