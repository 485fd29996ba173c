"""Opportunities: written, published and withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute
from unfold.decorators import action, display

from network import clock
from network.accounts.access import signed_in_user
from network.adminsite.base import ServiceAdmin
from network.adminsite.bulk_actions import BulkQuestion, bulk_action
from network.adminsite.optimistic_lock import OptimisticLockAdmin
from network.adminsite.slugs import SlugAdmin
from network.adminsite.translations import TranslationsAdmin
from network.importing.exports import ListPage
from network.importing.list_admin import ListAdmin
from network.values.deadlines import deadline
from network.values.primary_keys import at_key
from network.values.refusals import Refusal
from newsletters import services
from newsletters.filters import opportunities_shown
from newsletters.models import Opportunity
from newsletters.spreadsheets import OpportunityResource


class PublishedFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("draft", _("draft")), ("open", _("open")), ("closed", _("closed"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Opportunity]
    ) -> QuerySet[Opportunity]:
        chosen = Opportunity.objects.all()
        match self.value():
            case "draft":
                chosen = chosen.filter(published_at=None)
            case "open":
                chosen = chosen.published().open_on(clock.today())
            case "closed":
                chosen = chosen.published().closed_on(clock.today())
            case _:
                return queryset
        return queryset.filter(pk__in=chosen.values("pk"))


def _asks_before_publishing(
    model_admin: Any, request: HttpRequest, rows: list[Opportunity], count: int
) -> BulkQuestion:
    left_out = {}
    for row in rows:
        if row.published_at is not None:
            left_out[row.pk] = gettext("Left as it is: already published.")
        elif not row.is_open_on(clock.today()):
            left_out[row.pk] = gettext("Left as it is: its deadline has passed.")
    return BulkQuestion(
        title=ngettext(
            "Publish {number} opportunity?", "Publish {number} opportunities?", count
        ).format(number=count),
        sentence=gettext("Everybody can then read them on the public pages."),
        cannot_be_undone=gettext(
            "They can be withdrawn again, but people may have read them by then."
        ),
        button=gettext("Publish"),
        left_out=left_out,
    )


def _asks_before_withdrawing(
    model_admin: Any, request: HttpRequest, rows: list[Opportunity], count: int
) -> BulkQuestion:
    return BulkQuestion(
        title=ngettext(
            "Withdraw {number} opportunity?", "Withdraw {number} opportunities?", count
        ).format(number=count),
        sentence=gettext(
            "They disappear from the public pages, become drafts, and can be published again."
        ),
        button=gettext("Withdraw"),
        is_dangerous=True,
        left_out={
            row.pk: gettext("Left as it is: not published.")
            for row in rows
            if row.published_at is None
        },
    )


@admin.register(Opportunity)
class OpportunityAdmin(ListAdmin, TranslationsAdmin, SlugAdmin, OptimisticLockAdmin, ServiceAdmin):
    resource = OpportunityResource
    page = ListPage("newsletters:opportunities", opportunities_shown)
    list_per_page = 50
    list_display = [
        "title",
        "kind",
        "provider",
        "shown_deadline",
        "standing",
        "shown_translations",
        "is_sample",
    ]
    list_filter = [PublishedFilter, "kind"]
    search_fields = ["title_en", "provider", "summary_en"]
    prepopulated_fields = {"slug": ["title_en"]}
    readonly_fields = ["published_at"]
    warn_unsaved_form = True
    actions = ["publish", "withdraw"]
    actions_submit_line = ["publish_now", "withdraw_now"]

    class Media:
        css = {"all": ("css/admin-review.css",)}

    def slug_is_fixed(self, row: Opportunity) -> bool:
        return row.published_at is not None

    def save_row(
        self, request: HttpRequest, row: Opportunity, form: Any, write_related: Callable[[], None]
    ) -> None:
        services.save_opportunity(row, by=signed_in_user(request))

    def remove_row(self, request: HttpRequest, row: Opportunity) -> None:
        services.remove_opportunity(row, by=signed_in_user(request))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        facts = ["kind", "provider", "deadline_on", "url", "slug", "published_at"]
        if obj is not None and self.has_change_permission(request, obj):
            facts.append("seen")
        others = [
            (
                name,
                {
                    "classes": ["tab"],
                    "fields": [to_attribute("title", code), to_attribute("summary", code)],
                },
            )
            for code, name in settings.LANGUAGES
            if code != "en"
        ]
        return [(None, {"fields": ["title_en", "summary_en", *facts]}), *others]

    def get_actions_submit_line(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only the one of the two that applies."""
        # The address may hold any text instead of a key; Django answers it afterwards.
        is_published = at_key(Opportunity.objects.published(), object_id).exists()
        wanted = "withdraw_now" if is_published else "publish_now"
        return [
            found
            for found in super().get_actions_submit_line(request, object_id)
            if found.action_name.endswith(wanted)
        ]

    @display(description=_("deadline"), ordering="deadline_on")
    def shown_deadline(self, opportunity: Opportunity) -> str:
        return deadline(opportunity.deadline_on) or "–"

    @display(
        description=_("status"),
        label={"draft": "warning", "open": "success", "closed": "info"},
    )
    def standing(self, opportunity: Opportunity) -> tuple[str, Any]:
        if opportunity.published_at is None:
            return "draft", _("draft")
        if opportunity.is_open_on(clock.today()):
            return "open", _("open")
        return "closed", _("closed")

    @bulk_action(
        description=_("Publish the selected opportunities"),
        permissions=["change"],
        asks=_asks_before_publishing,
    )
    def publish(self, request: HttpRequest, queryset: QuerySet[Opportunity]) -> None:
        for opportunity in queryset:
            self._publish(request, opportunity)

    @bulk_action(
        description=_("Withdraw the selected opportunities"),
        permissions=["change"],
        asks=_asks_before_withdrawing,
    )
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Opportunity]) -> None:
        for opportunity in queryset:
            self._withdraw(request, opportunity)

    @action(description=_("Save and publish"), permissions=["change"])
    def publish_now(self, request: HttpRequest, opportunity: Opportunity) -> None:
        self._publish(request, opportunity)

    @action(description=_("Save and withdraw"), permissions=["change"])
    def withdraw_now(self, request: HttpRequest, opportunity: Opportunity) -> None:
        self._withdraw(request, opportunity)

    def _publish(self, request: HttpRequest, opportunity: Opportunity) -> None:
        try:
            services.publish_opportunity(opportunity, by=signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("“%s” is published.") % opportunity)

    def _withdraw(self, request: HttpRequest, opportunity: Opportunity) -> None:
        try:
            services.withdraw_opportunity(opportunity, by=signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("“%s” is withdrawn.") % opportunity)
