"""The versions of plans and of initiatives: the addresses under each entry."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from focalpoints.views.revisions import show_restore, show_versions
from network.accounts.access import signed_in


@require_safe
@signed_in
def plan_versions(request: HttpRequest, slug: str) -> HttpResponse:
    return show_versions(request, "plan", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def plan_restore(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return show_restore(request, "plan", number, slug=slug)


@require_safe
@signed_in
def initiative_versions(request: HttpRequest, slug: str) -> HttpResponse:
    return show_versions(request, "initiative", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def initiative_restore(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return show_restore(request, "initiative", number, slug=slug)
