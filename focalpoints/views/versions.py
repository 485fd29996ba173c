"""The addresses of the versions of an entry, of each kind that has them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from focalpoints.views.revisions import show_restore, show_versions
from network.accounts.access import signed_in


def version_paths(kind: str, entry: str) -> list[URLPattern]:
    """The list of versions and the page that restores one, below the address `entry`.

    `entry` is a route that finds one entry, as `members/<slug:slug>/`. The addresses are named
    `<kind>-versions` and `<kind>-restore`.
    """

    @require_safe
    @signed_in
    def versions(request: HttpRequest, /, **by: Any) -> HttpResponse:
        return show_versions(request, kind, **by)

    @require_http_methods(["GET", "HEAD", "POST"])
    @signed_in
    def restore(request: HttpRequest, /, number: int, **by: Any) -> HttpResponse:
        return show_restore(request, kind, number, **by)

    # An address is named like its view.
    versions.__name__, restore.__name__ = f"{kind}_versions", f"{kind}_restore"
    return [
        path(f"{entry}versions/", versions, name=f"{kind}-versions"),
        path(f"{entry}versions/<int:number>/restore/", restore, name=f"{kind}-restore"),
    ]
