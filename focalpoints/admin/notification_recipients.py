"""Who was sent which notification, and what is known of each: read-only, and exported."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from focalpoints.admin import notification_pages
from focalpoints.models import (
    FIXED_WORDS,
    Notification,
    NotificationRecipient,
    owner_names,
)
from focalpoints.notifications.deliveries import NO_ADDRESS, WORDS, known_of, without_message
from focalpoints.spreadsheets.notifications import NotificationRecipientResource
from network.accounts.access import signed_in_user
from network.adminsite.base import ReadOnlyAdmin
from network.importing.list_admin import ListAdmin
from network.mail.models import SendingState
from network.values.collation import owner_name_order
from network.values.primary_keys import at_key
from network.values.searching import as_folded

TONES = {
    SendingState.SENT: "success",
    SendingState.FAILED: "danger",
    SendingState.BOUNCED: "danger",
    SendingState.WITHDRAWN: "danger",
    SendingState.UNCERTAIN: "warning",
    SendingState.RETRY: "warning",
    SendingState.WAITING: "info",
    SendingState.IN_FLIGHT: "info",
    NO_ADDRESS: "danger",
    "": "default",
}


class SentNotificationFilter(admin.SimpleListFilter):
    """The notifications that were sent, the latest first."""

    title = _("notification")
    parameter_name = "notification"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        rows = Notification.objects.sent().latest_first()
        return [(str(row.pk), str(row)) for row in rows]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[NotificationRecipient]
    ) -> QuerySet[NotificationRecipient]:
        value = self.value() or ""
        is_key = value.isdecimal() and len(value) < 19
        return queryset.filter(notification=int(value)) if is_key else queryset


class ActedFilter(admin.SimpleListFilter):
    """By what they did, and by whether the message reached them."""

    title = _("what is known")
    parameter_name = "known"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("unacted", _("has not acted")),
            ("acknowledged", _("acknowledged")),
            ("answered", _("answered")),
            ("unreached", _("refused, returned or without address")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        lost = (SendingState.FAILED, SendingState.BOUNCED, SendingState.WITHDRAWN)
        match self.value():
            case "unacted":
                return queryset.unacted()
            case "acknowledged":
                return queryset.filter(acknowledged_at__isnull=False)
            case "answered":
                return queryset.filter(answered_at__isnull=False)
            case "unreached":
                return queryset.filter(Q(known__in=lost) | without_message())
            case _:
                return queryset


@admin.register(NotificationRecipient)
class NotificationRecipientAdmin(ReadOnlyAdmin, ListAdmin):
    resource = NotificationRecipientResource
    list_display = (
        "shown_person",
        "shown_member",
        "shown_category",
        "shown_number",
        "shown_delivery",
        "acknowledged_at",
        "answered_at",
        "reminded_at",
    )
    list_filter = (SentNotificationFilter, ActedFilter, "designation__category")
    search_fields = ("designation__person__folded", *owner_names("member"))
    ordering = ("-notification_id", "member__slug", "pk")
    list_per_page = 50
    actions = None
    actions_detail = ("record_answer",)
    fields = (
        "shown_number",
        "shown_person",
        "shown_member",
        "shown_category",
        "address",
        "language",
        "shown_delivery",
        "shown_accepted",
        "shown_response",
        "reminders",
        "reminded_at",
        "acknowledged_at",
        "acknowledged_by",
        "answered_at",
        "answered_by",
        "answer",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        return NotificationRecipient.objects.with_names().with_delivery()

    def has_record_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return signed_in_user(request).has_perm("focalpoints.change_notification")

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        # Only the person confirms a record.
        fixed = NotificationRecipient.objects.filter(notification__kind__in=FIXED_WORDS)
        if at_key(fixed, object_id).exists():
            return []
        return list(super().get_actions_detail(request, object_id))

    @action(
        description=_("Record an answer…"),
        icon="edit_note",
        permissions=["record"],
        url_path="record-answer",
    )
    def record_answer(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return notification_pages.record_answer_page(self, request, object_id)

    @display(description=_("person"), ordering=as_folded("designation__person__family_name"))
    def shown_person(self, row: NotificationRecipient) -> str:
        return str(row.person)

    @display(description=_("member"), ordering=owner_name_order("member"))
    def shown_member(self, row: NotificationRecipient) -> str:
        return row.member.name

    @display(description=_("category"), ordering="designation__category__order")
    def shown_category(self, row: NotificationRecipient) -> str:
        return str(row.designation.category)

    @display(description=_("notification"), ordering="notification")
    def shown_number(self, row: NotificationRecipient) -> str:
        return row.notification.number

    @display(description=_("delivery"), label=TONES)
    def shown_delivery(self, row: NotificationRecipient) -> tuple[str, Any]:
        known = known_of(row)
        return known, WORDS[known]

    @display(description=_("accepted"), ordering="known_at")
    def shown_accepted(self, row: Any) -> Any:
        return row.known_at

    @display(description=_("server's response"))
    def shown_response(self, row: NotificationRecipient) -> str:
        return row.mail.last_error if row.mail is not None and row.mail.last_error else "–"
