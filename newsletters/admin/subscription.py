"""Subscribers: to find, export and unsubscribe; never added by hand, as only they consent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from network.accounts.access import signed_in_user
from network.adminsite.base import ServiceAdmin
from network.adminsite.bulk_actions import BulkQuestion, bulk_action
from network.adminsite.optimistic_lock import OptimisticLockAdmin
from network.importing.list_admin import ListAdmin
from network.values.lists import listed
from newsletters import services
from newsletters.admin.topics import TopicsForm
from newsletters.models import Subscription
from newsletters.spreadsheets import SubscriptionResource


class SubscriptionForm(TopicsForm):
    class Meta:
        model = Subscription
        fields = ["language", "topics"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].help_text = _("If none is selected, all topics.")


def _asks_before_unsubscribing(
    model_admin: Any, request: HttpRequest, rows: list[Subscription], count: int
) -> BulkQuestion:
    return BulkQuestion(
        title=ngettext(
            "Unsubscribe {number} address?", "Unsubscribe {number} addresses?", count
        ).format(number=count),
        sentence=gettext(
            "They receive no further newsletter, not even the rest of one that is being sent."
        ),
        cannot_be_undone=gettext(
            "You cannot undo this: only the owner of an address can subscribe it again."
        ),
        button=gettext("Unsubscribe"),
        is_dangerous=True,
        left_out={
            row.pk: gettext("Already unsubscribed.")
            for row in rows
            if row.state == Subscription.State.UNSUBSCRIBED
        },
    )


@admin.register(Subscription)
class SubscriptionAdmin(ListAdmin, OptimisticLockAdmin, ServiceAdmin):
    form = SubscriptionForm
    list_display = ["email", "language", "topic_list", "state_label", "asked_at", "is_sample"]
    list_filter = ["state", "language"]
    search_fields = ["email"]
    readonly_fields = [
        "email",
        "state",
        "asked_at",
        "confirmed_at",
        "unsubscribed_at",
    ]
    fields = ["email", "language", "topics", *readonly_fields[1:]]
    # Counting all of them for the number of pages is not worth its cost.
    paginator = InfinitePaginator
    show_full_result_count = False
    list_per_page = 50
    actions = ["unsubscribe"]
    deletion_warning = _(
        "This cannot be undone. The addresses are erased everywhere, from the history and from "
        "the records of what was sent too; only their owners can subscribe them again."
    )
    resource = SubscriptionResource

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_row(
        self, request: HttpRequest, row: Subscription, form: Any, write_related: Callable[[], None]
    ) -> None:
        services.correct_subscription(row, by=signed_in_user(request))

    def remove_row(self, request: HttpRequest, row: Subscription) -> None:
        services.erase(row, by=signed_in_user(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        services.erase_all(
            Subscription.objects.filter(pk__in=list(queryset.values_list("pk", flat=True))),
            by=signed_in_user(request),
        )

    @display(description=_("topics"))
    def topic_list(self, subscription: Subscription) -> str:
        return listed(subscription.topic_labels) or str(_("all"))

    @display(
        description=_("status"),
        ordering="state",
        label={"confirmed": "success", "unconfirmed": "warning", "unsubscribed": "info"},
    )
    def state_label(self, subscription: Subscription) -> tuple[str, str]:
        return subscription.state, subscription.get_state_display()

    @bulk_action(
        description=_("Unsubscribe the selected addresses"),
        permissions=["change"],
        asks=_asks_before_unsubscribing,
    )
    def unsubscribe(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        for subscription in queryset:
            services.unsubscribe(subscription, by=signed_in_user(request))
        count = len(queryset)
        messages.success(
            request,
            ngettext(
                "%(count)s address is unsubscribed.", "%(count)s addresses are unsubscribed.", count
            )
            % {"count": count},
        )
