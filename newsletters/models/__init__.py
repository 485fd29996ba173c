"""Newsletters, their readers, and opportunities."""

from newsletters.models.newsletter import Newsletter, Topic
from newsletters.models.opportunity import Opportunity
from newsletters.models.subscription import CONFIRM_WITHIN, Delivery, Subscription, new_token
from newsletters.models.texts import Item, ItemText, NewsletterText, Section

__all__ = [
    "CONFIRM_WITHIN",
    "Delivery",
    "Item",
    "ItemText",
    "Newsletter",
    "NewsletterText",
    "Opportunity",
    "Section",
    "Subscription",
    "Topic",
    "new_token",
]
