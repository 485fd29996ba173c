"""Opportunities and subscriptions in exports."""

from __future__ import annotations

from network.importing.exports import ListResource
from network.importing.spreadsheets.columns import Column, exported
from newsletters.models import Opportunity, Subscription


class OpportunityResource(ListResource):
    def columns(self) -> list[Column]:
        return exported(
            Opportunity,
            title_en="Title",
            kind="Type",
            provider="Offered by",
            deadline_on="Deadline",
            url="More information",
            summary_en="Summary",
            published_at="Published",
            slug="Web address",
        )


class SubscriptionResource(ListResource):
    """What is exported of a subscription; its key never is."""

    def columns(self) -> list[Column]:
        return exported(
            Subscription,
            email="Email",
            language="Language",
            topics="Topics",
            state="Status",
            asked_at="Asked",
            confirmed_at="Confirmed",
            unsubscribed_at="Unsubscribed",
        )
