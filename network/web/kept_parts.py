"""Parts of visitors' pages that are the same on several pages, kept as the pages are.

A page that is not kept yet, under an address that nobody has asked for since the last publication,
still finds what hangs on the data alone: the world map, which takes longest, is drawn once for each
version of the data and each language. The rules are those of `network.web.kept_pages`, which reads
the version before the page asks for anything; a signed-in reader's page has no kept part.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from network import clock
from network.web.kept_pages import KeptPage, keep_at, kept_at, key_of_data, place_of


def kept_part(
    request: HttpRequest | None, name: str, make: Callable[[], str], *given: Hashable
) -> SafeString:
    """What `make` draws, escaped HTML; kept where `request` is one that all visitors share.

    It may hang on `given`, the data, the language and the day of today, and on nothing else: not on
    the address, the reader or a value that a filter has.
    """
    version = getattr(request, "kept_version", None)
    # A page that refuses a value of its address may say so in any of its parts.
    is_refusing = getattr(request, "is_not_kept", False)
    if request is None or version is None or is_refusing or not settings.KEPT_PARTS:
        return mark_safe(make())  # noqa: S308 - drawn by a template
    key = repr((name, given, key_of_data(request, version=version)))
    place = f"part-{place_of(key, settings.KEPT_PARTS)}"
    if (kept := kept_at(place, key)) is not None:
        return mark_safe(kept.content.decode())  # noqa: S308 - as it was drawn
    had_token = "CSRF_COOKIE" in request.META
    with clock.noting() as noted:
        drawn = make()
    # A token of one reader, or what may be out of date at once, is kept nowhere.
    if not (noted.moment_was_asked or had_token or "CSRF_COOKIE" in request.META):
        keep_at(place, KeptPage.of(key, drawn.encode(), {}))
    return mark_safe(drawn)  # noqa: S308 - drawn by a template
