"""The banner of a page about another day, the way to choose one, and links that keep it."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from network.web.page_day import PARAMETER, PageDay, noted_on, request_of

register = template.Library()


def _noted(context: template.Context) -> PageDay | None:
    return noted_on(request_of(context))


def _control(request: HttpRequest, noted: PageDay) -> dict[str, Any]:
    """What both forms need. Other parameters go on with the new day, the number of a page not."""
    others = request.GET.copy()
    for name in (PARAMETER, "page"):
        others.pop(name, None)
    kept = [(name, value) for name, values in others.lists() for value in values]
    query = others.urlencode()
    return {
        "page_day": noted,
        "kept": kept,
        "today_url": f"{request.path}?{query}" if query else request.path,
    }


@register.inclusion_tag("components/day_banner.html", takes_context=True)
def day_banner(context: template.Context) -> dict[str, Any]:
    """The day that the page shows, and the link back; nothing on today's page."""
    request, noted = request_of(context), _noted(context)
    if request is None or noted is None or (noted.is_today and not noted.is_refused):
        return {}
    return _control(request, noted)


@register.inclusion_tag("components/day_control.html", takes_context=True)
def day_control(context: template.Context) -> dict[str, Any]:
    """A form that asks for another day; nothing if the banner already has it."""
    request, noted = request_of(context), _noted(context)
    if request is None or noted is None or not noted.is_today or noted.is_refused:
        return {}
    return _control(request, noted)


@register.simple_tag(takes_context=True)
def day_robots(context: template.Context) -> str | SafeString:
    """Keeps search engines from the page of another day: there are as many as there are days."""
    noted = _noted(context)
    if noted is None or (noted.is_today and not noted.is_refused):
        return ""
    return SafeString('<meta name="robots" content="noindex, nofollow">')


@register.simple_tag(takes_context=True)
def day_input(context: template.Context) -> str | SafeString:
    """A hidden field that keeps the day of the page, for a form of filters."""
    noted = _noted(context)
    if noted is None or noted.is_today:
        return ""
    return format_html(
        '<input type="hidden" name="{}" value="{}">', PARAMETER, noted.day.isoformat()
    )


@register.simple_tag(takes_context=True)
def is_past_day(context: template.Context) -> bool:
    """Whether the page is about a day before today: when an entry was confirmed is about today."""
    noted = _noted(context)
    return noted is not None and noted.is_past


@register.simple_tag(takes_context=True)
def dated(context: template.Context, url: str) -> str:
    """An address with the day of the page, for links to pages that know days."""
    noted = _noted(context)
    return noted.dated(url) if noted else url


@register.simple_tag(takes_context=True)
def dated_url(context: template.Context, name: str, *args: Any) -> str:
    """As `url`, with the day of the page."""
    return dated(context, reverse(name, args=args))
