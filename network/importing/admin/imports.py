"""Imports in the admin: a file is chosen, its rows are looked at, confirmed, and undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from network.accounts.access import signed_in_user
from network.adminsite.base import ReadOnlyAdmin
from network.importing.forms import FileForm
from network.importing.imports import (
    answer_names,
    choose_rows,
    confirm_import,
    may_import,
    start_import,
)
from network.importing.kinds import ImportKind, MissingEntry, kind_named
from network.importing.models import ImportedRow, SpreadsheetImport
from network.importing.spreadsheets.columns import Column
from network.importing.undoing import (
    discard_import,
    retry_import,
    rows_left_by_undo,
    undo_import,
)
from network.importing.working import progress_of
from network.values.primary_keys import find_at_key
from network.values.refusals import Refusal

State = SpreadsheetImport.State
Outcome = ImportedRow.Outcome
_ROWS_A_PAGE = 100
_SECONDS_BETWEEN_LOOKS = 2
# What needs somebody first.
_FIRST = [
    Outcome.PROBLEM,
    Outcome.NEW,
    Outcome.CHANGED,
    Outcome.VACANCY,
    Outcome.UNCHANGED,
]
# The columns that say what a row is about.
_NAMING = (
    *("member", "country", "organisation", "code", "generation", "title_en", "slug"),
    *("category", "title", "name", "given_name", "family_name"),
)
_MISSING_SHOWN = 200
_TONES = {
    State.READING: "info",
    State.READY: "warning",
    State.CONFIRMED: "info",
    State.WRITTEN: "success",
    State.UNDOING: "info",
    State.UNDONE: "info",
    State.FAILED: "danger",
    State.DISCARDED: "info",
}


@admin.register(SpreadsheetImport)
class SpreadsheetImportAdmin(ReadOnlyAdmin, ModelAdmin):
    list_display = ("file_name", "shown_kind", "shown_state", "by_name", "created_at")
    list_filter = ("state",)
    search_fields = ("file_name", "by_name")
    list_per_page = 50

    @display(description=_("list"), ordering="kind")
    def shown_kind(self, spreadsheet: SpreadsheetImport) -> Any:
        kind = kind_named(spreadsheet.kind)
        return spreadsheet.kind if kind is None else kind.label

    @display(description=_("status"), ordering="state", label=_TONES)
    def shown_state(self, spreadsheet: SpreadsheetImport) -> tuple[str, Any]:
        return spreadsheet.state, State(spreadsheet.state).label

    def get_urls(self) -> list[Any]:
        def page(address: str, view: Callable[..., HttpResponseBase], name: str) -> Any:
            return path(
                address, self.admin_site.admin_view(view), name=f"network_spreadsheetimport_{name}"
            )

        return [
            page("choose/<slug:kind>/", self.choose_view, "choose"),
            page("<int:object_id>/answer/", self.answer_view, "answer"),
            page("<int:object_id>/rows/", self.rows_view, "rows"),
            page("<int:object_id>/confirm/", self.confirm_view, "confirm"),
            page("<int:object_id>/retry/", self.retry_view, "retry"),
            page("<int:object_id>/discard/", self.discard_view, "discard"),
            page("<int:object_id>/undo/", self.undo_view, "undo"),
            *super().get_urls(),
        ]

    # --- Choosing a file ---

    def choose_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """GET asks for a file; POST reads it, and shows its rows or says why it cannot."""
        found = kind_named(kind)
        if found is None or not may_import(found, signed_in_user(request)):
            raise Http404
        form = FileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                spreadsheet = start_import(
                    found,
                    file.file,
                    file_name=file.name,
                    language=get_language() or "en",
                    by=signed_in_user(request),
                )
            except Refusal as refusal:
                form.add_error("file", refusal.sentence)
            else:
                return redirect(_page_of(spreadsheet))
        opts = found.model._meta
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Import: {list}").format(list=found.label),
            "form": form,
            "columns": [
                column for column in found.resource().fields.values() if not column.only_exported
            ],
            "back": reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"),
        }
        return TemplateResponse(request, "admin/network/import_choose.html", context)

    # --- Looking at it ---

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The rows of an import, what each is, and what can be done with it now."""
        if not self.has_view_permission(request):
            raise Http404
        try:
            spreadsheet = self._found(request, object_id)
        except Http404:
            # As every page of the admin: to the list, with a sentence.
            found = self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            return cast(HttpResponse, found)
        counts = spreadsheet.counts()
        outcome = request.GET.get("outcome", "")
        rows = spreadsheet.rows.order_by(_rank(), "number")
        if outcome in Outcome.values:
            rows = rows.filter(outcome=outcome)
        shown = Paginator(rows, _ROWS_A_PAGE).get_page(request.GET.get("p"))
        is_working = spreadsheet.state in (State.READING, State.CONFIRMED, State.UNDOING)
        may_act = self._may_act(request, spreadsheet)
        kind = kind_named(spreadsheet.kind)
        missing = _missing(spreadsheet, kind) if may_act and kind is not None else []
        columns = {} if kind is None else kind.resource().fields
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": spreadsheet,
            "title": spreadsheet.file_name,
            "spreadsheet": spreadsheet,
            "kind": kind,
            "missing": missing[:_MISSING_SHOWN],
            "missing_number": len(missing),
            "next_step": _next_step(spreadsheet, kind) if may_act else None,
            "counts": counts,
            "outcomes": [(one.value, one.label, counts[one.value]) for one in Outcome],
            "chosen": outcome,
            "page": shown,
            "rows": [_shown(row, spreadsheet, columns) for row in shown],
            "is_working": is_working,
            "done": progress_of(spreadsheet) if is_working else 0,
            "questions": spreadsheet.questions() if spreadsheet.state == State.READY else {},
            "good": counts[Outcome.NEW] + counts[Outcome.CHANGED],
            "may_act": may_act,
            "is_choosing": may_act and spreadsheet.state == State.READY,
            "left": spreadsheet.left,
        }
        response = TemplateResponse(request, "admin/network/import.html", context)
        if is_working:
            response["Refresh"] = str(_SECONDS_BETWEEN_LOOKS)
        return response

    def _found(self, request: HttpRequest, key: Any) -> SpreadsheetImport:
        if not self.has_view_permission(request):
            raise Http404
        found: SpreadsheetImport = find_at_key(SpreadsheetImport.objects.all(), str(key))
        return found

    def _may_act(self, request: HttpRequest, spreadsheet: SpreadsheetImport) -> bool:
        kind = kind_named(spreadsheet.kind)
        return kind is not None and may_import(kind, signed_in_user(request))

    # --- Going on with it ---

    def answer_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._act(
            request,
            object_id,
            lambda found: answer_names(
                found,
                {
                    name.removeprefix("name:"): code
                    for name, code in request.POST.items()
                    if name.startswith("name:") and isinstance(code, str)
                },
                by=signed_in_user(request),
            ),
        )

    def rows_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Keeps which rows are ticked, and goes on to the part of the list that was asked for."""
        response = self._act(request, object_id, lambda found: self._choose(request, found))
        show = QueryDict(request.POST.get("show", ""))
        query = urlencode({name: show[name] for name in ("outcome", "p") if show.get(name)})
        response["Location"] += f"?{query}" if query else ""
        return response

    def _choose(self, request: HttpRequest, found: SpreadsheetImport) -> None:
        shown, chosen = (_numbers(request, name) for name in ("shown", "chosen"))
        if shown:
            choose_rows(found, shown=shown, chosen=chosen, by=signed_in_user(request))

    def confirm_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        only_good = request.POST.get("only_good") == "yes"

        def confirm(found: SpreadsheetImport) -> None:
            self._choose(request, found)
            confirm_import(found, only_good=only_good, by=signed_in_user(request))

        return self._act(request, object_id, confirm)

    def retry_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._act(
            request, object_id, lambda found: retry_import(found, by=signed_in_user(request))
        )

    def discard_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._act(
            request, object_id, lambda found: discard_import(found, by=signed_in_user(request))
        )

    def _act(
        self, request: HttpRequest, key: int, service: Callable[[SpreadsheetImport], Any]
    ) -> HttpResponse:
        """POST calls `service`; a refusal is shown on the page of the import."""
        found = self._found(request, key)
        if request.method != "POST" or not self._may_act(request, found):
            raise Http404
        try:
            service(found)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        return redirect(_page_of(found))

    def undo_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET asks, and names the rows that stay as they are; POST lets it be undone."""
        found = self._found(request, object_id)
        if found.state != State.WRITTEN or not self._may_act(request, found):
            raise Http404
        if request.method == "POST":
            left = _numbers(request, "left")
            return self._act(
                request,
                object_id,
                lambda one: undo_import(one, left=left, by=signed_in_user(request)),
            )
        left_rows = rows_left_by_undo(found)
        written = found.rows.filter(is_written=True)
        names = dict(written.values_list("number", "label"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": found,
            "title": gettext("Undo the import of {file}?").format(file=found.file_name),
            "left": [(number, names[number], why) for number, why in left_rows.items()],
            "sentence": _undo_sentence(len(names) - len(left_rows)),
            "is_possible": len(names) > len(left_rows),
            "back": _page_of(found),
        }
        return TemplateResponse(request, "admin/network/import_undo.html", context)


def _undo_sentence(count: int) -> str:
    if not count:
        return gettext("Nothing can be undone: every row has been changed since.")
    return ngettext(
        "{number} row is as it was before again: an entry that was new is deleted, one that was "
        "changed gets its former values as its next version.",
        "{number} rows are as they were before again: entries that were new are deleted, those "
        "that were changed get their former values as their next version.",
        count,
    ).format(number=count)


def _numbers(request: HttpRequest, name: str) -> set[int]:
    """The numbers of rows that a form has sent."""
    sent = request.POST.getlist(name)
    return {int(number) for number in sent if number.isdecimal() and len(number) < 9}


def _page_of(spreadsheet: SpreadsheetImport) -> str:
    return reverse("admin:network_spreadsheetimport_change", args=[spreadsheet.pk])


def _rank() -> Case:
    return Case(
        *(When(outcome=outcome, then=Value(rank)) for rank, outcome in enumerate(_FIRST)),
        default=Value(len(_FIRST)),
        output_field=IntegerField(),
    )


def _missing(spreadsheet: SpreadsheetImport, kind: ImportKind) -> list[MissingEntry]:
    is_read = spreadsheet.state in (State.READY, State.WRITTEN)
    return kind.missing(spreadsheet) if is_read and kind.missing is not None else []


def _next_step(
    spreadsheet: SpreadsheetImport, kind: ImportKind | None
) -> tuple[str | Promise, str] | None:
    if kind is None or kind.next_step is None or spreadsheet.state != State.WRITTEN:
        return None
    return kind.next_step.label, kind.next_step.url(spreadsheet)


def _shown(
    row: ImportedRow, spreadsheet: SpreadsheetImport, columns: dict[str, Column]
) -> dict[str, Any]:
    """A row as the page shows it: each difference by the heading that the file has, or ours."""
    ours = {name: column.heading for name, column in columns.items()}
    return {
        "number": row.number,
        "outcome": row.outcome,
        "outcome_label": row.get_outcome_display(),
        "can_be_chosen": row.outcome in (Outcome.NEW, Outcome.CHANGED),
        "is_left_out": row.is_left_out,
        "label": row.label or _called(row),
        "problems": row.problems,
        "notes": row.notes,
        "differences": [
            {
                **one,
                "heading": spreadsheet.headings.get(one["column"])
                or ours.get(one["column"], one["column"]),
            }
            for one in row.differences
        ],
    }


def _called(row: ImportedRow) -> str:
    """What a row is about that names no entry, in its own words."""
    cells = [row.cells[name] for name in _NAMING if name in row.cells]
    return " · ".join(str(cell)[:100] for cell in cells if not isinstance(cell, dict))
