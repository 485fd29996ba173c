"""Pages of the ground floor."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_POST

from network.accounts.access import secretariat_only, signed_in, signed_in_user
from network.accounts.rate_limits import within
from network.accounts.roles import has_desk
from network.values.rich_text import to_html
from network.web.errors import too_many
from network.web.kept_pages import kept_for_visitors
from network.web.page_day import PARAMETER, page_day
from network.web.styleguide import exhibits

# Of one person: as often as somebody writes and looks, and no load for the server.
PREVIEW_TIMES, PREVIEW_SECONDS = 60, 60


@kept_for_visitors("on")
def home(request: HttpRequest) -> HttpResponse:
    """The first page, of today or of another day; its panels come from the upper floors."""
    return render(request, "network/home.html", {"page_day": page_day(request)})


def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that request this address without reading a page."""
    return redirect(static("img/favicon.svg"), permanent=True)


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave out: pages for members, pages of mailed links, other days."""
    closed = ("admin", "accounts", "desk", "subscription", "invitation", "mailbox")
    # Each stands under the prefix of every language as well.
    lines = [f"Disallow: {prefix}/{part}/" for prefix in ("", "/*") for part in closed]
    # A page about another day exists for every day: today's is enough for them.
    lines += [f"Disallow: /*{sign}{PARAMETER}=" for sign in "?&"]
    return HttpResponse("\n".join(["User-agent: *", *lines, ""]), content_type="text/plain")


@kept_for_visitors()
def privacy(request: HttpRequest) -> HttpResponse:
    """What the portal keeps of whom, how long, and whom to ask."""
    return render(request, "network/privacy.html")


@kept_for_visitors()
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the portal does so that everybody can use it, and where to report a barrier."""
    return render(request, "network/accessibility.html")


@signed_in
@require_POST
def rich_text_preview(request: HttpRequest) -> HttpResponse:
    """`text`, which somebody is writing, as readers will see it: for those who draft, and staff."""
    user = signed_in_user(request)
    if not (user.is_staff or has_desk(user)):
        raise Http404
    whose = str(user.pk)
    if not within(action="preview", whose=whose, times=PREVIEW_TIMES, seconds=PREVIEW_SECONDS):
        return too_many(request)
    return HttpResponse(to_html(request.POST.get("text", "")))


@secretariat_only
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in each of its states, for those who build and translate pages."""
    return render(request, "network/styleguide.html", exhibits(request))
