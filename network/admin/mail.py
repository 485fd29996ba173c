"""Outgoing mail in the admin, to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from network.models import OutgoingMail


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ModelAdmin):
    """What was sent to whom, to look at. Texts with a one-time link are never shown."""

    list_display = ("subject", "address", "kind", "shown_state", "created_at", "sent_at")
    list_filter = ("state", "kind")
    search_fields = ("address", "subject")
    list_per_page = 50
    show_full_result_count = False
    actions = None
    fields = (
        "subject",
        "address",
        "kind",
        "language",
        "state",
        "attempts",
        "created_at",
        "due_at",
        "sent_at",
        "uncertain_at",
        "message_id",
        "last_error",
        "shown_text",
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(
        description=_("state"),
        label={
            "sent": "success",
            "failed": "danger",
            "uncertain": "warning",
            "retry": "warning",
            "in_flight": "info",
        },
    )
    def shown_state(self, mail: OutgoingMail) -> tuple[str, str]:
        return mail.state, mail.get_state_display()

    @display(description=_("text"))
    def shown_text(self, mail: OutgoingMail) -> Any:
        # A colleague who could read a link for somebody's password could become them.
        if mail.kind != OutgoingMail.Kind.NOTICE:
            return _("Not shown: it may hold a one-time link.")
        return mail.body_text or _("Forgotten once sent.")
