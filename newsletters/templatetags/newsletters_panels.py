"""Panels of newsletters and opportunities for pages of the lower floors.

Each owns its query; a page only loads the library and names the tag.
"""

from __future__ import annotations

from html import unescape
from typing import Any

from django import template
from django.template import Context
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_info

from network import clock
from newsletters.models import Newsletter, Opportunity

register = template.Library()


# How many open opportunities the home page shows: a row of them.
OPPORTUNITIES_SHOWN = 3

# How much of an issue the home page tells, in words.
TEASER_WORDS = 36


@register.inclusion_tag("newsletters/panels/newest_newsletter.html")
def newest_newsletter_panel() -> dict[str, Any]:
    """The issue that was sent last, with the way to all others."""
    newest = Newsletter.objects.in_archive().order_by("-number").first()
    if newest is None:
        return {"newsletter": None}
    language, copy = newest.sent_in(get_language() or "en")
    # Blocks stand side by side in the text that is left of the markup: keep them apart.
    plain = " ".join(strip_tags(copy.get("body", "").replace("<", " <")).split())
    return {
        "newsletter": newest,
        "subject": copy.get("subject", ""),
        "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "teaser": Truncator(unescape(plain)).words(TEASER_WORDS),
    }


@register.inclusion_tag("newsletters/panels/subscribe.html", takes_context=True)
def subscribe_panel(context: Context) -> dict[str, Any]:
    """The box to subscribe; it posts to a page of this app."""
    return {"csrf_token": context.get("csrf_token")}


@register.inclusion_tag("newsletters/panels/opportunities.html")
def opportunities_panel() -> dict[str, Any]:
    """Open opportunities, the nearest deadline first."""
    found = Opportunity.objects.published().open_on(clock.today()).soonest_first()
    shown = list(found[:OPPORTUNITIES_SHOWN])
    return {"opportunities": shown, "total": found.count() if shown else 0}
