"""Where a page shows the panels of the upper floors (network.web.panels)."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from network.web.panels import drawn, panels_at

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: template.Context, place: str, **given: Any) -> SafeString:
    """The panels of a place, one after the other."""
    # Each is a template that Django has drawn, and escaped.
    return mark_safe("".join(drawn(panel, context, given) for panel in panels_at(place)))  # noqa: S308


@register.simple_tag
def panel_styles(*places: str) -> SafeString:
    """Links to the stylesheets that the panels of these places need, each once."""
    stylesheets = dict.fromkeys(
        stylesheet for place in places for panel in panels_at(place) for stylesheet in panel.styles
    )
    return format_html_join(
        "",
        '<link rel="stylesheet" href="{}">',
        ((static(stylesheet),) for stylesheet in stylesheets),
    )
