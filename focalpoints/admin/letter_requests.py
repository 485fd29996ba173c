"""Letters that focal points sent in: recorded as they are, or sent back with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from focalpoints.admin.awaiting import AssignedFilter, AwaitedAdmin, age_words
from focalpoints.letter_requests import send_letter_back
from focalpoints.models import LetterRequest, owner_names
from focalpoints.rights import may_decide
from network.accounts.access import signed_in_user
from network.adminsite.base import ReadOnlyAdmin
from network.adminsite.confirmation import question_page
from network.values.primary_keys import at_key, find_at_key
from network.values.refusals import Refusal


@admin.register(LetterRequest)
class LetterRequestAdmin(ReadOnlyAdmin, AwaitedAdmin):
    """Settled with its two buttons alone; assigned below it."""

    list_display = (
        "shown_name",
        "shown_member",
        "category",
        "shown_state",
        "shown_age",
        "assigned_to",
        "sent_by",
    )
    list_filter = ("state", AssignedFilter, "category", "member__country__region")
    search_fields = ("given_name", "family_name", *owner_names("member"))
    list_select_related = (
        "member__country",
        "member__organisation",
        "category",
        "sent_by",
        "assigned_to",
    )
    list_per_page = 50
    actions_detail = ("record_this", "send_this_back")
    change_form_outer_after_template = "admin/focalpoints/letter_assigning.html"
    fields = (
        "member",
        "shown_letter",
        "letter_dated_on",
        "letter_authority",
        "letter_reference",
        "category",
        "starts_on",
        "ends_on",
        "title",
        "given_name",
        "family_name",
        "position",
        "institution",
        "email",
        "phone",
        "note",
        "state",
        "sent_by",
        "sent_at",
        "assigned_to",
        "reminded_at",
        "escalated_at",
        "decided_by",
        "decided_at",
        "reason",
        "designation",
    )
    readonly_fields = fields

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        # "waiting" comes last in the alphabet: the longest waiting on top.
        return ("-state", "sent_at", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LetterRequest]:
        return LetterRequest.objects.with_names()

    @display(description=_("name"))
    def shown_name(self, row: LetterRequest) -> str:
        return row.full_name

    @display(description=_("member"))
    def shown_member(self, row: LetterRequest) -> str:
        return row.member.name

    @display(
        description=_("status"),
        label={"waiting": "warning", "recorded": "success", "sent_back": "info"},
    )
    def shown_state(self, row: LetterRequest) -> tuple[str, str]:
        return row.state, row.get_state_display()

    @display(description=_("waiting"), ordering="sent_at")
    def shown_age(self, row: LetterRequest) -> str:
        return age_words(row)

    @display(description=_("letter"))
    def shown_letter(self, row: LetterRequest) -> Any:
        if not row.letter.is_kept:
            return "–"
        url = reverse("private-file", args=[row.letter_id])
        return format_html('<a href="{}">{}</a>', url, row.letter.original_name or _("letter"))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context.get("original")
        more = {} if row is None else self.assigning(request, row)
        found: HttpResponse = super().render_change_form(request, context | more, *args, **kwargs)
        return found

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        if not at_key(LetterRequest.objects.awaiting_review(), object_id).exists():
            return []
        return list(super().get_actions_detail(request, object_id))

    def has_decide_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return may_decide(signed_in_user(request))

    @action(
        description=_("Record it"),
        permissions=["decide"],
        url_path="record",
        icon="contract_edit",
    )
    def record_this(self, request: HttpRequest, object_id: int) -> HttpResponse:
        row = find_at_key(LetterRequest.objects.all(), object_id)
        page = reverse("admin:focalpoints_designation_record_letter")
        return redirect(f"{page}?letter_request={row.pk}")

    @action(
        description=_("Send back"),
        permissions=["decide"],
        url_path="send-back",
        icon="undo",
    )
    def send_this_back(self, request: HttpRequest, object_id: int) -> HttpResponse:
        row = find_at_key(LetterRequest.objects.with_names(), object_id)
        back = reverse("admin:focalpoints_letterrequest_change", args=[row.pk])
        if request.method == "POST":
            try:
                reason = request.POST.get("reason", "")
                send_letter_back(row, reason=reason, by=signed_in_user(request))
            except Refusal as refusal:
                messages.error(request, refusal.sentence)
            else:
                messages.success(request, gettext("Sent back. The member has been informed."))
            return redirect(back)
        return question_page(
            self,
            request,
            row,
            title=gettext("Send this letter back?"),
            sentence=gettext("Who sent it gets the reason by email. The file is deleted."),
            cannot_be_undone=gettext("The member sends a letter again, as a new one."),
            button=gettext("Send back with this reason"),
            back=back,
            reason_label=gettext("What is missing, and why?"),
        )
