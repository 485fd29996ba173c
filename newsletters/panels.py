"""What the home page shows of newsletters and opportunities, on the page of today only."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.template import Context
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_info

from network import clock
from network.web.page_day import day_of
from newsletters.models import Newsletter, Opportunity

# How many open opportunities the home page shows: a row of them.
OPPORTUNITIES_SHOWN = 3

# How much of an issue the home page shows, in words.
TEASER_WORDS = 36


def newsletter(context: Context) -> dict[str, Any] | None:
    """The issue that was sent last, with the way to all others, and the box to subscribe."""
    if day_of(context) != clock.today():
        return None
    newest = Newsletter.objects.in_archive().order_by("-number").first()
    if newest is None:
        return {"newsletter": None}
    language, copy = newest.sent_in(get_language() or "en")
    # Without the markup, blocks would run together: keep them apart.
    plain = " ".join(strip_tags(copy.get("body", "").replace("<", " <")).split())
    return {
        "newsletter": newest,
        "subject": copy.get("subject", ""),
        "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "teaser": Truncator(unescape(plain)).words(TEASER_WORDS),
    }


def opportunities(context: Context) -> dict[str, Any] | None:
    """Open opportunities, the nearest deadline first."""
    today = clock.today()
    if day_of(context) != today:
        return None
    found = Opportunity.objects.published().open_on(today).soonest_first()
    shown = list(found[:OPPORTUNITIES_SHOWN])
    return {"opportunities": shown, "total": found.count() if shown else 0}
