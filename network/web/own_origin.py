"""Forms of visitors' pages, which are kept for everybody and so hold no token against forgery.

Where the browser says that the form stands on a page of the portal (`Origin`, or `Referer` where
it sends no Origin), no token is needed: other sites can set neither. Where it says neither, the
token is asked for as everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "takes_own_origin"


def own_origin_is_enough(view: View) -> View:
    """Let forms of the portal's own pages reach this view without a token."""
    setattr(view, _MARK, True)
    return view


class OwnOriginMiddleware:
    """Stands before Django's protection, and takes the browser's word at views that say so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if getattr(view, _MARK, False) and is_from_own_page(request):
            # What Django notes once it has checked a request.
            setattr(request, "csrf_processing_done", True)  # noqa: B010 - not in its stubs
        return None


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that what is sent comes from a page of the portal."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}"
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}" == own
