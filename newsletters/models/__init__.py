"""Newsletters, their readers, and opportunities."""

from newsletters.models.newsletter import Newsletter, NewsletterText, Topic
from newsletters.models.opportunity import Opportunity
from newsletters.models.subscription import CONFIRM_WITHIN, Delivery, Subscription, new_token

__all__ = [
    "CONFIRM_WITHIN",
    "Delivery",
    "Newsletter",
    "NewsletterText",
    "Opportunity",
    "Subscription",
    "Topic",
    "new_token",
]
