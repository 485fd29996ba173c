"""Where a page shows the panels of the upper floors (network.web.panels)."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from network.web.panels import drawn, panels_at

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: template.Context, place: str, **given: Any) -> SafeString:
    """The panels of a place, one after the other."""
    # Each is a template that Django has drawn, and escaped.
    return mark_safe("".join(drawn(panel, context, given) for panel in panels_at(place)))  # noqa: S308
