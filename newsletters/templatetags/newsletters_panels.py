"""Panels of newsletters and opportunities for pages of the lower floors.

Each owns its query; a page only loads the library and names the tag.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

register = template.Library()


@register.inclusion_tag("newsletters/panels/newest_newsletter.html")
def newest_newsletter_panel() -> dict[str, Any]:
    """The issue that was sent last, with the way to all others."""
    return {}


@register.inclusion_tag("newsletters/panels/subscribe.html", takes_context=True)
def subscribe_panel(context: Context) -> dict[str, Any]:
    """The box to subscribe."""
    return {}


@register.inclusion_tag("newsletters/panels/opportunities.html")
def opportunities_panel() -> dict[str, Any]:
    """Open opportunities, the nearest deadline first."""
    return {}
