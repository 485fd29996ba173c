"""Admins whose forms take uploads for everybody (network.documents.public)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from network.accounts.access import signed_in_user
from network.documents.public import keep_uploads


class KeepsUploads:
    """Stores what was uploaded on a page of the admin, also where the form is shown again."""

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        keep_uploads(form, by=signed_in_user(request))
        return super().save_form(request, form, change)  # type: ignore[misc]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for each in formset.forms:
            if each not in formset.deleted_forms:
                keep_uploads(each, by=signed_in_user(request))
        super().save_formset(request, form, formset, change)  # type: ignore[misc]

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        rows = [form for one in context["inline_admin_formsets"] for form in one.formset.forms]
        for form in (context["adminform"].form, *rows):
            if form.is_bound:
                keep_uploads(form, by=signed_in_user(request))
        page: HttpResponse = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
        return page
