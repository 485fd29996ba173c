"""The Secretariat's review queue: what waits first, and the page on which it is decided."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import display

from focalpoints.models import ProposedChange
from focalpoints.review import changes, registry, submissions
from focalpoints.review.difference import difference_of
from focalpoints.review.forms import ReasonForm
from focalpoints.review.pages import account_of, decisions_of, preview_of, rebase_from
from focalpoints.review.timeline import events_of
from focalpoints.review.values import bound_form
from network.values.primary_keys import at_key
from network.values.refusals import Refusal

State = ProposedChange.State


class QueueFilter(admin.SimpleListFilter):
    """What waits, unless something else is asked for."""

    title = gettext_lazy("stage")
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waiting", gettext_lazy("waiting for review")),
            ("open", gettext_lazy("open, including drafts and entries sent back")),
            ("settled", gettext_lazy("closed")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ProposedChange]
    ) -> QuerySet[ProposedChange]:
        if self.value() == "waiting":
            return queryset.filter(state=State.SUBMITTED)
        if self.value() == "open":
            return queryset.filter(state__in=ProposedChange.OPEN_STATES)
        if self.value() == "settled":
            return queryset.exclude(state__in=ProposedChange.OPEN_STATES)
        return queryset


class KindFilter(admin.SimpleListFilter):
    """One of the kinds of entry that members change."""

    title = gettext_lazy("type")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.name, kind.label) for kind in registry.kinds()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ProposedChange]
    ) -> QuerySet[ProposedChange]:
        kind = registry.kind(self.value() or "")
        return queryset.filter(content_type=kind.content_type) if kind else queryset


@admin.register(ProposedChange)
class ProposedChangeAdmin(ModelAdmin):
    """Changes are read and decided here, never edited: the draft is its member's."""

    list_display = ("title", "member_name", "kind", "state_label", "submitted_at", "edited_at")
    list_filter = (QueueFilter, "state", KindFilter)
    search_fields = ("label", "member__country__name_en", "member__organisation__name_en")
    list_select_related = (
        "member__country",
        "member__organisation",
        "content_type",
    )
    list_per_page = 50
    actions = None

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Submissions first, the longest waiting on top; then the lately edited."""
        since = Case(When(state=State.SUBMITTED, then="submitted_at"))
        return [since.asc(nulls_last=True), "-edited_at", "-pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description=gettext_lazy("title"))
    def title(self, change: ProposedChange) -> str:
        label = str(change)
        return f"{label} · {_('Sample')}" if change.is_sample else label

    @display(description=gettext_lazy("member"))
    def member_name(self, change: ProposedChange) -> str:
        return change.member.name

    @display(description=gettext_lazy("type"))
    def kind(self, change: ProposedChange) -> str:
        new = "" if change.object_id else f" ({_('new')})"
        return f"{registry.kind_of(change).label}{new}"

    @display(
        description=gettext_lazy("status"),
        label={
            State.SUBMITTED: "warning",
            State.SENT_BACK: "info",
            State.PUBLISHED: "success",
        },
    )
    def state_label(self, change: ProposedChange) -> tuple[str, str]:
        return change.state, change.get_state_display()

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Old and new side by side, and the decision."""
        rows = self.get_queryset(request).select_related("author", *self.list_select_related)
        change = at_key(rows, unquote(object_id)).first()
        if change is None:
            away: HttpResponse = self._get_obj_does_not_exist_redirect(
                request, self.opts, object_id
            )
            return away
        if not self.has_view_permission(request, change):
            raise PermissionDenied
        problem: Refusal | None = None
        if request.method == "POST":
            try:
                return self._decide(request, change)
            except changes.Overtaken as refusal:
                # Nothing is decided on an edition that was not seen: the page shows the new one.
                problem = refusal
                change = self.get_queryset(request).get(pk=change.pk)
            except Refusal as refusal:
                problem = refusal
        return self._page(request, change, problem)

    def _decide(self, request: HttpRequest, change: ProposedChange) -> HttpResponse:
        decision = request.POST.get("decision")
        seen, by = request.POST.get("edition", ""), account_of(request)
        queue = redirect("admin:focalpoints_proposedchange_changelist")
        if decision == "publish":
            entry = submissions.publish(change, seen=seen, by=by)
            messages.success(
                request,
                format_html(
                    '{} <a href="{}">{}</a>',
                    _("Published. The member has been informed."),
                    entry.get_absolute_url(),
                    entry,
                ),
            )
            return queue
        if decision == "send-back":
            form = ReasonForm(request.POST)
            if not form.is_valid():
                raise Refusal(str(form.errors["reason"][0]), field="reason")
            reason = form.cleaned_data["reason"]
            submissions.send_back(change, reason=reason, seen=seen, by=by)
            messages.success(request, _("Sent back. The member has been informed of the reason."))
            return queue
        if decision == "rebase":
            rebase_from(request, change)
            messages.success(request, _("The draft is now based on the published version."))
        return redirect("admin:focalpoints_proposedchange_change", change.pk)

    def _page(
        self, request: HttpRequest, change: ProposedChange, problem: Refusal | None
    ) -> HttpResponse:
        kind = registry.kind_of(change)
        difference = difference_of(change)
        live = changes.live_entry(change)
        form = bound_form(kind, changes.draft_entry(change), change.draft)
        is_complete = form.is_valid()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(change),
            "subtitle": change.member.name,
            "change": change,
            "kind": kind,
            "member": change.member,
            "live": live,
            "edition": changes.edition(change),
            "difference": difference,
            "events": events_of(change),
            "problem": problem,
            "reason": request.POST.get("reason", ""),
            "reason_help": ReasonForm.base_fields["reason"].help_text,
            "chosen": decisions_of(request),
            "preview": preview_of(kind, form) if is_complete and change.is_open else "",
            "errors": [
                (form.fields[name].label if name in form.fields else "", text)
                for name, texts in form.errors.items()
                for text in texts
            ],
            "waits": change.state == State.SUBMITTED,
        }
        status = 422 if problem else 200
        return TemplateResponse(
            request,
            "admin/focalpoints/proposedchange/change_form.html",
            context,
            status=status,
        )
