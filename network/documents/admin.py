"""The builds of PDFs and the private files, read-only; a build that failed may be retried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
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

from network import registry
from network.adminsite.base import ReadOnlyAdmin
from network.adminsite.bulk_actions import BulkQuestion, bulk_action
from network.documents.kinds import DocumentKind
from network.documents.models import DocumentBuild, PrivateFile
from network.documents.private import PrivateFileKind, may_read
from network.documents.queue import retry, start_builds
from network.values.refusals import Refusal
from network.values.translations import own_name


class KindFilter(admin.SimpleListFilter):
    title = _("type")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.name, kind.label) for kind in registry.of(DocumentKind)]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[DocumentBuild]
    ) -> models.QuerySet[DocumentBuild]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


def _asks_before_retrying(
    model_admin: Any, request: HttpRequest, rows: list[DocumentBuild], count: int
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
            if row.state != DocumentBuild.State.FAILED
        },
    )


@admin.register(DocumentBuild)
class DocumentBuildAdmin(ReadOnlyAdmin, ModelAdmin):
    list_per_page = 50
    list_display = [
        "shown_title",
        "shown_kind",
        "language",
        "shown_state",
        "percent",
        "attempts",
        "finished_at",
    ]
    list_filter = [KindFilter, "state", "language"]
    search_fields = ["title"]
    actions = ["try_again"]
    fields = [
        "shown_title",
        "shown_kind",
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

    def name_of_row(self, build: DocumentBuild) -> str:
        name = gettext("{title}, {language}")
        return name.format(title=build.title, language=own_name(build.language))

    @display(description=_("document"), ordering="title")
    def shown_title(self, build: DocumentBuild) -> str:
        return format_html('<bdi lang="{}">{}</bdi>', build.language, build.title)

    @display(description=_("type"), ordering="kind")
    def shown_kind(self, build: DocumentBuild) -> str:
        known = registry.named(DocumentKind, build.kind)
        return str(known.label) if known else build.kind

    @display(description=_("file"))
    def shown_file(self, build: DocumentBuild) -> str:
        if not build.is_done or registry.named(DocumentKind, build.kind) is None:
            return ""
        return format_html('<a href="{}">{}</a>', build.get_absolute_url(), build.name)

    @display(description=_("size"))
    def shown_size(self, build: DocumentBuild) -> str:
        return filesizeformat(build.size) if build.size else ""

    @display(description=_("last error"))
    def shown_error(self, build: DocumentBuild) -> str:
        return build.reason

    @display(
        description=_("status"),
        ordering="state",
        label={"waiting": "info", "building": "info", "done": "success", "failed": "danger"},
    )
    def shown_state(self, build: DocumentBuild) -> tuple[str, str]:
        return build.state, str(build.get_state_display())

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Whoever may have documents of any kind built; each row asks its own kind again."""
        return request.user.has_perm("network.change_documentbuild")

    @bulk_action(
        description=_("Retry the failed PDFs"),
        permissions=["retry"],
        asks=_asks_before_retrying,
    )
    def try_again(self, request: HttpRequest, queryset: models.QuerySet[DocumentBuild]) -> None:
        by: Any = request.user
        for build in queryset:
            try:
                start_builds([retry(build, by=by)])
            except Refusal as refusal:
                messages.warning(request, f"{build}: {refusal.sentence}")
            else:
                messages.success(request, gettext("%s is being built again.") % build)


class PrivateKindFilter(admin.SimpleListFilter):
    title = _("type")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.name, kind.label) for kind in registry.of(PrivateFileKind)]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[PrivateFile]
    ) -> models.QuerySet[PrivateFile]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class KeptFilter(admin.SimpleListFilter):
    title = _("file")
    parameter_name = "kept"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("kept")), ("no", _("discarded"))]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[PrivateFile]
    ) -> models.QuerySet[PrivateFile]:
        if self.value() in ("yes", "no"):
            return queryset.filter(discarded_at__isnull=self.value() == "yes")
        return queryset


@admin.register(PrivateFile)
class PrivateFileAdmin(ReadOnlyAdmin, ModelAdmin):
    """What is kept of whom, and until when; a file itself is for whom the rule of its kind lets.

    Its name, which may tell what it holds, is shown to them alone.
    """

    list_per_page = 50
    list_display = [
        "shown_kind",
        "shown_owner",
        "shown_size",
        "keep_until",
        "uploaded_by",
        "uploaded_at",
    ]
    list_filter = [PrivateKindFilter, KeptFilter]
    list_select_related = ["uploaded_by"]
    fields = [
        "shown_kind",
        "shown_owner",
        "shown_file",
        "content_type",
        "shown_size",
        "keep_until",
        "uploaded_by",
        "uploaded_at",
        "discarded_at",
    ]
    readonly_fields = fields

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        found = super().get_changelist_instance(request)
        _name_owners(found.result_list)
        return found

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> PrivateFile | None:
        found: PrivateFile | None = super().get_object(request, object_id, from_field)
        if found is not None:
            _name_owners([found])
            found.is_for_reader = may_read(request.user, found)  # type: ignore[attr-defined]
        return found

    def name_of_row(self, file: PrivateFile) -> str:
        return f"{self.shown_kind(file)} {file.pk}"

    @display(description=_("type"), ordering="kind")
    def shown_kind(self, file: PrivateFile) -> str:
        known = registry.named(PrivateFileKind, file.kind)
        return str(known.label) if known else file.kind

    @display(description=_("owner"), ordering="owner")
    def shown_owner(self, file: PrivateFile) -> str:
        return str(getattr(file, "owner_name", file.owner))

    @display(description=_("size"), ordering="size")
    def shown_size(self, file: PrivateFile) -> str:
        return filesizeformat(file.size)

    @display(description=_("file"))
    def shown_file(self, file: PrivateFile) -> str:
        if not file.is_kept:
            return gettext("The file was discarded.")
        if not getattr(file, "is_for_reader", False):
            return gettext("Your account may not read this file.")
        address = reverse("private-file", args=[file.pk])
        return format_html('<a href="{}">{}</a>', address, file.original_name)


def _name_owners(files: Iterable[PrivateFile]) -> None:
    """Give each row what its owner is called, with a query for each kind."""
    by_kind: dict[str, list[PrivateFile]] = defaultdict(list)
    for file in files:
        by_kind[file.kind].append(file)
    for name, rows in by_kind.items():
        kind = registry.named(PrivateFileKind, name)
        names = {} if kind is None else kind.owner_names({row.owner for row in rows})
        for row in rows:
            row.owner_name = names.get(row.owner, row.owner)  # type: ignore[attr-defined]
