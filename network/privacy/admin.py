"""Requests for erasure in the admin: how long each waits, and the two decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from network import clock
from network.accounts.access import signed_in_user
from network.adminsite.base import ReadOnlyAdmin
from network.adminsite.confirmation import ConfirmationAdmin, question_page, refuse_if_changed
from network.privacy.erasing import kept_of, obstacles_of
from network.privacy.models import ErasureRequest
from network.privacy.requests import grant_request, refuse_request
from network.values.primary_keys import at_key, find_at_key
from network.values.refusals import Refusal


class WaitsFilter(admin.SimpleListFilter):
    title = _("waiting")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() in ("yes", "no"):
            return queryset.filter(settled_at__isnull=self.value() == "yes")
        return queryset


@admin.register(ErasureRequest)
class ErasureRequestAdmin(ReadOnlyAdmin, ConfirmationAdmin):
    """Settled with buttons alone, each of which asks and says what stays."""

    list_display = ("account", "asked_at", "shown_age", "outcome", "settled_at")
    list_filter = (WaitsFilter, "outcome")
    list_select_related = ("account",)
    list_per_page = 50
    actions_detail = ("erase_this", "refuse_this")
    fields = (
        "account",
        "note",
        "asked_at",
        "shown_age",
        "shown_obstacles",
        "shown_kept",
        "outcome",
        "reason",
        "settled_at",
        "settled_by",
    )
    readonly_fields = fields

    @display(description=_("waiting for"))
    def shown_age(self, row: ErasureRequest) -> str:
        if not row.is_waiting:
            return "–"
        days = (clock.today() - clock.day_of(row.asked_at)).days
        return ngettext("{number} day", "{number} days", days).format(number=days)

    @display(description=_("what must end first"))
    def shown_obstacles(self, row: ErasureRequest) -> str:
        return " ".join(obstacles_of(row.account)) or "–" if row.is_waiting else "–"

    @display(description=_("what is kept"))
    def shown_kept(self, row: ErasureRequest) -> str:
        return " ".join(kept_of(row.account)) or "–" if row.is_waiting else "–"

    def has_decide_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return bool(request.user.has_perm("network.change_erasurerequest"))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        if not at_key(ErasureRequest.objects.waiting(), object_id).exists():
            return []
        return list(super().get_actions_detail(request, object_id))

    @action(
        description=_("Erase the data"),
        permissions=["decide"],
        url_path="erase",
        icon="delete_forever",
    )
    def erase_this(self, request: HttpRequest, object_id: int) -> HttpResponse:
        row = find_at_key(ErasureRequest.objects.select_related("account"), object_id)
        return self.confirm_then(
            request,
            row,
            grant_request,
            title=gettext("Erase the data of {person}?").format(person=row.account),
            sentence=" ".join(
                [
                    gettext(
                        "The person is informed by email first. Then name, address and contact "
                        "details are removed from the account, the record and its versions, the "
                        "history, mail, letters and PDFs; the account is closed."
                    ),
                    *kept_of(row.account),
                ]
            ),
            button=gettext("Erase the data"),
            done=gettext("The data are erased, and the person is informed."),
            cannot_be_undone=gettext(
                "This cannot be undone: no version and no backup brings erased data back."
            ),
            asks_for_proof=True,
        )

    @action(description=_("Refuse"), permissions=["decide"], url_path="refuse", icon="block")
    def refuse_this(self, request: HttpRequest, object_id: int) -> HttpResponse:
        row = find_at_key(ErasureRequest.objects.select_related("account"), object_id)
        back = reverse("admin:network_erasurerequest_change", args=[row.pk])
        if request.method != "POST":
            return question_page(
                self,
                request,
                row,
                title=gettext("Refuse the request of {person}?").format(person=row.account),
                sentence=gettext("The person is informed by email, with the reason."),
                button=gettext("Refuse"),
                back=back,
                reason_label=gettext("Reason"),
            )
        try:
            with transaction.atomic():
                refuse_if_changed(request, row)
                refuse_request(
                    row, reason=request.POST.get("reason", ""), by=signed_in_user(request)
                )
                self.log_change(request, row, gettext("Refused."))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(
                request, gettext("The request is refused, and the person is informed.")
            )
        return redirect(back)
