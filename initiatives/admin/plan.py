"""National Action Plans in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import INPUT_CLASSES

from focalpoints.admin.published import PUBLICATION, PublishedAdmin, PublishedForm
from focalpoints.models import owner_names
from focalpoints.review.forms import columns
from initiatives.admin.evidence import SourceDifferenceInline
from initiatives.admin.freshness import FreshnessFilter
from initiatives.filters import plans_shown
from initiatives.forms import PlanForm
from initiatives.models import NationalActionPlan, PlanDocument, Standing
from initiatives.spreadsheets.plans import PlanResource
from network import clock
from network.documents.public import AddressOrUploadField, AddressOrUploadInput
from network.documents.upload_admin import KeepsUploads
from network.importing.exports import ListPage
from network.importing.list_admin import ListAdmin


def _address_or_upload(label: Any, *, required: bool) -> AddressOrUploadField:
    """The field of the members' form in the admin's own style."""
    return AddressOrUploadField(
        label=label,
        max_length=500,
        required=required,
        widget=AddressOrUploadInput({"class": " ".join(INPUT_CLASSES)}),
    )


class PlanAdminForm(PublishedForm):
    languages = PlanForm.base_fields["languages"]  # type: ignore[attr-defined]
    document_url = _address_or_upload(_("web address of the document"), required=False)

    class Meta:
        model = NationalActionPlan
        fields = "__all__"


class PlanDocumentAdminForm(forms.ModelForm):
    """One document of a plan, in the admin's own style."""

    url = _address_or_upload(_("web address"), required=True)

    class Meta:
        model = PlanDocument
        fields = ("kind", "title", "language", "url")


class DocumentInline(TabularInline):
    """Documents beside the one of the plan itself; they belong to the publication."""

    model = PlanDocument
    form = PlanDocumentAdminForm
    fields = ("kind", "title", "language", "url")
    extra = 0
    tab = True
    hide_title = True


class StandingFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(item.value, item.label) for item in Standing if item is not Standing.NO_RECORD]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[NationalActionPlan]
    ) -> QuerySet[NationalActionPlan]:
        if self.value() not in Standing.values:
            return queryset
        plans = NationalActionPlan.objects.of_standing(self.value() or "", day=clock.today())
        return queryset.filter(pk__in=plans.values("pk"))


@admin.register(NationalActionPlan)
class NationalActionPlanAdmin(KeepsUploads, ListAdmin, PublishedAdmin):
    resource = PlanResource
    page = ListPage("initiatives:plans", plans_shown)
    form = PlanAdminForm
    owner_fields = ("country", "organisation")
    list_per_page = 50
    list_display = (
        "title_shown",
        "owner_shown",
        "generation",
        "period",
        "standing_shown",
        "shown_translations",
        "confirmed_at",
    )
    list_filter = (StandingFilter, FreshnessFilter, "state", "country__region")
    list_select_related = ("country", "organisation")
    search_fields = ("folded", *owner_names())
    autocomplete_fields = ("country", "organisation")
    fieldsets = (
        (
            _("The plan"),
            {
                "fields": (
                    "country",
                    "organisation",
                    "generation",
                    "state",
                    *columns("title"),
                    ("original_title", "original_language"),
                )
            },
        ),
        (
            _("Adoption and period"),
            {"fields": ("adopted_on", "starts_on", "ends_on", "is_extended")},
        ),
        (
            _("Contents"),
            {
                "fields": (
                    "lead_institution",
                    "has_budget",
                    "budget_note",
                    "has_monitoring",
                    "monitoring",
                    "languages",
                    "document_url",
                )
            },
        ),
        (_("Source"), {"fields": ("source", "source_note", "confidence")}),
        PUBLICATION,
    )
    inlines = (DocumentInline, SourceDifferenceInline)

    @display(description=_("plan"))
    def title_shown(self, plan: NationalActionPlan) -> str:
        return str(plan)

    @display(description=_("owner"))
    def owner_shown(self, plan: NationalActionPlan) -> str:
        return plan.owner_name

    @display(description=_("period"))
    def period(self, plan: NationalActionPlan) -> str:
        if not plan.starts_on and not plan.ends_on:
            return "–"
        ends = (plan.starts_on, plan.ends_on)
        return " – ".join(part.localized if part else "…" for part in ends)

    @display(
        description=_("status"),
        label={
            Standing.IN_FORCE.value: "success",
            Standing.LAPSING.value: "warning",
            Standing.LAPSED.value: "danger",
            Standing.RECORDED.value: "info",
        },
    )
    def standing_shown(self, plan: NationalActionPlan) -> tuple[str, str]:
        standing = plan.standing()
        return standing.value, str(standing.label)
