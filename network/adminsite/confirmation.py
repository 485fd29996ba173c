"""A question before something is done in the admin: GET asks, POST does.

unfold's buttons on a page are links, and a link may be opened by a prefetch, a scanner or
another site; so a button leads here first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin as PlainModelAdmin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from network.adminsite.reauthentication import require_recent_proof
from network.adminsite.row_versions import version_of
from network.values.optimistic_lock import Overtaken
from network.values.refusals import Refusal


def question_page(
    admin: PlainModelAdmin,
    request: HttpRequest,
    row: Any,
    *,
    title: str,
    sentence: str,
    button: str,
    back: str,
    is_dangerous: bool = False,
    cannot_be_undone: str = "",
    choices: Sequence[tuple[str, str]] = (),
    reason_label: str = "",
) -> TemplateResponse:
    """The page that asks; its form posts to the address that was opened, with the version of
    `row` that was shown, and as `chosen` what is ticked of `choices` (value, label). With a
    `reason_label` it asks for a text, `reason`.
    """
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "original": row,
        "title": title,
        "sentence": sentence,
        "button": button,
        "back": back,
        "is_dangerous": is_dangerous,
        "cannot_be_undone": cannot_be_undone,
        "choices": choices,
        "reason_label": reason_label,
        "seen": version_of(row),
    }
    return TemplateResponse(request, "admin/network/confirm.html", context)


def refuse_if_changed(request: HttpRequest, row: Any) -> None:
    """Raise Overtaken where `row` is not any more as the page which asked has shown it."""
    seen = request.POST.get("seen")
    if seen is not None and version_of(row) != seen:
        raise Overtaken(
            _("Nothing was done: this has changed since you were asked. Look at it and try again.")
        )


class ConfirmationAdmin(ModelAdmin):
    """An admin whose buttons ask before they do."""

    def confirm_then(
        self,
        request: HttpRequest,
        row: Any,
        service: Callable[..., Any],
        *,
        title: str,
        sentence: str,
        button: str,
        done: str,
        is_dangerous: bool = True,
        cannot_be_undone: str = "",
        asks_for_proof: bool = False,
    ) -> HttpResponse:
        """GET asks; POST calls `service(row, by=)` and shows `done`, or the refusal.

        With `asks_for_proof` the password or the second factor is asked for again first. The action
        is noted in the row's history, even if it changes no column.
        """
        name = f"{self.opts.app_label}_{self.opts.model_name}_change"
        back = reverse(f"admin:{name}", args=[row.pk])
        if request.method != "POST":
            return question_page(
                self,
                request,
                row,
                title=title,
                sentence=sentence,
                button=button,
                back=back,
                is_dangerous=is_dangerous,
                cannot_be_undone=cannot_be_undone,
            )
        if asks_for_proof:
            require_recent_proof(request)
        try:
            with transaction.atomic():
                refuse_if_changed(request, row)
                service(row, by=request.user)
                self.log_change(request, row, done)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, done)
        return redirect(back)
