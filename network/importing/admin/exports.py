"""What was exported, by whom: looked at only."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from network.adminsite.base import ReadOnlyAdmin
from network.importing.models import ListExport
from network.values.lists import listed


@admin.register(ListExport)
class ListExportAdmin(ReadOnlyAdmin, ModelAdmin):
    list_display = ("at", "shown_list", "rows", "format", "shown_filters", "by_name")
    list_filter = ("format",)
    search_fields = ("by_name",)
    list_per_page = 50
    fields = ("at", "shown_list", "rows", "format", "shown_filters", "shown_columns", "by_name")
    readonly_fields = fields

    @display(description=_("list"), ordering="model")
    def shown_list(self, export: ListExport) -> str:
        try:
            return capfirst(str(apps.get_model(export.model)._meta.verbose_name_plural))
        except (LookupError, ValueError):
            return export.model

    @display(description=_("filters"))
    def shown_filters(self, export: ListExport) -> str:
        return export.filters or "–"

    @display(description=_("columns"))
    def shown_columns(self, export: Any) -> str:
        return listed(export.columns)
