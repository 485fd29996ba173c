"""The versions of a member's record and of an official's: the addresses under each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from focalpoints.views.revisions import show_restore, show_versions
from network.accounts.access import signed_in


@require_safe
@signed_in
def member_versions(request: HttpRequest, slug: str) -> HttpResponse:
    return show_versions(request, "member", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def member_restore(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return show_restore(request, "member", number, slug=slug)


@require_safe
@signed_in
def person_versions(request: HttpRequest, pk: int) -> HttpResponse:
    return show_versions(request, "person", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def person_restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return show_restore(request, "person", number, pk=pk)
