"""The page behind the link of the yearly request: it shows a record as members see it.

Links in mail are opened by scanners and previews: GET only shows, POST does. Nobody is signed in
by it, and a link that no longer works is answered as one that never did.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from focalpoints import people
from focalpoints.confirmation import confirm_by_link, find_request
from focalpoints.contacts import contacts_for
from focalpoints.email_changes import find_change
from focalpoints.models import ConfirmationRequest, Reader
from network import clock
from network.values.refusals import Refusal
from network.web.kept_pages import kept_for_visitors


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_record(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what other members see of the record, and a button; POST confirms it."""
    if request.method == "POST":
        try:
            confirm_by_link(token)
        except Refusal:
            return _closed(request)
        return redirect("focalpoints:confirm-record-done")
    found = find_request(token)
    return _closed(request) if found is None else _page(request, found)


@kept_for_visitors()
@require_safe
def confirm_record_done(request: HttpRequest) -> HttpResponse:
    """Thanks. The page has an address of its own, without the key."""
    return render(request, "focalpoints/confirm_record_done.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the new address and a button; POST lets it hold. Nobody is signed in by it."""
    if request.method == "POST":
        try:
            people.confirm_email(token)
        except Refusal:
            return _closed(request, of_email=True)
        return redirect("focalpoints:confirm-record-done")
    found = find_change(token)
    if found is None:
        return _closed(request, of_email=True)
    return _secret(render(request, "focalpoints/confirm_email.html", {"change": found}))


def _page(request: HttpRequest, found: ConfirmationRequest) -> HttpResponse:
    held = found.person.designations.active_on(clock.today()).with_people().in_order_of_category()
    context = {
        "asked": found,
        "contacts": contacts_for(Reader.MEMBER, held),
        "has_account": found.person.user_id is not None,
    }
    return _secret(render(request, "focalpoints/confirm_record.html", context))


def _secret(response: HttpResponse) -> HttpResponse:
    # The address of this page is a secret: it goes to nobody else. Not "no-referrer": under that
    # a browser sends its forms with `Origin: null`, which the protection of forms refuses.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _closed(request: HttpRequest, *, of_email: bool = False) -> HttpResponse:
    context = {"of_email": of_email}
    response = render(request, "focalpoints/confirm_record_closed.html", context, status=410)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
