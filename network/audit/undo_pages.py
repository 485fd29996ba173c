"""The pages of the admin on which changes are undone: all that can be, and the question for one."""

from __future__ import annotations

from typing import Any

import pghistory
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network import registry
from network.audit.erasure import events_of
from network.audit.undo import SHOWN_FOR, Undo, UndoableChange, last_change_of, recent_changes
from network.values.refusals import Refusal

# A service may write a row more than once in a request.
_FEW = 10
LIST = "admin:pghistory_middlewareevents_undo"


def undo_list(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """What was changed in the last days, and can be undone or no longer can."""
    return require_safe(_undo_list)(request, model_admin)


def undo_one(model_admin: Any, request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """GET asks, and says what undoing does or why it cannot be; POST undoes."""
    return require_http_methods(["GET", "HEAD", "POST"])(_undo_one)(request, model_admin, kind, key)


def _undo_list(request: HttpRequest, model_admin: Any) -> HttpResponse:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    changes = recent_changes(request.user)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Recent changes that can be undone"),
        "possible": [pair for pair in changes if not pair[1].refusal],
        "refused": [pair for pair in changes if pair[1].refusal],
        "days": SHOWN_FOR.days,
    }
    return TemplateResponse(request, "admin/network/undo_list.html", context)


def _undo_one(request: HttpRequest, model_admin: Any, kind: str, key: str) -> HttpResponse:
    found = registry.named(UndoableChange, kind)
    if found is None or found.find is None or found.undo is None:
        raise Http404
    change = found.find(key, request.user)
    if change is None:
        raise Http404
    back = change.subject_url or reverse(LIST)
    refusal = change.refusal
    if request.method == "POST":
        try:
            messages.success(request, found.undo(key, by=request.user))
        except Refusal as error:
            refusal = error.sentence
        else:
            return redirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": found.title,
        "kind": found,
        "change": change,
        "refusal": refusal,
        "back": back,
    }
    return TemplateResponse(request, "admin/network/undo.html", context)


class OffersUndo:
    """Lets an admin offer, in a message after a change of a row, to undo it.

    network.adminsite.site gives it to the admin of every tracked model.
    """

    def response_change(self: Any, request: HttpRequest, obj: Any) -> HttpResponse:
        change = last_change_of(obj, request.user)
        if change is not None and _is_of_this_request(obj, change):
            offer = format_html(
                '{} <a href="{}">{}</a>',
                _("Changed: {fields}.").format(fields=change.what),
                change.url,
                _("Undo this change"),
            )
            messages.info(request, offer)
        response: HttpResponse = super().response_change(request, obj)  # type: ignore[misc]
        return response


def _is_of_this_request(row: Any, change: Undo) -> bool:
    """Whether `change` was just made: by the trail, in which a request has a context of its own."""
    newest = list(events_of(type(row)).filter(pgh_obj_id=row.pk).order_by("-pgh_id")[:_FEW])
    with pghistory.context() as here:
        mine = [event for event in newest if event.pgh_context_id == here.id]
    if not mine:
        return False
    if change.event is not None:
        return change.event in {event.pk for event in mine}
    # Of an entry with versions: whether it has another version than before.
    before = next((event for event in newest if event not in mine), None)
    return before is not None and _version(mine[0]) != _version(before)


def _version(event: Any) -> Any:
    return getattr(event, "version", None)
