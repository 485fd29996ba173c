"""Initiatives in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from focalpoints.admin.published import PUBLICATION, PublishedAdmin, PublishedForm
from focalpoints.models import owner_names
from focalpoints.review.forms import columns
from initiatives.admin.freshness import FreshnessFilter
from initiatives.filters import initiatives_shown
from initiatives.forms import InitiativeForm
from initiatives.models import Initiative
from initiatives.spreadsheets.initiatives import InitiativeResource
from network.importing.exports import ListPage
from network.importing.list_admin import ListAdmin


class InitiativeAdminForm(PublishedForm):
    pillars = InitiativeForm.base_fields["pillars"]  # type: ignore[attr-defined]
    themes = InitiativeForm.base_fields["themes"]  # type: ignore[attr-defined]
    seeks = InitiativeForm.base_fields["seeks"]  # type: ignore[attr-defined]
    offers = InitiativeForm.base_fields["offers"]  # type: ignore[attr-defined]

    class Meta:
        model = Initiative
        fields = "__all__"


@admin.register(Initiative)
class InitiativeAdmin(ListAdmin, PublishedAdmin):
    resource = InitiativeResource
    page = ListPage("initiatives:initiatives", initiatives_shown)
    form = InitiativeAdminForm
    owner_fields = ("owner",)
    list_per_page = 50
    list_display = (
        "title_shown",
        "owner_shown",
        "scope",
        "status",
        "shown_translations",
        "published_at",
        "confirmed_at",
    )
    list_filter = (FreshnessFilter, "scope", "status", "visibility", "owner__country__region")
    list_select_related = ("owner__country", "owner__organisation")
    search_fields = ("folded", *owner_names("owner"))
    autocomplete_fields = ("owner", "countries", "members")
    show_full_result_count = False
    fieldsets = (
        (_("Description"), {"fields": ("owner", *columns("title"), *columns("summary"))}),
        (_("Pillars and themes"), {"fields": ("pillars", "themes")}),
        (_("Where and with whom"), {"fields": ("scope", "countries", "members", "partners")}),
        (_("When"), {"fields": ("starts_on", "ends_on", "status")}),
        (
            _("Support, contact and visibility"),
            {"fields": ("seeks", "offers", "contact", "source_url", "visibility")},
        ),
        PUBLICATION,
    )

    @display(description=_("title"))
    def title_shown(self, initiative: Initiative) -> str:
        return str(initiative)

    @display(description=_("member"))
    def owner_shown(self, initiative: Initiative) -> str:
        return initiative.owner.name
