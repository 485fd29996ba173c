"""All versions of all entries for the Secretariat: also of entries that were deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from focalpoints.models import Revision
from focalpoints.review import registry
from focalpoints.review.comparison import VersionValues, compare, fields_of
from focalpoints.review.outdated import outdated_of_version
from focalpoints.review.versions import versions_url
from network.adminsite.base import ReadOnlyAdmin


class KindFilter(admin.SimpleListFilter):
    title = _("type")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.name, kind.label) for kind in registry.kinds()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Revision]) -> QuerySet[Revision]:
        kind = registry.kind(self.value() or "")
        return queryset.filter(content_type=kind.content_type) if kind else queryset


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin, ModelAdmin):
    class Media:
        css = {"all": ("css/admin-review.css",)}

    list_display = ("shown_title", "number", "at", "by_name", "shown_kind", "source")
    list_filter = (KindFilter, "source")
    search_fields = ("label", "by_name", "reason")
    list_select_related = ("content_type",)
    list_per_page = 50
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("shown_title", "shown_kind", "number", "shown_entry")}),
        (
            _("Publication"),
            {
                "fields": (
                    "at",
                    "by_name",
                    "source",
                    "reason",
                    "shown_outdated",
                    "restored_from",
                    "erased_at",
                )
            },
        ),
        (_("Content of the version"), {"fields": ("shown_values",)}),
    )
    readonly_fields = ("shown_title", "shown_kind", "shown_entry", "shown_outdated", "shown_values")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        # One of them is read whole, in a query more; a list of fifty is not.
        return Revision.objects.defer("values", "names")

    @display(description=_("title"), ordering="label")
    def shown_title(self, revision: Revision) -> Any:
        return revision.label or _("erased")

    @display(description=_("type"), ordering="content_type")
    def shown_kind(self, revision: Revision) -> str:
        return str(registry.kind_of_type(revision.content_type_id).label)

    @display(description=_("entry"))
    def shown_entry(self, revision: Revision) -> Any:
        kind = registry.kind_of_type(revision.content_type_id)
        entry = kind.model._default_manager.filter(pk=revision.object_id).first()
        if entry is None:
            return _("The entry was deleted; its versions are kept.")
        return format_html('<a href="{}">{}</a>', versions_url(kind, entry), _("All its versions"))

    @display(description=_("outdated translations"))
    def shown_outdated(self, revision: Revision) -> str:
        return ", ".join(item.label for item in outdated_of_version(revision)) or "–"

    @display(description=_("values"))
    def shown_values(self, revision: Revision) -> SafeString:
        kind = registry.kind_of_type(revision.content_type_id)
        values = VersionValues.by(revision)
        lines = compare(kind, values, values, fields=fields_of(kind.model)).fields
        return format_html(
            "<dl>{}</dl>",
            format_html_join(
                "",
                '<dt><b>{}</b></dt><dd class="said" dir="auto">{}</dd>',
                ((line.label, line.published) for line in lines if line.published),
            ),
        )
