"""What members propose: the list, the review queue's page, and the page for a decision."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from focalpoints.admin.awaiting import AssignedFilter, AwaitedAdmin, age_words
from focalpoints.admin.queue import queue_page
from focalpoints.models import ProposedChange, owner_names
from focalpoints.review import changes, registry, submissions
from focalpoints.review.forms import ReasonForm
from focalpoints.review.pages import ChangePage, decisions_of, declined_of, rebase_from
from focalpoints.review.queue import kind_words
from focalpoints.review.values import sent_form, values_of_form
from focalpoints.rights import may_decide
from network.accounts.access import signed_in_user
from network.adminsite.translations import (
    acknowledged_keys,
    acknowledgement_context,
    shown_outdated,
)
from network.values.lists import listed
from network.values.primary_keys import at_key
from network.values.refusals import Refusal
from network.values.translations import OutdatedTranslations

State = ProposedChange.State


class QueueFilter(admin.SimpleListFilter):
    """Waiting submissions, unless another filter is chosen."""

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
class ProposedChangeAdmin(AwaitedAdmin):
    """Changes are read and decided here, never edited: the draft belongs to the member."""

    list_display = (
        "title",
        "member_name",
        "kind",
        "state_label",
        "author_names",
        "waiting_days",
        "assigned_to",
        "edited_at",
    )
    list_filter = (QueueFilter, AssignedFilter, "state", KindFilter)
    search_fields = ("label", *owner_names("member"))
    list_select_related = (
        "member__country",
        "member__organisation",
        "content_type",
        "assigned_to",
    )
    list_per_page = 50
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProposedChange]:
        rows: QuerySet[ProposedChange] = super().get_queryset(request)
        return rows.prefetch_related("authors")

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

    @display(description=gettext_lazy("authors"))
    def author_names(self, change: ProposedChange) -> str:
        return listed(row.name for row in change.authors.all()) or "–"

    @display(description=gettext_lazy("waiting"), ordering="submitted_at")
    def waiting_days(self, change: ProposedChange) -> str:
        return age_words(change)

    @display(description=gettext_lazy("type"))
    def kind(self, change: ProposedChange) -> str:
        return kind_words(change)

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
                # No decision on an edition that was not seen: the page shows the new one.
                problem = refusal
                change = self.get_queryset(request).get(pk=change.pk)
            except Refusal as refusal:
                problem = refusal
        return self._page(request, change, problem)

    def _decide(self, request: HttpRequest, change: ProposedChange) -> HttpResponse:
        decision = request.POST.get("decision")
        seen, by = request.POST.get("edition", ""), signed_in_user(request)
        queue = redirect("admin:focalpoints_proposedchange_queue")
        if decision == "publish":
            declined = declined_of(request)
            entry = submissions.publish(
                change,
                seen=seen,
                by=by,
                declined=declined,
                reason=_reason_of(request),
                acknowledged=acknowledged_keys(request),
            )
            self._report_publication(request, change, entry, is_whole=not declined)
            return queue
        if decision == "send-back":
            reason = _reason_of(request)
            submissions.send_back(change, reason=reason, seen=seen, by=by)
            messages.success(request, _("Sent back. The member has been informed of the reason."))
            return queue
        if decision == "rebase":
            rebase_from(request, change)
            messages.success(request, _("The draft is now based on the published version."))
        return redirect("admin:focalpoints_proposedchange_change", change.pk)

    def _report_publication(
        self, request: HttpRequest, change: ProposedChange, entry: Any, *, is_whole: bool
    ) -> None:
        kind = registry.kind_of(change)
        sentence = (
            _("Published. The member has been informed.")
            if is_whole
            else _("Published in part; the rest is sent back. The member has been informed.")
        )
        url = kind.public_url(entry)
        link = format_html('<a href="{}">{}</a>', url, entry) if url else kind.name_of(entry)
        messages.success(request, format_html("{} {}", sentence, link))

    def _page(
        self, request: HttpRequest, change: ProposedChange, problem: Refusal | None
    ) -> HttpResponse:
        page = ChangePage(change)
        is_complete = page.form.is_valid()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(change),
            "subtitle": change.member.name,
            "page": page,
            "change": change,
            "kind": page.kind,
            "member": change.member,
            "edition": page.edition,
            "difference": page.difference.decided(
                declined=declined_of(request), errors=getattr(problem, "errors", {})
            ),
            "problem": problem,
            "reason": request.POST.get("reason", ""),
            "reason_help": ReasonForm.base_fields["reason"].help_text,
            "chosen": decisions_of(request),
            "preview": page.preview if is_complete and change.is_open else "",
            "errors": [
                (page.form.fields[name].label if name in page.form.fields else "", text)
                for name, texts in page.form.errors.items()
                for text in texts
            ]
            + [(label, text) for _row, label, text in page.form.row_errors],
            "waits": change.state == State.SUBMITTED,
            **self.assigning(request, change),
            **acknowledgement_context(
                request,
                shown_outdated(
                    problem.items if isinstance(problem, OutdatedTranslations) else page.outdated,
                    reverse("admin:focalpoints_proposedchange_correct", args=[change.pk]),
                ),
            ),
            "may_decide": may_decide(request.user, change.member),
        }
        status = 422 if problem else 200
        return TemplateResponse(
            request,
            "admin/focalpoints/proposedchange/change_form.html",
            context,
            status=status,
        )

    def get_custom_urls(self) -> tuple[Any, ...]:
        def queue(request: HttpRequest, model_admin: Any) -> HttpResponse:
            return queue_page(self, request)

        return (("queue/", "focalpoints_proposedchange_queue", queue), *super().get_custom_urls())

    def get_urls(self) -> list[Any]:
        correct = self.admin_site.admin_view(self.correct_view)
        return [
            path("<path:object_id>/correct/", correct, name="focalpoints_proposedchange_correct"),
            *super().get_urls(),
        ]

    def correct_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form of a submission, to correct an error without sending it back to the member."""
        rows = self.get_queryset(request).select_related("author", *self.list_select_related)
        change = at_key(rows, unquote(object_id)).first()
        if change is None:
            raise Http404
        if not may_decide(request.user, change.member):
            raise PermissionDenied
        here = redirect("admin:focalpoints_proposedchange_change", change.pk)
        page, problem = ChangePage(change), ""
        if change.state != State.SUBMITTED:
            messages.error(request, _("Only a waiting submission can be corrected."))
            return here
        form = page.form
        if request.method == "POST":
            form = sent_form(page.kind, page.entry, request.POST, request.FILES)
            values = values_of_form(form)
            try:
                if form.is_valid():
                    submissions.correct(
                        change,
                        values,
                        seen=request.POST.get("edition", ""),
                        by=signed_in_user(request),
                    )
                    messages.success(
                        request, _("Corrected. The member is informed with your decision.")
                    )
                    return here
            except Refusal as refusal:
                problem = refusal.sentence
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Correct the submission"),
            "original": change,
            "subtitle": str(change),
            "page": page,
            "change": change,
            "member": change.member,
            "edition": page.edition,
            "form": form,
            "problem": problem,
        }
        return TemplateResponse(
            request,
            "admin/focalpoints/proposedchange/correct.html",
            context,
            status=422 if problem or form.errors or form.row_errors else 200,
        )


def _reason_of(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Refusal(str(form.errors["reason"][0]), field="reason")
    return str(form.cleaned_data["reason"])
