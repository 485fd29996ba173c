"""What a visitor is told when the portal's own machine fails: the page of every error 500.

A server that is stopped and a disk that is full come back. So those answer 503 with `Retry-After`
(RFC 9110, section 15.6.4) instead of 500, in words that need no database.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views import defaults

from network.documents.disk import is_disk_full

RETRY_AFTER = 10  # seconds
# Of PostgreSQL's codes: connection lost, out of resources, shut down by somebody, starting.
_AWAY = ("08", "53", "57P")


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
        told = _("The portal cannot reach its records just now.")
    elif any(is_disk_full(error) for error in chain):
        told = _("The portal's disk is full, so nothing new can be kept just now.")
    else:
        return defaults.server_error(request)
    more = _("Nothing that was saved is lost. Please try again in a moment.")
    if "text/html" in request.headers.get("Accept", "") or request.headers.get("HX-Request"):
        page = loader.render_to_string("503.html", {"told": told, "more": more})
        answer = HttpResponse(page, status=503)
    else:
        answer = HttpResponse(f"{told} {more}\n", content_type="text/plain", status=503)
    answer["Retry-After"] = str(RETRY_AFTER)
    answer["Cache-Control"] = "no-store"
    return answer


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """`error`, and what it was raised from or in the handling of."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
