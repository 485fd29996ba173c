"""Lists of the admin that are exported, and those whose entries can be imported."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth import get_permission_codename
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
from network.importing.exports import export_list
from network.importing.imports import may_import
from network.importing.kinds import ImportKind
from network.importing.spreadsheets.writing import WRITERS

_CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ListAdmin(ExportMixin, ModelAdmin):  # type: ignore[misc]
    """An admin whose list is exported as its filters show it, with the columns of `resource`.

    Where an app lends an ImportKind of the same model, the list leads to its import too.
    """

    resource: ClassVar[type[Resource]]
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
        rows = self.get_export_queryset(request)
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
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        query = request.GET.urlencode()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Export: {list}").format(
                list=capfirst(str(self.opts.verbose_name_plural))
            ),
            "count": rows.count(),
            "is_filtered": bool(query),
            "columns": [one for one in resource.fields.values() if not one.only_imported],
            "back": f"{address}?{query}" if query else address,
        }
        return TemplateResponse(request, "admin/network/export.html", context)


def _import_address(request: HttpRequest, model: Any) -> str:
    """Where files of entries of `model` are imported; empty where the account may not."""
    for kind in registry.of(ImportKind):
        if kind.model is model:
            if not may_import(kind, signed_in_user(request)):
                return ""
            return reverse("admin:network_spreadsheetimport_choose", args=[kind.name])
    return ""
