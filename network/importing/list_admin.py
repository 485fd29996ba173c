"""Lists of the admin that are exported, and those whose entries can be imported."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth import get_permission_codename
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from import_export.admin import ExportMixin
from import_export.resources import Resource
from unfold.admin import ModelAdmin

from network import clock, registry
from network.accounts.access import signed_in_user
from network.importing.exports import OF_PAGE, ListPage, export_list
from network.importing.imports import may_import
from network.importing.kinds import ImportKind
from network.importing.spreadsheets.writing import WRITERS

_CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ListAdmin(ExportMixin, ModelAdmin):  # type: ignore[misc]
    """An admin whose list is exported as its filters show it, with the columns of `resource`.

    Where the site has a page of the same rows, its `page`, what that shows is exported here too.
    Where an app lends an ImportKind of the same model, the list leads to its import too.
    """

    resource: ClassVar[type[Resource]]
    page: ClassVar[ListPage | None] = None
    import_export_change_list_template = "admin/network/list_with_export.html"

    def has_export_permission(self, request: HttpRequest) -> bool:
        codename = get_permission_codename("export", self.opts)
        return bool(request.user.has_perm(f"{self.opts.app_label}.{codename}"))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        more = {"import_address": _import_address(request, self.model)}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """GET shows what would be exported and asks for the format; POST sends the file."""
        if not self.has_export_permission(request):
            raise Http404
        rows, is_filtered, back = self._exported(request)
        resource = self.resource()
        file_type = request.POST.get("format", "")
        if request.method == "POST" and file_type in WRITERS:
            content = export_list(
                rows,
                resource,
                file_type=file_type,
                filters=request.GET.urlencode(),
                by=signed_in_user(request),
            )
            name = f"{self.opts.model_name}-{clock.today().isoformat()}.{file_type}"
            return HttpResponse(
                content,
                content_type=_CONTENT_TYPES[file_type],
                headers={"Content-Disposition": f'attachment; filename="{name}"'},
            )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Export: {list}").format(
                list=capfirst(str(self.opts.verbose_name_plural))
            ),
            "count": rows.count(),
            "is_filtered": is_filtered,
            "columns": [one for one in resource.fields.values() if not one.only_imported],
            "back": back,
        }
        return TemplateResponse(request, "admin/network/export.html", context)

    def _exported(self, request: HttpRequest) -> tuple[QuerySet[Any], bool, str]:
        """The rows of an export, whether a filter chose them, and the list that shows them."""
        query = request.GET.copy()
        if self.page is not None and OF_PAGE in query:
            del query[OF_PAGE]
            filters = self.page.shown(request)
            address = reverse(self.page.name)
            rows, is_filtered = filters.qs, filters.is_filtered
        else:
            address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
            rows, is_filtered = self.get_export_queryset(request), bool(query)
        return rows, is_filtered, f"{address}?{query.urlencode()}" if query else address


def _import_address(request: HttpRequest, model: Any) -> str:
    """Where files of entries of `model` are imported; empty where the account may not."""
    for kind in registry.of(ImportKind):
        if kind.model is model:
            if not may_import(kind, signed_in_user(request)):
                return ""
            return reverse("admin:network_spreadsheetimport_choose", args=[kind.name])
    return ""
