"""Forms of visitors' pages, which are kept for everybody and so hold no token against forgery.

Where the browser says that the form stands on a page of the portal (`Origin`, or `Referer` where
it sends no Origin), no token is needed: other sites can set neither. Where it says neither, the
token is asked for as everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "takes_own_origin"


def own_origin_is_enough(view: View) -> View:
    """Let forms of the portal's own pages reach this view without a token."""
    setattr(view, _MARK, True)
    return view


class OwnOriginCsrfMiddleware(CsrfViewMiddleware):
    """Django's protection, which takes the browser's word at views that say so."""

    def process_view(
        self, request: HttpRequest, callback: Any, callback_args: Any, callback_kwargs: Any
    ) -> HttpResponseForbidden | None:
        if getattr(callback, _MARK, False) and is_from_own_page(request):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that what is sent comes from a page of the portal."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}"
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}" == own
