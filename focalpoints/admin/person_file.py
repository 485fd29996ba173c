"""The whole file of a person as one timeline in the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from focalpoints.models import Person
from focalpoints.person_file import file_of
from network.audit.row_history import NEWEST

LINES_A_PAGE = 100


def person_file(model_admin: Any, request: HttpRequest, person: Person) -> HttpResponse:
    """What was recorded of `person`, the latest first; for who may see people."""
    if not model_admin.has_view_permission(request, person):
        raise PermissionDenied
    lines = Paginator(file_of(person, request.user), LINES_A_PAGE)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": person,
        "title": _("Whole file of {person}").format(person=person),
        "page": lines.get_page(request.GET.get("p")),
        "most": NEWEST,
        "back": reverse("admin:focalpoints_person_change", args=[person.pk]),
    }
    return TemplateResponse(request, "admin/focalpoints/person_file.html", context)
