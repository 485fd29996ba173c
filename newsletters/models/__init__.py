"""Newsletters, their readers, and opportunities."""

from newsletters.models.newsletter import Newsletter, NewsletterText, Topic
from newsletters.models.opportunity import Opportunity
from newsletters.models.subscription import Delivery, Subscription

__all__ = ["Delivery", "Newsletter", "NewsletterText", "Opportunity", "Subscription", "Topic"]
