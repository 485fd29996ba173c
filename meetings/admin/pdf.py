"""The builds of PDFs, read-only; a failed one may be retried."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from meetings.models import PdfBuild
from meetings.services.builds import retry
from meetings.tasks import build_pdf
from network.accounts.access import signed_in_user
from network.adminsite.base import ReadOnlyAdmin
from network.adminsite.bulk_actions import BulkQuestion, bulk_action
from network.values.refusals import Refusal
from network.values.translations import own_name


def _asks_before_retrying(
    model_admin: Any, request: HttpRequest, rows: list[PdfBuild], count: int
) -> BulkQuestion:
    return BulkQuestion(
        title=ngettext("Build {number} PDF again?", "Build {number} PDFs again?", count).format(
            number=count
        ),
        sentence=gettext("Those that failed are built again. Nothing else changes."),
        button=gettext("Build again"),
        left_out={
            row.pk: gettext("Left as it is: it has not failed.")
            for row in rows
            if row.state != PdfBuild.State.FAILED
        },
    )


@admin.register(PdfBuild)
class PdfBuildAdmin(ReadOnlyAdmin, ModelAdmin):
    list_display = ["version", "language", "shown_state", "percent", "attempts", "finished_at"]
    list_filter = ["state", "language"]
    list_select_related = ["version__communique"]
    actions = ["try_again"]
    fields = [
        "version",
        "language",
        "state",
        "percent",
        "attempts",
        "shown_error",
        "shown_file",
        "shown_size",
        "pages",
        "sha256",
        "created_at",
        "finished_at",
    ]
    readonly_fields = fields

    def name_of_row(self, build: PdfBuild) -> str:
        name = gettext("{communique}, version {number}, {language}")
        return name.format(
            communique=build.version.communique,
            number=build.version.number,
            language=own_name(build.language),
        )

    @display(description=_("file"))
    def shown_file(self, build: PdfBuild) -> str:
        if not build.is_done:
            return ""
        version = build.version
        address = reverse(
            "meetings:communique-pdf",
            args=[version.communique_id, version.number, build.language],
        )
        return format_html('<a href="{}">{}</a>', address, Path(str(build.file)).name)

    @display(description=_("size"))
    def shown_size(self, build: PdfBuild) -> str:
        return filesizeformat(build.size) if build.size else ""

    @display(description=_("last error"))
    def shown_error(self, build: PdfBuild) -> str:
        return build.reason

    @display(
        description=_("status"),
        ordering="state",
        label={"waiting": "info", "building": "info", "done": "success", "failed": "danger"},
    )
    def shown_state(self, build: PdfBuild) -> tuple[str, str]:
        return build.state, str(build.get_state_display())

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Whoever may build a PDF may build it again."""
        return bool(request.user.has_perm("meetings.change_communique"))

    @bulk_action(
        description=_("Retry the failed PDFs"),
        permissions=["retry"],
        asks=_asks_before_retrying,
    )
    def try_again(self, request: HttpRequest, queryset: models.QuerySet[PdfBuild]) -> None:
        by = signed_in_user(request)
        for build in queryset:
            try:
                build_pdf.delay_on_commit(retry(build, by=by).pk)
            except Refusal as refusal:
                messages.warning(request, f"{build}: {refusal.sentence}")
            else:
                messages.success(request, gettext("%s is being built again.") % build)
