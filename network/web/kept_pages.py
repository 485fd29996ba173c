"""Visitors' pages kept in Redis, for as long as nothing that they show has changed.

A view that shows every visitor the same says so by `kept_for_visitors`. Its page is kept under
host, path, language, the parameters that it knows, the Network's day and the version of the data
(network.web.data_version), which is read before the page asks for anything else: what is
published meanwhile belongs to the next version, under which this page is never found.

Kept are only answers to readers who send no session and no notice, and that hold nothing of one
reader: no cookie is set, no token was made, and the time of day was not asked for. The store has
a fixed number of places (KEPT_PAGES) of limited size, so that whoever asks for many addresses can
neither fill Redis nor push out what counts there, as the limits of requests do.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.paginator import Page, Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from network import clock
from network.web import data_version
from network.web.message_storage import PortalMessageCookie

View = TypeVar("View", bound=Callable[..., HttpResponse])

LARGEST = 64 * 1024  # bytes of a page once it is compressed; a larger one is made again
_GZIP = 31  # zlib's number for the format that browsers know (RFC 1952)
_TAKES_GZIP = re.compile(r"\bgzip\b")
LONGEST = 24 * 60 * 60  # seconds; a page of another day is never found again
_PARAMETERS = "kept_for_visitors"
# Where what a page is made by stands, besides the portal's apps.
_SOURCES = ("locale", "templates")


def kept_for_visitors(*parameters: str) -> Callable[[View], View]:
    """Say that a view shows every visitor the same page, by its path and these parameters.

    An address with any other parameter, or with one twice, is never kept.
    """

    def mark(view: View) -> View:
        setattr(view, _PARAMETERS, frozenset(parameters))
        return view

    return mark


def keep_for_valid(request: HttpRequest, form: BaseForm) -> None:
    """Keep the answer to this request only if all values of its filters mean something."""
    if form.is_bound and not form.is_valid():
        setattr(request, "is_not_kept", True)  # noqa: B010 - a note on this request


def page_asked_for(request: HttpRequest, pages: Paginator) -> Page[Any]:
    """The page of a list that the address names, or the nearest that there is.

    By its own number alone it is kept: else one list would fill all places by made-up numbers.
    """
    asked = request.GET.get("page", "")
    page = pages.get_page(asked)
    if asked and asked != str(page.number):
        setattr(request, "is_not_kept", True)  # noqa: B010 - a note on this request
    return page


@dataclass(frozen=True)
class KeptPage:
    """A page as it was answered, or a part of one; `key` says all that it hangs on."""

    key: str
    headers: dict[str, str]
    compressed: bytes

    @classmethod
    def of(cls, key: str, content: bytes, headers: dict[str, str]) -> KeptPage:
        return cls(key, headers, zlib.compress(content, 6, _GZIP))

    @property
    def content(self) -> bytes:
        return zlib.decompress(self.compressed, _GZIP)

    def response_to(self, request: HttpRequest) -> HttpResponse:
        """The page as it is kept, compressed, for a browser that takes it so.

        Nothing secret stands in it whose length could tell about it (BREACH).
        """
        takes = _TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")) is not None
        content = self.compressed if takes else self.content
        response = HttpResponse(content, headers=self.headers)
        response["Content-Length"] = str(len(content))
        if takes:
            response["Content-Encoding"] = "gzip"
        return response


class KeptPagesMiddleware:
    """Answers a visitor with a kept page; stands behind the language, before the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not (settings.KEPT_PAGES or settings.KEPT_PARTS) or not is_same_for_all(request):
            return self.get_response(request)
        version = data_version.current()
        # What network.web.kept_parts goes by.
        setattr(request, "kept_version", version)  # noqa: B010 - a note on this request
        if not settings.KEPT_PAGES:
            return self.get_response(request)
        key = key_of(request, version=version)
        place = place_of(key, settings.KEPT_PAGES)
        if (page := kept_at(place, key)) is not None:
            return _checked(request, page.response_to(request))
        with clock.noting() as noted:
            response = self.get_response(request)
        if noted.moment_was_asked or not _shows_nothing_of_one_reader(request, response):
            return response
        # Weak: the page is the same, compressed or not.
        response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        # Whoever keeps it asks each time whether it still holds.
        response["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
        page = KeptPage.of(key, response.content, dict(response.headers.items()))
        keep_at(place, page)
        return _checked(request, page.response_to(request))


def kept_at(place: str, key: str) -> KeptPage | None:
    """What is kept at a place, if it is of this key."""
    page = caches["pages"].get(place)
    return page if isinstance(page, KeptPage) and page.key == key else None


def keep_at(place: str, page: KeptPage) -> None:
    if len(page.compressed) <= LARGEST:
        caches["pages"].set(place, page, LONGEST)


def is_same_for_all(request: HttpRequest) -> bool:
    """Whether every visitor gets the same answer to this request."""
    if (
        request.method != "GET"
        or "Authorization" in request.headers
        or request.headers.get("HX-Request")
    ):
        return False
    if {settings.SESSION_COOKIE_NAME, PortalMessageCookie.cookie_name} & request.COOKIES.keys():
        return False
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    known = getattr(view, _PARAMETERS, None)
    if known is None:
        return False
    return all(name in known and len(values) == 1 for name, values in request.GET.lists())


def key_of(request: HttpRequest, *, version: str) -> str:
    """All that a visitor's page hangs on."""
    asked = sorted((name, value) for name, value in request.GET.items() if value)
    return repr((request.path, asked, key_of_data(request, version=version)))


def key_of_data(request: HttpRequest, *, version: str) -> tuple[str, ...]:
    """What every visitor's page hangs on, whatever its address."""
    return (
        str(request.scheme),
        request.get_host(),
        get_language() or "",
        clock.today().isoformat(),
        version,
        release(),
    )


def place_of(key: str, places: int) -> str:
    """Where what has this key is kept; keys share places, and the later one has it."""
    return str(zlib.crc32(key.encode()) % places)


def _shows_nothing_of_one_reader(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and response.get("Content-Type", "").startswith("text/html")
        and not response.cookies
        # Somebody asked for a token: a form of the page has one.
        and "CSRF_COOKIE" not in request.META
        and not getattr(request, "is_not_kept", False)
        and not hasattr(response, "_csp_update")
        and not hasattr(response, "_csp_replace")
    )


def _checked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page, or 304 for who has it."""
    checked = get_conditional_response(request, etag=response["ETag"], response=response)
    assert checked is not None
    return checked


@cache
def release() -> str:
    """Tells this release and its settings from any other, so that it finds only its own pages."""
    digest = hashlib.sha256()
    places = [Path(app.path) for app in apps.get_app_configs()]
    own = [place for place in places if place.parent == settings.BASE_DIR]
    for place in [*own, *(settings.BASE_DIR / name for name in _SOURCES)]:
        for path in sorted(place.rglob("*")):
            if path.suffix in {".html", ".py", ".mo", ".css", ".js", ".svg"}:
                stat = path.stat()
                digest.update(f"{path}\0{stat.st_mtime_ns}\0{stat.st_size}\n".encode())
    for name in sorted(dir(settings)):
        value = getattr(settings, name) if name.isupper() else None
        if isinstance(value, str | int | bool):
            digest.update(f"{name}={value}\n".encode())
    return digest.hexdigest()[:16]
