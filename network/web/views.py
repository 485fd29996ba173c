"""Pages of the ground floor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static

from network.accounts.access import secretariat_only
from network.web.page_day import PARAMETER, page_day
from network.web.styleguide import exhibits


def home(request: HttpRequest) -> HttpResponse:
    """The first page, of today or of another day; its panels come from the upper floors."""
    return render(request, "network/home.html", {"page_day": page_day(request)})


def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that ask by this name without reading a page."""
    return redirect(static("img/favicon.svg"), permanent=True)


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone: pages for members, what a mailed link opens, other days."""
    closed = ("admin", "accounts", "desk", "subscription", "invitation", "mailbox")
    # Each stands under the prefix of every language as well.
    lines = [f"Disallow: {prefix}/{part}/" for prefix in ("", "/*") for part in closed]
    # A page about another day exists for every day: today's is enough for them.
    lines += [f"Disallow: /*{sign}{PARAMETER}=" for sign in "?&"]
    return HttpResponse("\n".join(["User-agent: *", *lines, ""]), content_type="text/plain")


def privacy(request: HttpRequest) -> HttpResponse:
    """What the portal keeps of whom, how long, and whom to ask."""
    return render(request, "network/privacy.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """What the portal does so that everybody can use it, and where to report a barrier."""
    return render(request, "network/accessibility.html")


@secretariat_only
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in each of its states, for those who build and translate pages."""
    page = request.GET.get("page", "3")
    return render(request, "network/styleguide.html", exhibits(page))
