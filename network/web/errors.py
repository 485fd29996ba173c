"""The portal's answers to requests that cannot be read, come too often, or meet a fault.

A stopped database and a full disk are temporary. So they answer 503 with `Retry-After` (RFC 9110,
section 15.6.4) instead of 500, with a page that needs no database.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views import defaults

from network.documents.disk import is_disk_full

RETRY_AFTER = 10  # seconds
# Of PostgreSQL's codes: connection lost, out of resources, shut down by somebody, starting.
_AWAY = ("08", "53", "57P")
_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for more than the portal accepts at once (RFC 9110, section 15.5.14)."""
    if not isinstance(exception, _TOO_LARGE):
        return defaults.bad_request(request, exception)
    context = {"most_sent": settings.DATA_UPLOAD_MAX_MEMORY_SIZE}
    return HttpResponse(loader.render_to_string("413.html", context), status=413)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: sign-in or a password was asked for too often from one place."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response


def is_database_away(error: BaseException) -> bool:
    """Whether `error` says that PostgreSQL is stopped, starting, full or unreachable."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlstate", None)
    # Without a code the server never answered.
    return code is None or code.startswith(_AWAY)


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an exception that nothing caught, called while it is being handled."""
    chain = list(_chain(sys.exception()))
    if any(is_database_away(error) for error in chain):
        message = _("The portal cannot reach its records just now.")
    elif any(is_disk_full(error) for error in chain):
        message = _("The portal's disk is full, so nothing new can be kept just now.")
    else:
        return defaults.server_error(request)
    return unavailable(
        request, message, _("Nothing that was saved is lost. Please try again in a moment.")
    )


def unavailable(request: HttpRequest, message: str, more: str) -> HttpResponse:
    """503 with a page that needs no database: `message` is what is wrong, `more` what to do."""
    if "text/html" in request.headers.get("Accept", "") or request.headers.get("HX-Request"):
        page = loader.render_to_string("503.html", {"message": message, "more": more})
        answer = HttpResponse(page, status=503)
    else:
        answer = HttpResponse(f"{message} {more}\n", content_type="text/plain", status=503)
    answer["Retry-After"] = str(RETRY_AFTER)
    answer["Cache-Control"] = "no-store"
    return answer


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """`error` with its causes and contexts."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
