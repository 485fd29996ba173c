"""The trail in the admin, with the export of a period."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network import clock
from network.accounts.access import signed_in_user
from network.audit.trail import TrailAdmin
from network.importing.trail_export import (
    COLUMNS,
    MOST_DAYS,
    Period,
    require_period,
    trail_as_csv,
    trail_as_xlsx,
)
from network.values.day_fields import DayField
from network.values.refusals import Refusal

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PeriodForm(forms.Form):
    """The days of the export, both included."""

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("first") and data.get("last"):
            try:
                self.period = require_period(data["first"], data["last"])
            except Refusal as refusal:
                self.add_error(refusal.field, refusal.sentence)
        return data


class ExportedTrailAdmin(TrailAdmin):
    """The trail, which whoever may is given for a period (PGHISTORY_ADMIN_CLASS)."""

    change_list_template = "admin/network/trail.html"

    def get_urls(self) -> list[Any]:
        view: Any = self.admin_site.admin_view(self.export_view)
        own = path("export/", view, name="pghistory_middlewareevents_export")
        return [own, *super().get_urls()]

    def has_export_permission(self, request: HttpRequest) -> bool:
        return signed_in_user(request).has_perm("pghistory.export_middlewareevents")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        more = {"has_export_permission": self.has_export_permission(request)}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """GET asks for the period and the format; POST sends the file."""
        if not self.has_export_permission(request):
            raise Http404
        today = clock.today()
        form = PeriodForm(
            request.POST or None, initial={"first": today.replace(day=1), "last": today}
        )
        if request.method == "POST" and form.is_valid():
            try:
                return _file(form.period, request)
            except Refusal as refusal:
                form.add_error(refusal.field, refusal.sentence)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Export the history of a period"),
            "form": form,
            "days": MOST_DAYS,
            "columns": list(COLUMNS),
            "back": reverse("admin:pghistory_middlewareevents_changelist"),
        }
        return TemplateResponse(request, "admin/network/trail_export.html", context)


def _file(period: Period, request: HttpRequest) -> HttpResponseBase:
    by = signed_in_user(request)
    name = f"history-{period.first.isoformat()}-{period.last.isoformat()}"
    if request.POST.get("format") == "xlsx":
        file = trail_as_xlsx(period, by=by)
        return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=_XLSX)
    return StreamingHttpResponse(
        trail_as_csv(period, by=by),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
