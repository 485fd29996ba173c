"""The Secretariat's pages of newsletters, readers and opportunities."""

from newsletters.admin.delivery import DeliveryAdmin
from newsletters.admin.newsletter import NewsletterAdmin
from newsletters.admin.opportunity import OpportunityAdmin
from newsletters.admin.subscription import SubscriptionAdmin

__all__ = ["DeliveryAdmin", "NewsletterAdmin", "OpportunityAdmin", "SubscriptionAdmin"]
