"""Countries, organisations and members in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from focalpoints.admin.coverage import coverage_page
from focalpoints.admin.published import PartsLockForm, PublicationAdmin
from focalpoints.filters import members_shown
from focalpoints.members import remove_member, save_member
from focalpoints.models import (
    Country,
    Designation,
    Member,
    MemberInstitution,
    Organisation,
    OrganisationCountry,
    active_on,
    owner_names,
    protocol_order,
)
from focalpoints.organisations import is_member, remove_organisation, save_organisation
from focalpoints.review.forms import columns
from focalpoints.spreadsheets.members import MemberResource
from network import clock
from network.accounts.access import signed_in_user
from network.adminsite.base import ProtectedAdmin, ReadOnlyAdmin, ReadOnlyInline, ServiceAdmin
from network.adminsite.optimistic_lock import OptimisticLockAdmin
from network.adminsite.slugs import SlugAdmin, SlugForm
from network.adminsite.translations import TranslationsAdmin
from network.importing.exports import ListPage
from network.importing.list_admin import ListAdmin
from network.values.collation import alphabetical, owner_name_order


@admin.register(Country)
class CountryAdmin(ReadOnlyAdmin, ModelAdmin):
    """The UN's names and codes: looked up here, changed by the reference data only."""

    list_display = ("name_en", "iso3", "region", "subregion_en", "name_fr", "name_es")
    list_filter = ("region",)
    search_fields = ("folded",)
    list_per_page = 50

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        return alphabetical(), "iso3"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Country]:
        return Country.objects.in_order()


class CoverageInline(TabularInline):
    """Countries that an organisation covers."""

    model = OrganisationCountry
    fields = ("country", "as_of", "source")
    autocomplete_fields = ("country",)
    extra = 0
    tab = True
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrganisationCountry]:
        rows = OrganisationCountry.objects.select_related("country")
        return rows.order_by(alphabetical("country"), "pk")


class NamedForm(SlugForm):
    address_help = _("If left empty, it is made from the name.")

    def slug_source(self, data: dict[str, Any]) -> str:
        return str(data.get("name_en") or "")


@admin.register(Organisation)
class OrganisationAdmin(
    TranslationsAdmin, SlugAdmin, OptimisticLockAdmin, ServiceAdmin, ProtectedAdmin
):
    form = NamedForm
    list_per_page = 50
    list_display = ("name_en", "code", "seat_en", "country_count", "shown_translations")
    search_fields = ("folded",)
    readonly_fields = ("confidence",)
    prepopulated_fields = {"slug": ("name_en",)}
    inlines = (CoverageInline,)
    fieldsets = (
        (None, {"fields": (*columns("name"), "code", "slug")}),
        (_("Short form"), {"fields": (*columns("short"), "aliases")}),
        (_("Source of the name"), {"fields": columns("name_source")}),
        (_("Headquarters"), {"fields": (*columns("seat"), ("latitude", "longitude"))}),
        (_("Source"), {"fields": ("source", "confidence")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # The reference files identify it by its code.
        return (*super().get_readonly_fields(request, obj), *(("code",) if obj else ()))

    def may_go(self, row: Organisation) -> bool:
        """A member of the Network cannot be deleted, nor can its country or organisation."""
        return not is_member(row)

    def save_row(
        self,
        request: HttpRequest,
        row: Organisation,
        form: Any,
        write_related: Callable[[], None],
    ) -> None:
        save_organisation(row, by=signed_in_user(request), write_related=write_related)

    def remove_row(self, request: HttpRequest, row: Organisation) -> None:
        remove_organisation(row, by=signed_in_user(request))

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        return alphabetical(), "code"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        return Organisation.objects.in_order().annotate(covered=Count("coverage"))

    @display(description=_("countries"), ordering="covered")
    def country_count(self, organisation: Any) -> int:
        return int(organisation.covered)


class DesignatedFilter(admin.SimpleListFilter):
    title = _("designation today")
    parameter_name = "designated"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("somebody is designated")), ("no", _("nobody is designated"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Member]) -> QuerySet[Member]:
        active = Designation.objects.active_on(clock.today()).filter(member=OuterRef("pk"))
        if self.value() == "yes":
            return queryset.filter(Exists(active))
        if self.value() == "no":
            return queryset.filter(~Exists(active))
        return queryset


class DesignationInline(ReadOnlyInline, TabularInline):
    """Past and present designations; added on the page of designations."""

    model = Designation
    fields = ("category", "person", "starts_on", "ends_on", "letter_reference")
    readonly_fields = fields
    ordering = ("-starts_on",)
    extra = 0
    tab = True
    show_change_link = True
    template_before = "admin/focalpoints/designations_of.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Designation]:
        return Designation.objects.select_related("person", "category")


class InstitutionInline(TabularInline):
    """Institutions that public pages name, in the capacity that they state."""

    model = MemberInstitution
    fields = ("name", "capacity", "source")
    extra = 0
    tab = True
    hide_title = True


class MemberForm(SlugForm, PartsLockForm):
    """A new member's web address is its country's or organisation's, unless another is typed."""

    address_help = _("If left empty, it is made from the name.")

    def slug_source(self, data: dict[str, Any]) -> str:
        identity = data.get("country") or data.get("organisation")
        return identity.slug if identity else ""


@admin.register(Member)
class MemberAdmin(ListAdmin, SlugAdmin, PublicationAdmin):
    form = MemberForm
    resource = MemberResource
    page = ListPage("focalpoints:members", members_shown)
    list_display = (
        "shown_name",
        "shown_kind",
        "state",
        "shown_joined",
        "active_count",
        "confidence",
    )
    list_filter = (
        DesignatedFilter,
        "state",
        "country__region",
    )
    search_fields = (*owner_names(), "slug")
    list_select_related = ("country", "organisation")
    autocomplete_fields = ("country", "organisation")
    readonly_fields = ("confidence", "shown_versions")
    list_per_page = 50
    inlines = (DesignationInline, InstitutionInline)
    fieldsets = (
        (_("Identity"), {"fields": ("country", "organisation", "slug")}),
        (_("Membership"), {"fields": ("state", "joined_on", "left_on", "shown_versions")}),
        (_("Source"), {"fields": ("source", "confidence")}),
    )

    def get_custom_urls(self) -> tuple[Any, ...]:
        def coverage(request: HttpRequest, model_admin: Any) -> HttpResponse:
            return coverage_page(self, request)

        return (("coverage/", "focalpoints_member_coverage", coverage),)

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        return protocol_order()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        active = active_on(clock.today(), "designations__")
        rows = Member.objects.in_protocol_order()
        return rows.annotate(active_designations=Count("designations", filter=active))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # The identity of a member is fixed; a new member is a new row.
        fixed = ("country", "organisation") if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def save_row(
        self, request: HttpRequest, row: Member, form: Any, write_related: Callable[[], None]
    ) -> None:
        before = row.version
        save_member(row, by=signed_in_user(request), write_related=write_related)
        if row.version != before:
            self.warn_of_draft(request, row)

    def remove_row(self, request: HttpRequest, row: Member) -> None:
        remove_member(row, by=signed_in_user(request))

    @display(description=_("member"), ordering=owner_name_order())
    def shown_name(self, member: Member) -> str:
        return member.name

    @display(description=_("joined"), ordering="joined_on")
    def shown_joined(self, member: Member) -> str:
        return member.joined_on.localized if member.joined_on else "–"

    @display(description=_("type"))
    def shown_kind(self, member: Member) -> Any:
        return _("State") if member.is_state else _("Organisation")

    @display(description=_("designated today"), ordering="active_designations")
    def active_count(self, member: Any) -> int:
        return int(member.active_designations)
