"""Panels of newsletters and opportunities for pages of the lower floors.

Each owns its query; a page only loads the library and names the tag.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from newsletters.forms import SubscribeForm
from newsletters.models import Newsletter, Opportunity

register = template.Library()


# How many open opportunities the home page shows.
OPPORTUNITIES_SHOWN = 6


@register.inclusion_tag("newsletters/panels/newest_newsletter.html")
def newest_newsletter_panel() -> dict[str, Any]:
    """The issue that was sent last, with the way to all others."""
    newest = Newsletter.objects.in_archive().with_sent_subject().order_by("-number").first()
    return {"newsletter": newest}


@register.inclusion_tag("newsletters/panels/subscribe.html", takes_context=True)
def subscribe_panel(context: Context) -> dict[str, Any]:
    """The box to subscribe; it posts to a page of this app."""
    return {"form": SubscribeForm(), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("newsletters/panels/opportunities.html")
def opportunities_panel() -> dict[str, Any]:
    """Open opportunities, the nearest deadline first."""
    found = Opportunity.objects.published().open_on(timezone.localdate()).soonest_first()
    return {"opportunities": found[:OPPORTUNITIES_SHOWN]}
