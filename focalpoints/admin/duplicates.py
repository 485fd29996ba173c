"""The list of likely duplicates: pairs of people, why they look alike, and what to do with each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from focalpoints.duplicates import likely_pairs, take_back_told_apart, tell_apart, told_apart
from focalpoints.models import DifferentPeople, Person
from focalpoints.rights import may_decide
from network.accounts.access import signed_in_user
from network.values.primary_keys import at_key
from network.values.refusals import Refusal

PER_PAGE = 25
# Of the decisions that can be taken back; the history keeps all.
MOST_DECIDED = 25
PAGE = "admin:focalpoints_person_duplicates"


def may_merge(model_admin: ModelAdmin, request: HttpRequest) -> bool:
    return model_admin.has_change_permission(request) and may_decide(signed_in_user(request))


def duplicates_page(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """GET shows the pairs; POST keeps that two are different people, or takes that back."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        if not may_merge(model_admin, request):
            raise PermissionDenied
        _decide(request)
        return redirect(request.get_full_path())
    asked = request.GET.get("page", "")
    number = max(int(asked), 1) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1
    pairs, count = likely_pairs(limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    if not pairs and number != 1:
        return redirect(PAGE)
    page = Paginator(range(count), PER_PAGE).get_page(number)
    decided = told_apart()
    context: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Likely duplicates"),
        "pairs": pairs,
        "count": count,
        "page_obj": page,
        "decided": list(decided[:MOST_DECIDED]),
        "may_merge": may_merge(model_admin, request),
    }
    return TemplateResponse(request, "admin/focalpoints/duplicates.html", context)


def _decide(request: HttpRequest) -> None:
    by = signed_in_user(request)
    decided = at_key(DifferentPeople.objects.all(), request.POST.get("alike", "")).first()
    people = people_named(request.POST.get("first", ""), request.POST.get("second", ""))
    try:
        if decided is not None:
            take_back_told_apart(decided, by=by)
            messages.success(request, _("The decision was taken back."))
        elif people is not None:
            decided = tell_apart(*people, by=by)
            messages.success(
                request,
                format_html(
                    '{}<form class="message-undo" method="post" action="{}">'
                    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
                    '<button name="alike" value="{}" class="admin-button">{}</button></form>',
                    _("{one} and {two} are two people. They are not shown as a pair again.").format(
                        one=people[0], two=people[1]
                    ),
                    reverse(PAGE),
                    get_token(request),
                    decided.pk,
                    _("Undo"),
                ),
            )
        else:
            messages.warning(request, _("Nothing was done: the list has changed since."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)


def people_named(first: str, second: str) -> tuple[Person, Person] | None:
    """Two people by their keys as an address or a form names them; None unless both are there."""
    rows = Person.objects.select_related("user", "invitation")
    one, two = (at_key(rows, key).first() for key in (first, second))
    return None if one is None or two is None or one.pk == two.pk else (one, two)
