"""The state of each message of a newsletter, read-only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from network.adminsite.base import ReadOnlyAdmin
from network.mail.models import SendingState
from newsletters.models import Delivery, Subscription

TONES = {
    SendingState.SENT: "success",
    SendingState.IN_FLIGHT: "info",
    SendingState.RETRY: "warning",
    SendingState.UNCERTAIN: "warning",
    SendingState.FAILED: "danger",
    SendingState.BOUNCED: "danger",
}


class IssueFilter(admin.RelatedFieldListFilter):
    """Issues that have deliveries, the newest first."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        started = field.remote_field.model.objects.exclude(state="draft")
        return [(pk, f"{number}") for pk, number in started.values_list("pk", "number")]


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin, ModelAdmin):
    list_display = ["address", "issue", "language", "state_label", "attempts", "sent_at", "words"]
    list_filter = [("newsletter", IssueFilter), "state", "language"]
    search_fields = ["address"]  # that there is a search; get_search_results says how
    search_help_text = _("A complete address")
    list_select_related = ["newsletter"]
    ordering = ["-pk"]
    # Counting a million rows for the number of pages is not worth its cost.
    paginator = InfinitePaginator
    show_full_result_count = False
    list_per_page = 50
    actions = None
    fields = [
        "newsletter",
        "address",
        "envelope_sender",
        "language",
        "state",
        "attempts",
        "message_id",
        "created_at",
        "due_at",
        "attempt_started_at",
        "uncertain_at",
        "sent_at",
        "last_error",
    ]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        found: QuerySet[Delivery] = super().get_queryset(request)
        return found.defer("newsletter__sent_content")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Delivery], search_term: str
    ) -> tuple[QuerySet[Delivery], bool]:
        """A complete address, found by its subscription: otherwise it reads a million rows."""
        if not search_term.strip():
            return queryset, False
        readers = Subscription.objects.of_address(search_term.strip())
        return queryset.filter(subscription__in=readers), False

    @display(description=_("newsletter"), ordering="newsletter__number")
    def issue(self, delivery: Delivery) -> str:
        return f"{delivery.newsletter.number}"

    @display(description=_("status"), label=TONES, ordering="state")
    def state_label(self, delivery: Delivery) -> tuple[str, str]:
        return delivery.state, delivery.get_state_display()

    @display(description=_("server's response"))
    def words(self, delivery: Delivery) -> str:
        return delivery.last_error[:120]
