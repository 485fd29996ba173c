"""The portal's answers to requests that Django cannot read, or that come too often."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for more than the portal takes at a time (RFC 9110, section 15.5.14)."""
    if not isinstance(exception, _TOO_LARGE):
        return defaults.bad_request(request, exception)
    context = {"most_sent": settings.DATA_UPLOAD_MAX_MEMORY_SIZE}
    return HttpResponse(render_to_string("413.html", context), status=413)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: sign-in or a password was asked for too often from one place."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response
