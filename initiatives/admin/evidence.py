"""What sources say about plans, in the admin: loaded from reference files, corrected by staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from initiatives.models import PlanCount, PlanFinding, SourceDifference
from initiatives.services.evidence import remove_count, remove_finding, save_count, save_finding
from network.accounts.access import signed_in_user
from network.adminsite.base import ServiceAdmin
from network.adminsite.optimistic_lock import OptimisticLockAdmin
from network.values.collation import NameOrder


class SourceDifferenceInline(TabularInline):
    """Where the sources of a plan disagree."""

    model = SourceDifference
    fields = (
        "about",
        "first_value",
        "first_source",
        "second_value",
        "second_source",
        "taken",
        "reason",
    )
    extra = 0
    tab = True
    hide_title = True


@admin.register(PlanFinding)
class PlanFindingAdmin(OptimisticLockAdmin, ServiceAdmin):
    list_per_page = 50
    list_display = ("country_shown", "subject", "said")
    list_filter = ("subject", "country__region")
    list_select_related = ("country",)
    search_fields = ("country__folded",)
    autocomplete_fields = ("country",)
    fieldsets = ((None, {"fields": ("country", "subject", "said", "source")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlanFinding]:
        return PlanFinding.objects.select_related("country")

    def save_row(
        self, request: HttpRequest, row: PlanFinding, form: Any, write_related: Callable[[], None]
    ) -> None:
        save_finding(row, by=signed_in_user(request))

    def remove_row(self, request: HttpRequest, row: PlanFinding) -> None:
        remove_finding(row, by=signed_in_user(request))

    @display(description=_("country"), ordering=NameOrder("country__name_order"))
    def country_shown(self, finding: PlanFinding) -> str:
        return str(finding.country)


@admin.register(PlanCount)
class PlanCountAdmin(OptimisticLockAdmin, ServiceAdmin):
    list_per_page = 50
    list_display = ("as_of_shown", "states", "source")
    fieldsets = ((None, {"fields": ("as_of", "states", "source", "note")}),)

    def save_row(
        self, request: HttpRequest, row: PlanCount, form: Any, write_related: Callable[[], None]
    ) -> None:
        save_count(row, by=signed_in_user(request))

    def remove_row(self, request: HttpRequest, row: PlanCount) -> None:
        remove_count(row, by=signed_in_user(request))

    @display(description=_("as of"), ordering="as_of")
    def as_of_shown(self, count: PlanCount) -> str:
        return str(count.as_of.localized)
