"""The page of the one review queue: what members propose and the letters that they send in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from focalpoints.admin.awaiting import WHOSE, days_words
from focalpoints.models import Awaited
from focalpoints.review.queue import Queue, kinds
from focalpoints.review.waiting import AWAITED
from network.accounts.access import signed_in_user

PER_PAGE = 50


def may_see(request: HttpRequest) -> list[type[Awaited]]:
    """The tables whose rows the reader finds in the admin."""
    seen = [(model, f"{model._meta.app_label}.view_{model._meta.model_name}") for model in AWAITED]
    return [model for model, right in seen if request.user.has_perm(right)]


def queue_page(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """GET: `?kind=`, `?assigned=` and words of a member's name `?q=` narrow the list."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    chosen = {
        "q": " ".join(request.GET.get("q", "").split())[:100],
        "kind": _one_of(request.GET.get("kind", ""), kinds()),
        "assigned": _one_of(request.GET.get("assigned", ""), WHOSE),
    }
    queue = Queue(
        may_see(request),
        reader=signed_in_user(request),
        kind=chosen["kind"],
        assigned=chosen["assigned"],
        words=chosen["q"],
    )
    page = Paginator(queue.keys, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Review queue"),
        "page_obj": page,
        "count": len(queue.keys),
        "lines": [(line, days_words(line.days)) for line in queue.lines(list(page.object_list))],
        "kinds": kinds(),
        "whose": WHOSE,
        "chosen": chosen,
        "is_narrowed": any(chosen.values()),
        "query": urlencode({name: value for name, value in chosen.items() if value}),
    }
    return TemplateResponse(request, "admin/focalpoints/queue.html", context)


def _one_of(value: str, choices: list[tuple[str, Any]]) -> str:
    return value if value in {key for key, _label in choices} else ""
