"""Admins whose forms take uploads for everybody (network.documents.public)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from network.documents.public import keep_uploads
from network.values.actors import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The account at a page of the admin: always one that is signed in."""
    by: Any = request.user
    return by  # type: ignore[no-any-return]


class KeepsUploads:
    """Stores what was uploaded on a page of the admin, also where the form is shown again."""

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        keep_uploads(form, by=actor_of(request))
        return super().save_form(request, form, change)  # type: ignore[misc]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for each in formset.forms:
            if each not in formset.deleted_forms:
                keep_uploads(each, by=actor_of(request))
        super().save_formset(request, form, formset, change)  # type: ignore[misc]

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        rows = [form for one in context["inline_admin_formsets"] for form in one.formset.forms]
        for form in (context["adminform"].form, *rows):
            if form.is_bound:
                keep_uploads(form, by=actor_of(request))
        page: HttpResponse = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
        return page
