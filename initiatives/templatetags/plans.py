"""Words of plans for templates."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatives.models import NationalActionPlan
from network.documents.public import is_uploaded

register = template.Library()
register.filter("is_uploaded", is_uploaded)


@register.filter
def other_title(plan: NationalActionPlan) -> SafeString | str:
    """Its title in another language than the page, marked as such; blank where it has one here."""
    title, language = plan.other_title
    if not title:
        return ""
    return format_html('<span lang="{}" dir="auto">{}</span>', language, title)
